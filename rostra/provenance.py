"""What stands beside a file that was made of a release: of which one, by which query, and how to cite it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rostra.dictionary import file_of
from rostra.errors import Refused
from rostra.index import on_one_line
from rostra.query import ReleaseTables
from rostra.verify import sha256_of

ENDING = ".provenance.json"
# title: "Rostra: who said what"
LINE_OF_CITATION = re.compile(r'^(?P<key>title|version|date-released|license|doi|url): "?(?P<value>[^"\n]+)"?$', re.MULTILINE)
AUTHOR = re.compile(r'^ {2}- name: "?(?P<name>[^"\n]+)"?$', re.MULTILINE)


class Citation(NamedTuple):
    """What a citation of one version of a dataset says."""

    author: str | None
    title: str
    version: str
    released_on: str | None
    address: str | None
    """Its DOI as an address, where the index around the release names one; else what its CITATION.cff gives."""
    doi: str | None

    def __str__(self) -> str:
        """Return it in one line."""
        named = ". ".join(filter(None, (self.author, self.title)))
        told = ", ".join(filter(None, (named, f"version {self.version}", self.released_on)))
        return on_one_line(f"{told}. {self.address or ''}")


def citation_of(release: ReleaseTables) -> Citation:
    """Return how to cite a release, as its CITATION.cff says; by name and version alone where it has none."""
    content = (file_of(release, "CITATION.cff") or b"").decode("utf-8", errors="replace")
    found = {match["key"]: match["value"] for match in reversed(list(LINE_OF_CITATION.finditer(content)))}
    author = AUTHOR.search(content)
    doi = release.doi or found.get("doi")
    return Citation(
        author["name"] if author else None,
        found.get("title", str(release.manifest.get("dataset", "dataset"))),
        str(release.manifest["version"]),
        found.get("date-released"),
        f"https://doi.org/{doi}" if doi else found.get("url"),
        doi,
    )


def provenance(release: ReleaseTables, tables: Sequence[str], query: str | None, rows: Mapping[str, int]) -> dict[str, Any]:
    """Return what is to be known of rows that were taken from a release: plain values for JSON."""
    return {
        "dataset": release.manifest.get("dataset"),
        "version": release.manifest["version"],
        "schema_version": release.manifest.get("schema_version"),
        "released_on": release.manifest.get("released_on"),
        "taken_from": str(release.place),
        "query": query,
        "rows": dict(rows),
        "made_of": [{"path": name, "sha256": release.promises[name].sha256} for table in tables for name in release.files[table]],
        "terms": "LICENSE and NOTICE.md of the release: the marks are under its licence, each text belongs to its publisher",
        "licence": release.manifest.get("licence"),
        "citation": str(citation_of(release)),
    }


def beside(path: Path) -> Path:
    """Return the place of what is known of a file or folder."""
    return path.with_name(path.name + ENDING)


def refuse_another(path: Path) -> None:
    """Raise Refused where something lies at a place that was not made here: only what has its provenance beside it is written over."""
    if path.exists() and not beside(path).is_file():
        raise Refused(f"{path}: is there already, and was not made by this command; move it away, or name another folder with --to")


def write_provenance(path: Path, facts: Mapping[str, Any]) -> None:
    """Write beside a file, or the folder of files, what is known of it, with the size and SHA-256 of each."""
    files = sorted(found for found in path.rglob("*") if found.is_file()) if path.is_dir() else [path]
    told = [
        {"path": found.relative_to(path.parent).as_posix(), "bytes": found.stat().st_size, "sha256": sha256_of(found)} for found in files
    ]
    beside(path).write_text(json.dumps({**facts, "files": told}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
