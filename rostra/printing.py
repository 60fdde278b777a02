"""An answer on paper: a table on a terminal, CSV, Markdown or JSON elsewhere; and how far the work is, on a terminal."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from rostra.diff import Difference
    from rostra.download import Downloaded


class AnswerForm(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    MARKDOWN = "markdown"


class DiffForm(StrEnum):
    """How a difference is printed."""

    TABLE = "table"
    CSV = "csv"
    MARKDOWN = "markdown"
    JSON = "json"


@contextmanager
def advancing(what: str, quiet: bool) -> Iterator[tuple[Callable[[int], None], Callable[[int], None]]]:
    """Show a bar on a terminal, and give two functions: one is told how much there is, the other how much more is done."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), disable=quiet or not sys.stderr.isatty(), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda total: progress.update(task, total=total), lambda done: progress.advance(task, done)


def print_answer(answer: pa.Table, form: AnswerForm) -> None:
    """Print the answer to a query."""
    if form == AnswerForm.CSV:
        from pyarrow import csv as arrow_csv

        from rostra.query import as_text_where_nested

        arrow_csv.write_csv(as_text_where_nested(answer), sys.stdout.buffer)
        return
    print_rows(answer.column_names, list(zip(*(column.to_pylist() for column in answer.columns), strict=True)), form)


def print_difference(found: Difference, form: DiffForm) -> None:
    """Print a difference: its tables, or, where rows are named, these; JSON holds all of it."""
    if form == DiffForm.JSON:
        content = {
            **found._asdict(),
            "tables": {table: counts._asdict() for table, counts in found.tables.items()},
            "schema": [change._asdict() for change in found.schema],
            "rows": [row._asdict() for row in found.rows],
        }
        sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")
        return
    if form == DiffForm.TABLE:
        by_whom = "as the release says" if found.is_published else "compared here"
        sys.stdout.write(f"{found.before} to {found.after}{f', {found.level}' if found.level else ''} ({by_whom})\n")
        sys.stdout.writelines(f"  {reason}\n" for reason in found.reasons)
    counted = [(table, *counts) for table, counts in found.tables.items() if form != DiffForm.TABLE or any(counts)]
    if found.rows:
        print_rows(("table", "change", "key"), found.rows, form)
    elif counted:
        print_rows(("table", "added", "removed", "changed"), counted, form)
    if form != DiffForm.CSV:
        sys.stdout.writelines(f"{change.change}: {change.table} {change.what}".rstrip() + "\n" for change in found.schema)


def print_downloaded(found: Downloaded, quiet: bool) -> None:
    """Print what a download came to; nothing but the folder where quiet."""
    if quiet:
        sys.stdout.write(f"{found.folder}\n")
        return
    if not found.is_new:
        sys.stdout.write(f"{found.folder}: is there already, and as it was published\n")
        return
    saved = f"; {found.copied_files} copied from the other release, {size(found.copied_bytes)} saved" if found.copied_files else ""
    sys.stdout.write(f"{found.folder}: {found.files} files, all as promised; {size(found.fetched_bytes)} fetched{saved}\n")


def size(number: int) -> str:
    """Return a number of bytes as a person says it.

    >>> size(512), size(1_500_000)
    ('512 bytes', '1.5 MB')
    """
    for unit, least in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if number >= least:
            return f"{number / least:.1f} {unit}"
    return f"{number} bytes"


def print_rows(names: Sequence[str], rows: Sequence[Sequence[object]], form: AnswerForm | DiffForm) -> None:
    """Print rows as a table for a terminal, as CSV or as Markdown; a missing value is empty."""
    if form == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows([names, *([shown(value) for value in row] for row in rows)])
    elif form == "markdown":
        for row in [names, ["---"] * len(names), *rows]:
            sys.stdout.write("| " + " | ".join(" ".join(shown(value).split()).replace("|", "\\|") for value in row) + " |\n")
    else:
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(*names)
        for row in rows:
            table.add_row(*(Text(shown(value)) for value in row))
        Console().print(table)


def shown(value: object) -> str:
    """Return a value as text; nothing for a missing one."""
    return "" if value is None else str(value)
