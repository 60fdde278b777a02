"""A few rows in the place of many: they break the same promises, so that Great Expectations need not look at all.

It makes a hash of each frame and a Python value of each cell, which costs more than the text rules themselves. What is promised of a
column's values alone holds of all rows where it holds of each value once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from expectations.promise import RowPromise

if TYPE_CHECKING:
    import pandas
    import pyarrow as pa

NOT_NULL = "expect_column_values_to_not_be_null"
BETWEEN = "expect_column_values_to_be_between"


def standing_for(batch: pa.Table, promises: Iterable[RowPromise]) -> pa.Table:
    """Return a table with the batch's columns that breaks a promise if and only if the batch does; without a row if it has none.

    A column of which a value is promised keeps each value once, of a range its ends; of any other one it is kept whether it is null.
    Shorter columns are filled up with a value of theirs.
    """
    import pyarrow as pa

    promised: dict[str | None, set[str]] = {}
    for promise in promises:
        promised.setdefault(promise.column, set()).add(promise.expectation)
    names = batch.column_names
    columns = [_values(batch.column(place), promised.get(name, set()) - {NOT_NULL}) for place, name in enumerate(names)]
    longest = max((len(values) for values in columns), default=0)
    filled = [pa.concat_arrays([values, pa.repeat(values[0], longest - len(values))]) if len(values) else values for values in columns]
    return pa.table(filled, names=names)


def joined(frames: Sequence[pa.Table]) -> pandas.DataFrame:
    """Return the tables, of the same columns, below each other, for Great Expectations."""
    import pyarrow as pa

    frame: pandas.DataFrame = pa.concat_tables(frames).to_pandas()
    return frame


def _values(column: pa.ChunkedArray, expected: set[str]) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    null = [None] if column.null_count else []
    if not expected and not pa.types.is_floating(column.type):  # what is no number is null to pandas
        return pa.array([*null, *([True] if column.null_count < len(column) else [])], pa.bool_())
    if expected == {BETWEEN} and pa.types.is_integer(column.type) and column.null_count < len(column):
        return pa.array([*null, *(end.as_py() for end in pc.min_max(column).values())], column.type)
    return column.unique()
