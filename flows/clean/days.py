"""Days as headers and datelines write them, in the words of every language that is held."""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from flows.languages.pack import any_of, packs

# One form a line; {months} and the other names are the words of all lists, {year} is a year that may be left out.
#   2026-02-10
#   10.02.2026
#   10 February 2026, 10th Feb., 10 февраля 2026 года, 10 ақпан 2026 ж.
#   February 10, 2026
#   2026 жылғы 10 ақпан
DAY = r"""
(?: (?P<iso_year>[0-9]{{4}})-(?P<iso_month>[0-9]{{2}})-(?P<iso_day>[0-9]{{2}})
  | (?P<dotted_day>[0-9]{{1,2}})\.(?P<dotted_month>[0-9]{{1,2}})\.(?P<dotted_year>[0-9]{{4}})
  | (?P<first_day>[0-9]{{1,2}})(?:{ordinal})?\ (?P<first_month>{months})\.?(?:,?\ (?P<first_year>[0-9]{{4}})){year}
    (?:\ (?:{year_word}))?
  | (?P<second_month>{months})\.?\ (?P<second_day>[0-9]{{1,2}})(?:{ordinal})?(?:,?\ (?P<second_year>[0-9]{{4}})){year}
  | (?P<third_year>[0-9]{{4}})\ (?:{year_first})\ (?P<third_day>[0-9]{{1,2}})\ (?P<third_month>{months})
)(?![\w-])
"""
FORMS = ("iso", "dotted", "first", "second", "third")

# "14:30", ", 14:30:05", " at 2.30 p.m.", " | 14:30 (UTC+5)"
TIME = r"""
(?:[,|]?\ (?:(?:{time})\ )?[0-9]{{1,2}}[:.][0-9]{{2}}(?::[0-9]{{2}})?(?:\ ?(?:{half_day}))?(?:\ \(?[A-Z]{{2,4}}(?:[+-][0-9]{{1,2}})?\)?)?)?
"""

LONGEST_LINE = 80
"""Code points that a line may hold to be looked at as a date."""


class DayFound(NamedTuple):
    """A day that a line names, with the words before it on the line."""

    day: date
    before: str


def day_pattern(*, needs_year: bool) -> str:
    """Return the pattern of a day, for `re.VERBOSE | re.IGNORECASE`; it holds named groups, so it may stand in a pattern once."""
    words = {"ordinal": _words("ordinal"), "year_word": _words("year"), "year_first": _words("year-first")}
    return DAY.format(months=any_of(_months()), year="" if needs_year else "?", **words)


def day_of(match: re.Match[str]) -> date | None:
    """Return the day that a match of `day_pattern` names; None where it names no year, or there is no such day."""
    parts = match.groupdict()
    for form in FORMS:
        if parts[f"{form}_day"] and parts[f"{form}_year"]:
            month = parts[f"{form}_month"]
            number = int(month) if month.isdecimal() else _months()[month.lower()]
            return _day(int(parts[f"{form}_year"]), number, int(parts[f"{form}_day"]))
    return None


def day_of_line(line: str) -> DayFound | None:
    """Return the day of a line that holds a date, perhaps a time and a word or two before them, and nothing else.

    >>> day_of_line("Tuesday, 10 February 2026, 14:30")
    DayFound(day=datetime.date(2026, 2, 10), before='Tuesday')
    """
    match = _date_line().fullmatch(line) if len(line) <= LONGEST_LINE else None
    day = day_of(match) if match else None
    return DayFound(day, match["before"] or "") if match and day else None


def may_stand_before_a_date(words: str) -> bool:
    """Say whether words are a weekday or a label such as `Published`."""
    return words.lower() in _before_dates()


@cache
def _date_line() -> re.Pattern[str]:
    before = r"(?:(?P<before>[^\W\d_][^0-9\n,:|]{0,30})[,:|]?\ )?"
    time = TIME.format(time=_words("time"), half_day=_words("half-day"))
    return re.compile(rf"{before}{day_pattern(needs_year=True)}{time}\.?", re.VERBOSE | re.IGNORECASE)


def _words(kind: str) -> str:
    """Return a pattern for the words of dates of one class, those of all languages."""
    return any_of(word for one in packs() for row in one.rows("date_words") if row[0] == kind for word in row[1:])


@cache
def _months() -> dict[str, int]:
    entries = (row for one in packs() for row in one.rows("months"))
    return {form.lower(): int(number) for form, number in entries}


@cache
def _before_dates() -> frozenset[str]:
    return frozenset(words.lower() for one in packs() for words in one.lines("before_dates"))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # the 30th of February is no date, so the line is none either
        return None
