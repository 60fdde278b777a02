"""Taking a new text that only looks unlike the last one."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flows.clean.draft import Cleaned
from flows.errors import NotAsAsked
from flows.fetch.fetched import LIMITS
from flows.fetch.ledger import Entry, ledgers_of, read_ledger
from flows.fetch.reading import Asked, cleaned_within
from flows.fetch.snapshots import Snapshots, SnapshotsOnDisk


def accept(store: Path, speech_id: str, snapshots: Snapshots | None = None) -> Entry:
    """Let what a page answered last stand for it from the next build on, and return its new state.

    NotAsAsked where the store knows no page of this key, or nothing waits for it.
    """
    for source_id in ledgers_of(store):
        ledger = read_ledger(store, source_id)
        entry = next((entry for entry in ledger if entry.speech_id == speech_id and entry.is_text), None)
        if entry is None:
            continue
        if entry.latest is None:
            raise NotAsAsked(f"{speech_id}: no other text waits; what {entry.url} last answered stands already")
        if entry.standing is not None and entry.reason is not None:
            raise NotAsAsked(f"{speech_id}: what {entry.url} last answered is no new text of it: it {entry.trouble}")
        raw = (snapshots or SnapshotsOnDisk(store)).read(entry.latest.sha256)
        read = cleaned_within(Asked(raw, entry.latest.content_type, entry.url, LIMITS.reading_seconds))
        if not isinstance(read, Cleaned):
            raise NotAsAsked(f"{speech_id}: what {entry.url} last answered cannot be read as a text: {read.detail}")
        accepted = ledger.put(
            entry._replace(
                standing=entry.latest,
                latest=None,
                text_sha256=hashlib.sha256(read.text.encode()).hexdigest(),
                last_seen_at=entry.asked_at,
                unchanged=0,
                failed=0,
                reason=None,
                trouble=None,
            )
        )
        ledger.keep()
        return accepted
    raise NotAsAsked(f"{store}: knows no page with the key {speech_id!r}; `rostra build` names those that wait")
