"""Promises of single rows, or within a speech, asked of bundles of a release's parts by tasks, wherever an engine has a worker."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from pydantic import TypeAdapter

from expectations.from_schema import row_promises
from expectations.promise import Promise, RowPromise
from expectations.promises import PROMISES
from expectations.shown import ALL, UNKNOWN, Files
from expectations.violations import Counts, Violations, violations
from flows.duck import ONE_THREAD, duck
from flows.parquet import part_of, read_batches
from flows.tasks import at_hand, reading, written
from schemas.columns import Table
from schemas.dataset import BY_NAME

if TYPE_CHECKING:
    from expectations.gate import Gate

# Of the files of all tables together. DuckDB holds tables unpacked; of fewer, what each query takes to begin is felt.
BYTES_PER_BUNDLE = 6 * 1024 * 1024
# A worker that is asked of rows imports Great Expectations first, and sees a row group at a time.
BYTES_PER_BUNDLE_OF_ROWS = 16 * 1024 * 1024


class Question(NamedTuple):
    """What one task asks: promises of the texts of some parts."""

    promises: tuple[tuple[str, str], ...]
    """Table and name of each."""
    parts: dict[str, tuple[Path, ...]]
    """Table → its files that hold rows of these texts."""
    columns: dict[str, tuple[Path, ...]]
    """Table → its first file, which tells its columns where it holds no row of these texts."""
    counts: Counts


class RowsAsked(NamedTuple):
    """What one task has Great Expectations look at: single rows of some parts."""

    promises: dict[str, tuple[str, ...]]
    """Table → names of what is promised of its rows."""
    files: dict[str, tuple[Path, ...]]


QUESTION, ROWS_ASKED = TypeAdapter(Question), TypeAdapter(RowsAsked)
# Great Expectations is one to a process, whose threads wait for it.
_gate_alone = Lock()


def violations_by(
    promises: Iterable[Promise],
    files: Files,
    counts: Counts,
    spill: Path,
    changed: Files = ALL,
    before: Mapping[str, Path] = UNKNOWN,
) -> tuple[Violations, ...]:
    """Do as `violations`, with what holds within a speech asked of a bundle of parts at a time by tasks that `at_hand` runs.

    Where one says that a promise is broken, all are asked again together, so that the results are those of one look.
    """
    promises = tuple(promises)
    within = {promise for promise in promises if promise.is_of_each_speech or promise.is_within_speech}
    bundles = list(bundles_of({name: changed.get(name, paths) for name, paths in files.items()}, BYTES_PER_BUNDLE))
    left = promises
    if len(bundles) > 1 and within:
        names, columns = tuple((one.table, one.name) for one in within), {name: tuple(paths[:1]) for name, paths in files.items()}
        questions = written(spill, "question", (QUESTION.dump_json(Question(names, parts, columns, counts)) for parts in bundles))
        if all(json.loads(answer.read_bytes()) for answer in at_hand.get()(answered, questions, spill)):
            left = tuple(promise for promise in promises if promise not in within)
    with duck(spill) as connection:
        found = {one.promise: one for one in violations(left, files, counts, connection, changed, before)}
    return tuple(found.get(promise) or Violations(promise, 0, ()) for promise in promises)


def bundles_of(files: Files, most_bytes: int) -> Iterator[dict[str, tuple[Path, ...]]]:
    """Yield the files of neighbouring parts, table by table, until they pass so many bytes; each with the tables that are one file."""
    whole = {name: tuple(paths) for name, paths in files.items() if any(part_of(path) is None for path in paths)}
    by_part: dict[str, list[tuple[str, Path]]] = {}
    for table in files.keys() - whole.keys():
        for path in files[table]:
            by_part.setdefault(part_of(path) or "", []).append((table, path))
    bundle: list[tuple[str, Path]] = []
    size = 0
    for _, its in sorted(by_part.items()):
        bundle += its
        size += sum(path.stat().st_size for _, path in its)
        if size > most_bytes:
            yield _by_table(bundle, files, whole)
            bundle, size = [], 0
    if bundle:
        yield _by_table(bundle, files, whole)


def _by_table(bundle: Sequence[tuple[str, Path]], files: Files, whole: Mapping[str, tuple[Path, ...]]) -> dict[str, tuple[Path, ...]]:
    return {name: whole.get(name) or tuple(sorted(path for its, path in bundle if its == name)) for name in files}


def _files_of_question(question: Path, _spill: Path) -> list[Path]:
    asked = QUESTION.validate_json(question.read_bytes())
    return [path for files in (asked.parts, asked.columns) for paths in files.values() for path in paths]


@reading(_files_of_question)
def answered(question: Path, spill: Path) -> Path:
    """Ask what a file says, and return the file that says whether all of it holds."""
    asked = QUESTION.validate_json(question.read_bytes())
    names = set(asked.promises)
    promises = [promise for promise in PROMISES if (promise.table, promise.name) in names]
    files = {name: paths or asked.columns[name] for name, paths in asked.parts.items()}
    with TemporaryDirectory(prefix="question-", dir=spill) as folder, duck(Path(folder), threads=ONE_THREAD) as connection:
        found = violations(promises, files, asked.counts, connection, asked.parts)
    answer = question.with_suffix(".answer")
    answer.write_text(json.dumps(not any(one.rows for one in found)), encoding="utf-8")
    return answer


def tables_that_hold(promises: Mapping[str, Sequence[RowPromise]], files: Files, spill: Path) -> frozenset[str]:
    """Return the tables of which tasks found that all that is promised of single rows holds of the files, which are parts of them.

    None where the parts are too few to be shared by tasks. Of a table that is not returned nothing is known.
    """
    bundles = [{name: paths for name, paths in bundle.items() if paths} for bundle in bundles_of(files, BYTES_PER_BUNDLE_OF_ROWS)]
    if len(bundles) < 2:
        return frozenset()
    names = {name: tuple(promise.name for promise in promises[name]) for name in files}
    questions = (RowsAsked({name: names[name] for name in bundle}, bundle) for bundle in bundles)
    asked = written(spill, "rows", map(ROWS_ASKED.dump_json, questions))
    broken = {name for answer in at_hand.get()(rows_answered, asked, spill) for name in json.loads(answer.read_bytes())}
    return frozenset(files) - broken


def _files_of_rows(question: Path, _spill: Path) -> list[Path]:
    return [path for paths in ROWS_ASKED.validate_json(question.read_bytes()).files.values() for path in paths]


@reading(_files_of_rows)
def rows_answered(question: Path, spill: Path) -> Path:
    """Have Great Expectations look at rows, as a file says, and return the file that names the tables of which not all is found to hold."""
    import pyarrow as pa

    asked = ROWS_ASKED.validate_json(question.read_bytes())
    broken = []
    for name, paths in asked.files.items():
        promises = [promise for promise in row_promises(BY_NAME[name]) if promise.name in asked.promises[name]]
        try:
            if not _rows_hold(BY_NAME[name], promises, paths):
                broken.append(name)
        except (OSError, UnicodeDecodeError, pa.ArrowException):  # whoever looks at all says why
            broken.append(name)
    answer = question.with_suffix(".answer")
    answer.write_text(json.dumps(broken), encoding="utf-8")
    return answer


def _rows_hold(table: Table, promises: Sequence[RowPromise], paths: Sequence[Path]) -> bool:
    from expectations.gate import see_rows

    with _gate_alone:
        seen = see_rows(_gate(), table, promises, lambda: (batch for path in paths for batch in read_batches(path)))
    return all(one.is_met for one in seen.checked)


@cache
def _gate() -> Gate:
    from expectations.gate import open_gate

    return open_gate()
