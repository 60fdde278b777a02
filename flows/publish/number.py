"""The number of a release, computed from what differs: no clock, no store, no hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from flows.publish.promised_schema import Change, SchemaChange

FIRST_VERSION = "1.0.0"
# What these say is of the making, of texts that nobody got, or of what is at an address by now: their rows never count for more than PATCH.
TABLES_OF_THE_MAKING = frozenset({"labelers", "labeler_scores", "sources", "set_aside", "pages"})


class Level(IntEnum):
    """How much a reader has to look out; the greater one wins."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """The level as release.json has it."""
        return self.name.lower()


class RowCounts(NamedTuple):
    """How many rows of a table differ."""

    added: int
    removed: int
    changed: int


class Numbered(NamedTuple):
    """What a difference amounts to, and why, in words."""

    level: Level
    reasons: tuple[str, ...]


LEVELS: Mapping[Change, Level] = {
    Change.TABLE_ADDED: Level.MINOR,
    Change.TABLE_REMOVED: Level.MAJOR,
    Change.KEY_REDEFINED: Level.MAJOR,
    Change.COLUMN_ADDED: Level.MINOR,
    Change.COLUMN_REMOVED: Level.MAJOR,
    Change.COLUMN_REDEFINED: Level.MAJOR,
    Change.COLUMN_LOOSENED: Level.MAJOR,
    Change.WORD_ADDED: Level.MINOR,
    Change.WORD_REMOVED: Level.MAJOR,
}


def level_of(rows: Mapping[str, RowCounts], schema: Sequence[SchemaChange], files: Sequence[str] = ()) -> Numbered:
    """Return the level of a difference, with the reasons of that level first.

    `rows` is table → counts, `files` names the files that differ: a reason only where rows and schema are the same (descriptors, another
    encoding of the same rows).

    >>> level_of({"speeches": RowCounts(1, 0, 0)}, ()).level.word
    'minor'
    """
    found = [(LEVELS[change.change], change.sentence) for change in schema]
    for table, counts in rows.items():
        found += [(level, sentence) for level, sentence in _of_rows(table, counts) if sentence]
    if not found:
        found = [(Level.PATCH, f"{name}: differs, its rows do not" if name.startswith("data/") else f"{name}: differs") for name in files]
    found.sort(key=lambda reason: -reason[0])
    return Numbered(max((level for level, _ in found), default=Level.NONE), tuple(sentence for _, sentence in found))


def _of_rows(table: str, counts: RowCounts) -> list[tuple[Level, str]]:
    is_of_the_making = table in TABLES_OF_THE_MAKING
    levels = RowCounts(Level.MINOR, Level.MAJOR, Level.MAJOR)
    return [
        (Level.PATCH if is_of_the_making else Level(level), f"{table}: {_rows(number)} {done}")
        for number, level, done in zip(counts, levels, counts._fields, strict=True)
        if number
    ]


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"


def next_version(highest: str | None, level: Level) -> str:
    """Return the number that follows the highest one ever published, yanked and withdrawn ones included.

    >>> next_version("1.4.2", Level.MINOR)
    '1.5.0'
    """
    if highest is None:
        return FIRST_VERSION
    major, minor, patch = numbers(highest)
    match level:
        case Level.MAJOR:
            return f"{major + 1}.0.0"
        case Level.MINOR:
            return f"{major}.{minor + 1}.0"
        case _:
            return f"{major}.{minor}.{patch + 1}"


def numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers, in whose order versions stand.

    >>> numbers("1.10.2") > numbers("1.9.0")
    True
    """
    return tuple(int(part) for part in version.split("."))
