"""What stands beside a file that was made of a release: of which one, by which query, and how to cite it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rostra.dictionary import file_of
from rostra.errors import Refused
from rostra.query import ReleaseTables
from rostra.verify import sha256_of

ENDING = ".provenance.json"
# title: "Rostra: who said what"
LINE_OF_CITATION = re.compile(r'^(?P<key>title|version|date-released|license|doi|url): "?(?P<value>[^"\n]+)"?$', re.MULTILINE)
AUTHOR = re.compile(r'^ {2}- name: "?(?P<name>[^"\n]+)"?$', re.MULTILINE)


def citation_of(release: ReleaseTables) -> str:
    """Return how to cite a release in one line, as its CITATION.cff says; by name and version alone where it has none."""
    content = (file_of(release, "CITATION.cff") or b"").decode("utf-8", errors="replace")
    found = {match["key"]: match["value"] for match in reversed(list(LINE_OF_CITATION.finditer(content)))}
    author = AUTHOR.search(content)
    title = found.get("title", str(release.manifest.get("dataset", "dataset")))
    parts = (author and author["name"], title, f"version {release.manifest['version']}", found.get("date-released"))
    named = ". ".join(filter(None, parts[:2])) + ", " + ", ".join(filter(None, parts[2:]))
    return f"{named}. {found.get('doi') or found.get('url') or ''}".strip()


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
        "citation": citation_of(release),
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
