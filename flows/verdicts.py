"""Verdicts that stand: what was found of a release's parts and tables, kept by the hashes of their files and of the promises.

It only saves work: where it is lost, or not that of the latest release, all promises are asked of all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from flows.parquet import files_of, part_of
from flows.publish.parts import stands_in_parts
from schemas.dataset import TABLES

FOLDER = "verdicts"
NOW = ""


class Found(NamedTuple):
    """A part or a table of which all promises held."""

    sha256: str
    """Of its files."""
    since: str
    """The release that they were found to hold with; empty in the build that finds it."""


class Verdicts(NamedTuple):
    """What all promises held of."""

    promises: tuple[str, ...]
    """A hash of each, and of what held rows against it."""
    counts_sha256: str
    """Of how many texts were fetched, and promised, of each source."""
    parts: Mapping[str, Found]
    """Part → the files of all tables that hold it."""
    tables: Mapping[str, Found]
    """Table → all its files."""

    def of(self, now: Verdicts) -> Verdicts:
        """Return those that are of the same files as others, and of the same promises and counts as they were."""
        return self._replace(parts=_same(self.parts, now.parts), tables=_same(self.tables, now.tables))

    def since(self, before: Verdicts | None) -> Verdicts:
        """Return them with what stands from before."""
        if before is None:
            return self
        same = before.of(self)
        return self._replace(parts={**self.parts, **same.parts}, tables={**self.tables, **same.tables})


VERDICTS = TypeAdapter(Verdicts)


def verdicts_on(data: Path, promises: Iterable[str], counts: str, sha256_of: Callable[[Path], str]) -> Verdicts:
    """Return what is to be kept of the tables in a folder once all promises hold; `counts` is all that is known besides them."""
    parts: dict[str, list[str]] = {}
    tables: dict[str, list[str]] = {}
    for table in TABLES:
        for path in files_of(table, data):
            found = f"{table.name} {sha256_of(path) if path.is_file() else 'missing'}"
            tables.setdefault(table.name, []).append(found)
            part = part_of(path)
            if part is not None and stands_in_parts(table):
                parts.setdefault(part, []).append(found)
    kept = ({name: Found(_sha256("\n".join(of)), NOW) for name, of in its.items()} for its in (parts, tables))
    return Verdicts(tuple(sorted(promises)), _sha256(counts), *kept)


def read_verdicts(store: Path, latest: Path | None) -> Verdicts | None:
    """Return what is kept of the latest release; None where that is not known."""
    try:
        return VERDICTS.validate_json((store / FOLDER / f"{latest.name}.json").read_bytes()) if latest else None
    except (OSError, ValidationError):
        return None


def write_verdicts(verdicts: Verdicts, path: Path) -> None:
    """Write to a file what is to be kept, once it is published."""
    path.write_bytes(VERDICTS.dump_json(verdicts))


def keep_verdicts(written: Path, store: Path, version: str) -> None:
    """Keep what was written as found of a version, and nothing of other ones."""
    if not written.is_file():
        return
    verdicts = VERDICTS.validate_json(written.read_bytes())
    dated = ({name: Found(of.sha256, of.since or version) for name, of in its.items()} for its in (verdicts.parts, verdicts.tables))
    write_verdicts(Verdicts(verdicts.promises, verdicts.counts_sha256, *dated), written)
    folder = store / FOLDER
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    written.replace(folder / f"{version}.json")


def told_of(verdicts: Verdicts) -> str:
    """Return in Markdown which parts and tables were looked at now, and since when the others stand."""
    by_release: dict[str, list[str]] = {}
    for kind, its in (("part", verdicts.parts), ("table", verdicts.tables)):
        for name, found in its.items():
            by_release.setdefault(found.since, []).append(f"{kind} `{name}`")
    lines = [f"| {f'since {since}' if since else 'now'} | {', '.join(names)} |" for since, names in sorted(by_release.items())]
    return "\n".join(["| found to hold | of |", "| --- | --- |", *lines]) + "\n"


def _same(before: Mapping[str, Found], now: Mapping[str, Found]) -> dict[str, Found]:
    return {name: found for name, found in before.items() if name in now and now[name].sha256 == found.sha256}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
