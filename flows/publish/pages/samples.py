"""A release's sample as cells of a page: a few rows a table, long texts cut, each text in its language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from flows.parquet import read_rows
from flows.publish.sample import FOLDER
from schemas.columns import Column, Table

ROWS_SHOWN = 50
LETTERS_SHOWN = 160
NUMERIC = frozenset({"int32", "float64"})


class Cell(NamedTuple):
    """One value as a page shows it."""

    text: str
    language: str | None
    """Where it is a text in a language."""
    is_number: bool


class Sample(NamedTuple):
    """Some rows of a table."""

    rows: tuple[tuple[Cell, ...], ...]


def samples(tables: Iterable[Table], release: Path) -> dict[str, Sample]:
    """Return table → what a page shows of its sample in the release's folder."""
    languages: dict[Any, str] = {}
    return {table.name: _sample(table, release / FOLDER / f"{table.name}.parquet", languages) for table in tables}


def _sample(table: Table, path: Path, languages: dict[Any, str]) -> Sample:
    """Return the first rows; a table with a language of its own leaves it in `languages` under its key, for those that point at it."""
    rows: list[tuple[Cell, ...]] = []
    for row in read_rows(table, path):
        values = dict(zip(table.names, row, strict=True))
        language = _language_of(table, values, languages)
        if language is not None and len(table.key) == 1:
            languages[values[table.key[0]]] = language
        if len(rows) < ROWS_SHOWN:
            rows.append(tuple(_cell(column, values[column.name], language) for column in table.columns))
    return Sample(tuple(rows))


def _language_of(table: Table, values: Mapping[str, Any], languages: Mapping[Any, str]) -> str | None:
    if "language" in values:
        return str(values["language"])
    pointing = (values[column.name] for column in table.columns if column.about.refers_to)
    return next((languages[key] for key in pointing if key in languages), None)


def _cell(column: Column, value: Any, language: str | None) -> Cell:
    is_text = column.kind == "string" and not (column.words or column.about.pattern or column.about.refers_to or column.about.unique)
    return Cell(_shown(value), language if is_text and value is not None else None, column.kind in NUMERIC)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text if len(text) <= LETTERS_SHOWN else text[:LETTERS_SHOWN].rstrip() + "…"
