"""What an earlier release says of itself, read back from its files: what the next one is compared with."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from flows.fetch.turn import PublishedPage
from flows.parquet import files_of
from flows.publish.difference import Side
from flows.publish.facts import BuildFacts, DifferenceFacts, TableFacts, file_facts
from flows.publish.manifest import MANIFEST
from flows.publish.number import RowCounts
from flows.publish.promised_schema import columns_for_manifest, schema_of_release
from flows.publish.rows import table_files
from rostra.promises import tables_of
from rostra.store import INDEX, read_index
from schemas.words import TakenFrom

# The lines of CITATION.cff that its template writes of the DOI of all versions.
CITED_DOI = re.compile(r'^ {2}- type: doi\n {4}value: "(?P<doi>[^"\n]+)"$', re.MULTILINE)


def without_files(release: Path) -> dict[str, Any]:
    """Return what a release's manifest says, but for the list of its files."""
    return {name: value for name, value in _manifest(release).items() if name != "files"}


def _manifest(release: Path) -> Mapping[str, Any]:
    look = (release / MANIFEST).stat()
    return _manifest_read(release, (look.st_ino, look.st_mtime_ns, look.st_size))


@lru_cache(maxsize=1)
def _manifest_read(release: Path, _look: tuple[int, int, int]) -> Mapping[str, Any]:
    """Return what a release's manifest says, which is asked several times in a build; it looks as it did then."""
    found: dict[str, Any] = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
    return MappingProxyType(found)


def build_facts_of(release: Path) -> BuildFacts:
    """Return how a release says that it was made."""
    found = _manifest(release)
    return BuildFacts(
        version=found["version"],
        previous=found["previous"],
        released_on=found["released_on"],
        commit=found["build"]["commit"],
        lock_sha256=found["build"]["lock_sha256"],
        concept_doi=_concept_doi_of(release),
    )


def _concept_doi_of(release: Path) -> str | None:
    """Return the DOI that a release's citation names for all versions together."""
    found = CITED_DOI.search((release / "CITATION.cff").read_text(encoding="utf-8"))
    return found["doi"] if found else None


def difference_facts_of(release: Path) -> DifferenceFacts:
    """Return what a release says of how it differs from the one before it."""
    found = _manifest(release).get("difference")
    if found is None:  # a release from before differences were told
        return DifferenceFacts(None, "first", (), None, {}, "")
    return DifferenceFacts(
        previous=found["from"],
        level=found["level"],
        reasons=tuple(found["reasons"]),
        report=found["report"],
        tables={name: RowCounts(**counts) for name, counts in found["tables"].items()},
        history=sections_of(release, after=1),
    )


def sections_of(release: Path, after: int = 0) -> str:
    """Return the sections of a release's CHANGELOG, one a version, but for the first `after` ones."""
    _, *sections = (release / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")
    return "".join(f"## {section}\n" for section in sections[after:]).strip() + "\n" if sections[after:] else ""


def latest_release(store: Path) -> Path | None:
    """Return the folder of the latest release that a store lists; None where it has none, or not here."""
    index = read_index(store) if (store / INDEX).is_file() else None
    folder = store / "releases" / index.latest if index and index.latest else None
    return folder if folder and folder.is_dir() else None


def published_pages(release: Path, source_id: str) -> list[PublishedPage]:
    """Return the speeches of a source that a release holds and that came from an address."""
    import pyarrow.parquet as pq

    day = datetime.fromisoformat(_manifest(release)["released_on"]).replace(tzinfo=UTC)
    found = []
    for path in table_files(release, "speeches"):
        there = pq.read_schema(path).names
        names = [name for name in (*PublishedPage._fields, "source_id", "part_of", "url_from") if name in there]  # older ones lack some
        for row in pq.read_table(path, columns=names).to_pylist():
            is_page = row.pop("part_of", None) is None and row.pop("url_from", TakenFrom.ADDRESS) == TakenFrom.ADDRESS
            if row.pop("source_id") == source_id and row["url"] and is_page:
                found.append(PublishedPage(**row | {"retrieved_at": row.get("retrieved_at") or day}))
    return found


def facts_as_in(release: Path, facts: TableFacts) -> TableFacts:
    """Return the facts of a table as an earlier release has them; those of now where it had other columns, or another number of rows."""
    before = next((table for table in _manifest(release)["tables"] if table["name"] == facts.table.name), None)
    if before is None or before["columns"] != columns_for_manifest(facts.table) or before["rows"] != facts.rows:
        return facts
    files = tuple(file_facts(path.relative_to(release).as_posix(), release) for path in files_of(facts.table, release / "data"))
    return facts._replace(rows=before["rows"], files=files, content_sha256=before["content_sha256"])


def side_of(release: Path, sha256s: Mapping[str, str]) -> Side:
    """Return a release, whose files have these hashes, as one side of a comparison."""
    content = {table["name"]: table["content_sha256"] for table in _manifest(release)["tables"]}
    return Side(release, schema_of_release(release), content, sha256s, tables_of(sha256s))
