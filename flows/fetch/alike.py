"""How much two texts have in common, by the three-word stretches that both hold."""

from __future__ import annotations

import heapq
import re
import zlib
from array import array
from collections.abc import Collection

WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 20_000
"""Of each text; what follows tells no more."""

NEARLY_NOTHING = 0.1
"""An edited text keeps most of its stretches; two reports of one press service share one or two in a hundred."""
ALIKE = 0.5
THE_SAME = 0.8
STRETCH = 3

MOST_SAMPLED = 512
"""Stretches of one text, which is 2 kB: a run keeps those of all texts that came. Shares are right to some hundredths then."""
LEAST_COMPARED = 16
"""Of samples that do not hold all stretches; fewer tell nothing."""

Sample = array  # of "I"


def stretches(text: str) -> frozenset[int]:
    """Return hashes of a text's three-word stretches, letter case left aside; of its words where it has fewer."""
    words = [found[0].casefold() for found, _ in zip(WORD.finditer(text), range(MOST_WORDS), strict=False)]
    if len(words) < STRETCH:
        return frozenset(map(_hash, words))
    return frozenset(map(_hash, map(" ".join, zip(words, words[1:], words[2:], strict=False))))


def _hash(stretch: str) -> int:
    return zlib.crc32(stretch.encode("utf-8", "surrogatepass"))


def in_common(one: Collection[int], other: Collection[int]) -> float:
    """Return which share of the smaller text's stretches stands in the other too, from 0 to 1; 0 where one of them has none.

    >>> in_common(stretches("We open the road today"), stretches("We open the road on Monday"))
    0.6666666666666666
    """
    smaller, larger = sorted((frozenset(one), frozenset(other)), key=len)
    return len(smaller & larger) / len(smaller) if smaller else 0.0


def sample(found: Collection[int]) -> Sample[int]:
    """Return some of a text's stretches, the same of each text: those with the least hashes (Broder 1997)."""
    return array("I", sorted(found) if len(found) <= MOST_SAMPLED else heapq.nsmallest(MOST_SAMPLED, found))


def in_common_as_sampled(one: Sample[int], other: Sample[int]) -> float:
    """Return what `in_common` would of the whole texts, as far as their samples tell; 0 where they tell too little."""
    cut = [held[-1] for held in (one, other) if len(held) == MOST_SAMPLED]
    if not cut:
        return in_common(one, other)
    first, second = ([stretch for stretch in held if stretch <= min(cut)] for held in (one, other))
    return in_common(first, second) if min(len(first), len(second)) >= LEAST_COMPARED else 0.0
