"""The store's index: which versions there are, what became of each, and which is the latest. Replaced whole, never edited."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from flows.errors import NotAsAsked, Refused
from flows.publish.number import numbers
from flows.publish.schema import INDEX_SCHEMA, refuse_breaches
from flows.publish.texts import as_json
from flows.publish.tombstones import Held, release_folders, tombstones_of, withdrawn_speeches
from rostra.index import Deposit, as_entry
from rostra.store import INDEX, PUBLISHED, Index, Release, read_index
from rostra.verify import CHECKSUMS, sha256_of
from schemas.dataset import DATASET
from schemas.withdrawn import Tombstone

YANKED = "yanked"
WITHDRAWN = "withdrawn"
ASIDE = INDEX + ".partial"


def with_releases(index: Index, added: Iterable[Release]) -> Index:
    """Return the index with these entries in the place of those of the same version, or added; the highest published one is the latest."""
    entries = {release.version: release for release in (*index.releases, *added)}
    ordered = tuple(sorted(entries.values(), key=lambda release: numbers(release.version)))
    published = [release.version for release in ordered if release.status == PUBLISHED]
    return Index(published[-1] if published else None, ordered)


def as_text(index: Index) -> str:
    """Return the content of releases.json; NotAsAsked where it is not by its schema."""
    releases = [as_entry(release) for release in index.releases]
    content = {"dataset": DATASET.name, "latest": index.latest, "releases": releases}
    refuse_breaches(INDEX_SCHEMA, content)
    return as_json(content)


def write_index_aside(store: Path, index: Index) -> None:
    """Write the index beside its place, and have the disk hold it."""
    aside = store / ASIDE
    aside.write_text(as_text(index), encoding="utf-8")
    sync(aside)


def replace_index(store: Path) -> None:
    """Put the index that was written aside in its place: from now on, readers see the new state."""
    (store / ASIDE).replace(store / INDEX)
    sync(store)


def write_index(store: Path, index: Index) -> Index:
    """Replace the store's index and return it."""
    write_index_aside(store, index)
    replace_index(store)
    return index


def sync(path: Path) -> None:
    """Have the disk confirm a file or a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def adopt_unlisted(store: Path) -> Index:
    """Return the index with the releases that it does not name yet: a publisher was killed between its rename and the index."""
    index = read_index(store)
    known = {release.version for release in index.releases}
    unlisted = [folder for folder in release_folders(store) if folder.name not in known]
    if not unlisted:
        return index
    return write_index(store, without_withdrawn(store, with_releases(index, map(entry_of, unlisted)), tombstones_of(unlisted)))


def without_withdrawn(store: Path, index: Index, tombstones: Mapping[str, Tombstone]) -> Index:
    """Return the index with every version as withdrawn that holds a speech which the tombstones name, or its text."""
    withdrawn = []
    for release in index.releases if tombstones else ():
        if release.status != WITHDRAWN:
            held = withdrawn_speeches(store / "releases" / release.version, tombstones.values())
            reasons = dict.fromkeys(_reason(one, tombstones) for one in held)
            if reasons:
                withdrawn.append(release._replace(status=WITHDRAWN, reason="; ".join(reasons), checksums_sha256=None))
    return with_releases(index, withdrawn)


def _reason(held: Held, tombstones: Mapping[str, Tombstone]) -> str:
    same = (stone for stone in tombstones.values() if held.speech_id == stone.speech_id or held.text_sha256 == stone.text_sha256)
    return next(same).reason


def entry_of(release: Path) -> Release:
    """Return the index's entry of a release folder."""
    manifest: dict[str, Any] = json.loads((release / "release.json").read_text(encoding="utf-8"))
    return Release(
        version=manifest["version"],
        schema_version=manifest["schema_version"],
        previous=manifest["previous"],
        released_on=manifest["released_on"],
        status=PUBLISHED,
        reason=None,
        checksums_sha256=sha256_of(release / CHECKSUMS),
        rows={table["name"]: table["rows"] for table in manifest["tables"]},
    )


def entry(index: Index, version: str) -> Release:
    """Return the entry of a version; NotAsAsked where the store never had it."""
    for release in index.releases:
        if release.version == version:
            return release
    known = ", ".join(release.version for release in index.releases) or "none"
    raise NotAsAsked(f"the store holds no release {version}; it has {known}")


def deposited(index: Index, version: str, deposit: Deposit) -> Index:
    """Return the index with the place where a version was deposited; NotAsAsked where there is no such version."""
    return with_releases(index, [entry(index, version)._replace(deposit=deposit)])


def yanked(index: Index, version: str, reason: str) -> Index:
    """Return the index with a version marked as yanked: its bytes stay, the latest skips it.

    Raises NotAsAsked where there is no such version, Refused where it was withdrawn, or no reason is given.
    """
    found = entry(index, version)
    if not reason.strip():
        raise Refused("--reason is empty; say why the version is yanked: readers are shown it")
    if found.status == WITHDRAWN:
        raise Refused(f"{version} was withdrawn ({found.reason}); there is nothing left to yank")
    return with_releases(index, [found._replace(status=YANKED, reason=" ".join(reason.split()))])
