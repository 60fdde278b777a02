"""The dictionary of a release: its tables and their columns, as the release describes them itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from rostra.choice import is_chosen, read_choice
from rostra.errors import NotAsAsked
from rostra.places import read_small
from rostra.query import ReleaseTables

DESCRIPTOR = "datapackage.json"


class DescribedColumn(NamedTuple):
    """One column, as a reader asks for it."""

    column: str
    type: str
    key: str
    """`key`; the column of another table that it points at; or nothing."""
    meaning: str


class DescribedTable(NamedTuple):
    """One table: what a row of it is, its key, and its columns."""

    name: str
    rows: int
    meaning: str
    key: tuple[str, ...]
    refers: Mapping[tuple[str, ...], tuple[str, tuple[str, ...]]]
    """Columns → the table and the columns there that they point at."""
    columns: tuple[DescribedColumn, ...]


def file_of(release: ReleaseTables, name: str) -> bytes | None:
    """Return a small file of a release, held against its checksum; None where the release, or this copy of it, has none.

    Raises NotAsAsked where it is missing or altered.
    """
    if name not in release.promises or not is_chosen(name, read_choice(release.place)):
        return None
    place = release.place.inside(name)
    try:
        content = read_small(place)
    except FileNotFoundError as error:
        raise NotAsAsked(f"{place}: missing") from error
    if hashlib.sha256(content).hexdigest() != release.promises[name].sha256:
        raise NotAsAsked(f"{place}: altered; its SHA-256 is not the promised one")
    return content


def dictionary(release: ReleaseTables) -> dict[str, DescribedTable]:
    """Return table → its description; a copy without datapackage.json knows names, types and keys, and no meanings."""
    content = file_of(release, DESCRIPTOR)
    try:
        resources = [] if content is None else json.loads(content)["resources"]
        described = {resource["name"]: resource for resource in resources}
        return {table["name"]: _table(table, described.get(table["name"], {})) for table in release.manifest.get("tables", ())}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotAsAsked(f"{release.place}: its tables are not described as they should be ({type(error).__name__}: {error})") from error


def _table(told: Mapping[str, Any], described: Mapping[str, Any]) -> DescribedTable:
    schema = described.get("schema", {})
    meanings = {field["name"]: field.get("description", "") for field in schema.get("fields", ())}
    key = tuple(told.get("key", ()))
    refers = {
        tuple(foreign["fields"]): (foreign["reference"]["resource"] or told["name"], tuple(foreign["reference"]["fields"]))
        for foreign in schema.get("foreignKeys", ())
    }
    alone = {fields[0]: f"→ {table}.{there[0]}" for fields, (table, there) in refers.items() if len(fields) == 1}
    columns = tuple(
        DescribedColumn(
            column["name"],
            _type(column),
            ", ".join(filter(None, ("key" if column["name"] in key else "", alone.get(column["name"], "")))),
            _with_words(meanings.get(column["name"], ""), column.get("words")),
        )
        for column in told.get("columns", ())
    )
    return DescribedTable(told["name"], int(told.get("rows", 0)), described.get("description", ""), key, refers, columns)


def _type(column: Mapping[str, Any]) -> str:
    return f"{column['kind']}{'?' if column.get('nullable') else ''}"


def _with_words(meaning: str, words: list[str] | None) -> str:
    return f"{meaning} One of: {', '.join(words)}.".strip() if words else meaning
