"""What pages have in common with those of the release before: chunks of texts that are as they were are taken from there, not made."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from flows.duck import parquet, text
from flows.parquet import files_of, part_of
from flows.publish.pages.interface import FOLDER
from flows.publish.pages.scripts import data_of
from flows.publish.pages.search import Section
from flows.publish.pages.sections import sections_of
from flows.publish.pages.tables import wholes
from flows.publish.sharing import Known, link, names_within, parts_as_in
from flows.rule_sets import packages_sha256
from schemas.labelers import LABELER_SCORES
from schemas.mentions import MENTIONS
from schemas.quotations import QUOTATIONS
from schemas.speakers import MEMBERSHIPS, OFFICE_NAMES, OFFICES, SPEAKER_NAMES, SPEAKERS, holds_speaker_id
from schemas.speeches import SPEECHES

if TYPE_CHECKING:
    import duckdb

    from schemas.columns import Table

# In the folder of the pages: a hash of what made them.
MAKING = "making.txt"
CODE = ("flows", "rostra", "schemas")
LIBRARIES = ("duckdb", "pyarrow")
# What a small part's chunks are called by: 2026-02, 2026-02_1
CHUNK = re.compile(r"(?P<part>[0-9a-z-]+?)(?:_\d+)?")
# The name of a speech's principal speaker is said by all texts and lists together, not by the part that holds the speech.
NAMED_OTHERWISE = """
SELECT DISTINCT part FROM speeches JOIN parted USING (speech_id)
LEFT JOIN speakers AS here ON here.speaker_id = principal_speaker_id
LEFT JOIN {before} AS there ON there.speaker_id = principal_speaker_id
WHERE here.name IS DISTINCT FROM there.name
"""


class Taken(NamedTuple):
    """What pages take from those of the release before."""

    folder: Path | None = None
    """The folder of those pages."""
    parts: frozenset[str] = frozenset()
    """Small parts whose chunks of the list and of texts are as they were."""
    sections: Mapping[str, Section] = MappingProxyType({})
    """Sections of the search that are as they were, by name."""
    speakers: frozenset[str] | None = None
    """Those of whom something else may be told than then; None where that may be so of all."""


NOTHING_TAKEN = Taken()


def taken_of(connection: duckdb.DuckDBPyConnection, release: Path, known: Known, ids: Path | None) -> Taken:
    """Return what the pages of a staged release take from those of the release that is known; `connection` shows its tables.

    `ids` lists the rows that differ between the two.
    """
    before = known.folder
    if before is None or ids is None or _made_by(before) != making_sha256() or not _is_the_same(LABELER_SCORES, release, known):
        return NOTHING_TAKEN
    as_before = parts_as_in(release / "data", known)
    speakers = parquet(*files_of(SPEAKERS, before / "data"))
    otherwise = {part for (part,) in connection.execute(NAMED_OTHERWISE.format(before=speakers)).fetchall()}
    there = _parts_of(path.stem for path in (before / FOLDER / "list").glob("*.js"))
    every = wholes(connection)
    parts = frozenset(part for part, whole in every.items() if whole in as_before and part in there and part not in otherwise)
    moved = every.keys() - there
    is_told_alike = all(every[part] not in as_before for part in moved)
    changed = _changed_speakers(connection, release, known, as_before, ids, moved) if is_told_alike else None
    return Taken(before / FOLDER, parts, _sections(before / FOLDER, parts, every, there), changed)


def _made_by(release: Path) -> str | None:
    path = release / FOLDER / MAKING
    return path.read_text(encoding="utf-8").strip() if path.is_file() else None


@cache
def making_sha256() -> str:
    """Return a hash of the code, the word lists and the libraries that pages follow from."""
    return hashlib.sha256(" ".join([packages_sha256(CODE), *map(version, LIBRARIES)]).encode()).hexdigest()


def _parts_of(chunks: Iterable[str]) -> set[str]:
    return {found["part"] for chunk in chunks if (found := CHUNK.fullmatch(chunk))}


def _changed_speakers(
    connection: duckdb.DuckDBPyConnection, release: Path, known: Known, as_before: Collection[str], ids: Path, moved: Collection[str]
) -> frozenset[str] | None:
    """Return the ids of speakers whom changed speeches name, then or now; None where names of offices are others than then.

    Speeches of the small parts in `moved` may stand in another order than then, and count as changed.
    """
    data = [release / "data", (known.folder or release) / "data"]
    if not _is_the_same(OFFICE_NAMES, release, known):
        return None
    found: list[str] = []
    for table in (SPEAKERS, SPEAKER_NAMES, OFFICES, MEMBERSHIPS):
        if not _is_the_same(table, release, known):
            here, there = (f"SELECT {', '.join(table.names)} FROM {parquet(*files_of(table, folder))}" for folder in data)
            found.append(f"SELECT speaker_id FROM ({here} EXCEPT {there})")
            found.append(f"SELECT speaker_id FROM ({there} EXCEPT {here})")
    speeches = [f"SELECT speech_id FROM parted WHERE part IN ({', '.join(map(text, sorted(moved))) or 'NULL'})"]
    for table in (SPEECHES, QUOTATIONS, MENTIONS):
        if files := [path for folder in data for path in files_of(table, folder) if part_of(path) not in as_before]:
            rows, [key] = f"FROM {parquet(*files)}", table.key
            differing = f"SELECT row_id FROM {parquet(ids)} WHERE table_name = '{table.name}'"
            speeches.append(f"SELECT speech_id {rows} WHERE {key} IN ({differing})")
            columns = [column.name for column in table.columns if holds_speaker_id(column)]
            found += [f"SELECT {column} {rows} SEMI JOIN changed_speeches USING (speech_id)" for column in columns]
    connection.execute(f"CREATE TABLE changed_speeches AS {' UNION '.join(speeches)}")
    named = connection.execute(" UNION ".join(found)).fetchall() if found else []
    return frozenset(speaker_id for (speaker_id,) in named if speaker_id is not None)


def _is_the_same(table: Table, release: Path, known: Known) -> bool:
    name = f"data/{table.name}.parquet"
    return (release / name).is_file() and known.by_name.get(name) == known.sha256_of(release / name)


def _sections(folder: Path, taken: Collection[str], every: Iterable[str], there: Collection[str]) -> dict[str, Section]:
    """Return the sections all of whose parts are taken, and that held these alone."""
    here, before = _parts_by_section(every), _parts_by_section(there)
    same = {name for name, parts in here.items() if parts == before.get(name) and parts.issubset(taken)}
    return {name: Section(name, speeches, firsts) for name, speeches, firsts in data_of(folder / "words.js") if name in same}


def _parts_by_section(parts: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for part, section in sections_of(parts).items():
        found.setdefault(section, set()).add(part)
    return found


def link_chunks(taken: Taken, kind: str, names: Collection[str], folder: Path) -> None:
    """Have the chunks of a kind that belong to parts, or sections, of these names be in `folder` what they are in the folder taken from."""
    for name in names_within(taken.folder / kind) if taken.folder else ():
        found = CHUNK.fullmatch(name.removesuffix(".js"))
        if found and found["part"] in names:
            link(f"{taken.folder}/{kind}/{name}", f"{folder}/{kind}/{name}")
