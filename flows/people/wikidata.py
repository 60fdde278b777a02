"""The CSV that query.wikidata.org gives: a row an answer, several rows a person who has several parties or names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flows.people.imported import (
    Imported,
    ReadList,
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
from schemas.words import Language

TERMS = Terms("CC0-1.0", "Wikidata (wikidata.org)", "https://www.wikidata.org/")
ITEM = "item"
LABELS = ("itemLabel", "label", "name")
ALIASES = ("itemAltLabel", "altLabel", "aliases")
MEANS = {
    "gender": ("gender", "genderLabel", "sex", "sexLabel", "sex_or_gender", "sex_or_genderLabel"),
    "birth": ("birth", "born", "dob", "birthDate", "dateOfBirth", "date_of_birth"),
    "country": ("countryCode", "country_code", "iso"),
    "party": ("partyLabel",),
    "chamber": ("chamberLabel", "legislatureLabel"),
    "first": ("start", "startTime", "start_time", "from"),
    "last": ("end", "endTime", "end_time", "until"),
}
"""What is read, and how queries name it."""
IN_LANGUAGE = {f"{label}_{language}": language.value for label in LABELS for language in Language}
PASSED_OVER = frozenset(("itemDescription", "party", "chamber", "legislature"))
"""Columns that say nothing that another one does not."""


def is_wikidata(header: Sequence[str]) -> bool:
    """Tell whether these are the columns of a query's answer on items."""
    return ITEM in header and any(label in header for label in (*LABELS, *IN_LANGUAGE))


def read_wikidata(header: Sequence[str], rows: Iterable[tuple[str, Mapping[str, str]]]) -> ReadList:
    """Return the persons of a query's rows, each with its place, and which rows and columns could not be read."""
    known = {ITEM, *LABELS, *ALIASES, *IN_LANGUAGE, *PASSED_OVER, *(name for names in MEANS.values() for name in names)}
    unread = [Unread(f"column {column!r}", "means nothing here") for column in header if column not in known]
    answers: dict[str, list[Mapping[str, str]]] = {}
    for place, row in rows:
        item = item_of(row.get(ITEM))
        if item is None:
            unread.append(Unread(place, "has no Wikidata item in its column `item`"))
        else:
            answers.setdefault(item, []).append(row)
    people = []
    for item, of_item in answers.items():
        person = _person(item, of_item)
        if person is None:
            unread.append(Unread(item, "has no label in a language that is read"))
        else:
            people.append(person)
    return ReadList(people, unread, TERMS)


def _person(item: str, rows: Sequence[Mapping[str, str]]) -> Imported | None:
    labels = [(None, row.get(label)) for row in rows for label in LABELS]
    told = [(language, row.get(column)) for row in rows for column, language in IN_LANGUAGE.items()]
    others = [(None, alias) for row in rows for column in ALIASES for alias in row.get(column, "").split(", ")]
    forms = tuple(form for form in forms_of([*told, *labels, *others]) if form.name != item)  # an item without a label is called by its id
    if not forms:
        return None
    seats = (
        seat_of(_said(row, "party"), _said(row, "chamber"), first_day(_said(row, "first")), last_day(_said(row, "last"))) for row in rows
    )
    return Imported(
        item,
        forms,
        next(filter(None, (gender_of(_said(row, "gender")) for row in rows)), None),
        next(filter(None, (year_of(_said(row, "birth")) for row in rows)), None),
        next(filter(None, (country_of(_said(row, "country")) for row in rows)), None),
        item,
        tuple(dict.fromkeys(seat for seat in seats if seat)),
    )


def _said(row: Mapping[str, str], what: str) -> str | None:
    return next((row[name] for name in MEANS[what] if row.get(name)), None)
