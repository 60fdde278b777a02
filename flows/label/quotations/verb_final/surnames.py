"""The surnames that a text has told: behind a first name, so that each alone is known again where no ending shows it."""

import re
from collections.abc import Iterator
from functools import cache

from flows.label.quotations.verb_final.words import ANY_CASE
from flows.label.quotations.words import WordReading, Words
from flows.languages.pack import Pack
from flows.languages.traits import AGENT, FRAME, PLACE, PLACE_NAME, SURNAME

# министрі Мейрамбек Сағындық
NAMED = re.compile(r"(?<![\w-])(?P<first>[^\W\d_]{3,}+(?:-[^\W\d_]++)*+) (?=(?P<last>[^\W\d_]{3,}+)(?![\w-]))")
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
    role = ""
    for named in NAMED.finditer(text):
        first, last = named["first"], named["last"]
        if first[0].isupper() and last[0].isupper() and not last.isupper() and not words[last].traits & NO_SURNAME:
            is_told = role and text.endswith(role, 0, named.start() - 1) and not words[first].traits & NO_SURNAME
            if is_told or first in _first_names(words.pack):
                yield last
        role = first if first[0].islower() and words[first].traits & AGENT else ""


@cache
def _first_names(pack: Pack) -> frozenset[str]:
    return frozenset(name for _, *names in pack.rows("first_names") for name in names)
