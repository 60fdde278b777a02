"""Days as headers and datelines write them, in the words of every language that is held."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import NamedTuple

from flows.clean.writing import AS_WRITTEN, Moment, Writing, moment_of
from flows.languages.pack import any_of, packs

# One form a line; {months} and the other names are the words of all lists, {year} is a year that may be left out.
#   2026-02-10, 2026/02/10
#   10.02.2026, 10. 2. 2026, 10.02.2026 г., 10.02.26
#   10/02/2026, 10/02/26, 10-02-2026
#   10 February 2026, 10th of Feb., 10 февраля 2026 года, 10 ақпан 2026 ж., 10", 107TH or 1074 February 2026 (scans of 10th)
#   February 10, 2026
#   2026 жылғы 10 ақпан
DAY = r"""
(?: (?P<iso_year>[0-9]{{4}})(?P<iso_mark>[-/.])(?P<iso_month>[0-9]{{1,2}})(?P=iso_mark)(?P<iso_day>[0-9]{{1,2}})
  | (?P<dotted_day>[0-9]{{1,2}})\.\ ?(?P<dotted_month>[0-9]{{1,2}})\.\ ?(?P<dotted_year>[0-9]{{4}})(?:\ ?(?:{year_word}))?
  | (?P<short_day>[0-9]{{2}})\.(?P<short_month>[0-9]{{2}})\.(?P<short_year>[0-9]{{2}})
  | (?P<slashed_day>[0-9]{{1,2}})(?P<slash>[/-])(?P<slashed_month>[0-9]{{1,2}})(?P=slash)(?P<slashed_year>[0-9]{{4}}|[0-9]{{2}})
  | (?P<first_day>[0-9]{{1,2}})(?:7?(?:[\ -]?[^\W\d_]{{1,2}}|[^\w\s./,–—-]{{1,3}})|7[0-9]?)?(?:\ (?:{between}))?
    ,?\ (?P<first_month>{months})\.?(?:,?\ (?P<first_year>[0-9]{{4}})){year}(?:\ ?(?:{year_word}))?
  | (?P<second_month>{months})\.?\ (?P<second_day>[0-9]{{1,2}})(?:[^\W\d_]{{2}}|[^\w\s./,–—-]{{1,3}})?
    (?:,?\ (?P<second_year>[0-9]{{4}})){year}
  | (?P<third_year>[0-9]{{4}})\ ?(?:{year_first})\ (?P<third_day>[0-9]{{1,2}})\ (?P<third_month>{months})
)(?!(?!T[0-9]{{2}}:)[^\W_]|-[0-9])
"""
FORMS = ("iso", "dotted", "short", "slashed", "first", "second", "third")
MONTHS = 12
FIRST_CENTURY_OF_SHORT_YEARS = 70
"""A year of two figures below this is one of 2000, as POSIX has it."""

# "14:30", ", 14:30:05", " at 2.30 p.m.", " | 14:30 (UTC+5)", "T14:30:00+05:00"
TIME = r"""
(?: (?:T|[,|]?\ (?:(?:{time})\ )?) (?P<hour>[0-9]{{1,2}})[:.](?P<minute>[0-9]{{2}})(?:[:.](?P<second>[0-9]{{2}})(?:\.[0-9]{{1,9}})?)?
    (?:\ ?(?:(?P<forenoon>{forenoon})|(?P<afternoon>{afternoon})))?
    (?: (?P<zulu>Z)\b
      | \ ?\(?(?:[A-Z]{{2,5}})?(?P<offset>[+-][0-9]{{1,2}}(?::?[0-9]{{2}})?)\)?
      | \ \(?(?P<zone>[A-Z]{{2,4}})\)?(?![^\W_]) )?
)?
"""
UNIVERSAL = frozenset(("UTC", "GMT"))
NOON = 12

LONGEST_LINE = 80
"""Code points that a line may hold to be looked at as a date."""
MOST_DAYS = 10
"""In one line."""

# the last two figures of any year: most lines hold none
OF_YEAR = re.compile(r"[0-9]{2}")
# "24–", "24th and": what follows is the end of some days, not a day
OPEN_RANGE = re.compile(r"[0-9][^\W\d_]{0,3}[!™\"'*]{0,2}\s?[-–—/&]\s?\Z")


class DayFound(NamedTuple):
    """A day that a line names, where it stands, and the moment where a time of day stands beside it."""

    start: int
    end: int
    moment: Moment

    @property
    def day(self) -> date:
        """Return the day alone."""
        return self.moment.day


def day_pattern(*, needs_year: bool) -> str:
    """Return the pattern of a day, for `re.VERBOSE | re.IGNORECASE`; it holds named groups, so it may stand in a pattern once."""
    words = {"between": _words("between"), "year_word": _words("year"), "year_first": _words("year-first")}
    return DAY.format(months=any_of(months()), year="" if needs_year else "?", **words)


def day_of(match: re.Match[str], writing: Writing = AS_WRITTEN) -> date | None:
    """Return the day that a match of `day_pattern` names; None where it names no year, or it cannot be told which day it is."""
    parts = match.groupdict()
    for form in FORMS:
        if parts[f"{form}_day"] and parts[f"{form}_year"]:
            month, day = parts[f"{form}_month"], int(parts[f"{form}_day"])
            number = int(month) if month.isdecimal() else months()[month.lower()]
            if form == "slashed" and (turned := _slashed(day, number, writing)):
                day, number = turned
            elif form == "slashed":
                return None
            return _day(_year(parts[f"{form}_year"]), number, day)
    return None


def _slashed(first: int, second: int, writing: Writing) -> tuple[int, int] | None:
    """Return day and month of `10/02`: as the source says, or as the numbers leave no doubt; None where they do."""
    if first > MONTHS or second > MONTHS:
        return (first, second) if first > MONTHS else (second, first)
    if writing.day_first is None:
        return (first, second) if first == second else None
    return (first, second) if writing.day_first else (second, first)


def _year(written: str) -> int:
    year = int(written)
    return year if len(written) > 2 else year + (2000 if year < FIRST_CENTURY_OF_SHORT_YEARS else 1900)


def days_in(line: str, writing: Writing = AS_WRITTEN) -> list[DayFound]:
    """Return the days that a line names with their years, in order; the end of a range of days is none.

    >>> [found.day.isoformat() for found in days_in("Tuesday, 10 February 2026, 14:30")]
    ['2026-02-10']
    """
    return list(_days_in(line, writing)) if OF_YEAR.search(line) else []


def _days_in(line: str, writing: Writing) -> Iterator[DayFound]:
    for count, match in enumerate(_dated_line().finditer(line)):
        if count == MOST_DAYS:
            return
        day = day_of(match, writing)
        if day and not OPEN_RANGE.search(line[max(0, match.start() - 10) : match.start()]):
            yield DayFound(*match.span(), _moment(day, match, writing))


def _moment(day: date, match: re.Match[str], writing: Writing) -> Moment:
    """Return the moment of a day with a time beside it; the day alone where it has none, or the time is none."""
    if match["hour"] is None:
        return Moment(day)
    hour = int(match["hour"])
    if (match["forenoon"] or match["afternoon"]) and hour <= NOON:
        hour = hour % NOON + (NOON if match["afternoon"] else 0)
    try:
        written = datetime(day.year, day.month, day.day, hour, int(match["minute"]), int(match["second"] or 0), tzinfo=_offset(match))
    except ValueError:  # 24:61 is no time
        return Moment(day)
    is_unknown_zone = match["zone"] is not None and match["zone"].upper() not in UNIVERSAL
    return Moment(day) if is_unknown_zone else moment_of(written, writing)


def _offset(match: re.Match[str]) -> timezone | None:
    if match["zulu"] or (match["zone"] or "").upper() in UNIVERSAL:
        return timezone.utc  # noqa: UP017
    if match["offset"] is None:
        return None
    digits = match["offset"][1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if match["offset"][0] == "-" else offset)


@cache
def _dated_line() -> re.Pattern[str]:
    time = TIME.format(time=_words("time"), forenoon=_words("forenoon"), afternoon=_words("afternoon"))
    return re.compile(rf"(?<![^\W_])(?<![0-9][./:-]){day_pattern(needs_year=True)}{time}", re.VERBOSE | re.IGNORECASE)


def _words(kind: str) -> str:
    """Return a pattern for the words of dates of one class, those of all languages."""
    return any_of(word for one in packs() for row in one.rows("date_words") if row[0] == kind for word in row[1:])


@cache
def weekdays() -> dict[str, int]:
    """Return the number of each weekday's name, from 0 for Monday on, in all languages and small letters."""
    rows = (row for one in packs() for row in one.rows("date_words") if row[0] == "weekday")
    return {word.lower(): number for row in rows for number, word in enumerate(row[1:])}


@cache
def months() -> dict[str, int]:
    """Return the number of each month's name, in all languages and small letters."""
    entries = (row for one in packs() for row in one.rows("months"))
    return {form.lower(): int(number) for form, number in entries}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # the 30th of February is no date, so the line is none either
        return None
