"""What a release's descriptors are rendered from: one model, so that no two of them can differ."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from flows.parquet import distinct, read_rows
from flows.publish.number import RowCounts
from flows.publish.rows import write_hashes
from rostra.verify import sha256_of
from schemas.columns import Table
from schemas.dataset import TABLES
from schemas.sources import SET_ASIDE, SOURCES, Source
from schemas.speeches import SPEECHES


class BuildFacts(NamedTuple):
    """What is true of the building, not of the data; it never counts as a change."""

    version: str
    previous: str | None
    released_on: str
    """The one date of the release, ISO 8601: from SOURCE_DATE_EPOCH or the run's start."""
    commit: str | None
    lock_sha256: str | None


class TableFacts(NamedTuple):
    """One table file of the release."""

    table: Table
    rows: int
    bytes: int
    sha256: str
    content_sha256: str
    """A hash of the rows that knows neither their order nor the file's encoding."""

    @property
    def path(self) -> str:
        """The file's path within the release."""
        return f"data/{self.table.name}.parquet"


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


class ReleaseFacts(NamedTuple):
    """All that the descriptors of one release say."""

    build: BuildFacts
    tables: tuple[TableFacts, ...]
    texts: Mapping[str, TextCounts]
    """Source → how many of its texts were fetched, published and set aside."""
    sources: tuple[Source, ...]
    languages: tuple[str, ...]
    """Codes of the languages of the speeches, sorted."""
    validation: Mapping[str, Any]
    difference: DifferenceFacts = THE_FIRST

    def of(self, name: str) -> TableFacts:
        """Return the facts of the table of this name; KeyError where there is none."""
        for facts in self.tables:
            if facts.table.name == name:
                return facts
        raise KeyError(name)


def release_facts(data: Path, fetched: Mapping[str, int], validation: Mapping[str, Any], build: BuildFacts) -> ReleaseFacts:
    """Return the facts of the staged tables in the folder `data`; `fetched` is source → number of fetched texts."""
    aside = Counter(row[0] for row in read_rows(SET_ASIDE, data / f"{SET_ASIDE.name}.parquet"))
    return ReleaseFacts(
        build=build,
        tables=table_facts(data),
        texts={source: TextCounts(n, n - aside[source], aside[source]) for source, n in sorted(fetched.items())},
        sources=tuple(Source(*row) for row in read_rows(SOURCES, data / f"{SOURCES.name}.parquet")),
        languages=tuple(distinct(data / f"{SPEECHES.name}.parquet", "language")),
        validation=validation,
    )


def table_facts(data: Path) -> tuple[TableFacts, ...]:
    """Return the facts of every declared table in the folder, in the order of declaration; its rows' hashes are kept for later."""
    return tuple(_facts_of(table, data) for table in TABLES)


def _facts_of(table: Table, data: Path) -> TableFacts:
    path = data / f"{table.name}.parquet"
    rows, total = write_hashes([path], table.key, table.names, hashes_folder(data) / path.name)
    content = hashlib.sha256(f"{table.name} {rows} {total % 2**256:064x}".encode()).hexdigest()
    return TableFacts(table, rows, path.stat().st_size, sha256_of(path), content)


def hashes_folder(data: Path) -> Path:
    """Return the folder that receives the hashes of the staged rows: beside the release, never in it."""
    return data.parent.with_name("hashes")
