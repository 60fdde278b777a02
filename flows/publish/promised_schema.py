"""Two releases' schemas, each as its own descriptors say it, and how they differ."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from schemas.columns import Table

# Kinds by the types of Table Schema: how releases say them that list no columns in release.json.
KINDS_OF_PACKAGE_TYPES = {
    "string": "string",
    "integer": "int32",
    "number": "float64",
    "boolean": "bool",
    "date": "date32",
    "datetime": "timestamp[us, UTC]",
}


class ColumnSchema(NamedTuple):
    """A column as a release promises it; `words` is None where any value may stand in it."""

    name: str
    kind: str
    nullable: bool
    words: tuple[str, ...] | None


class TableSchema(NamedTuple):
    """A table as a release promises it."""

    key: tuple[str, ...]
    columns: tuple[ColumnSchema, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names in order."""
        return tuple(column.name for column in self.columns)


Schema = Mapping[str, TableSchema]


class Change(StrEnum):
    """How one thing of a schema differs from what it was."""

    TABLE_ADDED = "table added"
    TABLE_REMOVED = "table removed"
    KEY_REDEFINED = "key redefined"
    COLUMN_ADDED = "column added"
    COLUMN_REMOVED = "column removed"
    COLUMN_REDEFINED = "column redefined"
    COLUMN_LOOSENED = "column may now be null"
    WORD_ADDED = "word added"
    WORD_REMOVED = "word removed"


class SchemaChange(NamedTuple):
    """One difference of two schemas; `what` names the column or the word, or says what it was and is."""

    change: Change
    table: str
    what: str

    @property
    def sentence(self) -> str:
        """The change in words, such as `column added: speeches.title`."""
        return f"{self.change}: {self.table}{'.' if self.what else ''}{self.what}"


def declared_schema(tables: Sequence[Table]) -> dict[str, TableSchema]:
    """Return the schema that the declared tables make."""
    return {table.name: TableSchema(table.key, tuple(_declared(table))) for table in tables}


def _declared(table: Table) -> Iterator[ColumnSchema]:
    for column in table.columns:
        yield ColumnSchema(column.name, column.kind, column.is_nullable, tuple(word.value for word in column.words) or None)


def columns_for_manifest(table: Table) -> list[dict[str, Any]]:
    """Return a table's columns as release.json keeps them, so that a later release can be compared with this one."""
    return [{**column._asdict(), "words": None if column.words is None else list(column.words)} for column in _declared(table)]


def schema_of_release(release: Path) -> dict[str, TableSchema]:
    """Return a release's schema from its own release.json, or from its datapackage.json where that lists no columns."""
    tables = json.loads((release / "release.json").read_text(encoding="utf-8"))["tables"]
    if all("columns" in table for table in tables):
        return {table["name"]: TableSchema(tuple(table["key"]), tuple(map(_kept, table["columns"]))) for table in tables}
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    return {
        table["name"]: TableSchema(tuple(table["schema"]["primaryKey"]), tuple(map(_packaged, table["schema"]["fields"])))
        for table in package["resources"]
    }


def _kept(column: Mapping[str, Any]) -> ColumnSchema:
    words = column["words"]
    return ColumnSchema(column["name"], column["kind"], column["nullable"], None if words is None else tuple(words))


def _packaged(field: Mapping[str, Any]) -> ColumnSchema:
    rules = field["constraints"]
    words = tuple(rules["enum"]) if "enum" in rules else None
    return ColumnSchema(field["name"], KINDS_OF_PACKAGE_TYPES[field["type"]], not rules["required"], words)


def schema_changes(before: Schema, after: Schema) -> tuple[SchemaChange, ...]:
    """Return every difference of two schemas, table by table in the order of their names.

    A renamed column is one that went and one that came.
    """
    changes: list[SchemaChange] = []
    for name in sorted({*before, *after}):
        if name not in before:
            changes.append(SchemaChange(Change.TABLE_ADDED, name, ""))
        elif name not in after:
            changes.append(SchemaChange(Change.TABLE_REMOVED, name, ""))
        else:
            changes.extend(_of_table(name, before[name], after[name]))
    return tuple(changes)


def _of_table(table: str, before: TableSchema, after: TableSchema) -> Iterator[SchemaChange]:
    if before.key != after.key:
        yield SchemaChange(Change.KEY_REDEFINED, table, f"{', '.join(before.key)} → {', '.join(after.key)}")
    old = {column.name: column for column in before.columns}
    new = {column.name: column for column in after.columns}
    yield from (SchemaChange(Change.COLUMN_REMOVED, table, name) for name in old if name not in new)
    yield from (SchemaChange(Change.COLUMN_ADDED, table, name) for name in new if name not in old)
    for name, column in old.items():
        if name in new:
            yield from _of_column(table, column, new[name])


def _of_column(table: str, before: ColumnSchema, after: ColumnSchema) -> Iterator[SchemaChange]:
    name = before.name
    if before.kind != after.kind:
        yield SchemaChange(Change.COLUMN_REDEFINED, table, f"{name}: {before.kind} → {after.kind}")
    if after.nullable and not before.nullable:
        yield SchemaChange(Change.COLUMN_LOOSENED, table, name)
    if before.words is not None and after.words is None:
        yield SchemaChange(Change.COLUMN_REDEFINED, table, f"{name}: a closed list of words → any text")
        return
    yield from (SchemaChange(Change.WORD_REMOVED, table, f"{name}: {word}") for word in before.words or () if word not in after.words)  # type: ignore[operator]
    yield from (SchemaChange(Change.WORD_ADDED, table, f"{name}: {word}") for word in after.words or () if word not in (before.words or ()))
