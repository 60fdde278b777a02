"""Which rows of the tables a promise sees: all, those of changed speeches, or those that a changed row may have break it.

Of what is not seen it held before, and nothing came that could break it there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from flows.duck import parquet

if TYPE_CHECKING:
    import duckdb

    from expectations.promise import Follows

Files = Mapping[str, Sequence[Path]]
"""Table → its files."""
ALL: Files = MappingProxyType({})
UNKNOWN: Mapping[str, Path] = MappingProxyType({})
EVERY_ROW = "true"
# data/quotations/part-2026-02.parquet
PART = r"regexp_extract(filename, '/part-([^/]*)\.parquet$', 1)"
# Packed, of all tables together: some six times as much in memory.
BYTES_READ_ONCE = 24 * 1024 * 1024


class Shown(NamedTuple):
    """What decides which rows stand under the names of the tables."""

    connection: duckdb.DuckDBPyConnection
    files: Files
    changes: Files
    """Table → the files that are not as they were when all promises held."""
    before: Mapping[str, Path]
    """Table that stands in one file → the file that it was then."""

    def whole(self) -> None:
        """Show all rows."""
        for table in self.files:
            self._show(table, f"FROM whole_{table}")

    def changed(self, condition: str = EVERY_ROW) -> None:
        """Show the rows of changed files for which a condition holds; all of them where a table has not its column."""
        import duckdb

        for table in self.files:
            try:
                self._show(table, f"FROM changed_{table} WHERE {condition}")
            except duckdb.Error:
                self._show(table, f"FROM changed_{table}")

    def reached(self, table: str, follows: Follows) -> None:
        """Show of one table the rows of changed files, and the others that name a row that changed, came or went; of the others all.

        All rows are shown where it is not known which rows these are.
        """
        import duckdb

        if table not in self.files or follows.table not in self.files:
            return
        try:
            named = self._altered(table, follows)
            if named is not None:
                reached = f"UNION ALL SELECT * FROM standing_{table} WHERE {follows.column} IN (FROM {named})" if named else ""
                self._show(table, f"FROM changed_{table} {reached}")
        except duckdb.Error:
            self._show(table, f"FROM whole_{table}")

    def _altered(self, table: str, follows: Follows) -> str | None:
        """Return SQL that gives the keys of rows that changed, came or went; empty where there are none, None where that is not known."""
        if follows.table == table:
            return f"(SELECT {follows.key} FROM changed_{table})"
        before, now = self.before.get(follows.table), self.files[follows.table]
        if before is None or len(now) != 1:
            return None
        if now[0].samefile(before):
            return ""
        name = f"altered_{follows.table}_{follows.key}"
        then, today = (f"(SELECT * FROM {parquet(path)})" for path in (before, now[0]))
        self.connection.execute(
            f"""
            CREATE TEMP TABLE IF NOT EXISTS {name} AS SELECT DISTINCT {follows.key} FROM (
                ({today} EXCEPT {then}) UNION ALL ({then} EXCEPT {today}))
            """
        )
        return name if self.connection.execute(f"SELECT count(*) FROM {name}").fetchall() != [(0,)] else ""

    def _show(self, table: str, rows: str) -> None:
        self.connection.execute(f"CREATE OR REPLACE VIEW {table} AS {rows}")


def see(connection: duckdb.DuckDBPyConnection, files: Files, changes: Files, before: Mapping[str, Path]) -> Shown:
    """Have a connection see tables; those that `changes` does not name are changed.

    Changed files are read once, into the connection's memory, where they are small; else by each promise anew.
    """
    changed = {table: changes.get(table, paths) for table, paths in files.items()}
    is_small = sum(path.stat().st_size for paths in changed.values() for path in paths if path.is_file()) <= BYTES_READ_ONCE
    connection.execute(f"CREATE TEMP MACRO part(filename) AS CASE WHEN suffix(filename, '.parquet') THEN {PART} ELSE filename END")
    for table, paths in files.items():
        standing = [path for path in paths if path not in changed[table]]
        connection.execute(f"CREATE VIEW whole_{table} AS FROM {parquet(*paths, with_names=True)}")
        for name, some in (("changed", changed[table]), ("standing", standing)):
            rows = parquet(*some, with_names=True) if some else f"whole_{table} WHERE false"
            if is_small and name == "changed":
                _keep(connection, f"{name}_{table}", rows)
            else:
                connection.execute(f"CREATE VIEW {name}_{table} AS FROM {rows}")
    return Shown(connection, files, changes, before)


def _keep(connection: duckdb.DuckDBPyConnection, name: str, rows: str) -> None:
    """Keep rows in memory, each with its part in the place of its file; those that cannot be read are left where they are."""
    import duckdb

    try:
        connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * REPLACE ({PART} AS filename) FROM {rows}")
    except duckdb.Error:  # whichever promise reads them says why
        connection.execute(f"CREATE VIEW {name} AS FROM {rows}")
