"""Persons of an imported list become the rows of a list in `people/`: columns as declared, keys that stay."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from flows.fetch.people_lists import BETWEEN_FORMS, COLUMNS, NAME_IN
from flows.label.speakers.identity import speaker_id_of
from flows.people.imported import Imported, Seat, Terms

KEY_DIGITS = 8
LONGEST_KEY = 120
COLUMN_OF = {language.value: column for column, language in NAME_IN.items()}
NO_SEAT = Seat(None, None, None, None)


def rows_of(people: Sequence[Imported], country: str | None, taken: Mapping[str, str | None]) -> list[dict[str, str]]:
    """Return the rows of a list by column, a row a membership; `country` stands where the list tells none.

    `taken` holds the keys of persons who are declared elsewhere, with their Wikidata items: another person does not get one of them.
    """
    return [row for key, person in zip(keys_of(people, taken), people, strict=True) for row in _rows(key, person, country)]


def keys_of(people: Sequence[Imported], taken: Mapping[str, str | None]) -> list[str]:
    """Return the key of each person: of the name alone where nobody else has it, else with the Wikidata item, or a hash of the list's key.

    It depends on no order, so that a person who comes or goes moves the keys of namesakes alone.
    """
    slugs = [speaker_id_of(_name_of_key(person)) for person in people]
    bearers = Counter(slugs)
    keys = [
        slug if bearers[slug] == 1 and not _is_another(person, slug, taken) else _apart(slug, person)
        for slug, person in zip(slugs, people, strict=True)
    ]
    again = Counter(keys)
    return [
        key if again[key] == 1 else _apart(slug, person._replace(wikidata_id=None))
        for key, slug, person in zip(keys, slugs, people, strict=True)
    ]


def _name_of_key(person: Imported) -> str:
    """Return the first name in plain Latin letters, which a key can be read by; the first one where there is none."""
    return next((form.name for form in person.forms if form.name.isascii()), person.forms[0].name)


def _is_another(person: Imported, key: str, taken: Mapping[str, str | None]) -> bool:
    return key in taken and taken[key] is not None and person.wikidata_id is not None and taken[key] != person.wikidata_id


def _apart(slug: str, person: Imported) -> str:
    mark = person.wikidata_id.lower() if person.wikidata_id else hashlib.sha256(person.key.encode()).hexdigest()[:KEY_DIGITS]
    return f"{slug[: LONGEST_KEY - len(mark) - 1].strip('-')}-{mark}"


def _rows(key: str, person: Imported, country: str | None) -> Iterable[dict[str, str]]:
    names: dict[str, list[str]] = {}
    for form in person.forms:
        names.setdefault(COLUMN_OF[form.language] if form.language else "name", []).append(form.name)
    facts = {
        **{column: BETWEEN_FORMS.join(forms) for column, forms in names.items()},
        "gender": person.gender,
        "birth_year": person.birth_year and str(person.birth_year),
        "country": person.country or country,
        "wikidata_id": person.wikidata_id,
    }
    for place, seat in enumerate(person.seats or (NO_SEAT,)):
        told = {"party": seat.party, "chamber": seat.chamber, "from": seat.first, "until": seat.last}
        said = {"speaker_id": key, **({} if place else facts), **told}
        yield {column: value for column, value in said.items() if value}


def csv_of(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return rows as the bytes of a CSV file."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, list(COLUMNS), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def parquet_of(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return rows as the bytes of a Parquet file whose columns are all texts."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(column, pa.string()) for column in COLUMNS])
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows], schema=schema), sink, compression="zstd")
    return bytes(sink.getvalue())


def toml_of(terms: Terms) -> str:
    """Return the file that says beside a list on which terms it is offered."""
    said = {"licence": terms.licence, "attribution": terms.attribution, "url": terms.url}
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in said.items() if value)
