"""sample/: a few whole rows of the first table, with all that stands in them, so small that anyone can look at it.

Rows of the sampled table are drawn by the hash of their key, so that the same ones come each time. Every key in the sample points
at a row of the sample.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from flows.duck import duck, parquet
from flows.parquet import arrow_schema, files_of, in_order, part_of, write_table
from flows.publish.parts import show_table
from schemas.columns import Column, Table

if TYPE_CHECKING:
    import duckdb

MOST_ROWS = 1_000
# So many keys are counted at first, and twice as many each time that they are too few.
COUNTED_AT_FIRST = 16
FOLDER = "sample"

Rows = dict[str, list[tuple[Any, ...]]]


def write_sample(tables: Sequence[Table], sampled: Table, release: Path) -> None:
    """Write `sample/<table>.parquet` and `.csv` for each table of `release/data`, at most `MOST_ROWS` rows each."""
    rows = sample(tables, sampled, {table.name: files_of(table, release / "data") for table in tables})
    folder = release / FOLDER
    folder.mkdir(exist_ok=True)
    for table in tables:
        write_table(table, rows[table.name], folder / f"{table.name}.parquet")
        _write_csv(table, rows[table.name], folder / f"{table.name}.csv")


def sample(tables: Sequence[Table], sampled: Table, files: Mapping[str, Sequence[Path]]) -> Rows:
    """Return table → the rows of its sample, in the table's order; `files` are those of each table.

    Of tables in parts, those parts alone are looked through that hold a row which may be drawn: what belongs to it stands there too.
    """
    with TemporaryDirectory(prefix="sample-") as spill, duck(Path(spill)) as connection:
        drawn, parts = _drawn(connection, tables, sampled, files)
        for table in tables:
            show_table(connection, table, files[table.name], parts)
        rows: Rows = {}
        for table in _pointed_at_first(tables, sampled):
            column = _column_to(table, sampled)
            if table == sampled or column is not None:
                key = sampled.key[0] if column is None else column.name
                rows[table.name] = _rows(connection, table, f"{key} IN (SELECT unnest(?::VARCHAR[]))", [drawn])
            elif needed := _needed(tables, rows, table):
                rows[table.name] = _rows(connection, table, f"{table.key[0]} IN (SELECT unnest(?::VARCHAR[]))", [sorted(needed)])
            else:
                rows[table.name] = _closed_rows(connection, table, rows)
    closed = _closed(tables, rows)
    return {table.name: [tuple(row) for row in in_order(table, closed[table.name])] for table in tables}


def _drawn(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], sampled: Table, files: Mapping[str, Sequence[Path]]
) -> tuple[list[str], set[str | None]]:
    """Return the keys of as many rows of the sampled table as leave every other table within `MOST_ROWS`, and of one at least.

    And the parts in which they stand.
    """
    key = sampled.key[0]
    rows = parquet(*files[sampled.name], with_names=True)
    query = f"SELECT {key}, filename FROM {rows} ORDER BY sha256({key}) LIMIT {MOST_ROWS}"
    held = {candidate: part_of(Path(file)) for candidate, file in connection.execute(query).fetchall()}
    candidates = list(held)
    pieces = {table: column for table in tables if (column := _column_to(table, sampled))}
    totals = {table.name: 0 for table in tables}
    drawn: list[str] = []
    while left := candidates[len(drawn) : 2 * len(drawn) + COUNTED_AT_FIRST]:
        for table in pieces:
            show_table(connection, table, files[table.name], {held[candidate] for candidate in left})
        counts = {table.name: _counted(connection, table, column, left) for table, column in pieces.items()}
        for candidate in left:
            for name, found in counts.items():
                totals[name] += found.get(candidate, 0)
            if drawn and max(totals.values()) > MOST_ROWS:
                return drawn, {held[one] for one in drawn}
            drawn.append(candidate)
    return drawn, {held[one] for one in drawn}


def _counted(connection: duckdb.DuckDBPyConnection, table: Table, column: Column, values: list[str]) -> dict[str, int]:
    """Return how many rows of the table have each of the values in the column."""
    query = f"SELECT {column.name}, count(*) FROM {table.name} WHERE {column.name} IN (SELECT unnest(?::VARCHAR[])) GROUP BY 1"
    return dict(connection.execute(query, [values]).fetchall())


def _pointed_at_first(tables: Sequence[Table], sampled: Table) -> list[Table]:
    """Return the sampled table, those of its pieces, then each other one after those that it points at and that point at it."""
    of_it = [table for table in tables if table != sampled and _column_to(table, sampled)]
    others = [table for table in tables if table != sampled and table not in of_it]
    pointing = {table.name for table in others if any(column.about.refers_to for column in table.columns)}
    return [sampled, *of_it, *sorted(others, key=lambda table: table.name in pointing)]


def _column_to(table: Table, other: Table) -> Column | None:
    """Return the column of the table that points at the other table, where there is one."""
    return next((column for column in table.columns if column.about.refers_to == f"{other.name}.{other.key[0]}"), None)


def _needed(tables: Sequence[Table], rows: Rows, wanted: Table) -> set[Any]:
    """Return the keys of a table at which rows of the sample point so far."""
    needed: set[Any] = set()
    for table in tables:
        for place, column in enumerate(table.columns):
            if column.about.refers_to == f"{wanted.name}.{wanted.key[0]}":
                needed.update(row[place] for row in rows.get(table.name, ()) if row[place] is not None)
    return needed


def _closed_rows(connection: duckdb.DuckDBPyConnection, table: Table, rows: Rows) -> list[tuple[Any, ...]]:
    """Return rows of a table that points, if anywhere, at rows of the sample."""
    conditions, values = ["true"], []
    for column in table.columns:
        if column.about.refers_to and (other := column.about.refers_to.split(".")[0]) in rows:
            conditions.append(f"{column.name} IN (SELECT unnest(?::VARCHAR[]))")
            values.append([row[0] for row in rows[other]])
    return _rows(connection, table, " AND ".join(conditions), values)


def _rows(connection: duckdb.DuckDBPyConnection, table: Table, condition: str, values: list[list[Any]]) -> list[tuple[Any, ...]]:
    names = ", ".join(f'"{name}"' for name in table.names)
    by_hash = f"sha256(concat_ws(' ', {', '.join(table.key)}))"
    query = f"SELECT {names} FROM {table.name} WHERE {condition} ORDER BY {by_hash} LIMIT {MOST_ROWS}"
    # The cast gives moments in UTC back their zone: DuckDB shows them in the machine's.
    found = connection.sql(query, params=values).to_arrow_table().cast(arrow_schema(table))
    return [tuple(row) for row in zip(*(column.to_pylist() for column in found.columns), strict=True)]


def _closed(tables: Sequence[Table], rows: Rows) -> Rows:
    """Return the rows without those that point at no row of the sample, until none is left."""
    while True:
        keys = {f"{table.name}.{name}": _values(table, name, rows) for table in tables for name in table.key}
        kept = {table.name: [row for row in rows[table.name] if _points_well(table, row, keys)] for table in tables}
        if all(len(kept[name]) == len(rows[name]) for name in kept):
            return kept
        rows = kept


def _values(table: Table, name: str, rows: Rows) -> set[Any]:
    place = table.names.index(name)
    return {row[place] for row in rows[table.name]}


def _points_well(table: Table, row: Sequence[Any], keys: Mapping[str, set[Any]]) -> bool:
    return all(
        value is None or column.about.refers_to is None or value in keys[column.about.refers_to]
        for column, value in zip(table.columns, row, strict=True)
    )


def _write_csv(table: Table, rows: Iterable[Sequence[Any]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.names)
        writer.writerows([_csv_value(value) for value in row] for row in rows)


def _csv_value(value: Any) -> str:
    """Return a value as CSV holds it: null as nothing, true and false in words, days and moments in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
