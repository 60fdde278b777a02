"""One source at a time, so that a source that is down, slow or changed stops no other."""

from __future__ import annotations

import time
from pathlib import Path

from flows.cycles import no_search_for_cycles
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import LIMITS, Fetched, Limits, SourceGone, not_to_be_read
from flows.fetch.files import fetch_files
from flows.fetch.held import keep_held, read_held
from flows.fetch.identifiers import refuse_collisions
from flows.fetch.metadata import described
from flows.fetch.turn import NOTES_SHOWN, SourceFetched, Try


def fetch_source(
    declaration: SourceDeclaration, sources_folder: Path, store: Path, limits: Limits = LIMITS, turn: Try | None = None
) -> SourceFetched:
    """Keep a snapshot of every text of a source, and return one value for each by origin.

    What cannot be had now is stood for by its last snapshot, and a folder that is gone by all of them; `trouble` says so.
    Raises Unavailable where pages are worth another try and this is not the last: all others are kept by then. Refused for a
    folder that never was there, for two files with one key and for a store that cannot be written.
    """
    turn = turn or Try()
    files = _files(declaration, sources_folder, store, limits, turn) if declaration.files else None
    turn = turn._replace(taken=frozenset(text.speech_id for text in files.texts) if files else frozenset())
    both = [part for part in (files, _pages(declaration, sources_folder, store, limits, turn)) if part is not None]
    texts = sorted((text for part in both for text in part.texts), key=lambda text: text.origin)
    refuse_collisions(texts)
    told = described(declaration, sources_folder, texts)
    return SourceFetched(
        declaration.source_id,
        told.texts,
        sum(part.unchanged for part in both),
        sum(part.asked for part in both),
        "; ".join([*(part.trouble for part in both if part.trouble), *told.troubles]) or None,
        all(part.is_down for part in both),
        tuple(note for part in both for note in part.notes),
    )


@no_search_for_cycles()  # of a large archive's texts
def _files(declaration: SourceDeclaration, sources_folder: Path, store: Path, limits: Limits, turn: Try) -> SourceFetched:
    before = read_held(store, declaration)
    try:
        texts = fetch_files(declaration, sources_folder, store, limits, turn.withdrawn)
    except SourceGone as error:
        if not before:
            raise
        texts = [not_to_be_read(text._replace(sha256=None), turn.withdrawn) or _of_the_last_run(text) for text in before]
        notes = [f"{text.origin}: {text.detail}" for text in texts if text.is_stale]
        return SourceFetched(declaration.source_id, tuple(texts), len(texts), 0, str(error), is_down=True, notes=tuple(notes[:NOTES_SHOWN]))
    keep_held(store, declaration, texts)
    known = {text.origin: text.sha256 for text in before}
    unchanged = sum(1 for text in texts if text.sha256 and known.get(text.origin) == text.sha256)
    return SourceFetched(declaration.source_id, tuple(texts), unchanged, 0)


def _of_the_last_run(text: Fetched) -> Fetched:
    detail = f"its source is gone; the snapshot of the last run stands for {text.origin}"
    return text._replace(is_stale=True, detail=detail) if text.sha256 else text


def _pages(declaration: SourceDeclaration, sources_folder: Path, store: Path, limits: Limits, turn: Try) -> SourceFetched | None:
    if not declaration.has_pages:
        return None
    from flows.fetch.web import fetch_web  # late: the network's libraries are heavy, and files need none of them

    return fetch_web(declaration, sources_folder, store, limits, turn)


def wait(seconds: float) -> None:
    """Wait for as long as a server asked (Retry-After)."""
    time.sleep(seconds)
