"""OpenSanctions' two forms: `targets.simple.csv`, a row an entity, and FollowTheMoney, a JSON object an entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flows.people.imported import (
    Imported,
    ReadList,
    Seat,
    Terms,
    Unread,
    country_of,
    first_day,
    forms_of,
    gender_of,
    item_of,
    last_day,
    seat_of,
    year_of,
)

TERMS = Terms("CC-BY-NC-4.0", "OpenSanctions (opensanctions.org)", "https://www.opensanctions.org/")
SIMPLE = frozenset(("id", "schema", "name", "aliases"))
PERSON, MEMBERSHIP = "Person", "Membership"
PARTY = "pol.party"
CHAMBERS = frozenset(("gov.legislative", "gov.national"))
NAMES = ("name", "alias", "weakAlias")
COUNTRIES = ("country", "citizenship", "nationality")


def is_simple(header: Sequence[str]) -> bool:
    """Tell whether these are the columns of targets.simple.csv."""
    return frozenset(header) >= SIMPLE


def read_simple(rows: Iterable[tuple[str, Mapping[str, str]]]) -> ReadList:
    """Return the persons of rows, each with its place; companies, vessels and the like are counted by their kind."""
    people, unread = [], []
    others: dict[str, int] = defaultdict(int)
    for place, row in rows:
        if row.get("schema") != PERSON:
            others[row.get("schema", "")] += 1
            continue
        forms = forms_of((None, name) for name in (row.get("name"), *row.get("aliases", "").split(";")))
        if not row.get("id") or not forms:
            unread.append(Unread(place, "has no id, or no name of one line"))
            continue
        key = row["id"]
        births = [year_of(one) for one in row.get("birth_date", "").split(";")]
        countries = [country_of(one) for one in row.get("countries", "").split(";")]
        people.append(Imported(key, forms, None, _only(births), _only(countries), item_of(key)))
    return ReadList(people, unread + _told(others), TERMS)


def is_entity(found: object) -> bool:
    """Tell whether a JSON value is an entity of FollowTheMoney."""
    return isinstance(found, dict) and isinstance(found.get("schema"), str) and isinstance(found.get("properties"), dict)


def read_entities(entities: Iterable[tuple[str, object]]) -> ReadList:
    """Return the persons among entities, each with its place, and their memberships of parties and chambers that stand among them too."""
    persons: dict[str, tuple[str, dict[str, Any]]] = {}
    memberships: list[dict[str, Any]] = []
    bodies: dict[str, dict[str, Any]] = {}
    others: dict[str, int] = defaultdict(int)
    unread = []
    for place, entity in entities:
        if not isinstance(entity, dict) or not is_entity(entity) or not isinstance(entity.get("id"), str):
            unread.append(Unread(place, 'is no entity with "id", "schema" and "properties"'))
        elif entity["schema"] == PERSON:
            persons[entity["id"]] = place, entity["properties"]
        elif entity["schema"] == MEMBERSHIP:
            memberships.append(entity["properties"])
        elif entity["schema"] in ("Organization", "PublicBody", "LegalEntity"):
            bodies[entity["id"]] = entity["properties"]
        else:
            others[entity["schema"]] += 1
    seats = _seats(memberships, bodies)
    people = []
    for key, (place, said) in persons.items():
        forms = forms_of((None, name) for prop in NAMES for name in _values(said, prop))
        if forms:
            people.append(_person(key, said, forms, seats.get(key, ())))
        else:
            unread.append(Unread(place, "has no name of one line"))
    return ReadList(people, unread + _told(others), TERMS)


def _person(key: str, said: Mapping[str, Any], forms: Any, seats: Iterable[Seat]) -> Imported:
    return Imported(
        key,
        forms,
        _only([gender_of(one) for one in _values(said, "gender")]),
        _only([year_of(one) for one in _values(said, "birthDate")]),
        _only([country_of(one) for prop in COUNTRIES for one in _values(said, prop)]),
        _only([item_of(one) for one in _values(said, "wikidataId")]) or item_of(key),
        tuple(dict.fromkeys(seats)),
    )


def _seats(memberships: Iterable[Mapping[str, Any]], bodies: Mapping[str, Mapping[str, Any]]) -> dict[str, list[Seat]]:
    seats: dict[str, list[Seat]] = defaultdict(list)
    for said in memberships:
        first = next(filter(None, map(first_day, _values(said, "startDate"))), None)
        last = next(filter(None, map(last_day, _values(said, "endDate"))), None)
        for body in (bodies.get(one) for one in _values(said, "organization")):
            if body is None:
                continue
            name, topics = next(iter(_values(body, "name")), None), set(_values(body, "topics"))
            seat = seat_of(name if PARTY in topics else None, name if topics & CHAMBERS else None, first, last)
            for member in _values(said, "member") if seat else ():
                seats[member].append(seat)  # type: ignore[arg-type]
    return seats


def _values(said: Mapping[str, Any], prop: str) -> list[str]:
    values = said.get(prop, [])
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _only(values: Iterable[Any]) -> Any:
    """Return the one value among several; None where there is none, or more than one."""
    known = {value for value in values if value is not None}
    return known.pop() if len(known) == 1 else None


def _told(others: Mapping[str, int]) -> list[Unread]:
    return [Unread(f"{number} of schema {schema or 'unknown'!r}", "are no persons") for schema, number in sorted(others.items())]
