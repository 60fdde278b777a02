"""What a promise is: a sentence for a person, and how to find the rows that break it."""

import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

OF_SPEECHES = ("speech_pieces", "speech_ink")


class Follows(NamedTuple):
    """By what a row may break a promise without having changed: a row of another table, or of its own, that changed, came or went."""

    column: str
    """Of the promise's table: what names that row."""
    table: str
    """Where that row stands."""
    key: str
    """The column of that table whose value is named."""


class Promise(NamedTuple):
    """One thing that must be true of a table as a whole, or of several together."""

    name: str
    table: str
    """The table whose rows are named where it is broken."""
    sentence: str
    violations: str
    """DuckDB SQL: one column, one row for each row that breaks the promise, which it names by its id.

    It sees every declared table by its name, `counts` (source_id, fetched, promised), `speech_pieces` (speech_id, start, text:
    the texts in overlapping pieces), and the macros `ink(text)`, how many of its characters are neither a space nor a line's end, and
    `part(filename)`, the part that a file holds, empty where it holds a whole table; every table has `filename` as a column more.
    """

    is_of_each_speech: bool = False
    """Whether it is of each speech apart, so that it may be counted for some of them at a time: it then sees their rows alone."""
    is_within_speech: bool = False
    """Whether what breaks it stands within one speech, so that it holds of speeches of which it held and whose rows are as they were.

    Where a row names one of another speech, a promise must be broken that is asked wherever that row stands.
    """
    follows: Follows | None = None
    """By what rows of its table break it that did not change themselves. Without it, and not within a speech, it is asked of all rows."""

    def reads(self, tables: Collection[str]) -> frozenset[str]:
        """Return those of the tables that what it counts depends on."""
        words = set(re.findall(r"\w+", self.violations))
        return frozenset(words.intersection(tables)) | ({"speeches"} if "speeches" in tables and words.intersection(OF_SPEECHES) else set())


class RowPromise(NamedTuple):
    """One Great Expectations expectation on the rows or columns of one table, as plain values."""

    expectation: str
    """Its name in Great Expectations, such as `expect_column_values_to_not_be_null`."""
    column: str | None
    """None where it is on the table."""
    arguments: Mapping[str, Any]
    sentence: str

    @property
    def name(self) -> str:
        """What it is called where it is broken: the expectation, with the column in brackets."""
        return f"{self.expectation}({self.column})" if self.column else self.expectation
