"""A release, or chosen rows of it, as files of other programs: one database, a folder of CSV, a workbook, TEI."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rostra.dictionary import DescribedTable, dictionary
from rostra.errors import NotAsAsked, Refused
from rostra.provenance import provenance, refuse_another, write_provenance
from rostra.query import ReleaseTables, asked, quoted, refuse_unknown_table, select
from rostra.writing import AFFINITY, FileForm, add_sheet, answer_to, insert, literal, workbook_at, write

if TYPE_CHECKING:
    import duckdb

WORKING = ".partial"
TEI = "tei"
DATABASES = frozenset({FileForm.DUCKDB, FileForm.SQLITE})
TOGETHER = DATABASES | {FileForm.XLSX}
"""Forms that hold many tables in one file; of the others each table is a file, in a folder."""
SEARCHED = ("title", "text")
"""Columns that a full-text index is made of, in tables whose key is one column."""


class Exported(NamedTuple):
    """What was written, and how many rows of each table."""

    path: Path
    rows: Mapping[str, int]


class Rows(NamedTuple):
    """Rows of one table that a reader asks for."""

    table: str
    where: str | None = None
    form: FileForm = FileForm.PARQUET


def extract(release: ReleaseTables, rows: Rows, into: Path) -> Exported:
    """Write the rows of a table that meet a condition to `into`/<table>-<version>.<form>, and beside it where they are from.

    Of a release elsewhere, only the bytes that the query needs are read. Raises NotAsAsked where there is no such table, and Refused
    where the condition cannot be understood, the form cannot hold the rows, or another file lies there.
    """
    refuse_unknown_table(release, rows.table)
    query = select(rows.table, None, rows.where)
    path = into / f"{rows.table}-{release.manifest['version']}.{rows.form}"
    with _made_anew(path) as working, asked(release) as connection:
        if rows.form is FileForm.SQLITE:
            count = _to_sqlite(connection, _described(release, rows.table), query, working)
        else:
            count = write(connection, rows.table, query, working, rows.form)
    write_provenance(path, provenance(release, [rows.table], query, {rows.table: count}))
    return Exported(path, {rows.table: count})


def export(release: ReleaseTables, form: str, into: Path, on_table: Callable[[str], None] = lambda table: None) -> Exported:
    """Write all tables of a release to one file, or a folder of files, in `into`, and beside it where they are from.

    `on_table` is told the name of each before it is written. Raises as `extract` does.
    """
    name = f"{release.manifest.get('dataset', 'release')}-{release.manifest['version']}"
    path = into / (f"{_named(name, form)}.{form}" if form in TOGETHER else f"{name}-{form}")
    with _made_anew(path) as working, asked(release) as connection:
        if form == TEI:
            from rostra.tei import write_corpus

            rows = write_corpus(connection, release, working, on_table)
        else:
            rows = _all_tables(connection, release, FileForm(form), working, on_table)
    write_provenance(path, provenance(release, list(rows), None, rows))
    return Exported(path, rows)


def _named(name: str, form: str) -> str:
    """Return the name of a file; a database's is an identifier: DuckDB quotes dots, Datasette's links break at them."""
    return re.sub(r"\W", "_", name) if form in DATABASES else name


@contextmanager
def _made_anew(path: Path) -> Iterator[Path]:
    """Give a place beside `path`, and move what was written there to it once all of it is there."""
    refuse_another(path)
    working = path.with_name(path.name + WORKING)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove(working)
        working.touch()  # DuckDB and SQLite do not say why they cannot write
        working.unlink()
        yield working
        _remove(path)
        working.rename(path)
    except OSError as error:
        raise Refused(f"{error.filename or path}: cannot be written to ({error.strerror or error})") from error
    except sqlite3.Error as error:
        raise Refused(f"{path}: cannot be written to ({error})") from error
    finally:
        with suppress(OSError):
            _remove(working)


def _remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _all_tables(
    connection: duckdb.DuckDBPyConnection, release: ReleaseTables, form: FileForm, path: Path, on_table: Callable[[str], None]
) -> dict[str, int]:
    described = dictionary(release)
    if form is FileForm.XLSX:
        with workbook_at(path) as workbook:
            return {table: add_sheet(workbook, answer_to(connection, select(table)), table) for table in _told(release.files, on_table)}
    rows = {}
    for table in _told(release.files, on_table):
        if form is FileForm.SQLITE:
            rows[table] = _to_sqlite(connection, described.get(table) or _bare(table), select(table), path)
        elif form is FileForm.DUCKDB:
            rows[table] = write(connection, table, select(table), path, form)
        else:
            path.mkdir(exist_ok=True)
            rows[table] = write(connection, table, select(table), path / f"{table}.{form}", form)
    if form is FileForm.DUCKDB:
        _add_comments(path, [described[table] for table in rows if table in described])
    return rows


def _told(tables: Mapping[str, Sequence[str]], on_table: Callable[[str], None]) -> Iterator[str]:
    for table in tables:
        on_table(table)
        yield table


def _described(release: ReleaseTables, table: str) -> DescribedTable:
    return dictionary(release).get(table) or _bare(table)


def _bare(table: str) -> DescribedTable:
    return DescribedTable(table, 0, "", (), {}, ())


def _add_comments(path: Path, tables: Sequence[DescribedTable]) -> None:
    """Have a database of DuckDB say what its tables and columns mean."""
    import duckdb

    with duckdb.connect(str(path)) as connection:
        for table in tables:
            connection.execute(f"COMMENT ON TABLE {quoted(table.name)} IS {literal(table.meaning)}")
            for column in table.columns:
                connection.execute(f"COMMENT ON COLUMN {quoted(table.name)}.{quoted(column.column)} IS {literal(column.meaning)}")


def _to_sqlite(connection: duckdb.DuckDBPyConnection, table: DescribedTable, query: str, path: Path) -> int:
    """Add a table to a database of SQLite, with its key, what it refers to, and a full-text index of its texts."""
    answer = answer_to(connection, query)
    name = quoted(table.name)
    columns = [f"{quoted(column)} {AFFINITY.get(kind, 'TEXT')}" for column, kind in zip(answer.columns, answer.types, strict=True)]
    key = [f"PRIMARY KEY ({', '.join(map(quoted, table.key))})"] if table.key else []
    refers = [
        f"FOREIGN KEY ({', '.join(map(quoted, fields))}) REFERENCES {quoted(other)} ({', '.join(map(quoted, there))})"
        for fields, (other, there) in table.refers.items()
    ]
    database = sqlite3.connect(path)
    try:
        with database:
            database.execute(f"CREATE TABLE {name} ({', '.join([*columns, *key, *refers])})")
            written = insert(database, table.name, answer)
            for fields in table.refers:
                index = quoted("_".join((table.name, *fields)))
                database.execute(f"CREATE INDEX {index} ON {name} ({', '.join(map(quoted, fields))})")
            searched = [column for column in SEARCHED if column in answer.columns]
            if searched and len(table.key) == 1:
                _add_search(database, table.name, searched)
    except sqlite3.IntegrityError as error:
        raise NotAsAsked(f"{table.name}: two rows have the same key ({error}); the release is not what its release.json says") from error
    finally:
        database.close()
    return written


def _add_search(database: sqlite3.Connection, table: str, columns: Sequence[str]) -> None:
    """Add the index by which Datasette and others search a table: https://www.sqlite.org/fts5.html#external_content_tables."""
    listed = ", ".join(map(quoted, columns))
    search = quoted(f"{table}_fts")
    options = f"content={literal(table)}, tokenize='unicode61 remove_diacritics 0'"
    database.execute(f"CREATE VIRTUAL TABLE {search} USING fts5({listed}, {options})")
    database.execute(f"INSERT INTO {search} ({search}) VALUES ('rebuild')")
