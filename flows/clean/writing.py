"""How a source writes its days and moments, and what a written moment is."""

from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Writing(NamedTuple):
    """What a source says of how it writes days; None where it does not say."""

    timezone: str | None = None
    """The zone of its hours, as the IANA database names it: `Asia/Almaty`."""
    day_first: bool | None = None
    """Whether 10/02/2026 is in February; where that is not said, it is no day."""


AS_WRITTEN = Writing()


class Moment(NamedTuple):
    """A day, and the moment on it where its offset is known."""

    day: date
    at: datetime | None = None
    """In UTC."""
    offset: str | None = None
    """Of the hours as they were written: `+05:00`."""


def moment_of(written: datetime, writing: Writing = AS_WRITTEN) -> Moment:
    """Return the day and the moment of a time: the day is that of the source's zone where it names one, else the day as written.

    >>> moment_of(datetime.fromisoformat("2026-02-10T21:30:00Z"), Writing("Asia/Almaty")).day.isoformat()
    '2026-02-11'
    """
    zone = ZoneInfo(writing.timezone) if writing.timezone else None
    try:
        local = written.replace(tzinfo=zone) if written.tzinfo is None else written
        offset = local.utcoffset()
        if offset is None:
            return Moment(written.date())
        return Moment(
            (local.astimezone(zone) if zone else local).date(), local.astimezone(UTC), _written_offset(int(offset.total_seconds()))
        )
    except OverflowError:  # the first hours of the year 1, or the last ones of 9999
        return Moment(written.date())


def iso_moment(written: str, writing: Writing = AS_WRITTEN) -> Moment | None:
    """Return what a day or a time says that is written by ISO 8601; None where it is none.

    >>> iso_moment("2026-02-10T14:30:00+05:00").offset
    '+05:00'
    """
    words = written.strip()
    try:
        return Moment(date.fromisoformat(words)) if len(words) <= len("2026-02-10") else moment_of(datetime.fromisoformat(words), writing)
    except ValueError:
        return None


def _written_offset(seconds: int) -> str:
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
