"""An answer as a person reads it: a table where it fits, one value a line where it does not, or a form for other programs."""

from __future__ import annotations

import csv
import json
import shutil
import sys
import tempfile
import textwrap
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rostra.errors import Refused
from rostra.store import on_one_line
from rostra.writing import COPIED, FileForm, literal

if TYPE_CHECKING:
    import duckdb


class AnswerForm(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    VERTICAL = "vertical"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    PARQUET = "parquet"


class Rows(NamedTuple):
    """Some rows of an answer, and whether it has more."""

    names: Sequence[str]
    rows: Sequence[Sequence[Any]]
    has_more: bool = False


ROWS_ON_A_TERMINAL = 40
WIDEST_COLUMN = 40
"""A column of longer values is folded, and counts as no wider when it is asked whether a table fits."""
LEAST_VALUE_WIDTH = 20


def print_relation(
    connection: duckdb.DuckDBPyConnection, answer: duckdb.DuckDBPyRelation, form: AnswerForm | None, limit: int | None
) -> None:
    """Print an answer: on a terminal its first rows, as a table or one value a line, whichever can be read; elsewhere all as CSV.

    `limit` is how many rows are printed at most, 0 for all; None means 40 on a terminal and all elsewhere.
    """
    is_terminal = sys.stdout.isatty()
    most = (ROWS_ON_A_TERMINAL if is_terminal else 0) if limit is None else limit
    chosen = form or (None if is_terminal else AnswerForm.CSV)
    if chosen is AnswerForm.PARQUET and is_terminal:
        raise Refused("Parquet is nothing for a terminal: send it to a file, > answer.parquet")
    if chosen in {AnswerForm.CSV, AnswerForm.JSONL, AnswerForm.PARQUET} and not is_terminal:
        _copy(connection, answer if not most else answer.limit(most), FileForm(chosen))
        return
    rows = (answer.limit(most + 1) if most else answer).fetchall()
    found = Rows(answer.columns, rows[:most] if most else rows, bool(most) and len(rows) > most)
    print_in_form(found, chosen or fitting(found, shutil.get_terminal_size().columns))


def _copy(connection: duckdb.DuckDBPyConnection, answer: duckdb.DuckDBPyRelation, form: FileForm) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answer"
        answer.create_view("rostra_answer")
        connection.execute(f"COPY (FROM rostra_answer) TO {literal(str(path))} ({COPIED[form]})")
        sys.stdout.flush()
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()


def fitting(found: Rows, width: int) -> AnswerForm:
    """Return which form can be read at a width: a table, or one value a line.

    >>> fitting(Rows(["kind", "n"], [("direct", 3)]), 80), fitting(Rows(["a", "b", "c"], [("x" * 99,) * 3]), 80)
    (<AnswerForm.TABLE: 'table'>, <AnswerForm.VERTICAL: 'vertical'>)
    """
    widths = [
        min(WIDEST_COLUMN, max(map(len, (name, *(shown(row[place]) for row in found.rows))))) for place, name in enumerate(found.names)
    ]
    return AnswerForm.TABLE if sum(widths) + 3 * len(widths) + 1 <= width else AnswerForm.VERTICAL


def print_in_form(found: Rows, form: AnswerForm) -> None:
    """Print rows in a form, and, for a person, that there are more."""
    if form is AnswerForm.JSON:
        sys.stdout.write(json.dumps(_objects(found), ensure_ascii=False, indent=2, default=str) + "\n")
    elif form is AnswerForm.JSONL:
        sys.stdout.writelines(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in _objects(found))
    elif form is AnswerForm.VERTICAL:
        print_vertical(found, shutil.get_terminal_size().columns)
    else:
        print_rows(found.names, found.rows, form)
    if found.has_more:
        many = f"{len(found.rows)} rows are shown, and there are more"
        sys.stderr.write(f"({many}: --limit 0 shows all; --as csv > answer.csv keeps them)\n")


def _objects(found: Rows) -> list[dict[str, Any]]:
    return [dict(zip(found.names, row, strict=True)) for row in found.rows]


def print_vertical(found: Rows, width: int) -> None:
    """Print one value a line, each after the name of its column."""
    margin = max(map(len, found.names), default=0) + 2
    for number, row in enumerate(found.rows, start=1):
        sys.stdout.write(f"— {number} —\n")
        for name, value in zip(found.names, row, strict=True):
            lines = textwrap.wrap(on_one_line(shown(value)), max(LEAST_VALUE_WIDTH, width - margin)) or [""]
            indent = "\n" + " " * margin
            sys.stdout.write(f"{name:<{margin}}{indent.join(lines)}".rstrip() + "\n")


def print_rows(names: Sequence[str], rows: Sequence[Sequence[object]], form: str) -> None:
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
