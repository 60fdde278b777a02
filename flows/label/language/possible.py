"""Which languages the letters leave possible for langdetect to choose from, and how likely each is beforehand."""

from collections.abc import Iterable
from functools import cache

from flows.label.language.letters import CROWDED, HELD, OTHER, Evidence, codes_of, within
from flows.languages.letters import alphabets, shares

# Share of letters that a held language does not write up to which a text can be in it, for none and for each of its telling words.
UNWRITTEN_UP_TO = 0.015
# So many letters are expected of a language that a neighbour does not write: where none of them stands there, that is no chance. Fewer do
# where the neighbour shows letters of its own: Tatar those that Kazakh has too, and Russian has not.
MISSED_FROM = 6.0
MISSED_BESIDE_OWN_FROM = 3.0

# How many times likelier a held language is beforehand than another: sources are chosen for their languages, and a line of Russian shares
# most n-grams with Bulgarian. A language of a crowded script is seldom without a telling word: it must show one.
HELD_WEIGHT = 1000.0
# How many times likelier a telling word makes its language, and how many of them count.
WORD_WEIGHT = 10.0
MOST_WORDS = 3


def weights(seen: Evidence, profiles: Iterable[str]) -> dict[str, float]:
    """Return those codes of profiles of a sample's script that come into question, each with its weight; empty for other scripts."""
    if seen.script == OTHER:
        return {}
    weighed = {code: WORD_WEIGHT ** min(seen.telling[code], MOST_WORDS) for code in sorted(profiles) if not _is_ruled_out(seen, code)}
    for code in weighed.keys() & HELD:
        if seen.script != CROWDED or seen.telling[code]:
            weighed[code] *= HELD_WEIGHT
    return weighed


def _is_ruled_out(seen: Evidence, code: str) -> bool:
    """Tell whether a language is not written with such letters."""
    if code not in HELD:
        return seen.unwritten[code] > 0
    if seen.unwritten[code] > UNWRITTEN_UP_TO * seen.letters * (1 + seen.telling[code]):
        return True
    if seen.telling[code]:
        return False
    has_own = any(seen.unwritten[fewer] for fewer in within(code))
    missed_from = MISSED_BESIDE_OWN_FROM if has_own else MISSED_FROM
    others = (other for other in codes_of(seen.script) if other not in HELD)
    return any(seen.is_written_in(other) and seen.letters * _beside(code, other) >= missed_from for other in others)


@cache
def _beside(code: str, other: str) -> float:
    """Return the share of a language's letters that another one does not write."""
    return sum(share for letter, share in shares(code).items() if letter not in alphabets()[other])
