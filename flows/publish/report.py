"""A difference as files of the release: `diff/<previous>-to-<version>/`, a report and the rows that came, went and changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.duck import duck, parquet, text
from flows.publish.difference import Difference, Side
from flows.publish.promised_schema import TableSchema
from flows.publish.rows import quoted, row_id_sql

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

KINDS = ("added", "removed", "changed")


class Rows(NamedTuple):
    """Which rows of a side a file receives."""

    table: str
    kind: str
    schema: TableSchema
    columns: Sequence[str]
    files: Sequence[Path]
    """Where they may stand."""


def report_folder(previous: str, version: str) -> str:
    """Return the folder of a difference within its release."""
    return f"diff/{previous}-to-{version}"


def write_rows_that_differ(
    found: Difference, before: Side, after: Side, folder: Path, *, ids_alone: bool = False
) -> dict[str, dict[str, str]]:
    """Write the rows that came, went and changed into `folder`, and return table → kind → file name.

    A changed row is told cell by cell: key, column, before, after, as text. `ids_alone` leaves only the keys of removed rows,
    for those of withdrawn texts.
    """
    written: dict[str, dict[str, str]] = {}
    folder.mkdir(parents=True, exist_ok=True)
    with duck(found.ids.parent) as connection:
        connection.execute(f"CREATE VIEW found AS SELECT table_name, row_id, kind FROM {parquet(found.ids)}")
        for table, counts in found.rows.items():
            for kind in (kind for kind, number in zip(KINDS, counts, strict=True) if number):
                name = f"{table}.{kind}.parquet"
                if kind == "changed":
                    _write_changed(connection, table, before, after, folder / name)
                else:
                    side, other = (after, before) if kind == "added" else (before, after)
                    of_side = side.schema[table]
                    columns = of_side.key if ids_alone and kind == "removed" else of_side.names
                    files = [side.folder / path for path in side.own_files(table, other)]
                    _write_rows(connection, Rows(table, kind, of_side, columns, files), folder / name)
                written.setdefault(table, {})[kind] = name
    return written


def _write_rows(connection: duckdb.DuckDBPyConnection, rows: Rows, path: Path) -> None:
    import pyarrow.parquet as pq

    whole = pq.read_schema(rows.files[0])
    schema = whole if len(rows.columns) == len(whole) else _schema_of([whole.field(name) for name in rows.columns])
    query = f"""
        SELECT {", ".join(quoted(name) for name in rows.columns)}
        FROM {parquet(*rows.files, in_order=True)} AS t
        WHERE {row_id_sql(rows.schema.key, "t")} IN (
            SELECT row_id FROM found WHERE table_name = {text(rows.table)} AND kind = {text(rows.kind)})
        ORDER BY filename, file_row_number
        """
    _write(connection, query, schema, path)


def _write_changed(connection: duckdb.DuckDBPyConnection, table: str, before: Side, after: Side, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    old, new = before.schema[table], after.schema[table]
    then, now = ([one.folder / path for path in one.own_files(table, other)] for one, other in ((before, after), (after, before)))
    compared = [name for name in new.names if name in old.names and name not in new.key]
    cells = ", ".join(
        f"{{'place': {place}, 'column': {text(name)}, 'before': old.{quoted(name)}::VARCHAR, 'after': new.{quoted(name)}::VARCHAR}}"
        for place, name in enumerate(compared)
    )
    keys = ", ".join(f"new.{quoted(name)} AS key_{place}" for place, name in enumerate(new.key))
    query = f"""
        WITH cells AS (
            SELECT found.row_id, {keys}, unnest([{cells}]) AS cell
            FROM (SELECT row_id FROM found WHERE table_name = {text(table)} AND kind = 'changed') AS found
            JOIN {parquet(*now)} AS new ON {row_id_sql(new.key, "new")} = found.row_id
            JOIN {parquet(*then)} AS old ON {row_id_sql(old.key, "old")} = found.row_id)
        SELECT {", ".join(f"key_{place}" for place, _ in enumerate(new.key))}, cell."column", cell.before, cell.after
        FROM cells WHERE cell.before IS DISTINCT FROM cell.after
        ORDER BY row_id, cell.place
        """
    whole = pq.read_schema(now[0])
    texts = [pa.field(name, pa.string(), nullable=name != "column") for name in ("column", "before", "after")]
    _write(connection, query, _schema_of([*(whole.field(name) for name in new.key), *texts]), path)


def _schema_of(fields: Sequence[Any]) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([field.remove_metadata() for field in fields])


def _write(connection: duckdb.DuckDBPyConnection, query: str, schema: pa.Schema, path: Path) -> None:
    """Write a query's answer, in its order, as a Parquet file with the given columns; the same answer gives the same bytes."""
    from flows.parquet import write_batches

    answer = connection.sql(query).to_arrow_reader(10_000)
    write_batches((batch.rename_columns(schema.names).cast(schema) for batch in answer), schema, path)
