"""Popolo JSON, as EveryPolitician writes it: persons, organisations, memberships and terms in one object."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from flows.people.imported import (
    Imported,
    ReadList,
    Seat,
    Terms,
    Unread,
    first_day,
    forms_of,
    gender_of,
    item_of,
    last_day,
    seat_of,
    year_of,
)

PARTIES = frozenset(("party", "faction", "parliamentary group", "group"))
CHAMBERS = frozenset(("legislature", "chamber", "parliament"))
NOT_READ = frozenset(("posts", "motions", "votes", "speeches"))
"""Collections of Popolo that say nothing of who belongs where."""


def is_popolo(found: object) -> bool:
    """Tell whether a JSON value is a Popolo collection of persons."""
    return isinstance(found, dict) and isinstance(found.get("persons"), list)


def read_popolo(found: Mapping[str, Any]) -> ReadList:
    """Return the persons of a Popolo object with their memberships, and what could not be read of it."""
    unread = [Unread(name, "is not read; it says nothing of persons") for name in sorted(NOT_READ & found.keys())]
    bodies = {body["id"]: body for body in _tables(found, "organizations", unread)}
    periods = {period["id"]: period for period in _tables(found, "events", unread)}
    seats: dict[str, list[Seat]] = defaultdict(list)
    for number, membership in enumerate(_rows(found, "memberships", unread)):
        seat = _seat(membership, bodies, periods)
        if seat is not None and isinstance(membership.get("person_id"), str):
            seats[membership["person_id"]].append(seat)
        else:
            unread.append(Unread(f"memberships[{number}]", "names no person, or neither a party nor a chamber that the file describes"))
    people = []
    for number, person in enumerate(_rows(found, "persons", unread)):
        read = _person(person, seats)
        if read is None:
            unread.append(Unread(f"persons[{number}]", "has no id, or no name of one line"))
        else:
            people.append(read)
    known = {person.key for person in people}
    unread += [Unread(f"memberships of {key!r}", "are of a person whom the file does not describe") for key in sorted(seats.keys() - known)]
    return ReadList(people, unread, Terms())


def _person(person: Mapping[str, Any], seats: Mapping[str, list[Seat]]) -> Imported | None:
    key = person.get("id")
    others = person.get("other_names")
    named = [one for one in others if isinstance(one, dict)] if isinstance(others, list) else []
    forms = forms_of([(None, person.get("name")), *((_text(one.get("lang")), one.get("name")) for one in named)])
    if not isinstance(key, str) or not forms:
        return None
    marks = person.get("identifiers")
    items = (
        [one.get("identifier") for one in marks if isinstance(one, dict) and one.get("scheme") == "wikidata"]
        if isinstance(marks, list)
        else []
    )
    return Imported(
        key,
        forms,
        gender_of(person.get("gender")),
        year_of(person.get("birth_date")),
        None,
        next(filter(None, map(item_of, items)), None),
        tuple(dict.fromkeys(seats.get(key, ()))),
    )


def _seat(membership: Mapping[str, Any], bodies: Mapping[str, Any], periods: Mapping[str, Any]) -> Seat | None:
    names: dict[str, object] = {}
    for place in ("organization_id", "on_behalf_of_id"):
        body = bodies.get(membership.get(place, "")) or {}
        kind = str(body.get("classification", "")).lower()
        if kind in CHAMBERS:
            names.setdefault("chamber", body.get("name"))
        elif kind in PARTIES or (place == "on_behalf_of_id" and body):
            names.setdefault("party", body.get("name"))
    period = periods.get(membership.get("legislative_period_id", "")) or {}
    first = first_day(membership.get("start_date")) or first_day(period.get("start_date"))
    last = last_day(membership.get("end_date")) or last_day(period.get("end_date"))
    return seat_of(names.get("party"), names.get("chamber"), first, last)


def _rows(found: Mapping[str, Any], name: str, unread: list[Unread]) -> list[dict[str, Any]]:
    """Return the objects of a collection; what is none is named."""
    listed = found.get(name, [])
    if not isinstance(listed, list):
        unread.append(Unread(name, "is no list"))
        return []
    unread += [Unread(f"{name}[{number}]", "is no object") for number, row in enumerate(listed) if not isinstance(row, dict)]
    return [row for row in listed if isinstance(row, dict)]


def _tables(found: Mapping[str, Any], name: str, unread: list[Unread]) -> list[dict[str, Any]]:
    return [row for row in _rows(found, name, unread) if isinstance(row.get("id"), str)]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
