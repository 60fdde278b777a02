"""What a release's descriptors are rendered from: one model, so that no two of them can differ."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from flows.parquet import counted, distinct, files_of, read_rows
from flows.publish.number import RowCounts
from flows.publish.rows import Hashed, hashes_folder, hashes_of, write_hashes
from flows.publish.sharing import NOTHING_KNOWN, Known
from rostra.verify import sha256_of
from schemas.columns import Table
from schemas.corrections import CORRECTIONS
from schemas.dataset import TABLES
from schemas.labelers import LABELER_SCORES, LABELERS, LabelerScore
from schemas.sources import SET_ASIDE, SOURCES, Source
from schemas.speakers import PERSON_LISTS, PersonList
from schemas.speeches import SPEECHES
from schemas.words import Damage, Outcome

AHEAD = "ahead.json"
Ahead = tuple[str, int, int, str, int, str]
"""Path within the release, bytes, moment of modification, SHA-256, rows, and the sum of the rows' hashes in hexadecimal digits."""


class BuildFacts(NamedTuple):
    """What is true of the building, not of the data; it never counts as a change."""

    version: str
    previous: str | None
    released_on: str
    """The one date of the release, ISO 8601: from SOURCE_DATE_EPOCH or the run's start."""
    commit: str | None
    lock_sha256: str | None
    concept_doi: str | None = None
    """The DOI of all versions together, where an earlier one was deposited."""


class FileFacts(NamedTuple):
    """One file of the release."""

    path: str
    """Its place within the release, parts divided by `/`."""
    bytes: int
    sha256: str


class TableFacts(NamedTuple):
    """One table of the release."""

    table: Table
    rows: int
    files: tuple[FileFacts, ...]
    """Its Parquet file; several parts, in order, where one file would be too large."""
    content_sha256: str
    """A hash of the rows that knows neither their order nor the file's encoding."""
    hashed: tuple[Hashed, ...] = ()
    """Of a table in parts: what hashing the rows of each file came to."""

    @property
    def path(self) -> str:
        """The file's path within the release; a pattern that names all parts where there are several."""
        return self.files[0].path if self.is_whole else f"data/{self.table.name}/*.parquet"

    @property
    def is_whole(self) -> bool:
        """Whether one file holds the whole table."""
        return len(self.files) == 1

    @property
    def bytes(self) -> int:
        """The size of its file, or of all its parts."""
        return sum(file.bytes for file in self.files)

    @property
    def sha256(self) -> str | None:
        """The SHA-256 of its file; None where it stands in parts."""
        return self.files[0].sha256 if self.is_whole else None


class TextCounts(NamedTuple):
    """What became of the texts of one source."""

    fetched: int
    published: int
    set_aside: int


class DifferenceFacts(NamedTuple):
    """What a release says of how it differs from the one before."""

    previous: str | None
    level: str
    """`first`, `patch`, `minor` or `major`."""
    reasons: tuple[str, ...]
    report: str | None
    """The path of the report within the release."""
    tables: Mapping[str, RowCounts]
    history: str
    """What the release before said of itself and of those before it: the sections of its CHANGELOG."""


THE_FIRST = DifferenceFacts(None, "first", (), None, {}, "")


NO_CORRECTIONS: Mapping[str, int] = MappingProxyType({})


class ReleaseFacts(NamedTuple):
    """All that the descriptors of one release say."""

    build: BuildFacts
    tables: tuple[TableFacts, ...]
    texts: Mapping[str, TextCounts]
    """Source → how many of its texts were fetched, published and set aside."""
    sources: tuple[Source, ...]
    person_lists: tuple[PersonList, ...]
    """The lists of others that tell of its persons."""
    languages: tuple[str, ...]
    """Codes of the languages of the speeches, sorted."""
    validation: Mapping[str, Any]
    damage: Mapping[str, int]
    """What seems damaged → in how many speeches, by `speeches.damage`."""
    difference: DifferenceFacts = THE_FIRST
    scores: tuple[LabelerScore, ...] = ()
    """How well the rules did where they were measured."""
    rules_sha256: frozenset[str] = frozenset()
    """The hashes of the rule sets that wrote this release's labels."""
    corrections: Mapping[str, int] = NO_CORRECTIONS
    """Outcome → how many corrections by people came to it."""

    def of(self, name: str) -> TableFacts:
        """Return the facts of the table of this name; KeyError where there is none."""
        for facts in self.tables:
            if facts.table.name == name:
                return facts
        raise KeyError(name)


def release_facts(
    data: Path, fetched: Mapping[str, int], validation: Mapping[str, Any], build: BuildFacts, known: Known = NOTHING_KNOWN
) -> ReleaseFacts:
    """Return the facts of the staged tables in the folder `data`; `fetched` is source → number of fetched texts.

    Of files that are the same as in the release that `known` tells of, or were hashed ahead, rows are not read again.
    """
    known = _with_hashed_ahead(known, data)
    aside = Counter(row[0] for path in files_of(SET_ASIDE, data) for row in read_rows(SET_ASIDE, path))
    return ReleaseFacts(
        build=build,
        tables=tuple(_facts_of(table, data, known) for table in TABLES),
        texts={source: TextCounts(n, n - aside[source], aside[source]) for source, n in sorted(fetched.items())},
        sources=tuple(Source(*row) for path in files_of(SOURCES, data) for row in read_rows(SOURCES, path)),
        person_lists=tuple(PersonList(*row) for path in files_of(PERSON_LISTS, data) for row in read_rows(PERSON_LISTS, path)),
        languages=tuple(distinct(files_of(SPEECHES, data), "language")),
        validation=validation,
        scores=tuple(LabelerScore(*row) for path in files_of(LABELER_SCORES, data) for row in read_rows(LABELER_SCORES, path)),
        rules_sha256=frozenset(distinct(files_of(LABELERS, data), "sha256")),
        damage=_damage(data),
        corrections=_corrections(data),
    )


def _damage(data: Path) -> dict[str, int]:
    found = counted(files_of(SPEECHES, data), "damage")
    return {word.value: found[word.value] for word in Damage if word.value in found}


def _corrections(data: Path) -> dict[str, int]:
    place = CORRECTIONS.names.index("outcome")
    counts = Counter(row[place] for path in files_of(CORRECTIONS, data) for row in read_rows(CORRECTIONS, path))
    return {str(outcome): counts[outcome] for outcome in Outcome if counts[outcome]}


def file_facts(name: str, folder: Path, known: Known = NOTHING_KNOWN) -> FileFacts:
    """Return the facts of a file, given by its name from a folder on."""
    path = f"{folder}/{name}"
    look = os.stat(path)  # noqa: PTH116 - of each of many files, as in `look_of`
    return FileFacts(name, look.st_size, known.by_inode.get((look.st_dev, look.st_ino)) or sha256_of(Path(path)))


def _facts_of(table: Table, data: Path, known: Known) -> TableFacts:
    files = tuple(file_facts(_name(path, data), data.parent, known) for path in files_of(table, data))
    hashed = tuple(known.rows.get(file.sha256) or _hashed(table, data, file) for file in files)
    rows, total = sum(one.rows for one in hashed), sum(one.total for one in hashed)
    content = hashlib.sha256(f"{table.name} {rows} {total % 2**256:064x}".encode()).hexdigest()
    return TableFacts(table, rows, files, content, hashed if len(files) > 1 else ())


def _hashed(table: Table, data: Path, file: FileFacts) -> Hashed:
    return write_hashes([data.parent / file.path], table.key, table.names, hashes_of(hashes_folder(data), file.path))


def _name(path: Path, data: Path) -> str:
    return path.relative_to(data.parent).as_posix()


def note_hashed(files: Iterable[tuple[Path, Hashed]], data: Path, name: str) -> Path:
    """Note what hashing the rows of files in the folder `data` came to, with their own hashes; return the file that tells of them."""
    found: list[Ahead] = []
    for path, hashed in files:
        look, facts = path.stat(), file_facts(_name(path, data), data.parent)
        found.append((facts.path, facts.bytes, look.st_mtime_ns, facts.sha256, hashed.rows, f"{hashed.total:x}"))
    noted = hashes_folder(data) / f"{name}.{AHEAD}"
    noted.parent.mkdir(parents=True, exist_ok=True)
    noted.write_text(json.dumps(found), encoding="utf-8")
    return noted


def _with_hashed_ahead(known: Known, data: Path) -> Known:
    """Return what is known with what was found of the files that were hashed ahead and look as they did then."""
    by_inode, rows = dict(known.by_inode), dict(known.rows)
    for noted in hashes_folder(data).glob(f"*.{AHEAD}"):
        ahead: list[Ahead] = json.loads(noted.read_bytes())
        for name, size, modified_ns, sha256, number, total in ahead:
            path = data.parent / name
            look = path.stat() if path.is_file() else None
            if look and (look.st_size, look.st_mtime_ns) == (size, modified_ns):
                by_inode[look.st_dev, look.st_ino] = sha256
                rows[sha256] = Hashed(number, int(total, 16))
    return known._replace(by_inode=by_inode, rows=rows)
