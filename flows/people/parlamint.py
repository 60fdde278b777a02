"""ParlaMint's `listPerson`, a part of TEI: the members of a parliament, with the organisations of the same file, or of a `listOrg`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flows.clean.formats.trees import XML_ID, first, name_of, named
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

XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
PARTIES = frozenset(("politicalParty", "parliamentaryGroup", "politicalGroup"))
# #party.HRB, #group.HRB: what an organisation is, by its key alone
PARTY_KEY = re.compile(r"(?:party|parliamentaryGroup|group)[._-](.+)")
MEMBER = "member"


def is_parlamint(root: Any) -> bool:
    """Tell whether an XML document holds a list of persons."""
    return first(root, "listPerson") is not None


def read_parlamint(root: Any, organisations: Any | None = None) -> ReadList:
    """Return the persons of a TEI document with their memberships, and what could not be read of it.

    `organisations` is the root of a document of its own that lists them.
    """
    roots = (root,) if organisations is None else (organisations, root)
    bodies = {body.get(XML_ID): body for one in roots for body in named(one, "org") if body.get(XML_ID)}
    people, unread = [], []
    for number, person in enumerate(named(root, "person")):
        key = person.get(XML_ID)
        forms = forms_of(_forms(person))
        if not key or not forms:
            unread.append(Unread(key or f"person {number + 1}", "has no xml:id, or no name of one line"))
            continue
        people.append(_person(key, person, forms, bodies))
        strange = [mark.get("ref") for mark in named(person, "affiliation") if mark.get("role") == MEMBER and _seat(mark, bodies) is None]
        unread += [Unread(key, f"an affiliation with {ref!r} is left out: {_why_no_seat(ref, bodies)}") for ref in dict.fromkeys(strange)]
    return ReadList(people, unread, _terms(root))


def _person(key: str, person: Any, forms: Any, bodies: Mapping[str, Any]) -> Imported:
    sex, birth = first(person, "sex"), first(person, "birth")
    marks = [_text(mark) for mark in named(person, "idno")]
    seats = [seat for mark in named(person, "affiliation") if mark.get("role") == MEMBER and (seat := _seat(mark, bodies))]
    return Imported(
        key,
        forms,
        gender_of(sex.get("value")) if sex is not None else None,
        year_of(birth.get("when")) if birth is not None else None,
        None,
        next((item for mark in marks if "wikidata" in mark.lower() and (item := item_of(mark))), None),
        tuple(dict.fromkeys(seats)),
    )


def _forms(person: Any) -> Iterator[tuple[str | None, str]]:
    """Yield the names of a person in their natural order: forenames, links, surnames; or as they are written where they have no parts."""
    for written in named(person, "persName"):
        parts = {"forename": [], "nameLink": [], "surname": []}  # type: dict[str, list[str]]
        for part in written.iter():
            if name_of(part) in parts and part.get("type") not in ("patronym", "patronymic"):
                parts[name_of(part)].append(_text(part))
        yield written.get(XML_LANGUAGE), " ".join(word for words in parts.values() for word in words) or _text(written)


def _seat(mark: Any, bodies: Mapping[str, Any]) -> Seat | None:
    key = (mark.get("ref") or "").lstrip("#")
    body, party, chamber = bodies.get(key), None, None
    if body is not None:
        named_in_full = [one for one in named(body, "orgName") if one.get("full") in (None, "yes")]
        english = [one for one in named_in_full if one.get(XML_LANGUAGE) == "en"]
        name = _text((english or named_in_full or [body])[0])
        party, chamber = (name, None) if body.get("role") in PARTIES else (None, name if body.get("role") == "parliament" else None)
    elif found := PARTY_KEY.fullmatch(key):
        party = found[1]
    return seat_of(party, chamber, first_day(mark.get("from") or mark.get("when")), last_day(mark.get("to") or mark.get("when")))


def _why_no_seat(ref: str | None, bodies: Mapping[str, Any]) -> str:
    body = bodies.get((ref or "").lstrip("#"))
    if body is None:
        return "no list of organisations says what that is"
    return f"its role is {body.get('role')!r}, and neither a party's nor a parliament's"


def _terms(root: Any) -> Terms:
    """Return what the document's own header says of its licence and its publisher."""
    licence, publisher = first(root, "licence"), first(root, "publisher")
    terms = (licence.get("target") or _text(licence)) if licence is not None else None
    return Terms(terms or None, (_text(publisher) or None) if publisher is not None else None)


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
