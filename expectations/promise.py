"""What a promise is: a sentence for a person, and how to find the rows that break it."""

import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

OF_SPEECHES = ("speech_pieces", "speech_ink")


class Promise(NamedTuple):
    """One thing that must be true of a table as a whole, or of several together."""

    name: str
    table: str
    """The table whose rows are named where it is broken."""
    sentence: str
    violations: str
    """DuckDB SQL: one column, one row for each row that breaks the promise, which it names by its id.

    It sees every declared table by its name, `counts` (source_id, fetched, promised), `speech_pieces` (speech_id, start, text:
    the texts in overlapping pieces), and the macro `ink(text)`: how many of its characters are neither a space nor a line's end.
    """

    is_of_each_speech: bool = False
    """Whether it is of each speech apart, so that it may be counted for some of them at a time: it then sees their rows alone."""
    is_within_speech: bool = False
    """Whether what breaks it stands within one speech, so that it holds of speeches of which it held and whose rows are as they were.

    Where a row names one of another speech, a promise must be broken that sees all rows.
    """

    def reads(self, tables: Collection[str]) -> bool:
        """Return whether what it counts depends on one of the tables."""
        words = set(re.findall(r"\w+", self.violations))
        return not words.isdisjoint(tables) or ("speeches" in tables and not words.isdisjoint(OF_SPEECHES))


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
