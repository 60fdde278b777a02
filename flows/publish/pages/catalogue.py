"""The store's own pages: `index.html` lists every version, `status.js` tells each release's page what became of it.

Both follow from the index and from which releases have pages; each is written aside, then put in its place.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from flows.publish.number import numbers
from flows.publish.pages.feeds import feeds
from flows.publish.pages.html import asset, csp_hash, page
from flows.publish.pages.interface import INDEX_PAGE, LANGUAGE, LANGUAGES
from flows.publish.pages.scripts import as_script
from rostra.index import concept_doi
from rostra.store import WITHDRAWN, Index, Release
from schemas.dataset import DATASET

CATALOGUE = "index.html"
STATUS = "status.js"
FIGURES = ("speeches", "quotations", "speakers")
LEVELS = ("major", "minor", "patch")


def write_catalogue(store: Path, index: Index) -> None:
    """Bring the pages of a store on this disk up to its index; a store none of whose releases ever had pages gets none."""
    with_page = {release.version for release in index.releases if (store / "releases" / release.version / INDEX_PAGE).is_file()}
    if not with_page and not (store / CATALOGUE).is_file():
        return
    for name, content in catalogue(index, with_page).items():
        path = store / name
        if path.is_file() and path.read_text(encoding="utf-8") == content:
            continue
        aside = store / f"{name}.partial"
        aside.write_text(content, encoding="utf-8", newline="\n")
        aside.replace(path)


def catalogue(index: Index, with_page: Collection[str]) -> dict[str, str]:
    """Return file name → content; `with_page` are the versions that have pages of their own, or had before they were withdrawn."""
    with_page = {release.version for release in index.releases if release.version in with_page and release.status != WITHDRAWN}
    style, script = asset("style.css"), asset("page.js")
    known = {release.version: release for release in index.releases}
    versions = [_version(release, known, with_page) for release in reversed(index.releases)]
    facts = {
        "dataset": DATASET,
        "versions": versions,
        "latest": next((version for version in versions if version["version"] == index.latest), None),
        "counted": FIGURES,
        "concept_doi": concept_doi(index),
        "style": style,
        "script": script,
        "style_hash": csp_hash(style),
        "script_hash": csp_hash(script),
    }
    pages = {catalogue_in(language): page("catalogue.html", language, catalogue_in=catalogue_in, **facts) for language in LANGUAGES}
    return {**pages, **feeds(versions), STATUS: _status(index, with_page)}


def catalogue_in(language: str) -> str:
    """Return the file name of the catalogue in a language.

    >>> catalogue_in("en"), catalogue_in("uk")
    ('index.html', 'index.uk.html')
    """
    return CATALOGUE if language == LANGUAGE else f"index.{language}.html"


def _status(index: Index, with_page: Collection[str]) -> str:
    releases = {
        release.version: {"status": release.status, "reason": release.reason, "page": INDEX_PAGE if release.version in with_page else ""}
        for release in index.releases
    }
    return as_script("rostra.status", {"latest": index.latest, "releases": releases})


def _version(release: Release, known: dict[str, Release], with_page: Collection[str]) -> dict[str, Any]:
    before = known.get(release.previous) if release.previous else None
    rows = [release.rows.get(name, 0) for name in FIGURES]
    return {
        "version": release.version,
        "day": release.released_on,
        "status": release.status,
        "reason": release.reason,
        "page": INDEX_PAGE if release.version in with_page else None,
        "checksums_sha256": release.checksums_sha256,
        "doi": release.deposit.doi if release.deposit else None,
        "previous": release.previous,
        "level": _level(release),
        "counts": [
            (name, {"rows": n, "more": n - before.rows.get(name, 0) if before else 0}) for name, n in zip(FIGURES, rows, strict=True)
        ],
    }


def _level(release: Release) -> str:
    """Return what the number says of the difference with the version before."""
    if release.previous is None:
        return "first"
    return next(word for word, now, then in zip(LEVELS, numbers(release.version), numbers(release.previous), strict=True) if now != then)
