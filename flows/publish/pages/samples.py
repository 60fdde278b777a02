"""A release's sample as the pages of all languages show it: a few rows a table, long texts cut, each text in its language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from flows.parquet import read_rows
from flows.publish.pages.scripts import write_data
from flows.publish.sample import FOLDER
from schemas.columns import Column, Table

ROWS_SHOWN = 50
LETTERS_SHOWN = 160
NUMERIC = frozenset({"int32", "float64"})


Cell = str | list[str]
"""One value as a page shows it; a text in a language with that."""


def write_samples(tables: Iterable[Table], release: Path, folder: Path) -> dict[str, int]:
    """Write `sample/<table>.js` below `folder` for each table, from its sample in the release's folder; return table → rows shown."""
    languages: dict[Any, str] = {}
    (folder / FOLDER).mkdir()
    shown = {}
    for table in tables:
        rows = _sample(table, release / FOLDER / f"{table.name}.parquet", languages)
        shown[table.name] = len(rows)
        if rows:
            write_data(folder, f"{FOLDER}/{table.name}", rows)
    return shown


def _sample(table: Table, path: Path, languages: dict[Any, str]) -> list[list[Cell]]:
    """Return the first rows; a table with a language of its own leaves it in `languages` under its key, for those that point at it."""
    rows: list[list[Cell]] = []
    for row in read_rows(table, path):
        values = dict(zip(table.names, row, strict=True))
        language = _language_of(table, values, languages)
        if language is not None and len(table.key) == 1:
            languages[values[table.key[0]]] = language
        if len(rows) < ROWS_SHOWN:
            rows.append([_cell(column, values[column.name], language) for column in table.columns])
    return rows


def _language_of(table: Table, values: Mapping[str, Any], languages: Mapping[Any, str]) -> str | None:
    if "language" in values:
        return str(values["language"])
    pointing = (values[column.name] for column in table.columns if column.about.refers_to)
    return next((languages[key] for key in pointing if key in languages), None)


def _cell(column: Column, value: Any, language: str | None) -> Cell:
    is_text = column.kind == "string" and not (column.words or column.about.pattern or column.about.refers_to or column.about.unique)
    return [_shown(value), language] if language and is_text and value is not None else _shown(value)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text if len(text) <= LETTERS_SHOWN else text[:LETTERS_SHOWN].rstrip() + "…"
