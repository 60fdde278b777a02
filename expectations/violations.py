"""Promises over whole tables → how many rows break them, and which; computed by DuckDB on the Parquet files, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from expectations.promise import Follows, Promise
from expectations.shown import ALL, UNKNOWN, see
from expectations.spans import SET_UP
from flows.duck import ranges

if TYPE_CHECKING:
    import duckdb

EXAMPLES = 10
NOT_COMPUTED = -1
# Promises that joins would make too large are counted for so much text at a time.
BYTES_PER_SLICE = 32 * 1024 * 1024


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


def violations(
    promises: Iterable[Promise],
    files: Mapping[str, Sequence[Path]],
    counts: Counts,
    connection: duckdb.DuckDBPyConnection,
    changed: Mapping[str, Sequence[Path]] = ALL,
    before: Mapping[str, Path] = UNKNOWN,
) -> tuple[Violations, ...]:
    """Return what is found of each promise, in order; `files` are the Parquet files of the tables that can be read.

    `changed` are those of their files, with all rows of a speech or none, in which alone promises within a speech may be broken: all
    promises held of the others, together with the files of whole tables that `before` names. A promise that cannot be computed (a table
    or a column is missing, or of another type) is no crash: it says so, and why. The connection is new, and used for nothing else.
    """
    promises = tuple(promises)
    apart = [promise for promise in promises if promise.is_of_each_speech]
    connection.execute("SET parquet_metadata_cache = true")  # a table may stand in hundreds of files, and is read by many promises
    shown = see(connection, files, changed, before)
    connection.execute("CREATE TEMP TABLE counts (source_id VARCHAR, fetched INTEGER, promised INTEGER)")
    for source_id in sorted({*counts.fetched, *counts.promised}):
        numbers = counts.fetched.get(source_id, 0), counts.promised.get(source_id, 0)
        connection.execute("INSERT INTO counts VALUES (?, ?, ?)", [source_id, *numbers])
    found: dict[Promise, Violations] = {}
    across = [promise for promise in promises if not (promise.is_of_each_speech or promise.is_within_speech)]
    for (table, follows), its in groupby(sorted(across, key=_seen_rows), key=_seen_rows):
        shown.whole()
        if follows:
            shown.reached(table, Follows(*follows))
        found |= {promise: _found(connection, promise) for promise in its}
    shown.changed()
    found |= {promise: _found(connection, promise) for promise in promises if promise.is_within_speech}
    for condition in _slices(connection) if apart else ():
        shown.changed(condition)
        _set_up(connection)
        for promise in apart:
            found[promise] = _together(found.get(promise), _found(connection, promise))
    return tuple(found[promise] for promise in promises)


def _seen_rows(promise: Promise) -> tuple[str, tuple[str, ...]]:
    """Return what tells which rows a promise across speeches is to see."""
    return (promise.table, tuple(promise.follows)) if promise.follows else ("", ())


def _slices(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return conditions on `speech_id`, of which each row fulfils one: speeches of some megabytes of text, one after the other."""
    import duckdb

    slices = f"SELECT speech_id, sum(bytes) OVER (ORDER BY speech_id ROWS UNBOUNDED PRECEDING) // {BYTES_PER_SLICE} AS slice FROM sizes"
    try:
        connection.execute("CREATE TEMP TABLE sizes AS SELECT speech_id, strlen(text) AS bytes FROM speeches")
        firsts = connection.execute(f"SELECT min(speech_id) FROM ({slices}) GROUP BY slice ORDER BY 1").fetchall()
    except duckdb.Error as error:
        _raise_if_short(error)
        firsts = []  # what is wrong with the speeches is told by what is promised of them
    return ranges("speech_id", [first for (first,) in firsts[1:]])


def _set_up(connection: duckdb.DuckDBPyConnection) -> None:
    import duckdb

    for statement in SET_UP:
        try:
            connection.execute(statement)
        except duckdb.Error as error:
            _raise_if_short(error)  # what else needs it cannot be computed either, and says why


def _together(before: Violations | None, now: Violations) -> Violations:
    """Return what was found of a promise in two slices as one; the first that could not be computed stands for all."""
    if before is None or now.rows == NOT_COMPUTED:
        return now
    if before.rows == NOT_COMPUTED:
        return before
    return Violations(now.promise, before.rows + now.rows, tuple(sorted({*before.examples, *now.examples})[:EXAMPLES]))


def _found(connection: duckdb.DuckDBPyConnection, promise: Promise) -> Violations:
    import duckdb

    counting = f"SELECT count(*), min(DISTINCT coalesce(id::VARCHAR, 'null'), {EXAMPLES}) FROM ({promise.violations}) AS broken (id)"
    try:
        rows, examples = connection.execute(counting).fetchall()[0]
    except duckdb.Error as error:
        _raise_if_short(error)
        return Violations(promise, NOT_COMPUTED, (f"cannot be computed: {str(error).splitlines()[0]}",))
    return Violations(promise, rows, tuple(examples or ()))


def _raise_if_short(error: duckdb.Error) -> None:
    """Raise an error that tells of the machine, not of the data: memory or disk has run out."""
    import duckdb

    if isinstance(error, (duckdb.OutOfMemoryException, duckdb.IOException)):
        raise error
