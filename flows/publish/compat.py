"""compat_<schema version>.sql: DuckDB views that give the column names of an older schema version."""

from __future__ import annotations

from collections.abc import Iterable

from flows.publish.facts import TableFacts
from schemas.renames import Rename

LAST_IN_ONE_FILE = "1.2.0"
"""The last schema version in which each table stood in one file."""


def compat_files(tables: Iterable[TableFacts], renames: Iterable[Rename]) -> dict[str, str]:
    """Return file name → SQL for each older schema version in which a column had another name, or a table in parts stood in one file."""
    renames, tables = tuple(renames), tuple(tables)
    versions = {rename.until for rename in renames} | ({LAST_IN_ONE_FILE} if any(not facts.is_whole for facts in tables) else set())
    return {f"compat_{version}.sql": _views(tables, renames, version) for version in sorted(versions, key=_numbers)}


def _views(tables: tuple[TableFacts, ...], renames: tuple[Rename, ...], version: str) -> str:
    head = f"-- The tables with the column names of schema {version}, as DuckDB views. Run it in the folder of the release.\n"
    return head + "".join(_view(table, renames, version) for table in tables)


def _view(facts: TableFacts, renames: tuple[Rename, ...], version: str) -> str:
    table = facts.table
    old_names = {name: _name_at(version, table.name, name, renames) for name in table.names}
    columns = ", ".join(_quoted(name) if old == name else f"{_quoted(name)} AS {_quoted(old)}" for name, old in old_names.items())
    return f"CREATE OR REPLACE VIEW {_quoted(table.name)} AS SELECT {columns} FROM '{facts.path}';\n"


def _name_at(version: str, table: str, name: str, renames: tuple[Rename, ...]) -> str:
    """Return what a column was called in an older schema version, going back from rename to rename."""
    for rename in sorted(renames, key=lambda rename: _numbers(rename.until), reverse=True):
        if (rename.table, rename.new) == (table, name) and _numbers(rename.until) >= _numbers(version):
            name = rename.old
    return name


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
