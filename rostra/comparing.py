"""Two releases' tables compared by their keys, with DuckDB: which rows came, went, and stayed with other content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from rostra.errors import NotAsAsked
from rostra.query import ReleaseTables, add_views, answered_for, quoted, rows_of

if TYPE_CHECKING:
    import duckdb

KINDS = ("added", "removed", "changed")


class Counts(NamedTuple):
    """How many rows of a table came, went, and stayed with other content."""

    added: int
    removed: int
    changed: int


class ValueChange(NamedTuple):
    """What a column of a changed row held before, and holds after."""

    column: str
    before: Any
    after: Any


class Row(NamedTuple):
    """One row that came, went or changed, by its key."""

    table: str
    change: str
    key: str
    values: tuple[ValueChange, ...] = ()
    """Of a changed row, each column that differs, where both releases can be read."""


class SchemaChange(NamedTuple):
    """A table or a column that came, went or has another type; `what` names the column."""

    change: str
    table: str
    what: str


class Compared(NamedTuple):
    """What comparing two releases came to."""

    tables: dict[str, Counts]
    schema: tuple[SchemaChange, ...]
    rows: tuple[Row, ...]


class _Pair(NamedTuple):
    """One table in both releases; types are column → DuckDB's name of its type, empty where a release lacks the table."""

    table: str
    key: Sequence[str]
    before: Mapping[str, str]
    after: Mapping[str, str]

    @property
    def compared(self) -> list[str]:
        return [name for name in self.after if name in self.before and name not in self.key]

    @property
    def has_same_key(self) -> bool:
        return all(name in self.before and name in self.after for name in self.key)


def compared(before: ReleaseTables, after: ReleaseTables, table: str | None, most_rows: int) -> Compared:
    """Return what differs, in one table or in all, and up to `most_rows` rows of each table and kind of change.

    A table whose files or content have the same hash in both releases is not read. Raises NotAsAsked where release.json names no key.
    """
    import duckdb

    names = [*after.files, *(name for name in before.files if name not in after.files)]
    counts: dict[str, Counts] = {}
    schema: list[SchemaChange] = []
    rows: list[Row] = []
    with duckdb.connect() as connection:
        doors = add_views(connection, before, "before"), add_views(connection, after, "after")
        with answered_for(*doors):
            for name in (name for name in names if table in {None, name}):
                if name in before.files and name in after.files and _is_same(before, after, name):
                    counts[name] = Counts(0, 0, 0)
                    continue
                pair = _Pair(
                    name,
                    _key_of(after if name in after.files else before, name),
                    _types(connection, "before", name) if name in before.files else {},
                    _types(connection, "after", name) if name in after.files else {},
                )
                counts[name] = _counts(connection, pair)
                schema += _schema_changes(pair)
                rows += _rows(connection, pair, most_rows) if most_rows else []
    return Compared(counts, tuple(schema), tuple(rows))


def _is_same(before: ReleaseTables, after: ReleaseTables, table: str) -> bool:
    return [before.promises[name].sha256 for name in before.files[table]] == [after.promises[name].sha256 for name in after.files[table]]


def _key_of(release: ReleaseTables, table: str) -> list[str]:
    for entry in release.manifest.get("tables", ()):
        if isinstance(entry, dict) and entry.get("name") == table and entry.get("key"):
            return [str(column) for column in entry["key"]]
    raise NotAsAsked(f"{release.place}: release.json names no key of the table {table!r}")


def _types(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(f"DESCRIBE {schema}.{quoted(table)}").fetchall()}


def _counts(connection: duckdb.DuckDBPyConnection, pair: _Pair) -> Counts:
    found = [connection.execute(f"SELECT count(*) FROM ({query})").fetchall()[0][0] for query in _queries(pair).values()]
    return Counts(*found)


def _rows(connection: duckdb.DuckDBPyConnection, pair: _Pair, most: int) -> list[Row]:
    found: list[Row] = []
    for kind, query in _queries(pair).items():
        keys = connection.execute(f"{query} ORDER BY ALL LIMIT {most}").fetchall()
        found += (
            _with_values(connection, pair, keys) if kind == "changed" else [Row(pair.table, kind, _named(pair.key, key)) for key in keys]
        )
    return found


def _with_values(connection: duckdb.DuckDBPyConnection, pair: _Pair, keys: Sequence[tuple[Any, ...]]) -> list[Row]:
    """Return changed rows by their keys, in the order of these, each with what its columns held before and hold after."""
    if not keys:
        return []
    width, compared = len(pair.key), pair.compared
    asked = ", ".join(f"({', '.join('?' * width)})" for _ in keys)
    columns = ", ".join(f"{side}.{quoted(name)}" for side in ("there", "here") for name in compared)
    own = ", ".join(f"here.{quoted(name)}" for name in pair.key)
    sides = f"after.{quoted(pair.table)} AS here JOIN before.{quoted(pair.table)} AS there ON {_same_key(pair)}"
    query = f"SELECT {', '.join(filter(None, (own, columns)))} FROM {sides} WHERE ({own}) IN (VALUES {asked})"
    found = {row[:width]: row[width:] for row in connection.execute(query, [value for key in keys for value in key]).fetchall()}
    return [Row(pair.table, "changed", _named(pair.key, key), _differing(compared, found.get(tuple(key), ()))) for key in keys]


def _differing(columns: Sequence[str], values: Sequence[Any]) -> tuple[ValueChange, ...]:
    """Return the columns whose value before, in the first half of the values, is another one than after.

    >>> _differing(["text", "words"], ("It snows.", 2, "It snows!", 2))
    (ValueChange(column='text', before='It snows.', after='It snows!'),)
    """
    before, after = values[: len(columns)], values[len(columns) :]
    return tuple(ValueChange(*told) for told in zip(columns, before, after, strict=False) if told[1] != told[2])


def _queries(pair: _Pair) -> dict[str, str]:
    """Return kind of change → the query that gives the keys of its rows; where the key itself differs, all rows went and came."""
    sides = {"added": ("after", "before", pair.after, pair.before), "removed": ("before", "after", pair.before, pair.after)}
    queries: dict[str, str] = {}
    for kind, (here, there, columns, others) in sides.items():
        key = [name for name in pair.key if name in columns] or list(columns)
        keys = ", ".join(f"here.{quoted(name)}" for name in key)
        if not columns:
            queries[kind] = "SELECT 1 WHERE false"
        elif not others or not pair.has_same_key:
            queries[kind] = f"SELECT {keys} FROM {here}.{quoted(pair.table)} AS here"
        else:
            other = f"{there}.{quoted(pair.table)} AS there"
            queries[kind] = f"SELECT {keys} FROM {here}.{quoted(pair.table)} AS here ANTI JOIN {other} ON {_same_key(pair)}"
    queries["changed"] = _changed(pair) if pair.before and pair.after and pair.has_same_key else "SELECT 1 WHERE false"
    return queries


def _changed(pair: _Pair) -> str:
    keys = ", ".join(f"here.{quoted(name)}" for name in pair.key)
    differs = " OR ".join(f"{_value('here', pair, name)} IS DISTINCT FROM {_value('there', pair, name)}" for name in pair.compared)
    sides = f"after.{quoted(pair.table)} AS here JOIN before.{quoted(pair.table)} AS there"
    return f"SELECT {keys} FROM {sides} ON {_same_key(pair)} WHERE {differs or 'false'}"


def _value(side: str, pair: _Pair, column: str) -> str:
    """Return a column's value; as text where the two releases give it different types, which need not be comparable."""
    return f"{side}.{quoted(column)}" + ("" if pair.before[column] == pair.after[column] else "::VARCHAR")


def _same_key(pair: _Pair) -> str:
    return " AND ".join(f"{_value('here', pair, name)} IS NOT DISTINCT FROM {_value('there', pair, name)}" for name in pair.key)


def _schema_changes(pair: _Pair) -> list[SchemaChange]:
    if not pair.before or not pair.after:
        return [SchemaChange("table removed" if pair.before else "table added", pair.table, "")]
    came = [SchemaChange("column added", pair.table, name) for name in pair.after if name not in pair.before]
    went = [SchemaChange("column removed", pair.table, name) for name in pair.before if name not in pair.after]
    shared = [name for name in pair.after if name in pair.before and pair.before[name] != pair.after[name]]
    return [*came, *went, *(SchemaChange("column redefined", pair.table, name) for name in shared)]


def named_rows(before: ReleaseTables | None, release: ReleaseTables, files: Mapping[tuple[str, str], str], most: int) -> tuple[Row, ...]:
    """Return up to `most` rows of each of a published difference's files, which are given as (table, kind) → name.

    Changed ones come with their values where `before`, the earlier release, can be read.
    """
    rows: list[Row] = []
    for (table, kind), name in files.items():
        key = _key_of(release, table)
        keys = ", ".join(map(quoted, key))
        one_file = release._replace(files={"rows": [name]})
        answer = rows_of(one_file, f"SELECT DISTINCT {keys} FROM rows ORDER BY ALL LIMIT {most}")
        if kind == "changed" and before is not None and table in before.files and table in release.files:
            rows += _values_of(before, release, table, answer)
        else:
            rows += [Row(table, kind, _named(key, values)) for values in answer]
    return tuple(rows)


def _values_of(before: ReleaseTables, after: ReleaseTables, table: str, keys: Sequence[tuple[Any, ...]]) -> list[Row]:
    import duckdb

    with duckdb.connect() as connection:
        doors = add_views(connection, before, "before"), add_views(connection, after, "after")
        with answered_for(*doors):
            pair = _Pair(table, _key_of(after, table), _types(connection, "before", table), _types(connection, "after", table))
            if pair.has_same_key:
                return _with_values(connection, pair, keys)
            return [Row(table, "changed", _named(pair.key, key)) for key in keys]


def _named(key: Sequence[str], values: Sequence[object]) -> str:
    """Return a row's key as a reader writes it.

    >>> _named(["source_id", "language"], ["gazette", "en"]), _named(["speech_id"], ["gazette.on-bridges"])
    ('source_id=gazette language=en', 'gazette.on-bridges')
    """
    if len(key) == 1:
        return str(values[0])
    return " ".join(f"{name}={value}" for name, value in zip(key, values, strict=False))
