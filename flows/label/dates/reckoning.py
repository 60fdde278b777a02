"""Days, months and years reckoned from one of them, as ISO 8601 writes them."""

import re
from calendar import monthrange
from datetime import date, timedelta

MONTHS = 12
DAYS_OF_A_WEEK = 7
FIRST_YEAR, LAST_YEAR = 1, 9999
HOURS_OF_A_DAY = {"TH": 24, "TM": 24 * 60, "TS": 24 * 60 * 60}
SATURDAY, SUNDAY = 5, 6
DAY_OR_LONGER = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T.*)?)?)?")


def year_of(year: int) -> str:
    """Return a year in four figures: those before Christ begin with a minus, the first of them is 0000."""
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


def month_of(year: int, month: int) -> str:
    """Return a month of a year; `month` may lie before the first or behind the last, in another year then.

    >>> month_of(2026, 0)
    '2025-12'
    """
    years, place = divmod(month - 1, MONTHS)
    return f"{year_of(year + years)}-{place + 1:02d}"


def day_of(year: int, month: int, day: int) -> str | None:
    """Return a day; None where the month has no such day."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= MONTHS and 1 <= day <= monthrange(year, month)[1]):
        return None
    return f"{year_of(year)}-{month:02d}-{day:02d}"


def moved(anchor: date, unit: str, count: float) -> str | None:
    """Return the time that lies `count` units of `unit` (D, W, M, Y, decades 10Y, TH …) behind a day, as exactly as the unit is."""
    if unit.endswith("Y"):
        years = count * (int(unit[:-1]) if unit[:-1] else 1)
        return year_of(anchor.year + int(years)) if years == int(years) else month_of(anchor.year, anchor.month + round(years * MONTHS))
    if unit == "M":
        return month_of(anchor.year, anchor.month + round(count))
    days = count * DAYS_OF_A_WEEK if unit == "W" else count / HOURS_OF_A_DAY.get(unit, 1)
    try:
        return (anchor + timedelta(days=round(days))).isoformat()
    except OverflowError:
        return None


def week_of(day: date, weeks: int) -> str:
    """Return the week that lies some weeks from that of a day, from its Monday to its Sunday."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return f"{monday.isoformat()}/{(monday + timedelta(days=SUNDAY)).isoformat()}"


def weekend_of(day: date, weeks: int) -> str:
    """Return the Saturday and Sunday of the week that lies some weeks from that of a day."""
    saturday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks, days=SATURDAY)
    return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"


def weekday_from(day: date, weekday: int, towards: float) -> str:
    """Return the nearest such weekday before a day (`towards` -1), on or before it (0), or behind it (1)."""
    if towards > 0:
        return (day + timedelta(days=(weekday - day.weekday() - 1) % DAYS_OF_A_WEEK + 1)).isoformat()
    back = (day.weekday() - weekday) % DAYS_OF_A_WEEK
    return (day - timedelta(days=back or (DAYS_OF_A_WEEK if towards < 0 else 0))).isoformat()


def last_day_of(time: str) -> str:
    """Return the last day of a year, a month or a day.

    >>> last_day_of("2026"), last_day_of("2026-02"), last_day_of("2026-02-10")
    ('2026-12-31', '2026-02-28', '2026-02-10')
    """
    year, *rest = time.split("-")
    if not rest:
        return f"{year}-12-31"
    return time if len(rest) > 1 else f"{time}-{monthrange(int(year), int(rest[0]))[1]:02d}"


def first_day_of(time: str) -> date | None:
    """Return the first day of a year, a month or a day; None for any other time."""
    match = DAY_OR_LONGER.fullmatch(time)
    return date(int(match[1]), int(match[2] or 1), int(match[3] or 1)) if match and int(match[1]) >= FIRST_YEAR else None


def weekday_of_week(day: date, weekday: int, weeks: int) -> str:
    """Return such a weekday of the week that lies some weeks from that of a day."""
    return (day + timedelta(days=weekday - day.weekday(), weeks=weeks)).isoformat()


def year_of_month(day: date, month: int, towards: float | None) -> int:
    """Return the year of a month that is told without one: the last such month (`towards` -1), this year's (0), the next one (1).

    Where nothing tells (None), it is that of the day, or the one beside it where that is nearer by far: December, said in January.
    """
    if towards is None:
        ahead = month - day.month
        return day.year - 1 if ahead > FAR_AHEAD else day.year + 1 if ahead < -FAR_BACK else day.year
    if towards < 0:
        return day.year if month < day.month else day.year - 1
    return day.year if towards == 0 or month > day.month else day.year + 1


FAR_AHEAD, FAR_BACK = 8, 10
"""Months: one that would lie further ahead was meant to be past, and one further back to come."""


def decade_of(year: int) -> str:
    """Return the decade that begins with a year, from its first day to its last."""
    return f"{year_of(year)}-01-01/{year_of(year + 9)}-12-31"


def century_of(number: int) -> str:
    """Return a century by its number, from its first day to its last: the 20th is 1900-01-01/1999-12-31."""
    first = (number - 1) * 100
    return f"{year_of(first)}-01-01/{year_of(first + 99)}-12-31"


def length_of(count: float, unit: str) -> str:
    """Return a duration: P6M, PT2H, P1Y6M for a year and a half.

    >>> length_of(1.5, "Y"), length_of(2, "TH"), length_of(3, "10Y")
    ('P1Y6M', 'PT2H', 'P30Y')
    """
    if unit.endswith("Y"):
        months = round(count * (int(unit[:-1]) if unit[:-1] else 1) * MONTHS)
        years, rest = divmod(months, MONTHS)
        return "P" + (f"{years}Y" if years else "") + (f"{rest}M" if rest or not years else "")
    smaller = {"W": (7, "D"), "D": (24, "TH"), "TH": (60, "TM"), "TM": (60, "TS"), "M": (30, "D")}
    if count != int(count) and unit in smaller:
        factor, unit = smaller[unit]
        count = round(count * factor)
    return f"P{unit[0]}{round(count)}{unit[1]}" if unit.startswith("T") else f"P{round(count)}{unit}"
