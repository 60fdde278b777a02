"""What a withdrawal removes from a store, for good: whole versions, snapshots and parts. It may die anywhere and be run again."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable
from pathlib import Path

from flows.fetch.snapshots import history_path, read_history, snapshot_path
from flows.publish import archive
from flows.publish.index import WITHDRAWN
from flows.publish.tombstones import Held, held_in, release_folders, tombstones_of, withdrawn_speeches
from rostra.store import Index
from rostra.verify import CHECKSUMS
from schemas.withdrawn import Tombstone


def purge(store: Path, index: Index) -> None:
    """Remove every version that the index calls withdrawn, and before it the snapshots and parts of the texts that it must not hold.

    The folders of the versions go last: they are what tells that something is left to do.
    """
    versions = [store / "releases" / release.version for release in index.releases if release.status == WITHDRAWN]
    left = [folder for folder in versions if folder.exists()]
    if not left:
        return
    tombstones = tombstones_of(release_folders(store)).values()
    whole = [folder for folder in left if (folder / CHECKSUMS).is_file()]
    purge_texts(store, tombstones, [held for folder in whole for held in withdrawn_speeches(folder, tombstones)])
    for folder in left:
        (folder / CHECKSUMS).unlink(missing_ok=True)  # first: a half of a release is never taken for one
        shutil.rmtree(folder)


def purge_texts(store: Path, tombstones: Collection[Tombstone], held: Iterable[Held]) -> None:
    """Remove the snapshots, page histories and parts of texts, and the reports, which may show some of their rows."""
    parts = {file.parent: list(held_in(file, tombstones)) for file in sorted(store.glob("parts/*/speeches.parquet"))}
    for one in {*held, *(one for found in parts.values() for one in found)}:
        snapshots = _snapshots_of(store, one)
        archive.forget(snapshots)
        for sha256 in snapshots:
            snapshot_path(store, sha256).unlink(missing_ok=True)
        if one.url is not None:
            history_path(store, one.source_id, one.url).unlink(missing_ok=True)
    for folder in (folder for folder, found in parts.items() if found):
        shutil.rmtree(folder)
    shutil.rmtree(store / "reports", ignore_errors=True)


def _snapshots_of(store: Path, held: Held) -> set[str]:
    """Return the SHA-256 of every state in which the text was ever kept, read or not."""
    found = {held.raw_sha256} if held.raw_sha256 else set()
    if held.url is not None:
        found.update(version.sha256 for version in read_history(store, held.source_id, held.url).versions)
    return found
