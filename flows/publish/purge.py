"""What a withdrawal removes from a store, for good: whole versions, snapshots and parts. It may die anywhere and be run again."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable
from pathlib import Path

from flows.fetch.held import forget_held, held_states_of
from flows.fetch.kept_members import forget_members
from flows.fetch.ledger import forget_states, ledgers_of, read_ledger, states_of
from flows.fetch.snapshots import snapshot_path
from flows.publish import archive
from flows.publish.assembled import FOLDER as ASSEMBLED
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
    """Remove the snapshots, states in ledgers and listings, and parts of texts, and the reports, which may show some of their rows.

    The snapshots go before the states, which are what names them.
    """
    parts = {file.parent: list(held_in(file, tombstones)) for file in sorted(store.glob("parts/*/speeches.parquet"))}
    read = {*held, *(one for found in parts.values() for one in found)}
    reasons = {tombstone.speech_id: tombstone.reason for tombstone in tombstones}
    _remove_snapshots(store, {one.raw_sha256 for one in read if one.raw_sha256} | held_states_of(store, reasons))
    forget_held(store, reasons)
    forget_members(store)
    for source_id, addresses in withdrawn_addresses(store, tombstones).items():
        _remove_snapshots(store, states_of(store, source_id, addresses))
        forget_states(store, source_id, addresses)
    for folder in (folder for folder, found in parts.items() if found):
        shutil.rmtree(folder)
    for name in ("reports", ASSEMBLED):  # rows of theirs may be shown in the one, and the other names them
        shutil.rmtree(store / name, ignore_errors=True)


def _remove_snapshots(store: Path, sha256s: Collection[str]) -> None:
    archive.forget(sha256s)
    for sha256 in sha256s:
        snapshot_path(store, sha256).unlink(missing_ok=True)


def withdrawn_addresses(store: Path, tombstones: Collection[Tombstone]) -> dict[str, set[str]]:
    """Return source → the addresses in its ledger whose text was withdrawn and of which the ledger still knows more than that.

    An address is meant by its key, by its text, or as another name of such a one.
    """
    ids = {tombstone.speech_id for tombstone in tombstones}
    texts = {tombstone.text_sha256 for tombstone in tombstones} - {None}
    found: dict[str, set[str]] = {}
    for source_id in ledgers_of(store):
        ledger = read_ledger(store, source_id)
        meant = {entry.address for entry in ledger if entry.is_withdrawn or entry.speech_id in ids or entry.text_sha256 in texts}
        meant |= {entry.address for entry in ledger if (text := ledger.resolved(entry.address)) and text.address in meant}
        if any(not entry.is_withdrawn for entry in ledger if entry.address in meant) or states_of(store, source_id, meant):
            found[source_id] = meant
    return found
