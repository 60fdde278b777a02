"""The word lists by which the form of a text is told, each as a set, a language at a time."""

import re
from functools import cache
from typing import NamedTuple

from flows.languages.letters import plain
from flows.languages.pack import Pack, any_of

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


@cache
def forms(name: str, pack: Pack) -> Forms:
    """Return the list `name` of a pack, several words a line; one that begins with a hyphen is an ending."""
    words = list(map(plain, pack.words(name)))
    endings = tuple(word[1:] for word in words if word[0] == "-")
    return Forms(frozenset(word for word in words if word[0] != "-"), endings)


@cache
def phrases(name: str, pack: Pack) -> frozenset[str]:
    """Return the list `name` of a pack, a phrase a line."""
    return frozenset(map(plain, pack.lines(name)))


@cache
def classes(name: str, pack: Pack) -> dict[str, frozenset[str]]:
    """Return the phrases of each class of a list whose lines are `class | phrase | phrase …`."""
    found: dict[str, set[str]] = {}
    for kind, *members in pack.rows(name):
        found.setdefault(kind, set()).update(map(plain, members))
    return {kind: frozenset(members) for kind, members in found.items()}


@cache
def one_of(name: str, pack: Pack, kind: str = "") -> re.Pattern[str]:
    """Return a pattern for any phrase of a list, or of one class of it, whole words, in plain text."""
    return re.compile(rf"(?<!\w)(?:{any_of(classes(name, pack)[kind] if kind else phrases(name, pack))})(?!\w)")
