"""Rows of a query as a file, in the forms that other programs read; DuckDB writes those it knows, two are written here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rostra.errors import Refused
from rostra.query import quoted

if TYPE_CHECKING:
    import duckdb


class FileForm(StrEnum):
    """In which form rows are written to a file."""

    PARQUET = "parquet"
    CSV = "csv"
    XLSX = "xlsx"
    SQLITE = "sqlite"
    DUCKDB = "duckdb"
    JSONL = "jsonl"


COPIED = {
    FileForm.PARQUET: "FORMAT parquet, COMPRESSION zstd",
    FileForm.CSV: "FORMAT csv, HEADER",
    FileForm.JSONL: "FORMAT json",
}
ROWS_AT_ONCE = 2_000
ROWS_OF_A_SHEET = 1_048_576
LETTERS_OF_A_CELL = 32_767
CUT = " […]"
AFFINITY = {"BOOLEAN": "INTEGER", "TINYINT": "INTEGER", "SMALLINT": "INTEGER", "INTEGER": "INTEGER", "BIGINT": "INTEGER", "DOUBLE": "REAL"}
"""DuckDB's type → SQLite's; all others are TEXT there, days and moments in ISO 8601."""


def write(connection: duckdb.DuckDBPyConnection, table: str, query: str, path: Path, form: FileForm) -> int:
    """Write the rows of a query to a file as `table` and return how many they are; a database of DuckDB gets one table more.

    Raises Refused where the form cannot hold them. SQLite has keys besides, and is written by `rostra.export`.
    """
    if form in COPIED:
        return int(connection.execute(f"COPY ({query}) TO {literal(str(path))} ({COPIED[form]})").fetchall()[0][0])
    if form is FileForm.DUCKDB:
        return _to_duckdb(connection, table, query, path)
    with workbook_at(path) as workbook:
        return add_sheet(workbook, answer_to(connection, query), table)


def literal(text: str) -> str:
    """Return a text as SQL takes it for nothing but a text.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def _to_duckdb(connection: duckdb.DuckDBPyConnection, table: str, query: str, path: Path) -> int:
    connection.execute(f"ATTACH {literal(str(path))} AS written")
    try:
        connection.execute(f"CREATE TABLE written.{quoted(table)} AS {query}")
        return int(connection.execute(f"SELECT count(*) FROM written.{quoted(table)}").fetchall()[0][0])
    finally:
        connection.execute("DETACH written")


class Answer(NamedTuple):
    """What a query gives, read as it is written."""

    columns: list[str]
    types: list[str]
    batches: Iterator[list[tuple[Any, ...]]]


def answer_to(connection: duckdb.DuckDBPyConnection, query: str) -> Answer:
    """Return the answer to a query, some thousand rows at once; the connection answers no other one meanwhile."""
    described = connection.execute(f"DESCRIBE {query}").fetchall()

    def batches() -> Iterator[list[tuple[Any, ...]]]:
        asked = connection.execute(query)
        while rows := asked.fetchmany(ROWS_AT_ONCE):
            yield rows

    return Answer([row[0] for row in described], [row[1] for row in described], batches())


def insert(connection: sqlite3.Connection, table: str, answer: Answer) -> int:
    """Add an answer's rows to a table of SQLite and return how many they are."""
    marks, written = ", ".join("?" * len(answer.columns)), 0
    for rows in answer.batches:
        connection.executemany(f"INSERT INTO {quoted(table)} VALUES ({marks})", [tuple(map(_plain, row)) for row in rows])
        written += len(rows)
    return written


def _plain(value: Any) -> Any:
    """Return a value as SQLite and Excel take it: numbers as they are, the rest as text."""
    return value if value is None or isinstance(value, (int, float, str)) else str(value)


def workbook_at(path: Path) -> Any:
    """Return a new workbook of Excel, to be closed by whoever fills it; Refused where the package for it is missing."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise Refused("xlsx needs a package that is not installed: pip install 'rostra[excel]'") from error
    # What looks like a formula or an address is a text here.
    return xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})


def add_sheet(workbook: Any, answer: Answer, table: str) -> int:
    """Add an answer as a sheet and return how many rows it has; texts longer than a cell holds end with […].

    Raises Refused where they are more than a sheet holds.
    """
    sheet = workbook.add_worksheet(table[:31])
    heading, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, answer.columns, heading)
    sheet.freeze_panes(1, 0)
    days = [kind == "DATE" for kind in answer.types]
    written = 0
    for rows in answer.batches:
        for row in rows:
            written += 1
            if written >= ROWS_OF_A_SHEET:
                raise Refused(f"{table}: more rows than the {ROWS_OF_A_SHEET:,} of a sheet; choose some with --where, or another form")
            for place, value in enumerate(row):
                if days[place] and value is not None and value.year >= 1900:  # Excel's days begin there
                    sheet.write_datetime(written, place, value, day)
                else:
                    sheet.write(written, place, _in_a_cell(value))
    return written


def _in_a_cell(value: Any) -> Any:
    found = _plain(value)
    is_long = isinstance(found, str) and len(found) > LETTERS_OF_A_CELL
    return found[: LETTERS_OF_A_CELL - len(CUT)] + CUT if is_long else found
