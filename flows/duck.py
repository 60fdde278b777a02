"""DuckDB as the pipeline uses it: on Parquet files, within little memory, with the disk for what does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

# Beyond this much, DuckDB goes on on disk. What each thread holds does not shrink with it, so that there are few.
MEMORY = "256MB"
# What whole tables take to be put in order.
MEMORY_TO_SORT = "384MB"
THREADS = 2
# A task of which as many run as there are processors.
ONE_THREAD = 1
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "preserve_insertion_order": False,  # it costs memory; whoever wants an order says so
    "autoinstall_known_extensions": False,
}


@contextmanager
def duck(spill: Path, memory: str = MEMORY, threads: int = THREADS) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an in-memory DuckDB that goes on in the folder `spill` where memory ends."""
    import duckdb

    spill.mkdir(parents=True, exist_ok=True)
    settings = {**SETTINGS, "memory_limit": memory, "threads": threads, "temp_directory": str(spill / "duckdb")}
    with duckdb.connect(config=settings) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection


def text(value: object) -> str:
    """Return a value as an SQL text.

    >>> text("it's")
    "'it''s'"
    """
    return "'" + str(value).replace("'", "''") + "'"


def ranges(column: str, marks: Sequence[str]) -> list[str]:
    """Return SQL conditions, of which each row fulfils one: the column's values below the first mark, null too, then up to each other one.

    >>> ranges("id", ["b", "d"])
    ["(id < 'b' OR id IS NULL)", "(id >= 'b' AND id < 'd')", "(id >= 'd')"]
    >>> ranges("id", [])
    ['true']
    """
    quoted = [text(mark) for mark in marks]
    if not quoted:
        return ["true"]
    between = [f"({column} >= {low} AND {column} < {high})" for low, high in pairwise(quoted)]
    return [f"({column} < {quoted[0]} OR {column} IS NULL)", *between, f"({column} >= {quoted[-1]})"]


def parquet(*paths: Path, in_order: bool = False, with_names: bool = False) -> str:
    """Return SQL that reads Parquet files, whatever characters their paths hold.

    `in_order` adds the columns `filename` and `file_row_number`, by which the rows can be sorted as they stand in the files;
    `with_names` the first of them alone.
    """
    escaped = [str(path).replace("[", "[[]").replace("*", "[*]").replace("?", "[?]") for path in paths]
    more = (", filename = true" if in_order or with_names else "") + (", file_row_number = true" if in_order else "")
    return f"read_parquet([{', '.join(map(text, escaped))}]{more})"
