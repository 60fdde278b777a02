"""A release's tables, opened for its pages: DuckDB over the Parquet files, in bounded memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from flows.duck import THREADS, duck
from flows.parquet import files_of, part_of
from flows.publish.parts import SmallPart, show_table, stands_in_parts
from rostra.scores import VIEW, WITH_SCORES
from schemas.columns import Table
from schemas.dataset import TABLES

if TYPE_CHECKING:
    import duckdb

ROWS_AT_ONCE = 2_000
# Of most alphabets: near enough to bound memory, and no text need be read for it.
BYTES_A_CHARACTER = 2

# The order of the reader's list: the newest day first, speeches without one last; `n` counts from 0 and names a speech on the pages.
NUMBERED = f"""
CREATE TABLE numbered AS
SELECT speech_id, part, {BYTES_A_CHARACTER} * characters AS bytes, (row_number() OVER later_first - 1)::INTEGER AS n
FROM speeches LEFT JOIN parted USING (speech_id)
WINDOW later_first AS (ORDER BY spoken_on IS NULL, part DESC, spoken_on DESC, speech_id ROWS UNBOUNDED PRECEDING)
"""


@contextmanager
def open_tables(release: Path, parts: Collection[str] | None = None, threads: int = THREADS) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection with a view of each declared table of the release, and `quotations_with_scores`.

    Of tables that stand in parts, `parts` are those that are seen; all of them where none are named.
    """
    with TemporaryDirectory(prefix="rostra-pages-") as spill, duck(Path(spill), threads=threads) as connection:
        for table in TABLES:
            show_table(connection, table, files_of(table, release / "data"), parts)
        connection.execute(f"CREATE VIEW {WITH_SCORES} AS {VIEW}")
        yield connection


def files_seen(table: Table, release: Path, parts: Collection[str] | None) -> list[Path]:
    """Return those of a table's files that are seen; where there are none, the first of all tells its columns."""
    files = files_of(table, release / "data")
    return [path for path in files if parts is None or not stands_in_parts(table) or part_of(path) in parts]


def number_speeches(connection: duckdb.DuckDBPyConnection, small: Mapping[str, SmallPart]) -> None:
    """Make the tables `parted` and `numbered` (speech_id, part, bytes, n), the order of the pages.

    `parted` (speech_id, part, whole) tells the small part of each speech, whose names sort as their days do, and the part of the tables
    that holds that.
    """
    import pyarrow as pa

    rows = [(speech_id, name, str(part.whole)) for name, part in small.items() for speech_id in part.speech_ids]
    columns: list[Sequence[str]] = list(zip(*rows, strict=True)) or [(), (), ()]
    names = ["speech_id", "part", "whole"]
    connection.from_arrow(pa.table([pa.array(values, pa.string()) for values in columns], names=names)).create("parted")
    connection.execute(NUMBERED)


def wholes(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return each small part with the part of the tables that holds it; none where these are not divided."""
    return dict(connection.execute("SELECT DISTINCT part, whole FROM parted ORDER BY part").fetchall())


def rows_of(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query, a few at a time; several may be read side by side."""
    answer = connection.cursor().sql(query).to_arrow_reader(ROWS_AT_ONCE)
    for batch in answer:
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
