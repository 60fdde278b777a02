"""Which languages the letters leave possible for n-grams to choose from, and how likely each is beforehand."""

import math
from collections.abc import Mapping, Sequence
from functools import cache

from flows.label.language.letters import CROWDED, HELD, OTHER, Evidence, codes_of, within
from flows.languages.letters import alphabets, shares

# Share of letters that a held language does not write up to which a text can be in it, for none and for each of its telling words.
UNWRITTEN_UP_TO = 0.015
# How many times likelier a held language is beforehand than another: sources are chosen for their languages, and a line of Russian shares
# most n-grams with Bulgarian. A language of a crowded script is seldom without a telling word: it must show one.
HELD_WEIGHT = 10.0
# How many times likelier a telling word makes its language, and how many of them count.
WORD_WEIGHT = 100.0
MOST_WORDS = 3
# Where a language has no profile, letters and telling words alone speak for it: it rules out those that are less likely by them, by a
# logarithm. A letter that is not listed stands so often, at least.
AHEAD = 2.5
LEAST_SHARE = 0.0005


def weights(seen: Evidence, profiles: Sequence[str]) -> dict[str, float]:
    """Return those codes of profiles of a sample's script that come into question, each with its weight; empty for other scripts."""
    if seen.script == OTHER:
        return {}
    possible = (code for code in sorted(profiles) if not _is_ruled_out(seen, code, profiles))
    weighed = {code: WORD_WEIGHT ** min(seen.telling[code], MOST_WORDS) for code in possible}
    for code in weighed.keys() & HELD:
        if seen.script != CROWDED or seen.telling[code]:
            weighed[code] *= HELD_WEIGHT
    return weighed


def _is_ruled_out(seen: Evidence, code: str, profiles: Sequence[str]) -> bool:
    """Tell whether a language is not written with such letters."""
    if code not in HELD:
        return seen.unwritten[code] > 0
    if seen.unwritten[code] > UNWRITTEN_UP_TO * seen.letters * (1 + seen.telling[code]):
        return True
    told = seen.telling[code] * math.log(WORD_WEIGHT)
    if not seen.shows(code) and seen.letters * _added(code) > AHEAD + told:
        return True
    others = (other for other in codes_of(seen.script) if other not in profiles and seen.is_written_in(other))
    return any(_likelier(other, code, seen) + seen.telling[other] * math.log(WORD_WEIGHT) > AHEAD + told for other in others)


@cache
def _added(code: str) -> float:
    """Return the share of a language's letters that it adds to those of a held one; 0 where it adds none."""
    return max(
        (sum(share for letter, share in shares(code).items() if letter not in alphabets()[fewer]) for fewer in within(code)), default=0
    )


def _likelier(other: str, code: str, seen: Evidence) -> float:
    """Return the logarithm of how many times likelier its letters make another language; 0 where no list tells."""
    ratios = _ratios(other, code)
    return sum(count * ratios.get(letter, 0.0) for letter, count in seen.counts.items())


@cache
def _ratios(other: str, code: str) -> Mapping[str, float]:
    """Return, by letter, the logarithm of how many times as often another language writes it; nothing where one's list tells no shares."""
    theirs, own = shares(other), shares(code)
    letters = theirs.keys() | own.keys() if theirs and own else ()
    return {letter: math.log(max(theirs.get(letter, 0), LEAST_SHARE) / max(own.get(letter, 0), LEAST_SHARE)) for letter in letters}
