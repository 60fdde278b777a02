"""The small language in which tables are declared: About, Column, Maker, Table, Word.

A table is a `NamedTuple` whose fields are `Annotated[type, About("what it means")]`; `table_of` reads it once. Renderers
(Parquet, suites, dictionary, Data Package, card) know `Table` and `Column`, never a table's name.
"""

from __future__ import annotations

import types
import typing
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Any, NamedTuple, get_args, get_origin


class Span(NamedTuple):
    """A stretch of a text: from `start` up to but not including `end`, in Unicode code points from 0."""

    start: int
    end: int


class Word(StrEnum):
    """A member of a closed list: its value is what stands in the table, its `meaning` what a reader is told.

    >>> class Colour(Word):
    ...     RED = "red", "As a ripe tomato."
    >>> Colour("red").meaning
    'As a ripe tomato.'
    """

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Word:
        if not meaning:
            raise TypeError(f"{cls.__name__}: {value!r} says not what it means")
        word = str.__new__(cls, value)
        word._value_ = value
        word.meaning = meaning
        return word


@dataclass(frozen=True)
class About:
    """What a column means and what must hold of it; `refers_to` is `table.column`, `pattern` a full match.

    `repeats` is False where nearly every row has a value of its own: a dictionary of them would only take room.
    """

    meaning: str
    pattern: str | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    refers_to: str | None = None
    unique: bool = False
    repeats: bool = True


OF_A_TEXT = "speech_id"
"""The column by which the rows that the rules make are left out together, where their text is not published."""

KINDS: dict[type, str] = {
    str: "string",
    int: "int32",
    float: "float64",
    bool: "bool",
    date: "date32",
    datetime: "timestamp[us, UTC]",
}


@dataclass(frozen=True)
class Column:
    """One column as declared; `kind` is one of `KINDS`' values, `words` the closed list's members or empty."""

    name: str
    kind: str
    is_nullable: bool
    about: About
    words: tuple[Word, ...] = ()

    @property
    def field_id(self) -> int:
        """The column's Parquet field id: 31 bits made of the name alone, so that no neighbour's coming or going moves it."""
        return zlib.crc32(self.name.encode()) & 0x7FFFFFFF


class Maker(Enum):
    """Who makes the rows of a table; `flows.makers` holds each step to the tables that name it."""

    RULES = "the rules, from one text after the other"
    ASSEMBLY = "the assembling, from all texts, sources and persons"
    WITHDRAWAL = "the withdrawing of texts"


@dataclass(frozen=True)
class Table:
    """One table as declared: its key identifies a row, `sorted_by` is the order of its rows in a release."""

    name: str
    meaning: str
    row: type[tuple[Any, ...]]
    columns: tuple[Column, ...]
    made_by: Maker
    key: tuple[str, ...]
    sorted_by: tuple[str, ...]
    may_be_empty: bool
    has_long_text: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column of this name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name}")


def table_of(
    row: type[tuple[Any, ...]],
    *,
    name: str,
    made_by: Maker,
    key: Iterable[str],
    sorted_by: Iterable[str] = (),
    may_be_empty: bool = False,
    has_long_text: bool = False,
) -> Table:
    """Read a row type into a `Table`; TypeError names the first field that is not declared as it must be."""
    hints = typing.get_type_hints(row, include_extras=True)
    columns = tuple(_column(f"{name}.{field}", field, hint) for field, hint in hints.items())
    names = {column.name for column in columns}
    ordered = tuple(sorted_by) or tuple(key)
    for used in (*key, *ordered):
        if used not in names:
            raise TypeError(f"{name}: key or order names {used!r}, which is no column of it")
    if made_by is Maker.RULES and OF_A_TEXT not in names:
        raise TypeError(f"{name}: the rules make it from texts; give it a column {OF_A_TEXT}, which says from which one a row is")
    if len({column.field_id for column in columns}) != len(columns):
        raise TypeError(f"{name}: two columns share a field id; rename one")
    meaning = " ".join((row.__doc__ or "").split())
    return Table(name, meaning, row, columns, made_by, tuple(key), ordered, may_be_empty, has_long_text)


def _column(where: str, name: str, hint: Any) -> Column:
    if get_origin(hint) is not typing.Annotated:
        raise TypeError(f"{where}: declare it as Annotated[type, About(…)]")
    declared, *notes = get_args(hint)
    about = next((note for note in notes if isinstance(note, About)), None)
    if about is None:
        raise TypeError(f"{where}: no About(…) says what it means")
    options = get_args(declared) if isinstance(declared, types.UnionType) else (declared,)
    value_types = [option for option in options if option is not types.NoneType]
    if len(value_types) != 1:
        raise TypeError(f"{where}: one type, or one type and None, not {declared}")
    value_type = value_types[0]
    words = tuple(value_type) if isinstance(value_type, type) and issubclass(value_type, Word) else ()
    kind = "string" if words else KINDS.get(value_type)
    if kind is None:
        raise TypeError(f"{where}: no column holds {value_type}; use one of {', '.join(k.__name__ for k in KINDS)}")
    return Column(name, kind, types.NoneType in options, about, words)
