"""What changed between two versions: as the later one says itself, or found by comparing their tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from rostra.comparing import KINDS, Counts, Row, SchemaChange, compared, named_rows
from rostra.errors import NotAsAsked, Refused
from rostra.place import Place
from rostra.places import read_small
from rostra.query import ReleaseTables, tables_in
from rostra.store import LATEST, VERSION, Release, located

NAMED_TABLES = 3


class Difference(NamedTuple):
    """What version `after` is beside version `before`."""

    before: str
    after: str
    is_published: bool
    """Whether the release itself says so; otherwise its tables were compared here."""
    level: str | None
    """`major`, `minor` or `patch`, where the release says so."""
    reasons: tuple[str, ...]
    tables: dict[str, Counts]
    schema: tuple[SchemaChange, ...]
    rows: tuple[Row, ...] = ()


def in_one_sentence(found: Difference) -> str:
    """Return what changed, and why the number of the later version is what it is, as a person would say it.

    >>> in_one_sentence(Difference("1.0.0", "1.1.0", True, "minor", ("1 row of offices added",), {"offices": Counts(1, 0, 0)}, ()))
    'From 1.0.0 to 1.1.0, 1 row was added in offices; it is a MINOR step because: 1 row of offices added.'
    """
    what = [*_rows_in_words(found.tables), *_columns_in_words(len(found.schema))]
    listed = " and ".join(filter(None, (", ".join(what[:-1]), *what[-1:]))) or "no row, table, column or word differs"
    return f"From {found.before} to {found.after}, {listed}; {_why(found)}."


def _rows_in_words(tables: Mapping[str, Counts]) -> list[str]:
    counts = {kind: sum(getattr(of_table, kind) for of_table in tables.values()) for kind in KINDS}
    touched = [table for table, of_table in tables.items() if any(of_table)]
    more = f" and {len(touched) - NAMED_TABLES} more tables" if len(touched) > NAMED_TABLES else ""
    told = [f"{number:,} {'row was' if number == 1 else 'rows were'} {kind}" for kind, number in counts.items() if number]
    return [*told[:-1], f"{told[-1]} in {', '.join(touched[:NAMED_TABLES])}{more}"] if told else []


def _columns_in_words(changes: int) -> list[str]:
    return [f"{changes} {'table, column or word' if changes == 1 else 'tables, columns or words'} came, went or changed"] if changes else []


def _why(found: Difference) -> str:
    """Return why the later version has its number, or why nobody says so."""
    if not found.is_published:
        return f"{found.after} was not numbered from {found.before}, so their tables were compared here"
    because = f" because: {'; '.join(found.reasons)}" if found.reasons else ", as the release says itself"
    return f"it is a {(found.level or 'first').upper()} step{because}"


class Question(NamedTuple):
    """Which versions to compare, and how closely."""

    before: str
    after: str
    table: str | None = None
    """None means all of them."""
    most_rows: int = 0
    """Of each table and kind of change, how many rows to name."""
    allow_yanked: bool = False


def difference(store: Place | Path | str, question: Question) -> Difference:
    """Return what changed between two versions of a store.

    Where the later one was numbered from the earlier one, what it says itself is taken, even if the earlier one is gone since;
    otherwise the tables are compared by their keys, over the columns that both have. Raises NotAsAsked where a version or the table
    is not there.
    """
    after, tables = _tables(store, question.after, question)
    said = _said(store, tables, after, question)
    if said is not None:
        return said
    before = _tables(store, question.before, question)[1]
    _refuse_unknown_table(question.table, {*before.files, *tables.files}, before, tables)
    found = compared(before, tables, question.table, question.most_rows)
    return Difference(before.manifest["version"], after.version, False, None, (), found.tables, found.schema, found.rows)


def _tables(store: Place | Path | str, named: str, question: Question) -> tuple[Release, ReleaseTables]:
    """Return a release and its tables, named by its version in the store or by an address of its own."""
    is_version = named == LATEST or VERSION.fullmatch(named)
    release, folder = located(store if is_version else named, named if is_version else None, allow_yanked=question.allow_yanked)
    return release, tables_in(folder, release.checksums_sha256)


def _refuse_unknown_table(table: str | None, known: set[str], before: ReleaseTables, after: ReleaseTables) -> None:
    if table is not None and table not in known:
        raise NotAsAsked(f"{before.place.name} to {after.place.name}: no table {table!r}; there are {', '.join(sorted(known))}")


def _before(store: Place | Path | str, question: Question) -> ReleaseTables | None:
    """Return the earlier release's tables; None where it is gone since, or may not be had."""
    try:
        return _tables(store, question.before, question)[1]
    except (NotAsAsked, Refused):
        return None


def _said(store: Place | Path | str, release: ReleaseTables, after: Release, question: Question) -> Difference | None:
    """Return the difference that a release says itself; None where it holds no such report."""
    folder = f"diff/{question.before}-to-{after.version}"
    name = f"{folder}/report.json"
    if name not in release.promises:
        return None
    found = _read_report(release, name)
    place = release.place.inside(name)
    try:
        tables = {table: Counts(*(int(counts[kind]) for kind in KINDS)) for table, counts in found["tables"].items()}
        schema = tuple(SchemaChange(change["change"], change["table"], change["what"]) for change in found["schema"])
        told = Difference(question.before, after.version, True, found["level"], tuple(found["reasons"]), tables, schema)
        files = {
            (table, kind): f"{folder}/{counts['files'][kind]}"
            for table, counts in found["tables"].items()
            for kind in KINDS
            if kind in counts["files"]
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotAsAsked(f"{place}: not the report of a difference ({type(error).__name__}: {error})") from error
    _refuse_unknown_table(question.table, set(tables), release._replace(place=Place("file", question.before)), release)
    chosen = {key: file for key, file in files.items() if question.table in {None, key[0]}}
    unlisted = sorted(set(chosen.values()) - release.promises.keys())
    if unlisted:
        raise NotAsAsked(f"{place}: names {unlisted[0]}, which the release does not hold")
    return told._replace(
        tables={table: counts for table, counts in tables.items() if question.table in {None, table}},
        schema=tuple(change for change in schema if question.table in {None, change.table}),
        rows=named_rows(_before(store, question), release, chosen, question.most_rows) if question.most_rows else (),
    )


def _read_report(release: ReleaseTables, name: str) -> Mapping[str, Any]:
    place = release.place.inside(name)
    try:
        content = read_small(place)
        if hashlib.sha256(content).hexdigest() != release.promises[name].sha256:
            raise NotAsAsked(f"{place}: altered; its SHA-256 is not the promised one")
        found: Mapping[str, Any] = json.loads(content)
    except FileNotFoundError as error:
        raise NotAsAsked(f"{place}: missing") from error
    except (ValueError, RecursionError) as error:
        raise NotAsAsked(f"{place}: not JSON ({error})") from error
    return found
