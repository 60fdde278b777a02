"""The word lists by which the form of a text is told, each as a set, a language at a time."""

import re
from functools import cache
from typing import NamedTuple

from flows.languages.pack import pack
from schemas.words import Language

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SHORTEST_STEM = 3


class Forms(NamedTuple):
    """Words, and the endings by which a word is one of them too."""

    words: frozenset[str]
    endings: tuple[str, ...]

    def holds(self, word: str) -> bool:
        """Tell whether a plain word is one of these."""
        if word in self.words:
            return True
        return bool(self.endings) and any(word.endswith(ending) and len(word) >= len(ending) + SHORTEST_STEM for ending in self.endings)


def plain(words: str) -> str:
    """Return words in small letters, with е for ё: as many code points as they had."""
    return words.lower().replace("ё", "е")


@cache
def forms(name: str, language: Language) -> Forms:
    """Return the list `name` of a language, several words a line; `-мыз` is an ending."""
    words = list(map(plain, pack(language).words(name)))
    endings = tuple(word[1:] for word in words if word[0] == "-")
    return Forms(frozenset(word for word in words if word[0] != "-"), endings)


@cache
def phrases(name: str, language: Language) -> frozenset[str]:
    """Return the list `name` of a language, a phrase a line."""
    return frozenset(map(plain, pack(language).lines(name)))


@cache
def classes(name: str, language: Language) -> dict[str, frozenset[str]]:
    """Return the phrases of each class of a list whose lines are `class | phrase | phrase …`."""
    found: dict[str, set[str]] = {}
    for kind, *members in pack(language).rows(name):
        found.setdefault(kind, set()).update(map(plain, members))
    return {kind: frozenset(members) for kind, members in found.items()}


@cache
def one_of(name: str, language: Language) -> re.Pattern[str]:
    """Return a pattern for any phrase of a list, whole words, in plain text."""
    members = sorted(phrases(name, language), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, members))})(?!\w)")
