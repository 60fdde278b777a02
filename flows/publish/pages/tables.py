"""A release's tables, opened for its pages: DuckDB over the Parquet files, in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from flows.division import ROOTS_PER_SMALL_PART, parts_of
from flows.duck import duck
from flows.publish.parts import dated_speeches
from rostra.scores import VIEW, WITH_SCORES
from schemas.dataset import TABLES

if TYPE_CHECKING:
    import duckdb

ROWS_AT_ONCE = 2_000

# Marks and texts are put in order for so much text at a time.
BYTES_PER_SLICE = 32 * 1024 * 1024
# The order of the reader's list: by day, speeches without one last; `n` counts from 0 and names a speech on the pages.
NUMBERED = """
CREATE TABLE sized AS SELECT speech_id, part, spoken_on, strlen(text) AS bytes FROM speeches LEFT JOIN parted USING (speech_id);
CREATE TABLE numbered AS
SELECT speech_id, part, (row_number() OVER earlier - 1)::INTEGER AS n, (sum(bytes) OVER earlier // {bytes})::INTEGER AS slice FROM sized
WINDOW earlier AS (ORDER BY part, spoken_on NULLS LAST, speech_id ROWS UNBOUNDED PRECEDING)
"""


@contextmanager
def open_tables(release: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection with a view of each declared table of the release, and the table `numbered` (speech_id, part, n, slice).

    `quotations_with_scores` is there too.
    """
    with TemporaryDirectory(prefix="rostra-pages-") as spill, duck(Path(spill)) as connection:
        for table in TABLES:
            connection.read_parquet(_for_duckdb(release / pattern_of(release, table.name))).create_view(table.name)
        connection.execute(f"CREATE VIEW {WITH_SCORES} AS {VIEW}")
        show_small_parts(connection)
        connection.execute(NUMBERED.format(bytes=BYTES_PER_SLICE))
        yield connection


def show_small_parts(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table `parted` (speech_id, part) of the speeches that `speeches` shows; the names of parts sort as their days do."""
    import pyarrow as pa

    parts = parts_of(dated_speeches(connection, "FROM speeches"), ROOTS_PER_SMALL_PART)
    names, ids = [name for name, ids in parts.items() for _ in ids], [speech_id for ids in parts.values() for speech_id in ids]
    connection.from_arrow(pa.table([pa.array(ids, pa.string()), pa.array(names, pa.string())], names=["speech_id", "part"])).create(
        "parted"
    )


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
