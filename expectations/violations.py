"""Promises over whole tables → how many rows break them, and which; computed by DuckDB on the Parquet files, in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from expectations.promise import Promise
from expectations.spans import SET_UP

if TYPE_CHECKING:
    import duckdb

EXAMPLES = 10
NOT_COMPUTED = -1
# Beyond this much, DuckDB goes on on disk. What each thread holds does not shrink with it, so that there are few.
MEMORY = "384MB"
THREADS = 2


class Counts(NamedTuple):
    """What is known of the sources from outside the tables, by source id."""

    fetched: Mapping[str, int]
    """How many texts were fetched, or tried to be."""
    promised: Mapping[str, int]
    """The least number of speeches that must be published."""


class Violations(NamedTuple):
    """What was found of one promise."""

    promise: Promise
    rows: int
    """How many rows break it; `NOT_COMPUTED` where that could not be told."""
    examples: tuple[str, ...]
    """The ids of the first ten, in order; or why it could not be told."""


def violations(promises: Iterable[Promise], files: Mapping[str, Path], counts: Counts, spill: Path) -> tuple[Violations, ...]:
    """Return what is found of each promise, in order; `files` are the Parquet files of the tables that can be read.

    A promise that cannot be computed (a table or a column is missing, or of another type) is no crash: it says so, and why. The
    folder `spill` holds what does not fit into memory while this runs.
    """
    import duckdb

    limits: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "threads": THREADS,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": False,
    }
    with duckdb.connect(config=limits) as connection:
        for name, file in files.items():
            connection.read_parquet(re.sub(r"([\[*?])", r"[\1]", str(file))).create_view(name)
        connection.execute("CREATE TEMP TABLE counts (source_id VARCHAR, fetched INTEGER, promised INTEGER)")
        for source_id in sorted({*counts.fetched, *counts.promised}):
            numbers = counts.fetched.get(source_id, 0), counts.promised.get(source_id, 0)
            connection.execute("INSERT INTO counts VALUES (?, ?, ?)", [source_id, *numbers])
        for statement in SET_UP:
            try:
                connection.execute(statement)
            except duckdb.Error:
                continue  # what needs it cannot be computed either, and says why
        return tuple(_found(connection, promise) for promise in promises)


def _found(connection: duckdb.DuckDBPyConnection, promise: Promise) -> Violations:
    import duckdb

    counting = f"SELECT count(*), min(DISTINCT coalesce(id::VARCHAR, 'null'), {EXAMPLES}) FROM ({promise.violations}) AS broken (id)"
    try:
        rows, examples = connection.execute(counting).fetchall()[0]
    except duckdb.Error as error:
        if isinstance(error, (duckdb.OutOfMemoryException, duckdb.IOException)):
            raise
        return Violations(promise, NOT_COMPUTED, (f"cannot be computed: {str(error).splitlines()[0]}",))
    return Violations(promise, rows, tuple(examples or ()))
