"""A release's tables, opened for its pages: DuckDB over the Parquet files, in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from schemas.dataset import TABLES

if TYPE_CHECKING:
    import duckdb

# Beyond this much, DuckDB goes on on disk.
MEMORY = "512MB"
ROWS_AT_ONCE = 2_000

# The order of the reader's list: by day, speeches without one last; `n` counts from 0 and names a speech on the pages.
NUMBERED = """
CREATE TABLE numbered AS
SELECT speech_id, (row_number() OVER (ORDER BY spoken_on NULLS LAST, speech_id) - 1)::INTEGER AS n FROM speeches
"""


@contextmanager
def open_tables(release: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection with a view of each declared table of the release, and the table `numbered` (speech_id, n)."""
    import duckdb

    with TemporaryDirectory(prefix="rostra-pages-") as spill:
        limits: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY,
            "temp_directory": spill,
            "autoinstall_known_extensions": False,
        }
        with duckdb.connect(config=limits) as connection:
            for table in TABLES:
                connection.read_parquet(_for_duckdb(release / pattern_of(release, table.name))).create_view(table.name)
            connection.execute(NUMBERED)
            yield connection


def pattern_of(release: Path, table: str) -> str:
    """Return the path of a table's file within its release, or the pattern of its parts."""
    return f"data/{table}/*.parquet" if (release / "data" / table).is_dir() else f"data/{table}.parquet"


def rows_of(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query, a few at a time; several may be read side by side."""
    cursor = connection.cursor()
    cursor.execute(query)
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        yield from rows


def _for_duckdb(path: Path) -> str:
    """Return a path as DuckDB reads it: its folder to the letter, its name as a pattern."""
    folder = re.sub(r"([\[*?])", r"[\1]", str(path.parent))
    return f"{folder}/{path.name}"
