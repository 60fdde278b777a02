"""What pages have in common with those of the release before: chunks of texts that are as they were are taken from there, not made."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from flows.duck import parquet
from flows.parquet import files_of
from flows.publish.pages.interface import FOLDER
from flows.publish.pages.search import Section
from flows.publish.pages.sections import sections_of
from flows.publish.pages.tables import wholes
from flows.publish.sharing import Known, link, parts_as_in
from flows.rule_sets import packages_sha256
from schemas.labelers import LABELER_SCORES
from schemas.speakers import SPEAKERS

if TYPE_CHECKING:
    import duckdb

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


NOTHING_TAKEN = Taken()


def taken_of(connection: duckdb.DuckDBPyConnection, release: Path, known: Known) -> Taken:
    """Return what the pages of a staged release take from those of the release that is known; `connection` shows its tables."""
    before = known.folder
    if before is None or _made_by(before) != making_sha256():
        return NOTHING_TAKEN
    scores = f"data/{LABELER_SCORES.name}.parquet"
    if known.by_name.get(scores) != known.sha256_of(release / scores):
        return NOTHING_TAKEN
    as_before = parts_as_in(release / "data", known)
    speakers = parquet(*files_of(SPEAKERS, before / "data"))
    otherwise = {part for (part,) in connection.execute(NAMED_OTHERWISE.format(before=speakers)).fetchall()}
    there = _parts_of(path.stem for path in (before / FOLDER / "list").glob("*.js"))
    every = wholes(connection)
    parts = frozenset(part for part, whole in every.items() if whole in as_before and part in there and part not in otherwise)
    return Taken(before / FOLDER, parts, _sections(before / FOLDER, parts, every, there))


def _made_by(release: Path) -> str | None:
    path = release / FOLDER / MAKING
    return path.read_text(encoding="utf-8").strip() if path.is_file() else None


@cache
def making_sha256() -> str:
    """Return a hash of the code, the word lists and the libraries that pages follow from."""
    return hashlib.sha256(" ".join([packages_sha256(CODE), *map(version, LIBRARIES)]).encode()).hexdigest()


def _parts_of(chunks: Iterable[str]) -> set[str]:
    return {found["part"] for chunk in chunks if (found := CHUNK.fullmatch(chunk))}


def _sections(folder: Path, taken: Collection[str], every: Iterable[str], there: Collection[str]) -> dict[str, Section]:
    """Return the sections all of whose parts are taken, and that held these alone."""
    here, before = _parts_by_section(every), _parts_by_section(there)
    same = {name for name, parts in here.items() if parts == before.get(name) and parts.issubset(taken)}
    content = (folder / "words.js").read_text(encoding="utf-8")
    listed = json.loads(content.partition(",")[2].rpartition(")")[0])
    return {name: Section(name, speeches, firsts) for name, speeches, firsts in listed if name in same}


def _parts_by_section(parts: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for part, section in sections_of(parts).items():
        found.setdefault(section, set()).add(part)
    return found


def link_chunks(taken: Taken, kind: str, names: Collection[str], folder: Path) -> None:
    """Have the chunks of a kind that belong to parts, or sections, of these names be in `folder` what they are in the folder taken from."""
    for path in sorted((taken.folder / kind).glob("*.js")) if taken.folder else ():
        found = CHUNK.fullmatch(path.stem)
        if found and found["part"] in names:
            link(path, folder / kind / path.name)
