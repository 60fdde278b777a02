"""A release's tables, opened for its pages: DuckDB over the Parquet files, in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from flows.division import ROOTS_PER_SMALL_PART, parts_of
from flows.duck import duck, parquet
from flows.parquet import files_of, part_of
from flows.publish.parts import dated_speeches
from rostra.scores import VIEW, WITH_SCORES
from schemas.dataset import TABLES

if TYPE_CHECKING:
    import duckdb

ROWS_AT_ONCE = 2_000

# Marks and texts are put in order for so much text at a time.
BYTES_PER_SLICE = 32 * 1024 * 1024
# The order of the reader's list: the newest day first, speeches without one last; `n` counts from 0 and names a speech on the pages.
NUMBERED = """
CREATE TABLE numbered AS
SELECT speech_id, part, (row_number() OVER later_first - 1)::INTEGER AS n FROM speeches LEFT JOIN parted USING (speech_id)
WINDOW later_first AS (ORDER BY spoken_on IS NULL, part DESC, spoken_on DESC, speech_id)
"""
# The same of some speeches, with a number for so much text of them.
SLICED = """
CREATE TABLE numbered AS
SELECT speech_id, part, n, (sum(strlen(text)) OVER (ORDER BY n ROWS UNBOUNDED PRECEDING) // {bytes})::INTEGER AS slice
FROM speeches JOIN wanted USING (speech_id)
"""


@contextmanager
def open_tables(release: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection with a view of each declared table of the release, and the table `numbered` (speech_id, part, n)."""
    with TemporaryDirectory(prefix="rostra-pages-") as spill, duck(Path(spill)) as connection:
        for table in TABLES:
            connection.read_parquet(_for_duckdb(release / pattern_of(release, table.name))).create_view(table.name)
        _show_parts(connection)
        connection.execute(NUMBERED)
        yield connection


@contextmanager
def open_some(release: Path, connection: duckdb.DuckDBPyConnection, parts: Collection[str] | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection of its own that shows the speeches of some small parts of a release alone, or, with None, all of them.

    `connection` is one of `open_tables`. Tables in parts are shown as far as their files may hold rows of these speeches, with
    `quotations_with_scores`; `numbered` has a column more: the slices, from 0, in which so many marks and texts fit into memory.
    """
    wanted = connection.sql("SELECT speech_id, part, n FROM numbered").to_arrow_table()
    shown: set[str] | None = None
    if parts is not None:
        import pyarrow as pa
        import pyarrow.compute as pc

        wanted = wanted.filter(pc.is_in(wanted.column("part"), value_set=pa.array(sorted(parts), pa.string())))
        shown = {whole for part, whole in wholes(connection) if part in parts}
    with TemporaryDirectory(prefix="rostra-pages-") as spill, duck(Path(spill)) as its:
        for table in TABLES:
            files = files_of(table, release / "data")
            left = [path for path in files if shown is None or part_of(path) is None or part_of(path) in shown]
            its.execute(f"CREATE VIEW {table.name} AS FROM {parquet(*(left or files[:1]))}")
        its.execute(f"CREATE VIEW {WITH_SCORES} AS {VIEW}")
        its.from_arrow(wanted).create("wanted")
        its.execute(SLICED.format(bytes=BYTES_PER_SLICE))
        yield its


def wholes(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Return each small part with the part of the tables that it lies in, in the order of days; none where these are not divided."""
    return connection.execute("SELECT DISTINCT part, whole FROM parted ORDER BY part").fetchall()


def _show_parts(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table `parted` (speech_id, part, whole): the small part of each speech, and that of the tables that it lies in."""
    import pyarrow as pa

    dated = dated_speeches(connection, "FROM speeches")
    whole = {speech_id: name for name, ids in parts_of(dated).items() for speech_id in ids}
    rows = [(speech_id, name, whole[speech_id]) for name, ids in parts_of(dated, ROOTS_PER_SMALL_PART).items() for speech_id in ids]
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    names = ["speech_id", "part", "whole"]
    connection.from_arrow(pa.table([pa.array(values, pa.string()) for values in columns], names=names)).create("parted")


def pattern_of(release: Path, table: str) -> str:
    """Return the path of a table's file within its release, or the pattern of its parts."""
    return f"data/{table}/*.parquet" if (release / "data" / table).is_dir() else f"data/{table}.parquet"


def rows_of(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query, a few at a time; several may be read side by side."""
    answer = connection.cursor().sql(query).to_arrow_reader(ROWS_AT_ONCE)
    for batch in answer:
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _for_duckdb(path: Path) -> str:
    """Return a path as DuckDB reads it: its folder to the letter, its name as a pattern."""
    folder = re.sub(r"([\[*?])", r"[\1]", str(path.parent))
    return f"{folder}/{path.name}"
