"""What a download and a comparison came to, in words or in a form for other programs; and how far the work is, on a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rostra.comparing import Row, ValueChange
from rostra.shapes import print_rows

if TYPE_CHECKING:
    from rostra.diff import Difference
    from rostra.download import Downloaded
    from rostra.mirror import Mirrored


class DiffForm(StrEnum):
    """How a difference is printed."""

    TABLE = "table"
    CSV = "csv"
    MARKDOWN = "markdown"
    JSON = "json"


class Told(NamedTuple):
    """Who is told how far the work is."""

    total: Callable[[int, int], None]
    """How much there is to come, in bytes or in steps, and how many files."""
    arrived: Callable[[int], None]
    file: Callable[[], None]


@contextmanager
def advancing(what: str, quiet: bool, *, counts_bytes: bool = True) -> Iterator[Told]:
    """Say first how much there is where it is bytes, and show a bar on a terminal: bytes, rate and files, or steps."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    amount = (DownloadColumn(), TransferSpeedColumn(), TextColumn("{task.fields[files]}")) if counts_bytes else (MofNCompleteColumn(),)
    columns = (TextColumn("{task.description}"), BarColumn(), *amount, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=quiet or not sys.stderr.isatty(), transient=True) as progress:
        task = progress.add_task(what, total=None, files="")
        done, all_files = 0, 0

        def begin(total: int, files: int) -> None:
            nonlocal all_files, done
            all_files, done = files, 0
            progress.reset(task, total=total, files=f"0/{files} files")
            if counts_bytes and not quiet:
                sys.stderr.write(f"{files} files, {size(total)} to come\n")

        def another_file() -> None:
            nonlocal done
            done += 1
            progress.update(task, files=f"{done}/{all_files} files")

        yield Told(begin, lambda amount: progress.advance(task, amount), another_file)


def print_difference(found: Difference, form: DiffForm) -> None:
    """Print a difference: in one sentence, then its tables, or, where rows are named, these with before and after; JSON holds all of it."""
    from rostra.diff import in_one_sentence

    sentence = in_one_sentence(found)
    if form == DiffForm.JSON:
        rows = [{**row._asdict(), "values": [value._asdict() for value in row.values]} for row in found.rows]
        content = {
            **found._asdict(),
            "sentence": sentence,
            "tables": {table: counts._asdict() for table, counts in found.tables.items()},
            "schema": [change._asdict() for change in found.schema],
            "rows": rows,
        }
        sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n")
        return
    if form != DiffForm.CSV:
        sys.stdout.write(sentence + "\n\n")
    counted = [(table, *counts) for table, counts in found.tables.items() if form != DiffForm.TABLE or any(counts)]
    if found.rows:
        print_rows(("table", "change", "key", "column", "before", "after"), _lines_of(found.rows), form)
    elif counted:
        print_rows(("table", "added", "removed", "changed"), counted, form)
    if form != DiffForm.CSV:
        mark = "- " if form == DiffForm.MARKDOWN else ""
        changes = [f"{mark}{change.change}: {change.table} {change.what}".rstrip() for change in found.schema]
        sys.stdout.writelines(f"{line}\n" for line in ([""] if changes and form == DiffForm.MARKDOWN else []) + changes)


def _lines_of(rows: Sequence[Row]) -> list[tuple[object, ...]]:
    """Return a line for each column that differs in a changed row, and one for each other row."""
    return [(row.table, row.change, row.key, *value) for row in rows for value in (row.values or [ValueChange("", None, None)])]


def print_downloaded(found: Downloaded, quiet: bool) -> None:
    """Print what a download came to; nothing but the folder where quiet."""
    if quiet:
        sys.stdout.write(f"{found.folder}\n")
        return
    if not found.is_new:
        sys.stdout.write(f"{found.folder}: is there already, and as it was published\n")
        return
    saved = f"; {found.copied_files} shared with another release, {size(found.copied_bytes)} saved" if found.copied_files else ""
    sys.stdout.write(f"{found.folder}: {found.files} files, all as promised; {size(found.fetched_bytes)} fetched{saved}\n")


def print_mirrored(found: Mirrored, into: Path, quiet: bool) -> None:
    """Print what following a store came to; nothing but the folder where quiet."""
    if quiet:
        sys.stdout.write(f"{into}\n")
        return
    for one in found.fetched:
        print_downloaded(one, quiet)
    for version in found.removed:
        sys.stdout.write(f"{into}: {version} was withdrawn, and is gone here too\n")
    sys.stdout.write(f"{into}: as the store is now; its latest is {found.latest or 'none'}\n")


def size(number: int) -> str:
    """Return a number of bytes as a person says it.

    >>> size(512), size(1_500_000)
    ('512 bytes', '1.5 MB')
    """
    for unit, least in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if number >= least:
            return f"{number / least:.1f} {unit}"
    return f"{number} bytes"
