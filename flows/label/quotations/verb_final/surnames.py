"""The surnames that a text has told: behind a first name, so that each alone is known again where no ending shows it."""

import re
from collections.abc import Iterator
from functools import cache

from flows.label.quotations.verb_final.words import ANY_CASE
from flows.label.quotations.words import WordReading, Words
from flows.label.speakers.names import CAPITAL
from flows.languages.pack import Pack
from flows.languages.traits import AGENT, FRAME, PLACE, PLACE_NAME, SURNAME

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
    told = {
        last: read._replace(traits=read.traits | SURNAME) for last in _surnames(words, text) if not (read := words[last]).traits & SURNAME
    }
    return WordsOfText(words, told) if told else words


def _surnames(words: Words, text: str) -> Iterator[str]:
    for named in NAMED.finditer(text):
        first, last = named["first"], named["last"]
        is_one = first.isascii() == last.isascii() and not last.isupper() and not words[last].traits & (NO_SURNAME | SURNAME)
        if is_one and (first in _first_names(words.pack) or _is_of_role(words, first, text, named.start())):
            yield last


def _is_of_role(words: Words, first: str, text: str, place: int) -> bool:
    """Tell whether a role stands before a word in capitals that may be a first name: `министрі | Мейрамбек`."""
    role = text[text.rfind(" ", 0, max(place - 1, 0)) + 1 : max(place - 1, 0)]
    return bool(role) and role.islower() and bool(words[role].traits & AGENT) and not words[first].traits & NO_SURNAME


@cache
def _first_names(pack: Pack) -> frozenset[str]:
    return frozenset(name for _, *names in pack.rows("first_names") for name in names)
