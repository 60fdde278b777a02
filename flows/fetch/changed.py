"""A page that changed its shape: its last readable snapshot stands for it, until the page reads as a text again."""

from __future__ import annotations

from pathlib import Path

from flows.clean.cleaning import clean
from flows.clean.draft import Cleaned
from flows.fetch.fetched import Fetched
from flows.fetch.snapshots import is_whole, read_snapshot


def last_readable(store: Path, text: Fetched, before: Fetched | None) -> Fetched:
    """Return a page as it is, or with the snapshot that the last run used where only that one can be read as a text."""
    if text.url is None or text.sha256 is None or before is None or before.sha256 in (None, text.sha256):
        return text
    if _is_readable(store, text) or not _is_readable(store, before):
        return text
    day = f" of {before.retrieved_at:%Y-%m-%d}" if before.retrieved_at else ""
    detail = f"no longer reads as a text (has the page changed its shape?); its snapshot{day} stands for it"
    return before._replace(is_stale=True, detail=detail)


def _is_readable(store: Path, text: Fetched) -> bool:
    if text.sha256 is None or not is_whole(store, text.sha256):
        return False
    return isinstance(clean(read_snapshot(store, text.sha256), text.content_type, text.origin), Cleaned)
