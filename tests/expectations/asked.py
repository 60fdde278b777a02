"""Promises asked by themselves, as the gate asks them of a whole dataset together with all others."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

import pyarrow as pa

from expectations.from_schema import row_promises
from expectations.gate import Gate, open_gate, see_rows
from expectations.promises import PROMISES
from expectations.shown import ALL, UNKNOWN, Files
from expectations.violations import violations
from flows.duck import duck
from flows.parquet import read_batches, rows_of
from schemas.dataset import TABLES
from tests.expectations.valid_dataset import COUNTS


@cache
def the_gate() -> Gate:
    """Return a gate, the same for all tests of this process."""
    return open_gate()


def broken_among(
    asked: Collection[str], files: Files, spill: Path, changed: Files = ALL, before: Mapping[str, Path] = UNKNOWN
) -> dict[str, tuple[int | None, tuple[str, ...]]]:
    """Return `table.promise` → how many rows break it and which, of the promises of these names that are broken.

    `changed` are the files in which alone a row, or a speech, may be other than one of which all promises held, together with the whole
    tables that stood in `before`.
    """
    across = [promise for promise in PROMISES if f"{promise.table}.{promise.name}" in asked]
    with duck(spill) as connection:
        found = violations(across, files, COUNTS, connection, changed, before)
    broken: dict[str, tuple[int | None, tuple[str, ...]]] = {
        f"{one.promise.table}.{one.promise.name}": (one.rows, one.examples) for one in found if one.rows
    }
    for table in TABLES:
        promises = [promise for promise in row_promises(table) if f"{table.name}.{promise.name}" in asked]
        read = changed.get(table.name) or files[table.name]
        standing = rows_of(path for path in files[table.name] if path not in read)
        if promises:
            seen = see_rows(the_gate(), table, promises, partial(_batches, read), standing=standing)
            broken |= {f"{table.name}.{one.promise}": (one.violations, one.examples) for one in seen.checked if not one.is_met}
    return broken


def _batches(files: Sequence[Path]) -> Iterator[pa.Table]:
    for path in files:
        yield from read_batches(path)
