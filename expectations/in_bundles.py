"""Promises that hold within a speech, asked of bundles of a release's parts by tasks, wherever an engine has a worker."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pydantic import TypeAdapter

from expectations.promise import Promise
from expectations.promises import PROMISES
from expectations.violations import ALL, Counts, Violations, violations
from flows.parquet import part_of
from flows.tasks import Run, here

# Of the files of all tables together.
BYTES_PER_BUNDLE = 16 * 1024 * 1024
Files = Mapping[str, Sequence[Path]]
"""Table → its files."""


class Question(NamedTuple):
    """What one task asks: promises of the texts of some parts."""

    promises: tuple[tuple[str, str], ...]
    """Table and name of each."""
    files: dict[str, tuple[Path, ...]]
    parts: dict[str, tuple[Path, ...]]
    """Table → the files in which alone a promise may be broken."""
    counts: Counts


QUESTION = TypeAdapter(Question)


# What runs the tasks: whoever has an engine says so.
asked_by: ContextVar[Run] = ContextVar("asked_by", default=here)


def violations_by(promises: Iterable[Promise], files: Files, counts: Counts, spill: Path, changed: Files = ALL) -> tuple[Violations, ...]:
    """Do as `violations`, with what holds within a speech asked of a bundle of parts at a time by tasks that `asked_by` runs.

    Where one says that a promise is broken, all are asked again together, so that the results are those of one look.
    """
    promises = tuple(promises)
    within = {promise for promise in promises if promise.is_of_each_speech or promise.is_within_speech}
    bundles = list(bundles_of({name: changed.get(name, paths) for name, paths in files.items()}))
    if len(bundles) < 2 or not within:
        return violations(promises, files, counts, spill, changed)
    names, whole = tuple((one.table, one.name) for one in within), {name: tuple(paths) for name, paths in files.items()}
    questions = [spill / f"question-{number:04}.json" for number in range(len(bundles))]
    for path, parts in zip(questions, bundles, strict=True):
        path.write_bytes(QUESTION.dump_json(Question(names, whole, parts, counts)))
    if not all(json.loads(answer.read_bytes()) for answer in asked_by.get()(answered, questions, spill)):
        return violations(promises, files, counts, spill, changed)
    across = violations([promise for promise in promises if promise not in within], files, counts, spill, changed)
    found = {one.promise: one for one in across}
    return tuple(found.get(promise) or Violations(promise, 0, ()) for promise in promises)


def bundles_of(files: Files) -> Iterator[dict[str, tuple[Path, ...]]]:
    """Yield the files of neighbouring parts, table by table, some megabytes at a time; each with the tables that are one file."""
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
        if size > BYTES_PER_BUNDLE:
            yield _by_table(bundle, files, whole)
            bundle, size = [], 0
    if bundle:
        yield _by_table(bundle, files, whole)


def _by_table(bundle: Sequence[tuple[str, Path]], files: Files, whole: Mapping[str, tuple[Path, ...]]) -> dict[str, tuple[Path, ...]]:
    return {name: whole.get(name) or tuple(sorted(path for its, path in bundle if its == name)) for name in files}


def answered(question: Path, spill: Path) -> Path:
    """Ask what a file says, and return the file that says whether all of it holds."""
    asked = QUESTION.validate_json(question.read_bytes())
    names = set(asked.promises)
    promises = [promise for promise in PROMISES if (promise.table, promise.name) in names]
    with TemporaryDirectory(prefix="question-", dir=spill) as folder:
        found = violations(promises, asked.files, asked.counts, Path(folder), asked.parts)
    answer = question.with_suffix(".answer")
    answer.write_text(json.dumps(not any(one.rows for one in found)), encoding="utf-8")
    return answer
