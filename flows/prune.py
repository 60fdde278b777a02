"""What a store may lose: snapshots, parts and left-overs that are old and that neither a release nor the next run needs.

Of a store elsewhere it is snapshots alone; the rest lies in the work folder.

Kept whatever their age: releases and their index; every snapshot that a published speech came from, that a source's listing
names (the next run may fall back on it) or that a ledger does (what stands for a page, and what was last had of it); the parts
of the last run, finished or cut off.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from flows.errors import Refused
from flows.fetch.held import HELD
from flows.fetch.ledger import ledgers_of, read_ledger
from flows.parquet import distinct
from flows.publish.archive_elsewhere import Archive
from flows.publish.bucket import Stored
from rostra.verify import CHECKSUMS

SPEECHES = re.compile(r"/data/speeches(/[^/]+)?\.parquet")
LISTINGS = "listings"


class Prunable(NamedTuple):
    """One file or folder that may go."""

    path: Path
    kind: str
    bytes: int


def prunable(store: Path, cutoff: datetime) -> list[Prunable]:
    """Return what was last used before the cutoff and is needed no more, in the order of kinds and paths.

    Call it with the store's lock held. Refused where a release, a listing or a ledger cannot be read: what it needs is unknown then.
    """
    snapshots, parts = needed_snapshots(store), _needed_parts(store)
    found = [
        *(Prunable(path, "snapshot", path.stat().st_size) for path in _snapshots(store) if path.name not in snapshots),
        *(Prunable(path, "parts", _size(path)) for path in _folders(store / "parts") if path.name not in parts),
        *(Prunable(path, "staging", _size(path)) for path in [store / "staging" / "release"] if path.is_dir()),
        *(Prunable(path, "left-over", _size(path)) for path in _left_overs(store)),
    ]
    return [one for one in found if _last_used(one.path) < cutoff.timestamp()]


def prunable_elsewhere(archive: Archive, cutoff: datetime) -> list[Stored]:
    """Return the snapshots of an object store that were put there before the cutoff and are needed no more, in the order of their names.

    Call it with the archive pulled. Refused where a release, a listing or a ledger cannot be read.
    """
    needed = {*needed_snapshots(archive.cache), *_of_releases_elsewhere(archive)}
    return [found for sha256, found in sorted(archive.snapshots()) if sha256 not in needed and found.modified_at < cutoff]


def remove(found: list[Prunable]) -> None:
    """Remove what `prunable` returned; OSError where the store cannot be written."""
    for one in found:
        if one.path.is_dir():
            shutil.rmtree(one.path)
        else:
            one.path.unlink()


def needed_snapshots(store: Path) -> frozenset[str]:
    """Return the SHA-256 of every snapshot that a release or the next run needs."""
    return frozenset((*_of_releases(store), *_of_listings(store), *_of_ledgers(store)))


def _of_releases(store: Path) -> Iterator[str]:
    for release in _folders(store / "releases"):
        data = release / "data"
        files = [*data.glob("speeches.parquet"), *data.glob("speeches/*.parquet")]
        if not files:
            raise Refused(f"{release}: holds no table speeches; nothing is pruned until it is whole or removed")
        try:
            yield from (str(sha256) for sha256 in distinct(files, "raw_sha256"))
        except (OSError, ValueError) as error:
            raise Refused(f"{data}: cannot be read ({type(error).__name__}); nothing is pruned until it can") from error


def _of_releases_elsewhere(archive: Archive) -> Iterator[str]:
    """Yield what is needed by the releases that lie there alone; of each, one column is read."""
    names = set(archive.bucket.names("releases"))
    for release in sorted(name.removesuffix(f"/{CHECKSUMS}") for name in names if name.endswith(f"/{CHECKSUMS}")):
        if (archive.cache / release).is_dir():
            continue
        files = [name for name in sorted(names) if name.startswith(f"{release}/data/") and SPEECHES.fullmatch(name[len(release) :])]
        if not files:
            raise Refused(f"{archive.bucket.address}/{release}: holds no table speeches; nothing is pruned until it is whole or removed")
        yield from (str(sha256) for sha256 in distinct([archive.bucket.opened(name) for name in files], "raw_sha256"))


def _of_listings(store: Path) -> Iterator[str]:
    for path in (store / "snapshots" / LISTINGS).glob("*.json"):
        try:
            yield from (text.sha256 for text in HELD.validate_json(path.read_bytes()).texts if text.sha256)
        except (OSError, ValidationError) as error:
            raise Refused(f"{path}: cannot be read ({type(error).__name__}); nothing is pruned until it can") from error


def _of_ledgers(store: Path) -> Iterator[str]:
    """Yield the states that stand for pages, and the last ones that were had; Refused where a ledger is damaged."""
    for source_id in ledgers_of(store):
        try:
            ledger = read_ledger(store, source_id)
        except Refused as error:
            raise Refused(f"{error}; nothing is pruned until it can be read") from error
        for entry in ledger:
            yield from (version.sha256 for version in (entry.standing, entry.latest) if version)


def _needed_parts(store: Path) -> frozenset[str]:
    return frozenset(path.name for path in (store / "staging" / "shards").glob("*"))


def _snapshots(store: Path) -> list[Path]:
    return sorted(path for path in (store / "snapshots").glob("??/*") if path.is_file() and not path.name.startswith("."))


def _left_overs(store: Path) -> list[Path]:
    """Return what a killed process wrote aside and never renamed."""
    asides = (store / "snapshots").rglob(".aside-*")
    histories = (store / "snapshots" / "pages").glob("*/*.json")  # of pages, before there were ledgers
    return sorted([*asides, *histories, *(store / "parts").glob("*.partial"), *(store / "reports").glob("validate-*")])


def _folders(folder: Path) -> list[Path]:
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if path.is_dir() and not path.name.endswith(".partial"))


def _last_used(path: Path) -> float:
    return path.stat().st_mtime


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
