"""How much two texts have in common, by the three-word stretches that both hold."""

from __future__ import annotations

import re
from collections.abc import Collection

WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 20_000
"""Of each text; what follows tells no more."""

NEARLY_NOTHING = 0.1
"""An edited text keeps most of its stretches; two reports of one press service share one or two in a hundred."""
ALIKE = 0.5
THE_SAME = 0.8
STRETCH = 3


def stretches(text: str) -> frozenset[int]:
    """Return hashes of a text's three-word stretches, letter case left aside; of its words where it has fewer.

    The hashes hold for this process alone.
    """
    words = [found[0].casefold() for found, _ in zip(WORD.finditer(text), range(MOST_WORDS), strict=False)]
    if len(words) < STRETCH:
        return frozenset(map(hash, words))
    return frozenset(map(hash, zip(words, words[1:], words[2:], strict=False)))


def in_common(one: Collection[int], other: Collection[int]) -> float:
    """Return which share of the smaller text's stretches stands in the other too, from 0 to 1; 0 where one of them has none.

    >>> in_common(stretches("We open the road today"), stretches("We open the road on Monday"))
    0.6666666666666666
    """
    smaller, larger = sorted((frozenset(one), frozenset(other)), key=len)
    return len(smaller & larger) / len(smaller) if smaller else 0.0
