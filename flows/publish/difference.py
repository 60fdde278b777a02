"""What differs between the latest release and the staged tables, row by row, in bounded memory.

Files that both sides hold are not read. The rows of the others are matched by their table's key and compared by their hashes; hashes
and ids go through files, and DuckDB joins them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flows.duck import duck, parquet, text
from flows.parquet import part_of
from flows.publish.number import RowCounts
from flows.publish.promised_schema import Schema, SchemaChange, TableSchema, schema_changes
from flows.publish.rows import HASHED, ROWS_AT_ONCE, RowHashes, hashes_of, quoted, row_id_sql, write_hashes

if TYPE_CHECKING:
    import duckdb

NO_HASHES = f"SELECT {', '.join(f'NULL::VARCHAR AS {name}' for name in HASHED)} WHERE false"


class Side(NamedTuple):
    """One of the two releases that are compared."""

    folder: Path
    schema: Schema
    content: Mapping[str, str]
    """Table → its content hash: where it is the same on both sides, and the schema too, no row differs."""
    sha256s: Mapping[str, str]
    """Name within the release → SHA-256, of the tables' files at least."""

    by_table: Mapping[str, Sequence[str]]
    """Table → its files, as `tables_of` gives them."""

    def files(self, table: str) -> Sequence[str]:
        """Return the names of a table's files, in order."""
        return self.by_table.get(table, ())

    def own_files(self, table: str, other: Side) -> list[str]:
        """Return those of a table's files that the other side has not: all rows that differ stand in them."""
        theirs = {other.sha256s[path] for path in other.files(table)}
        return [path for path in self.files(table) if self.sha256s[path] not in theirs]


class Difference(NamedTuple):
    """How the staged tables differ from the release before."""

    previous: str
    rows: Mapping[str, RowCounts]
    """Table → how many rows came, went and changed; every table of either side, in the order of their names."""
    schema: tuple[SchemaChange, ...]
    ids: Path
    """A Parquet file of the rows that differ: table_name, row_id, kind (added, removed, changed)."""


def difference(previous: str, before: Side, after: Side, hashes: Path) -> Difference:
    """Return how `after` differs from `before`; `hashes` holds the hashes of the rows of `after` over all columns, file by file.

    Where a table's columns differ, its rows are compared over those that both sides have.
    """
    spill = hashes / "difference"
    names = sorted({*before.schema, *after.schema})
    ids = spill / "ids.parquet"
    with duck(spill) as connection:
        connection.execute("CREATE TABLE found (table_name VARCHAR, row_id VARCHAR, kind VARCHAR)")
        for name in names:
            if not _is_the_same(name, before, after):
                old, new = _hashes_of(connection, name, before, after, hashes)
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


def _hashes_of(connection: duckdb.DuckDBPyConnection, name: str, before: Side, after: Side, hashes: Path) -> tuple[str, str]:
    """Return SQL for the hashes of a table's rows before and after, of files that differ and over the columns that both have."""
    old, new = before.schema.get(name), after.schema.get(name)
    ours, theirs = after.own_files(name, before), before.own_files(name, after)
    if old is None or new is None or (old.key == new.key and old.names == new.names):
        if old and new and len(ours) == len(theirs) == 1 and part_of(Path(ours[0])) is part_of(Path(theirs[0])) is None:
            return _of_rows_that_differ(connection, new, (before.folder / theirs[0], after.folder / ours[0]), name, after, hashes)
        of_before = NO_HASHES if old is None else _written(name, before, old, hashes, theirs)
        return of_before, NO_HASHES if new is None else present(name, after, hashes, ours)
    shared = [column for column in new.names if column in old.names]
    places = [hashes / "difference" / f"{name}.{side}.parquet" for side in ("before", "after")]
    for side, schema, place, files in ((before, old, places[0], theirs), (after, new, places[1], ours)):
        write_hashes([side.folder / path for path in files], schema.key, shared, place)
    return f"FROM {parquet(places[0])}", f"FROM {parquet(places[1])}"


def _of_rows_that_differ(
    connection: duckdb.DuckDBPyConnection, table: TableSchema, files: tuple[Path, Path], name: str, after: Side, hashes: Path
) -> tuple[str, str]:
    """Do as `_hashes_of` for a table that is one file on both sides: of rows that both hold, nobody need know the hashes."""
    then, now = (f"SELECT {', '.join(map(quoted, table.names))} FROM {parquet(path)}" for path in files)
    place = hashes / "difference" / f"{name}.before.parquet"
    with RowHashes(table.key, table.names, place) as gone:
        for batch in connection.sql(f"{then} EXCEPT {now}").to_arrow_reader(ROWS_AT_ONCE):
            gone.add(batch)
    came = f"SELECT {row_id_sql(table.key, 'came')} AS row_id FROM ({now} EXCEPT {then}) AS came"
    ours = present(name, after, hashes, after.files(name))
    return f"FROM {parquet(place)}", f"FROM ({ours}) SEMI JOIN ({came}) USING (row_id)"


def _written(name: str, before: Side, table: TableSchema, hashes: Path, files: Sequence[str]) -> str:
    """Return SQL for the hashes of a published table's rows in some of its files, which are read for it."""
    place = hashes / "difference" / f"{name}.before.parquet"
    write_hashes([before.folder / path for path in files], table.key, table.names, place)
    return f"FROM {parquet(place)}"


def present(name: str, after: Side, hashes: Path, files: Sequence[str]) -> str:
    """Return SQL for the hashes of a staged table's rows in some of its files; those are read that nobody hashed yet."""
    hashed = hashed_files(name, after, hashes, files)
    return f"FROM {parquet(*hashed)}" if hashed else NO_HASHES


def hashed_files(name: str, after: Side, hashes: Path, files: Sequence[str]) -> list[Path]:
    """Return the files that hold the hashes of a staged table's rows in some of its files, after making those that are not there."""
    table = after.schema[name]
    for path in files:
        if not hashes_of(hashes, path).is_file():
            write_hashes([after.folder / path], table.key, table.names, hashes_of(hashes, path))
    return [hashes_of(hashes, path) for path in files]
