"""The names that a text has told in full, so that a surname or a first name alone is known again where no ending shows it."""

import re
from collections.abc import Iterator
from functools import cache

from flows.label.quotations.verb_final.words import ANY_CASE
from flows.label.quotations.words import WordReading, Words
from flows.label.speakers.names import CAPITAL
from flows.languages.pack import Pack
from flows.languages.traits import AGENT, FRAME, GIVEN_NAME, PLACE, PLACE_NAME, SURNAME

# министрі Мейрамбек Сағындық
WORD = rf"{CAPITAL}[^\W\d_]{{2,}}+"
NAMED = re.compile(rf"(?<![\w-])(?P<first>{WORD}(?:-[^\W\d_]++)*+) (?=(?P<last>{WORD})(?![\w-]))")
NO_SURNAME = AGENT | FRAME | PLACE | PLACE_NAME | ANY_CASE


class WordsOfText(Words):
    """The words of a language, of which a text has told some to be surnames."""

    def __init__(self, words: Words, surnames: dict[str, WordReading]) -> None:
        dict.__init__(self, surnames)
        self.pack, self.triggers, self._words = words.pack, words.triggers, words

    def __missing__(self, word: str) -> WordReading:
        read = self[word] = self._words[word]
        return read


def with_surnames(words: Words, text: str) -> Words:
    """Return the words of a language as a text is read in which some, by a first name before them, are surnames: Асхат Ермағанбет."""
    told = {name: (read := words[name])._replace(traits=read.traits | trait) for name, trait in _names(words, text)}
    return WordsOfText(words, told) if told else words


def _names(words: Words, text: str) -> Iterator[tuple[str, int]]:
    """Yield the names that a text tells, each with the trait of a surname, or of a first name: `Сәуле Мұратбекова … Сәуле болса`."""
    for named in NAMED.finditer(text):
        first, last = named["first"], named["last"]
        if words[last].traits & SURNAME:
            if first.istitle() and not words[first].traits & (NO_SURNAME | SURNAME):
                yield first, GIVEN_NAME
        elif first.isascii() == last.isascii() and not last.isupper() and not words[last].traits & NO_SURNAME:
            if first in _first_names(words.pack):
                yield from ((last, SURNAME), (first, GIVEN_NAME))
            elif _is_of_role(words, first, text, named.start()):
                yield last, SURNAME


def _is_of_role(words: Words, first: str, text: str, place: int) -> bool:
    """Tell whether a role stands before a word in capitals that may be a first name: `министрі | Мейрамбек`."""
    role = text[text.rfind(" ", 0, max(place - 1, 0)) + 1 : max(place - 1, 0)]
    return bool(role) and role.islower() and bool(words[role].traits & AGENT) and not words[first].traits & NO_SURNAME


@cache
def _first_names(pack: Pack) -> frozenset[str]:
    return frozenset(name for _, *names in pack.rows("first_names") for name in names)
