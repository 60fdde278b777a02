"""What an expression of time means: its kind, and its value in ISO 8601, by the classes of its words whatever their order is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from flows.label.dates import reckoning
from flows.label.expressions.numbers import Item
from schemas.dates import VALUE
from schemas.words import DateKind

UNITS = frozenset(
    (
        "clock-unit",
        "day-unit",
        "week-unit",
        "month-unit",
        "year-unit",
        "years",
        "age",
        "decade",
        "century",
        "quarter",
        "weekend",
        "length",
    )
)
WITH_UNIT = ("clock", "always")
"""Classes whose words may tell a unit besides."""
COUNTS = frozenset(("small", "number", "small-ordinal", "ordinal-number", "roman"))
YEARS = ("year-number", "year-ordinal", "short-year")
MONTHS = ("month", "month-too")
WELL_FORMED = re.compile(VALUE)
PAST, AHEAD, NEXT = -1.0, 1.0, 1.0
FROM_TOLD = (1.0, -1.5)
"""Earlier and later are told from a day that the text names just before."""
SHORT_AGO = 1
"""Months: what lies no further back may be named beside a verb that tells what lies ahead."""
EARLIEST, LATEST = 1000, 9000
"""The years of speeches from whose day times are reckoned."""
DECADE = 10
FIGURES, UNIT_LETTERS = "0123456789", "TSMHDWY"
MONTHS_OF_A_YEAR = 12
THIS_CENTURY, LAST_CENTURY, TURN = 2000, 1900, 30
"""A year of two figures below the turn lies in this century."""


class Meaning(NamedTuple):
    """What an expression says."""

    kind: DateKind
    value: str | None
    is_relative: bool = False


class Known(NamedTuple):
    """From what an expression is reckoned."""

    anchor: date | None
    """The day of the speech."""
    year: int | None
    """The year that the text named last, where its day is not known."""
    tense: float | None = None
    """Whether the verb beside it is of the past (-1) or tells what lies ahead (1)."""
    told: date | None = None
    """The day that the text named just before, from which it tells what came earlier or later."""


class Parts:
    """The words of an expression by their classes."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.of: dict[str, list[float | str]] = {}
        for item in items:
            self.of.setdefault(item.kind, []).append(item.value)
        self.counts = [float(item.value) for item in items if item.kind in COUNTS]
        self.months = [int(item.value) for item in items if item.kind in MONTHS]
        self.unit = next(
            (_unit(item) for item in items if item.kind in UNITS or (isinstance(item.value, str) and item.kind in WITH_UNIT)), ""
        )

    def has(self, *kinds: str) -> bool:
        """Tell whether there is a word of one of some classes."""
        return not self.of.keys().isdisjoint(kinds)

    def number(self, kind: str) -> int:
        """Return the value of the first word of a class."""
        return int(self.of[kind][0])

    def towards(self) -> float | None:
        """Return whether the words mean a time that is past (-1), present (0) or to come (1); None where they do not tell."""
        return float(self.of["relative"][0]) if "relative" in self.of else None

    def count(self) -> float | None:
        """Return how many units there are: one where no number stands, None where it is not told."""
        if "length" in self.of:
            return float(str(self.of["length"][0]).rstrip(UNIT_LETTERS))
        if "vague" in self.of and not self.counts:
            return None
        half = 0.5 if "half" in self.of else 0.0
        return self.counts[-1] + half if self.counts else half or 1.0


def _unit(item: Item) -> str:
    lengths = {"decade": "10Y", "century": "100Y", "weekend": "W", "quarter": "M"}
    return lengths.get(item.kind) or str(item.value).lstrip(FIGURES)


def meaning_of(items: Sequence[Item], known: Known) -> Meaning:
    """Return what an expression means that is made of these items."""
    parts = Parts(items)
    if known.anchor and not EARLIEST < known.anchor.year < LATEST:
        known = known._replace(anchor=None)
    if _is_half_hour(items):
        return _half_hour(parts, known)
    if _is_half_of_year(parts):
        return _half_of_year(parts, known)
    if parts.has("edge") and not parts.has("relative", "every", "always"):
        parts.of["relative"] = [0.0]  # the end of the year is that of this one
    place = min((PLACE_OF[kind] for kind in parts.of if kind in PLACE_OF), default=None)
    found = Meaning(DateKind.TIME, None) if place is None else RULES[place][1](parts, known)
    found = _with_ends(found, parts)
    # Billions of years ago there was no calendar.
    return found if found.value is None or WELL_FORMED.fullmatch(found.value) else found._replace(value=None)


HALF = 0.5
MONTHS_OF_A_HALF = 6


def _is_half_of_year(parts: Parts) -> bool:
    """Tell whether words mean the first or second half of a year, and not how long half of one is."""
    is_half = parts.has("half") or HALF in parts.of.get("share", ())
    return is_half and parts.has("small-ordinal") and parts.number("small-ordinal") <= 2 and not parts.has("away")


def _half_of_year(parts: Parts, known: Known) -> Meaning:
    year, is_relative = _year_told(parts, known)
    first = (parts.number("small-ordinal") - 1) * MONTHS_OF_A_HALF + 1
    value = None if year is None else f"{reckoning.month_of(year, first)}/{reckoning.month_of(year, first + MONTHS_OF_A_HALF - 1)}"
    return Meaning(DateKind.QUARTER, value, is_relative)


def _months(parts: Parts, known: Known) -> Meaning:
    """Return the time from one month to another: of the year that the last of them has, or of two."""
    first, last = parts.months[:2]
    if 1.0 in parts.of.get("joiner", ()) and last != first + 1:
        return Meaning(DateKind.RANGE, None, is_relative=True)
    years = [int(year) for kind in ("year-number", "year-ordinal") for year in parts.of.get(kind, ())]
    told, is_relative = (years[-1], False) if years else _year_told(parts, known, last)
    if told is None:
        return Meaning(DateKind.RANGE, None, is_relative)
    begins = years[0] if len(years) > 1 else told - (first > last)
    value = f"{reckoning.month_of(begins, first)}/{reckoning.month_of(told, last)}"
    return Meaning(DateKind.RANGE, value if begins < told or first < last else None, is_relative)


def _with_ends(found: Meaning, parts: Parts) -> Meaning:
    """Open one end of a time where a word says that it begins or ends there: until the end of a year is until its last day."""
    if found.value is None or found.kind in (DateKind.DURATION, DateKind.SET, DateKind.TIME, DateKind.RANGE):
        return found
    first, _, last = found.value.partition("/")
    if parts.has("until"):
        is_whole = 1.0 in parts.of.get("edge", ()) and "T" not in found.value
        return found._replace(kind=DateKind.RANGE, value=f"/{reckoning.last_day_of(last or first) if is_whole else first}")
    return found._replace(kind=DateKind.RANGE, value=f"{first}/") if parts.has("since") else found


def _year_told(parts: Parts, known: Known, month: int | None = None) -> tuple[int | None, bool]:
    """Return the year that an expression tells, and whether it was reckoned."""
    for kind in YEARS:
        if parts.has(kind):
            return _full_year(parts.number(kind), kind), False
    if parts.has("year"):
        return (known.anchor.year + parts.number("year") if known.anchor else None), True
    if parts.has("relative") and parts.has("year-unit", "years"):
        return (known.anchor.year + parts.number("relative") if known.anchor else None), True
    if known.anchor is None:
        return (None if parts.has("relative") else known.year), True
    if month is None:
        return known.anchor.year, True
    towards = parts.towards()
    return reckoning.year_of_month(known.anchor, month, towards) + _years_by_tense(parts, known, month), True


def _years_by_tense(parts: Parts, known: Known, month: int) -> int:
    """Return by how many years a month without one lies elsewhere than nearest to the day of the speech: by the verb beside it."""
    if known.anchor is None or parts.has("relative"):
        return 0
    ahead = (reckoning.year_of_month(known.anchor, month, None) - known.anchor.year) * MONTHS_OF_A_YEAR + month - known.anchor.month
    if known.tense == PAST:
        return -1 if ahead > 0 else 0
    return 1 if known.tense == AHEAD and ahead < -SHORT_AGO else 0


def _full_year(year: int, kind: str) -> int:
    if kind != "short-year":
        return year
    return year + (THIS_CENTURY if year < TURN else LAST_CENTURY)


def _in_figures(parts: Parts, known: Known) -> Meaning:
    written = str(parts.of["written-day"][0])
    if "-" in written:
        year, month, day = map(int, written.split("-"))
    else:
        day, month, year = map(int, re.split(r"[./]", written))
        if "/" in written and (day > MONTHS_OF_A_YEAR or month > MONTHS_OF_A_YEAR or day == month):
            day, month = (day, month) if month <= MONTHS_OF_A_YEAR else (month, day)
        elif "/" in written:
            # Some write the month first, others the day: 10/02/2026 is either.
            return Meaning(DateKind.DAY, None)
    value = reckoning.day_of(year, month, day)
    return Meaning(DateKind.DAY, value and value + _clock(parts))


def _month(parts: Parts, known: Known) -> Meaning:
    if len(parts.months) > 1 and not parts.counts:
        return _months(parts, known)
    month = parts.months[0]
    year, is_relative = _year_told(parts, known, month)
    days = [int(count) for count in parts.counts if 1 <= count <= 31]
    if not days:
        return Meaning(DateKind.MONTH, None if year is None else reckoning.month_of(year, month), is_relative)
    if year is None:
        return Meaning(DateKind.DAY, f"--{month:02d}-{days[0]:02d}" if len(days) == 1 else None, is_relative=True)
    ends = [reckoning.day_of(year, month, day) for day in days[:2]]
    if len(ends) == 2 and all(ends) and str(ends[0]) < str(ends[1]):
        return Meaning(DateKind.RANGE, f"{ends[0]}/{ends[1]}", is_relative)
    return Meaning(DateKind.DAY, ends[0] and ends[0] + _clock(parts), is_relative)


def _clock(parts: Parts) -> str:
    """Return the time of day that stands beside a day, as `T22:30:00`; nothing where none does, or it is none."""
    if not parts.has("time") and not (parts.has("half-day") and parts.counts):
        return ""
    count = parts.counts[-1] if parts.counts else 0.0
    written = str(parts.of["time"][0]) if parts.has("time") else f"{int(count)}:{round(count % 1 * 100):02d}"
    hour, minute, *second = map(int, written.split(":"))
    if parts.has("half-day") and hour <= 12:
        hour = hour % 12 + parts.number("half-day")
    seconds = second[0] if second else 0
    return f"T{hour:02d}:{minute:02d}:{seconds:02d}" if hour < 24 and minute < 60 and seconds < 60 else ""


def _season(parts: Parts, known: Known) -> Meaning:
    begins = parts.number("season")
    towards = parts.towards()
    if parts.has("relative") and not parts.has("year-unit", *YEARS) and known.anchor and towards is not None:
        # Whether the last summer is this year's or the one before is told by whether it is over.
        year: int | None = reckoning.year_of_month(known.anchor, begins + 2 if begins < 12 else 12, towards)
        is_relative = True
    else:
        year, is_relative = _year_told(parts, known)
        if year is not None and known.anchor and not parts.has("relative", "year", *YEARS):
            year -= known.tense == PAST and begins > known.anchor.month
    if year is None:
        return Meaning(DateKind.SEASON, None, is_relative=True)
    return Meaning(DateKind.SEASON, f"{reckoning.month_of(year, begins)}/{reckoning.month_of(year, begins + 3)}", is_relative)


def _quarter(parts: Parts, known: Known) -> Meaning:
    months = parts.number("quarter")
    if parts.counts and (parts.has("small-ordinal", "roman") or parts.has("year", *YEARS)):
        year, is_relative = _year_told(parts, known)
        place = int(parts.counts[0])
        if year is None or place * months > 12:
            return Meaning(DateKind.QUARTER, None, is_relative)
        first = (place - 1) * months + 1
        return Meaning(DateKind.QUARTER, f"{reckoning.month_of(year, first)}/{reckoning.month_of(year, first + months - 1)}", is_relative)
    if parts.has("relative") and not parts.counts:
        if known.anchor is None:
            return Meaning(DateKind.QUARTER, None, is_relative=True)
        first = (known.anchor.month - 1) // months * months + 1 + int(parts.towards() or 0) * months
        ends = (reckoning.month_of(known.anchor.year, at) for at in (first, first + months - 1))
        return Meaning(DateKind.QUARTER, "/".join(ends), is_relative=True)
    count = parts.count()
    return Meaning(DateKind.DURATION, None if count is None else reckoning.length_of(count * months, "M"))


def _decade_number(parts: Parts, known: Known) -> Meaning:
    first = parts.number("decade-number")
    return Meaning(
        DateKind.DECADE, reckoning.decade_of(first if first >= 100 else first + (LAST_CENTURY if first >= TURN else THIS_CENTURY))
    )


def _years(parts: Parts, known: Known) -> Meaning:
    """Return the decade of years in the plural behind its number (the 1990 years, the 90th years), or what else they mean."""
    told = [int(parts.of[kind][0]) for kind in ("ordinal-number", "year-ordinal", "small-ordinal") if kind in parts.of]
    if not told and parts.has("-") and len(parts.counts) == 1:
        told = [int(parts.counts[0])]
    if not told and len(parts.of.get("year-number", ())) == 1 and (parts.has("-") or not parts.has("year-unit")):
        told = [parts.number("year-number")]
    if not any(told) or told[0] % DECADE or parts.has("away"):
        return _year(parts, known) if parts.has("year", *YEARS) else _counted(parts, known)
    return _decade_number(Parts([Item("decade-number", 0, 0, told[0])]), known)


def _years_or_decade(parts: Parts, known: Known) -> Meaning:
    return _decade(parts, known) if parts.has("decade") else _years(parts, known)


def _decade(parts: Parts, known: Known) -> Meaning:
    named = parts.number("decade")
    if named > 10:
        return Meaning(DateKind.DECADE, reckoning.decade_of(LAST_CENTURY + named))
    return _counted(parts, known)


def _century(parts: Parts, known: Known) -> Meaning:
    if parts.counts and parts.has("small-ordinal", "ordinal-number", "roman"):
        return Meaning(DateKind.CENTURY, reckoning.century_of(int(parts.counts[0])))
    if parts.has("relative") and not parts.counts:
        value = reckoning.century_of(known.anchor.year // 100 + 1 + int(parts.towards() or 0)) if known.anchor else None
        return Meaning(DateKind.CENTURY, value, is_relative=True)
    return _counted(parts, known)


def _weekday(parts: Parts, known: Known) -> Meaning:
    if known.anchor is None:
        return Meaning(DateKind.DAY, None, is_relative=True)
    weekday, towards = parts.number("weekday"), parts.towards()
    if towards == NEXT:
        return Meaning(DateKind.DAY, reckoning.weekday_of_week(known.anchor, weekday, 1), is_relative=True)
    is_ahead = not towards and known.tense == AHEAD and weekday != known.anchor.weekday()
    return Meaning(DateKind.DAY, reckoning.weekday_from(known.anchor, weekday, AHEAD if is_ahead else towards or 0), is_relative=True)


def _weekend(parts: Parts, known: Known) -> Meaning:
    value = reckoning.weekend_of(known.anchor, _weeks_to_weekend(parts, known.anchor, known.tense)) if known.anchor else None
    return Meaning(DateKind.WEEK, value, is_relative=True)


def _weeks_to_weekend(parts: Parts, anchor: date, tense: float | None) -> int:
    """Return how many weeks from that of the day a weekend lies: by its words, else by the verb beside it."""
    if parts.has("relative"):
        return int(parts.towards() or 0)
    return -1 if tense == PAST and anchor.weekday() < reckoning.SATURDAY else 0


def _year(parts: Parts, known: Known) -> Meaning:
    ends = [int(year) for year in parts.of.get("year-number", ())]
    if len(ends) == 2 and ends[0] < ends[1]:
        return Meaning(DateKind.RANGE, "/".join(map(reckoning.year_of, ends)))
    year, is_relative = _year_told(parts, known)
    if year is not None and parts.has("era") and parts.number("era") < 0:
        year = 1 - year
    return Meaning(DateKind.YEAR, None if year is None else reckoning.year_of(year), is_relative)


def _era(parts: Parts, known: Known) -> Meaning:
    if not parts.counts:
        return _year(parts, known)
    year = int(parts.counts[0])
    return Meaning(DateKind.YEAR, reckoning.year_of(1 - year if parts.number("era") < 0 else year))


def _day(parts: Parts, known: Known) -> Meaning:
    value = reckoning.moved(known.anchor, "D", parts.number("day")) if known.anchor else None
    return Meaning(DateKind.DAY, value and value + _clock(parts), is_relative=True)


def _every(parts: Parts, known: Known) -> Meaning:
    return Meaning(DateKind.SET, reckoning.length_of(parts.count() or 1, parts.unit) if parts.unit else None)


def _time(parts: Parts, known: Known) -> Meaning:
    return Meaning(DateKind.TIME, _clock(parts) or None)


def _part(parts: Parts, known: Known) -> Meaning:
    """Return the day of this morning, or of last night."""
    towards = parts.towards()
    if towards is None or known.anchor is None:
        return Meaning(DateKind.TIME, None, is_relative=towards is not None)
    return Meaning(DateKind.DAY, reckoning.moved(known.anchor, "D", int(towards)), is_relative=True)


def _half_hour(parts: Parts, known: Known) -> Meaning:
    """Return the time of half past an hour, or of half of the hour that an ordinal counts."""
    hour = parts.number("small-ordinal") - 1 if parts.has("small-ordinal") else int(parts.counts[-1])
    minute = 15 if parts.has("quarter") else 30
    if parts.has("quarter") and parts.has("joiner"):
        hour, minute = hour - 1, 60 - minute
    hour = (hour or 12) if not parts.has("half-day") else hour % 12 + parts.number("half-day")
    return Meaning(DateKind.TIME, f"T{hour:02d}:{minute:02d}:00" if 0 <= hour < 24 else None)


def _is_half_hour(items: Sequence[Item]) -> bool:
    """Tell whether words are a time of day such as half past nine, or half of the tenth."""
    if not any(item.kind in ("half", "share", "quarter") for item in items):
        return False
    kinds = [item.kind for item in items if item.kind not in ("in", "clock", "half-day")]
    if len(kinds) == 3:
        return kinds in (["half", "relative", "small"], ["half", "word", "small-ordinal"]) or (
            kinds[0] == "quarter" and kinds[1] in ("relative", "joiner") and kinds[2] == "small"
        )
    return kinds == ["share", "small-ordinal"]


def _counted(parts: Parts, known: Known) -> Meaning:
    """Return what units mean that are counted: how long, or how far from the day of the speech."""
    count = parts.count()
    if parts.has("away"):
        value = None
        if known.told is not None and parts.of["away"][0] in FROM_TOLD and known.tense != AHEAD:
            known = known._replace(anchor=known.told)
        if known.anchor and count is not None:
            value = reckoning.moved(known.anchor, parts.unit, parts.number("away") * count)
        elif known.anchor and parts.of["away"][0] == PAST:
            value = f"/{reckoning.moved(known.anchor, parts.unit, 0)}"
        return Meaning(_kind_of(value, parts.unit), value, is_relative=True)
    if parts.has("relative"):
        return _beside(parts, known, count)
    return Meaning(DateKind.DURATION, None if count is None else reckoning.length_of(count, parts.unit))


def _kind_of(value: str | None, unit: str) -> DateKind:
    if value is not None and "/" in value:
        return DateKind.RANGE
    return {"M": DateKind.MONTH}.get(unit, DateKind.YEAR if unit.endswith("Y") else DateKind.DAY)


def _beside(parts: Parts, known: Known, count: float | None) -> Meaning:
    """Return the time of some units before or behind the day of the speech: last week, the next five years."""
    towards = int(parts.towards() or 0)
    is_one = count == 1 and not parts.counts and not parts.has("years")
    if known.anchor is None:
        return Meaning(_kind_of(None, parts.unit) if is_one else DateKind.RANGE, None, is_relative=True)
    if is_one and parts.unit == "W":
        return Meaning(DateKind.WEEK, reckoning.week_of(known.anchor, towards), is_relative=True)
    if is_one and parts.unit in ("M", "Y", "D"):
        return Meaning(_kind_of(None, parts.unit), reckoning.moved(known.anchor, parts.unit, towards), is_relative=True)
    is_told = count is not None and (parts.counts or not parts.has("years"))
    return Meaning(DateKind.RANGE, _up_to(known.anchor, parts.unit, towards, count if is_told else None), is_relative=True)


def _up_to(anchor: date, unit: str, towards: int, count: float | None) -> str | None:
    """Return the time of some units that ends at a day or begins there; its other end is open where their number is not told."""
    here = reckoning.moved(anchor, unit, 0)
    there = "" if count is None else reckoning.moved(anchor, unit, (towards or -1) * count)
    if here is None or there is None or (not there and not towards):
        return None
    return f"{there}/{here}" if towards <= 0 else f"{here}/{there}"


def _clock_or_counted(parts: Parts, known: Known) -> Meaning:
    """Return the time of day that a number and a half behind a word for the clock tell, else what is counted."""
    if len(parts.of) > 2 or len(parts.counts) != 1 or parts.counts[0] % 1 != HALF:
        return _counted(parts, known)
    hour = int(parts.counts[0])
    return Meaning(DateKind.TIME, f"T{hour:02d}:30:00" if hour < 24 else None)


Rule = Callable[[Parts, Known], Meaning]
RULES: Sequence[tuple[tuple[str, ...], Rule]] = (
    # In this order: a month with a year is no year, a century is no count of them.
    (("written-day",), _in_figures),
    (MONTHS, _month),
    (("season",), _season),
    (("quarter",), _quarter),
    (("decade-number",), _decade_number),
    (("weekday",), _weekday),
    (("weekend",), _weekend),
    (("years",), _years_or_decade),
    (("away",), _counted),
    (("decade",), _decade),
    (("century",), _century),
    (("era",), _era),
    (("year", *YEARS), _year),
    (("day",), _day),
    (("every", "always"), _every),
    (("time", "half-day"), _time),
    (("part",), _part),
    (("clock",), _clock_or_counted),
    (("clock", *sorted(UNITS)), _counted),
)
PLACE_OF = {kind: place for place, (kinds, _) in reversed(list(enumerate(RULES))) for kind in kinds}
"""Class of words → the first rule that asks for it."""
