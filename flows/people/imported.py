"""A person as a list of others tells of one, and what its words mean in ours: plain values from any format."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from schemas.speakers import EARLIEST_BIRTH_YEAR, LATEST_BIRTH_YEAR
from schemas.words import Language

LONGEST_NAME = 200
MOST_NAMES = 40
ITEM = re.compile(r"(?:^|/)(Q[1-9][0-9]{0,15})$")
# 1971 · 1971-05 · 1971-05-17 · 1971-05-17T00:00:00Z
DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T.*)?)?)?")
COUNTRY = re.compile("[A-Za-z]{2}")
GENDERS = {
    **dict.fromkeys(("male", "m", "q6581097"), "male"),
    **dict.fromkeys(("female", "f", "q6581072"), "female"),
}
LANGUAGES = frozenset(language.value for language in Language)


class Form(NamedTuple):
    """A form of a name; `language` is None where its letters are to tell it."""

    language: str | None
    name: str


class Seat(NamedTuple):
    """A membership of a party, a chamber, or both; days are such as 2019-03-20."""

    party: str | None
    chamber: str | None
    first: str | None
    last: str | None


class Imported(NamedTuple):
    """One person of a list."""

    key: str
    """What the list itself calls the person."""
    forms: tuple[Form, ...]
    """The first one is shown."""
    gender: str | None = None
    birth_year: int | None = None
    country: str | None = None
    wikidata_id: str | None = None
    seats: tuple[Seat, ...] = ()


class Unread(NamedTuple):
    """What could not be read of a list: where, and why."""

    place: str
    why: str


class Terms(NamedTuple):
    """On which terms a list is offered, as it says itself or its publisher does of all; None where nobody does."""

    licence: str | None = None
    attribution: str | None = None
    url: str | None = None


class ReadList(NamedTuple):
    """What was read of a list."""

    people: list[Imported]
    unread: list[Unread]
    terms: Terms


def forms_of(given: Iterable[tuple[str | None, object]]) -> tuple[Form, ...]:
    """Return the forms of a name that a text may hold, each once: of one line, with letters, in a language that is held or not told.

    A form with a comma stands surname first, for a register; one with `|` cannot be written down. Both are left out.

    >>> forms_of([("en", " Mara  Quist"), (None, "QUIST, Mara"), ("fr", "Mara Quiste")])
    (Form(language='en', name='Mara Quist'),)
    """
    found = []
    for tag, value in given:
        name = " ".join(value.split()) if isinstance(value, str) else ""
        language = tag.partition("-")[0].lower() if tag else None
        is_name = name.isprintable() and any(map(str.isalpha, name)) and len(name) <= LONGEST_NAME and not set(name) & set(",|")
        if is_name and (language is None or language in LANGUAGES):
            found.append(Form(language, name))
    return tuple(dict.fromkeys(found))[:MOST_NAMES]


def gender_of(value: object) -> str | None:
    """Return `female` or `male`; None for any other word, and for none.

    >>> gender_of("F"), gender_of("http://www.wikidata.org/entity/Q6581097"), gender_of("unknown")
    ('female', 'male', None)
    """
    return GENDERS.get(value.strip().lower().rpartition("/")[2]) if isinstance(value, str) else None


def year_of(value: object) -> int | None:
    """Return the year of a day that may lack its month and day; None where it is none that a living person's can be."""
    found = DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    year = int(found[1]) if found else 0
    return year if EARLIEST_BIRTH_YEAR <= year <= LATEST_BIRTH_YEAR else None


def first_day(value: object) -> str | None:
    """Return the first day of a stretch of time that begins in a year, a month or on a day; None where that cannot be read.

    >>> first_day("2019"), first_day("2019-05-02T00:00:00Z"), first_day("spring")
    ('2019-01-01', '2019-05-02', None)
    """
    return _day(value, is_last=False)


def last_day(value: object) -> str | None:
    """Return the last day of a stretch of time that ends in a year, a month or on a day; None where that cannot be read.

    >>> last_day("2019"), last_day("2020-02")
    ('2019-12-31', '2020-02-29')
    """
    return _day(value, is_last=True)


def _day(value: object, *, is_last: bool) -> str | None:
    found = DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        year, month = int(found[1]), int(found[2] or (12 if is_last else 1))
        day = int(found[3] or (calendar.monthrange(year, month)[1] if is_last else 1))
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def country_of(value: object) -> str | None:
    """Return a country's code in capital letters; None where it is none."""
    return value.strip().upper() if isinstance(value, str) and COUNTRY.fullmatch(value.strip()) else None


def item_of(value: object) -> str | None:
    """Return the Wikidata item of an id or an address.

    >>> item_of("http://www.wikidata.org/entity/Q42"), item_of("Q42"), item_of("NK-Q42")
    ('Q42', 'Q42', None)
    """
    found = ITEM.search(value.strip()) if isinstance(value, str) else None
    return found[1] if found else None


def line_of(value: object) -> str | None:
    """Return a name of a party or chamber on one line; None where there is none that can be shown."""
    line = " ".join(value.split()) if isinstance(value, str) else ""
    return line if line and line.isprintable() and len(line) <= LONGEST_NAME else None


def seat_of(party: object, chamber: object, first: str | None, last: str | None) -> Seat | None:
    """Return a membership; None where it is one of nothing. Days the wrong way round are both unknown."""
    seat = Seat(line_of(party), line_of(chamber), first, last)
    if seat.party is None and seat.chamber is None:
        return None
    return seat._replace(first=None, last=None) if first and last and last < first else seat
