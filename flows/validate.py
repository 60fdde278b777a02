"""Every promise on one folder of tables: one gate, one verdict, one report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from expectations.from_schema import row_promises
from expectations.in_bundles import tables_that_hold, violations_by
from expectations.promise import Promise, RowPromise
from expectations.promises import PROMISES
from expectations.shown import ALL, UNKNOWN
from expectations.violations import Counts, Violations
from flows.duck import duck, parquet
from flows.errors import NotAsAsked
from flows.parquet import files_of, part_of, read_batches, read_rows, rows_of
from flows.publish.part_verdicts import OF_A_PART
from flows.publish.parts import stands_in_parts
from flows.rule_sets import packages_sha256
from schemas.dataset import BY_NAME, TABLES

if TYPE_CHECKING:
    import pyarrow as pa

    from expectations.gate import Checked, Gate, Seen
    from flows.verdicts import Verdicts
    from schemas.columns import Table

__all__ = [
    "NOTHING_STANDS",
    "Broken",
    "Counts",
    "Standing",
    "Verdict",
    "as_json",
    "import_ahead",
    "promise_hashes",
    "standing_in",
    "validate",
    "whole_tables",
]

REPORT = "validation"
READABLE = "file_can_be_read"
# What holds tables against promises, whatever they are: our modules, and libraries.
HOLDING_CODE = (
    *(f"expectations.{name}" for name in ("few_rows", "gate", "import_alone", "in_bundles", "promise", "shown", "spans", "violations")),
    *(f"flows.{name}" for name in ("duck", "parquet", "validate")),
)
HOLDING = ("duckdb", "great-expectations", "pandas", "pyarrow")


class Broken(NamedTuple):
    """One broken promise, for a person."""

    promise: str
    table: str
    sentence: str
    """What was promised."""
    violations: int
    """How many rows break it; 0 where it could not be told, and `examples` says why."""
    examples: tuple[str, ...]
    """The ids of up to ten of them: the values of the table's key, divided by spaces."""


class Verdict(NamedTuple):
    """What came of holding a folder of tables against all promises."""

    is_passed: bool
    broken: tuple[Broken, ...]
    results: dict[str, Any]
    """Every promise with what came of it, as values for JSON; the same tables give the same."""
    report: Path | None
    """Great Expectations' pages; None where they were not asked for."""


class Standing(NamedTuple):
    """What was found before: these promises held of these parts and tables, whose files are as they were."""

    parts: Collection[str] = ()
    promises: Collection[str] = ()
    """Each as `promise_sha256` tells it."""
    tables: Collection[str] = ()
    has_same_counts: bool = False
    """Whether as many texts were fetched and promised of each source."""
    data: Path | None = None
    """The folder of the tables that all promises held of."""

    def has_kept(self, table: str, promise: Promise | RowPromise) -> bool:
        """Whether a promise on a table was among them."""
        return promise_sha256(table, promise) in self.promises

    def has_all_of(self, promise: Promise) -> bool:
        """Whether a promise was among them, and all that it sees is as it was."""
        if not self.tables or not self.has_kept(promise.table, promise) or not promise.reads(BY_NAME) <= set(self.tables):
            return False
        return self.has_same_counts or not promise.reads(("counts",))


NOTHING_STANDS = Standing()


def standing_in(now: Verdicts, before: Verdicts, data: Path) -> Standing:
    """Return what stands of tables, by what all promises held of before; `data` is the folder of the tables of then."""
    same = before.of(now)
    return Standing(same.parts, frozenset(same.promises), same.tables, before.counts_sha256 == now.counts_sha256, data)


def validate(
    tables_folder: Path,
    counts: Counts,
    reports_folder: Path,
    *,
    changed: Collection[str] | None = None,
    standing: Standing = NOTHING_STANDS,
    with_report: bool = True,
) -> Verdict:
    """Hold the tables of a folder (`<table>.parquet` each, or its parts) against every promise, and write the report.

    Where all promises held before and the tables in `changed` alone differ since, the promises that read none of them are left out.
    Of what is `standing`, nothing is asked again that follows from it alone; Great Expectations is imported only where it is asked
    something. Where any promise is broken, all are asked of all, so that the results are those of a full look. A table that is missing
    or cannot be read breaks a promise, and so does one with a missing column or another type. Raises OSError where the report cannot be
    written.
    """
    from expectations import gate as great

    reports_folder.mkdir(parents=True, exist_ok=True)
    gate = cache(great.open_gate)
    names = frozenset(BY_NAME if changed is None else changed)
    seen = _seen(gate, tables_folder, counts, names, standing, reports_folder)
    if standing != NOTHING_STANDS and not all(one.is_met for some in seen for one in some.checked):
        seen = _seen(gate, tables_folder, counts, names, NOTHING_STANDS, reports_folder)
    checked = [one for some in seen for one in some.checked]
    broken = _broken(checked)
    asked = [some.result for some in seen if some.result]
    report = great.write_report(gate(), asked, reports_folder / REPORT) if with_report and asked else None
    return Verdict(not broken, broken, _results(checked), report)


def _seen(
    gate: Callable[[], Gate], data: Path, counts: Counts, names: Collection[str], standing: Standing, reports_folder: Path
) -> list[Seen]:
    """Return what is seen of the tables of these names, suite by suite."""
    from expectations import gate as great

    files = {name: files_of(table, data) for name, table in BY_NAME.items()}
    left = {name: [path for path in paths if part_of(path) not in standing.parts] for name, paths in files.items()}
    seen: list[Seen] = []
    unreadable: dict[str, str] = {}
    holding = _tables_that_hold(names, files, left, standing, reports_folder)
    for table in TABLES:
        try:
            if table.name in names:
                its = files[table.name], () if table.name in standing.tables else left[table.name]
                seen.append(great.together([*_rows_seen(gate, table, *its, standing, is_held=table.name in holding)]))
        except _unreadable() as error:
            unreadable[table.name] = " ".join(str(error).replace(f"{data}/", "").split())
    readable = {name: paths for name, paths in files.items() if name not in unreadable}
    asked = [promise for promise in PROMISES if promise.reads(names)]
    same = [promise for promise in asked if standing.has_all_of(promise)]
    kept = [promise for promise in asked if standing.parts and promise not in same and standing.has_kept(promise.table, promise)]
    others = [promise for promise in asked if promise not in same and promise not in kept]
    found: list[Violations] = []
    with TemporaryDirectory(prefix="validate-", dir=reports_folder) as spill:
        for some, of, before in ((kept, {name: left[name] for name in readable}, whole_tables(standing.data)), (others, ALL, UNKNOWN)):
            with TemporaryDirectory(prefix="asked-", dir=spill) as folder:
                found += violations_by(some, readable, counts, Path(folder), of, before) if some else ()
    readings = [one for one in _readings(names, unreadable) if one.rows or one.promise.table not in standing.tables]
    still = [_reading(name) for name in sorted(set(names) & set(standing.tables)) if name not in unreadable]
    across = [great.see_violations(gate(), [*readings, *found])] if readings or found else []
    return [*seen, *across, great.still_kept([*still, *same])]


def whole_tables(data: Path | None) -> dict[str, Path]:
    """Return table → its file, of those in a folder that stand in one."""
    files = {name: files_of(table, data) for name, table in BY_NAME.items()} if data else {}
    return {name: paths[0] for name, paths in files.items() if len(paths) == 1 and paths[0].is_file()}


def _tables_that_hold(
    names: Collection[str], files: Mapping[str, Sequence[Path]], left: Mapping[str, Sequence[Path]], standing: Standing, spill: Path
) -> frozenset[str]:
    """Return the tables in parts of which tasks found that all holds that is promised of single rows, as far as it does not stand."""
    promises = {table.name: _row_promises(table, standing) for table in TABLES if table.name in names and stands_in_parts(table)}
    # A promise that does not stand is asked of all parts: there is little left to share where all stand.
    asked = {name: tuple(left[name] if not others else files[name]) for name, (_, others) in promises.items()}
    asked = {name: paths for name, paths in asked.items() if paths and all(map(part_of, paths))}
    with TemporaryDirectory(prefix="rows-", dir=spill) as folder:
        return tables_that_hold({name: [*kept, *others] for name, (kept, others) in promises.items()}, asked, Path(folder))


def _row_promises(table: Table, standing: Standing) -> tuple[list[RowPromise], list[RowPromise]]:
    """Return what is promised of a table's rows: what stands of its standing parts, and what does not."""
    promises = row_promises(table)
    kept = [promise for promise in promises if standing.has_kept(table.name, promise)]
    return kept, [promise for promise in promises if promise not in kept]


def _rows_seen(
    gate: Callable[[], Gate], table: Table, files: Sequence[Path], left: Sequence[Path], standing: Standing, *, is_held: bool
) -> Iterator[Seen]:
    """Yield what is seen of a table's rows: of promises that stand in what is left, of the others in all its files.

    Of a table that tasks found to hold, one file is looked at, so that Great Expectations' report has something of it.
    """
    from expectations import gate as great

    kept, others = _row_promises(table, standing)
    came = _rows_that_came(table, left, standing) if kept else None
    for asked, unread in ((kept, left), (others, files)):
        if asked is kept and came is not None:
            yield great.see_rows(gate(), table, kept, lambda: [came], standing=rows_of(files) - came.num_rows)
        elif asked and unread:
            read = unread[:1] if is_held else unread
            rows = rows_of(path for path in files if path not in read)
            yield great.see_rows(gate(), table, asked, partial(_batches, read), standing=rows)
        elif asked:
            yield great.still_held(table, asked, rows_of(files))


def _rows_that_came(table: Table, left: Sequence[Path], standing: Standing) -> pa.Table | None:
    """Return the rows of a changed table that were not in it when all promises held; None where that cannot be told of it."""
    import duckdb
    import pyarrow.parquet as pq

    before = whole_tables(standing.data).get(table.name)
    if before is None or len(left) != 1 or part_of(left[0]) is not None:
        return None
    try:
        with TemporaryDirectory(prefix="came-") as spill, duck(Path(spill)) as connection:
            came = connection.sql(f"FROM {parquet(left[0])} EXCEPT FROM {parquet(before)}").to_arrow_table()
        return came.cast(pq.read_schema(left[0]).remove_metadata())
    except (duckdb.Error, ValueError, OSError):  # it has other columns than then, or is damaged: whoever reads all of it says so
        return None


def gate_of_withdrawal(data: Path, fetched: Mapping[str, int]) -> dict[str, Any]:
    """Hold tables that lost some texts against every promise but that of how many there are; NotAsAsked where one is broken.

    A table that lost all its rows is left out: a withdrawal is no reason to keep one.
    """
    counts = Counts(fetched, dict.fromkeys(fetched, 0))
    names = {table.name for table in TABLES if any(True for path in files_of(table, data) for _ in read_rows(table, path))}
    with TemporaryDirectory(prefix="validate-") as reports:
        verdict = validate(data, counts, Path(reports), changed=names, with_report=False)
    if not verdict.is_passed:
        broken = "\n".join(f"  {found.table}: {found.promise}: {found.sentence}" for found in verdict.broken)
        raise NotAsAsked(f"nothing is withdrawn: without the texts, promises are broken\n{broken}")
    return verdict.results


def promise_hashes() -> frozenset[str]:
    """Return a hash of each promise there is."""
    of_rows = {promise_sha256(table.name, promise) for table in TABLES for promise in row_promises(table)}
    return frozenset(of_rows | {promise_sha256(promise.table, promise) for promise in PROMISES})


@cache
def _of_a_part() -> dict[str, Any]:
    """Return how many promises are on the rows of one part alone, and a hash of what they say: not of what holds rows against them."""
    of_rows = [(table.name, promise) for table in TABLES if stands_in_parts(table) for promise in row_promises(table)]
    within = [(promise.table, promise) for promise in PROMISES if promise.is_within_speech or promise.is_of_each_speech]
    said = sorted(f"{table} {promise!r}" for table, promise in (*of_rows, *within))
    return {"promises": len(said), "promises_sha256": hashlib.sha256("\n".join(said).encode()).hexdigest()}


def promise_sha256(table: str, promise: Promise | RowPromise) -> str:
    """Return a hash of all that the verdict on a promise follows from beside the rows: what is promised, and what holds rows against it."""
    return hashlib.sha256(f"{_holding_sha256()} {table} {promise!r}".encode()).hexdigest()


@cache
def _holding_sha256() -> str:
    return hashlib.sha256(" ".join([packages_sha256(HOLDING_CODE), *(version(name) for name in HOLDING)]).encode()).hexdigest()


def as_json(results: dict[str, Any]) -> str:
    """Return the results of a verdict as the text of a file, with a line's end after its last line."""
    return json.dumps(results, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def import_ahead() -> None:
    """Import what `validate` needs, which takes seconds, while something else is waited for."""
    from expectations import gate

    gate.open_gate()


def _batches(files: Sequence[Path]) -> Iterator[pa.Table]:
    for path in files:
        yield from read_batches(path)


def _unreadable() -> tuple[type[Exception], ...]:
    """Return what reading raises where a file is missing or damaged."""
    import pyarrow as pa

    return (OSError, UnicodeDecodeError, pa.ArrowException)


def _readings(names: Collection[str], unreadable: Mapping[str, str]) -> list[Violations]:
    return [
        Violations(_reading(table.name), int(table.name in unreadable), (unreadable[table.name],) if table.name in unreadable else ())
        for table in TABLES
        if table.name in names
    ]


def _reading(name: str) -> Promise:
    return Promise(READABLE, name, f"The table's file, {name}.parquet, is there, whole and undamaged.", "")


def _broken(checked: Sequence[Checked]) -> tuple[Broken, ...]:
    """Return the broken promises: unreadable files first, and last what could not be computed, most often for an earlier one's sake."""
    order = {table.name: place for place, table in enumerate(TABLES)}
    broken = [one for one in checked if not one.is_met]
    broken.sort(key=lambda one: (one.promise != READABLE, one.violations is None, order[one.table]))
    return tuple(Broken(one.promise, one.table, one.sentence, one.violations or 0, one.examples) for one in broken)


def _results(checked: Sequence[Checked]) -> dict[str, Any]:
    tables: dict[str, list[dict[str, Any]]] = {table.name: [] for table in TABLES}
    for one in sorted(checked, key=lambda one: (one.table, one.promise)):
        tables[one.table].append(
            {
                "promise": one.promise,
                "sentence": one.sentence,
                "arguments": dict(one.arguments),
                "is_met": one.is_met,
                "rows": one.rows,
                "violations": one.violations,
                "examples": list(one.examples),
            }
        )
    return {
        "is_passed": all(one.is_met for one in checked),
        "promises": len(checked),
        "broken": sum(1 for one in checked if not one.is_met),
        OF_A_PART: _of_a_part(),
        "tables": tables,
    }
