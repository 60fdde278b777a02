"""Which files of a release a copy holds: all, the data without the pages, the pages alone, or chosen tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from rostra.errors import NotAsAsked, NotGiven
from rostra.place import Place
from rostra.places import read_small
from rostra.promises import CHECKSUMS, MANIFEST, PARTIAL_RECORD, SUMS_HERE

REGISTRY = "registry"
ALWAYS = frozenset({MANIFEST, "LICENSE", "NOTICE.md", "CITATION.cff"})
"""What every copy holds besides SHA256SUMS: what holds its files to their checksums, and on which terms it may be used and cited."""
# data/quotations.parquet   data/quotations/part-2026-02.parquet   registry.parquet   registry/part-2026-02.parquet
OF_TABLE = re.compile(r"data/(?P<table>[^/.]+)[/.].+|(?P<alone>registry)(?:\.parquet|/.+)")
# index.html   pages/reader.js
OF_PAGES = re.compile(r"index\.html|pages/.+")


class Part(StrEnum):
    """A part of a release that can be had alone."""

    DATA = "data"
    PAGES = "pages"
    ALL = "all"


class Choice(NamedTuple):
    """What a copy is made of: parts, or tables, or both."""

    parts: frozenset[Part] = frozenset({Part.ALL})
    tables: frozenset[str] = frozenset()

    def __or__(self, other: Choice) -> Choice:
        """Return what a copy is made of to which another one was added."""
        return Choice(self.parts | other.parts, self.tables | other.tables)

    def __str__(self) -> str:
        """Say what it is made of, in words."""
        parts = [f"the {part}" for part in sorted(self.parts)]
        return " and ".join([*parts, *([f"the tables {', '.join(sorted(self.tables))}"] if self.tables else [])])


WHOLE = Choice()


def of_tables(tables: Iterable[str]) -> Choice:
    """Return the choice of these tables alone."""
    return Choice(frozenset(), frozenset(tables))


def is_chosen(name: str, choice: Choice) -> bool:
    """Say whether a copy holds a file of the release.

    >>> [is_chosen(name, of_tables(["speeches"])) for name in ("LICENSE", "data/speeches.parquet", "sample/speeches.csv", "index.html")]
    [True, True, False, False]
    >>> [is_chosen(name, Choice(frozenset({Part.DATA}))) for name in ("sample/speeches.csv", "pages/reader.js")]
    [True, False]
    """
    if Part.ALL in choice.parts or name in ALWAYS:
        return True
    if OF_PAGES.fullmatch(name):
        return Part.PAGES in choice.parts
    about = OF_TABLE.fullmatch(name)
    return Part.DATA in choice.parts or (about is not None and (about["table"] or about["alone"]) in choice.tables)


def completed(choice: Choice, names: Iterable[str]) -> Choice:
    """Return the choice, or that of the whole release where it leaves out none of its files."""
    return WHOLE if all(is_chosen(name, choice) for name in names) else choice


def read_choice(release: Place) -> Choice:
    """Return what a copy says in PARTIAL.json it was made of; WHOLE where it says nothing, and so is a whole release.

    Raises NotAsAsked where what it says cannot be understood.
    """
    place = release.inside(PARTIAL_RECORD)
    try:
        content = read_small(place)
    except (FileNotFoundError, NotGiven):
        return WHOLE
    if content.lstrip()[:1] == b"<":  # some web servers answer with a page for what they do not have
        return WHOLE
    try:
        found = json.loads(content)
        return Choice(frozenset(map(Part, found.get("parts", ()))), frozenset(map(str, found["tables"])))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotAsAsked(f"{place}: does not say which tables were chosen") from error


def records_of(choice: Choice, sums: Mapping[str, str]) -> dict[str, bytes]:
    """Return name → content of the two files beside a copy in part: what was chosen, and the checksums of these files and no others."""
    if choice == WHOLE:
        return {}
    chosen = {"parts": sorted(choice.parts), "tables": sorted(choice.tables)}
    here = "".join(f"{sha256}  {name}\n" for name, sha256 in sums.items() if is_chosen(name, choice))
    return {PARTIAL_RECORD: (json.dumps(chosen) + "\n").encode(), SUMS_HERE: here.encode()}


UNLISTED = frozenset({CHECKSUMS, PARTIAL_RECORD, SUMS_HERE})
"""What a copy in part holds that its list of checksums does not name."""
