"""The endings that a pattern names, written out: to look up a word's endings among them takes a tenth of the time of trying patterns."""

import re
from collections.abc import Iterable, Mapping
from itertools import product
from typing import NamedTuple

# .{2,}(?:[ое]в|ин(?:а)?) – so many letters, and then letters, classes of them, groups, and what may lack
NAMES_ENDINGS = re.compile(r"\.(?P<before>[*+]|\{\d+,\})(?P<endings>(?:\(\?:|\)\??|\||\[[^\W\d_]+\]\??|[^\W\d_]\??)+)")
INNERMOST = re.compile(r"\(\?:(?P<held>[^()]*)\)")
FIRST_SIGN = 0xE000
"""Of the signs for private use, which stand for groups that are written out already."""
PART = re.compile(rf"(?P<letters>\[\w+\]|[\w{chr(FIRST_SIGN)}-\uf8ff])(?P<may_lack>\??)")


class Endings(NamedTuple):
    """Endings, and how many letters at least stand before them."""

    least: int
    endings: tuple[str, ...]


def endings_of(pattern: str) -> Endings | None:
    """Return the endings of the words that a pattern is of; None where it says more of a word than its ending.

    >>> endings_of(".{2,}(?:[ое]в|ин)")
    Endings(least=2, endings=('ев', 'ин', 'ов'))
    """
    named = NAMES_ENDINGS.fullmatch(pattern)
    if named is None:
        return None
    rest, groups = named["endings"], dict[str, set[str]]()
    while group := INNERMOST.search(rest):
        sign = chr(FIRST_SIGN + len(groups))
        groups[sign] = {ending for one in group["held"].split("|") for ending in _written_out(one, groups)}
        rest = rest[: group.start()] + sign + rest[group.end() :]
    if "|" in rest:  # .*(?:ов|ев)|мой
        return None
    least = {"*": "0", "+": "1"}.get(named["before"], named["before"].strip("{,}"))
    return Endings(int(least), tuple(sorted(_written_out(rest, groups))))


def _written_out(parts: str, groups: Mapping[str, set[str]]) -> set[str]:
    """Return what letters, classes and groups one behind another stand for."""
    return {"".join(chosen) for chosen in product(*(_choices(part, groups) for part in PART.finditer(parts)))}


def _choices(part: re.Match[str], groups: Mapping[str, set[str]]) -> Iterable[str]:
    chosen = groups.get(part["letters"]) or set(part["letters"].strip("[]"))
    return chosen | {""} if part["may_lack"] else chosen
