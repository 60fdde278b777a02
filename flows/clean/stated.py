"""What is said of a text beside its words, by one place or several, and which of them is believed."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from flows.clean.days import days_in
from flows.clean.writing import AS_WRITTEN, Writing, iso_moment
from schemas.words import Form, Language, TakenFrom

# /2026/02/10/…, /2026-02-10-…, /20260210/
DAY_OF_ADDRESS = re.compile(r"/(?P<year>(?:19|20)[0-9]{2})(?P<mark>[/_-]?)(?P<month>[0-9]{2})(?P=mark)(?P<day>[0-9]{2})(?![0-9])")
COMPACT_DAY = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")


class Stated(NamedTuple):
    """What a place says of a text; None for what it does not say."""

    title: str | None = None
    spoken_on: date | None = None
    published_at: datetime | None = None
    """In UTC."""
    published_offset: str | None = None
    """Of the hours as they were written: `+05:00`."""
    speaker: str | None = None
    """The person's name, as it stands there."""
    event: str | None = None
    place: str | None = None
    url: str | None = None
    language: Language | None = None
    form: Form | None = None


class Origins(NamedTuple):
    """Where each of the values was taken from; None where there is no value."""

    title: TakenFrom | None = None
    spoken_on: TakenFrom | None = None
    published_at: TakenFrom | None = None
    speaker: TakenFrom | None = None
    event: TakenFrom | None = None
    place: TakenFrom | None = None
    url: TakenFrom | None = None
    language: TakenFrom | None = None
    form: TakenFrom | None = None


class Told(NamedTuple):
    """What is said of a text, and where each of it was taken from."""

    stated: Stated = Stated()
    origins: Origins = Origins()


NOTHING_STATED = Stated()
NOTHING_TOLD = Told()
FIELDS = Stated._fields
WITHOUT_OFFSET = Origins._fields


class Wrong(NamedTuple):
    """A value that is none of its field: what was found, and what is allowed."""

    field: str
    found: str
    allowed: str


def told_by(place: TakenFrom, stated: Stated) -> Told:
    """Return what one place says."""
    return Told(stated, Origins(**{name: place for name in WITHOUT_OFFSET if getattr(stated, name) is not None}))


def settled(*told: Told) -> Told:
    """Return of each field what the first place says that says anything of it; an offset goes with its moment.

    >>> table, page = told_by(TakenFrom.TABLE, Stated(title="A")), told_by(TakenFrom.PAGE, Stated(title="B", place="Almaty"))
    >>> settled(table, page).stated.title, settled(table, page).origins.place.value
    ('A', 'page')
    """
    values: dict[str, Any] = {}
    origins: dict[str, TakenFrom | None] = {}
    for one in told:
        for name in WITHOUT_OFFSET:
            value = getattr(one.stated, name)
            if value is not None and name not in values:
                values[name], origins[name] = value, getattr(one.origins, name)
                if name == "published_at":
                    values["published_offset"] = one.stated.published_offset
    return Told(Stated(**values), Origins(**origins))


def stated_of(words: Mapping[str, str], writing: Writing = AS_WRITTEN) -> tuple[Stated, list[Wrong]]:
    """Return what written values say, by the names of `Stated`'s fields, and those that say nothing; empty ones are left out.

    >>> stated_of({"spoken_on": "10.02.2026", "speaker": " "})[0].spoken_on.isoformat()
    '2026-02-10'
    """
    values: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for name, written in words.items():
        value = " ".join(written.split())
        if not value or name not in FIELDS:
            continue
        if name == "spoken_on":
            values[name] = day_written(value, writing)
        elif name == "published_at":
            moment = iso_moment(value, writing)
            values[name], values["published_offset"] = (moment.at, moment.offset) if moment else (None, None)
        elif name in CLOSED:
            values[name] = _member(CLOSED[name], value)
        else:
            values[name] = value
        if values[name] is None:
            wrong.append(Wrong(name, value, HOLDS[name]))
    return Stated(**values), wrong


CLOSED: Mapping[str, type[Language] | type[Form]] = {"language": Language, "form": Form}
HOLDS: Mapping[str, str] = {
    "spoken_on": "a day such as 2026-02-10; one such as 10/02/2026 needs `day_first`",
    "published_at": "a moment such as 2026-02-10T14:30:00+05:00; without its offset it needs `timezone`",
    "language": ", ".join(Language),
    "form": ", ".join(Form),
}


def day_written(value: str, writing: Writing = AS_WRITTEN) -> date | None:
    """Return the one day that a value writes, in any form that heads of texts have, or as 20260210; None where it writes none."""
    if compact := COMPACT_DAY.fullmatch(value):
        return _day(compact)
    if (moment := iso_moment(value, writing)) is not None:
        return moment.day
    found = days_in(value, writing)
    return found[0].day if len(found) == 1 else None


def day_of_address(address: str) -> date | None:
    """Return the day that an address holds whole; None where it holds none.

    >>> day_of_address("https://press.example.org/2026/02/10/bridge").isoformat()
    '2026-02-10'
    """
    match = DAY_OF_ADDRESS.search(address)
    return _day(match) if match else None


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _member(words: type[Language] | type[Form], value: str) -> Language | Form | None:
    try:
        return words(value.casefold())
    except ValueError:
        return None
