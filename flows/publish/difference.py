"""What differs between the latest release and the staged tables, row by row, in bounded memory.

Rows are matched by their table's key and compared by their hashes; hashes and ids go through files, and DuckDB joins them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flows.publish.number import RowCounts
from flows.publish.promised_schema import Schema, SchemaChange, schema_changes
from flows.publish.rows import table_files, write_hashes

if TYPE_CHECKING:
    import duckdb

MEMORY = "1GB"
REGISTRY = "registry.parquet"
NO_HASHES = "SELECT NULL::VARCHAR AS row_id, NULL::VARCHAR AS content_sha256 WHERE false"


class Side(NamedTuple):
    """One of the two releases that are compared."""

    folder: Path
    schema: Schema
    content: Mapping[str, str]
    """Table → its content hash: where it is the same on both sides, and the schema too, no row differs."""


class Difference(NamedTuple):
    """How the staged tables differ from the release before."""

    previous: str
    rows: Mapping[str, RowCounts]
    """Table → how many rows came, went and changed; every table of either side, in the order of their names."""
    schema: tuple[SchemaChange, ...]
    ids: Path
    """A Parquet file of the rows that differ: table_name, row_id, kind (added, removed, changed)."""


@contextmanager
def duck(spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an in-memory DuckDB that goes on in the folder `spill` where memory ends."""
    import duckdb

    spill.mkdir(parents=True, exist_ok=True)
    limits: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "temp_directory": str(spill / "duckdb"),
        "autoinstall_known_extensions": False,
    }
    with duckdb.connect(config=limits) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection


def difference(previous: str, before: Side, after: Side, hashes: Path) -> Difference:
    """Return how `after` differs from `before`; `hashes` holds `<table>.parquet`, the hashes of the rows of `after` over all columns.

    Where a table's columns differ, its rows are compared over those that both sides have.
    """
    spill = hashes / "difference"
    names = sorted({*before.schema, *after.schema})
    ids = spill / "ids.parquet"
    with duck(spill) as connection:
        connection.execute("CREATE TABLE found (table_name VARCHAR, row_id VARCHAR, kind VARCHAR)")
        for name in names:
            if not _is_the_same(name, before, after):
                old, new = _hashes_of(name, previous, before, after, hashes)
                connection.execute(
                    f"""
                    INSERT INTO found
                    SELECT ?, coalesce(new.row_id, old.row_id),
                        CASE WHEN old.row_id IS NULL THEN 'added' WHEN new.row_id IS NULL THEN 'removed' ELSE 'changed' END
                    FROM ({new}) AS new FULL JOIN ({old}) AS old ON new.row_id = old.row_id
                    WHERE new.content_sha256 IS DISTINCT FROM old.content_sha256
                    """,
                    [name],
                )
        counted = dict.fromkeys(names, RowCounts(0, 0, 0))
        for name, kind, number in connection.execute("SELECT table_name, kind, count(*) FROM found GROUP BY ALL").fetchall():
            counted[name] = counted[name]._replace(**{kind: number})
        connection.execute(f"COPY (FROM found ORDER BY table_name, row_id) TO {text(ids)} (FORMAT parquet)")
    return Difference(previous, counted, schema_changes(before.schema, after.schema), ids)


def _is_the_same(name: str, before: Side, after: Side) -> bool:
    old, new = before.schema.get(name), after.schema.get(name)
    is_alike = old is not None and new is not None and old.key == new.key and old.names == new.names
    return is_alike and before.content[name] == after.content[name]


def _hashes_of(name: str, previous: str, before: Side, after: Side, hashes: Path) -> tuple[str, str]:
    """Return SQL for the hashes of a table's rows before and after, over the columns that both have."""
    old, new = before.schema.get(name), after.schema.get(name)
    of_after = f"FROM {parquet(hashes / f'{name}.parquet')}"
    if old is None or new is None:
        only = Path(hashes / "difference" / f"{name}.before.parquet")
        if old is not None:
            write_hashes(table_files(before.folder, name), old.key, old.names, only)
        return (NO_HASHES if old is None else f"FROM {parquet(only)}"), (NO_HASHES if new is None else of_after)
    if old.key == new.key and old.names == new.names and (before.folder / REGISTRY).is_file():
        of_before = f"""
            SELECT row_id, content_sha256 FROM {parquet(before.folder / REGISTRY)}
            WHERE table_name = {text(name)} AND last_seen = {text(previous)}
            """
        return of_before, of_after
    shared = [column for column in new.names if column in old.names]
    places = [hashes / "difference" / f"{name}.{side}.parquet" for side in ("before", "after")]
    for side, schema, place in ((before, old, places[0]), (after, new, places[1])):
        write_hashes(table_files(side.folder, name), schema.key, shared, place)
    return f"FROM {parquet(places[0])}", f"FROM {parquet(places[1])}"


def text(value: object) -> str:
    """Return a value as an SQL text.

    >>> text("it's")
    "'it''s'"
    """
    return "'" + str(value).replace("'", "''") + "'"


def parquet(*paths: Path) -> str:
    """Return SQL that reads Parquet files, whatever characters their paths hold."""
    escaped = [str(path).replace("[", "[[]").replace("*", "[*]").replace("?", "[?]") for path in paths]
    return f"read_parquet([{', '.join(map(text, escaped))}], file_row_number = true)"
