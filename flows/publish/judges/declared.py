"""What a table of a release must look like to whoever reads it: as declared, with as many rows as release.json says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from flows.parquet import files_of
from flows.publish.manifest import MANIFEST
from schemas.columns import Table
from schemas.dataset import TABLES


class Seen(NamedTuple):
    """A table as a library shows it."""

    columns: Mapping[str, str]
    """Name → the library's name of its type."""
    rows: int


def tables_of(release: Path) -> Iterator[tuple[Table, list[str]]]:
    """Yield each declared table with the paths of its files."""
    for table in TABLES:
        yield table, [str(path) for path in files_of(table, release / "data")]


def rows_promised(release: Path) -> dict[str, int]:
    """Return table → number of rows, as release.json says."""
    manifest: dict[str, Any] = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
    return {table["name"]: table["rows"] for table in manifest["tables"]}


def differences(table: Table, seen: Seen, types: Mapping[str, str], promised: Mapping[str, int]) -> Iterator[str]:
    """Yield what differs between a table as seen and as declared; `types` is the column's kind → the library's name of it."""
    declared = {column.name: types[column.kind] for column in table.columns}
    for name in declared.keys() | seen.columns.keys():
        if declared.get(name) != seen.columns.get(name):
            yield f"{table.name}.{name}: {seen.columns.get(name, 'missing')}, declared {declared.get(name, 'not at all')}"
    if seen.rows != promised.get(table.name):
        yield f"{table.name}: {seen.rows} rows, {promised.get(table.name)} promised"
