"""How the search is divided: into few sections, since it looks into each; the newest are small, since most new texts fall there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flows.division import UNDATED

# Undivided, the search is one section.
ALL = "all"
# Years before that of the newest text are told apart as long as they are so few; then twos, fives, tens of them.
MOST_BLOCKS = 4
YEARS_OF_A_BLOCK = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000)
# 2026-02, 2026-02-01-to-16
MONTH = re.compile(r"\d{4}-\d{2}(?!\d)")


def sections_of(parts: Iterable[str]) -> dict[str, str]:
    """Return part of the release → the section of the search that holds it, which bears the name of its first days.

    Sections are the month of the newest part, the rest of its year, some years each before, and texts of no known day.

    >>> sections_of(["2019", "2026-01-to-02", "2026-03-01-to-16", "undated-0"])
    {'2019': '2019', '2026-01-to-02': '2026', '2026-03-01-to-16': '2026-03', 'undated-0': 'undated'}
    """
    named = sorted(parts)
    dated = [part for part in named if not part.startswith(UNDATED)]
    newest = dated[-1] if dated else ""
    length = _years_of_a_block({_year(part) for part in dated if _year(part) != _year(newest)})
    return {part: _section(part, newest, length) for part in named}


def _section(part: str, newest: str, length: int) -> str:
    if part.startswith(UNDATED):
        return UNDATED
    if _year(part) == _year(newest):
        return _month_or_year(part) if _month_or_year(part) == _month_or_year(newest) else part[:4]
    first = _year(part) // length * length
    return f"{first:04}" if length == 1 else f"{first:04}-to-{first + length - 1:04}"


def _year(part: str) -> int:
    return int(part[:4])


def _month_or_year(part: str) -> str:
    found = MONTH.match(part)
    return found[0] if found else part[:4]


def _years_of_a_block(years: set[int]) -> int:
    return next(length for length in YEARS_OF_A_BLOCK if len({year // length for year in years}) <= MOST_BLOCKS)
