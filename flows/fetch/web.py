"""A source's texts on the web: what its ledger says of them once a run has asked for the pages that were due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from flows import clock
from flows.fetch.asking import Run
from flows.fetch.binding import bind
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import Fetched, Limits, Unavailable, not_to_be_read
from flows.fetch.gates import gates_of
from flows.fetch.ledger import Entry, Ledger, read_ledger, segments_of
from flows.fetch.pages import Visited, fetch_pages, is_read
from flows.fetch.turn import NOTES_SHOWN, SourceFetched, Try
from schemas.words import Reason

DOWN_AFTER = 3
"""So many pages without an answer show that a source is down, though its feeds can be had."""


def fetch_web(declaration: SourceDeclaration, sources_folder: Path, store: Path, limits: Limits, turn: Try) -> SourceFetched:
    """Find and ask for the pages of a source, and return one value for each that was ever asked for.

    Raises Unavailable where pages are worth another try and this is not the last: all others are kept by then.
    """
    started = turn.started or clock.now()
    ledger = read_ledger(store, declaration.source_id)
    ledger.reserve(turn.taken)
    bound = [] if segments_of(store, declaration.source_id) else bind(ledger, turn.published(declaration.source_id))
    before = {entry.address: entry.standing.sha256 for entry in ledger if entry.standing}
    visited = fetch_pages(declaration, sources_folder, ledger, _run(declaration, limits, started, turn))
    if visited.waiting:
        longest = max(found.after_seconds for found in visited.waiting)
        asked = visited.asked + len(visited.waiting)
        raise Unavailable(f"{len(visited.waiting)} of {asked} pages could not be had yet: {visited.waiting[0]}", longest)
    unchanged = sum(1 for entry in ledger if entry.is_text and entry.standing and before.get(entry.address) == entry.standing.sha256)
    texts = texts_of(ledger, declaration, started, turn.withdrawn)
    fetched = _fetched(visited, ledger, texts, started)
    return fetched._replace(unchanged=unchanged, notes=(*bound, *fetched.notes))


def _run(declaration: SourceDeclaration, limits: Limits, started: datetime, turn: Try) -> Run:
    gates = gates_of(started)
    return Run(
        started=started,
        deadline=gates.first_asked_at(declaration.source_id) + declaration.run_seconds,
        gates=gates,
        limits=limits,
        is_last_try=turn.is_last,
        told=turn.told,
        kept=turn.kept,
        snapshots=turn.snapshots,
        withdrawn=turn.withdrawn,
        is_asked_again=turn.is_asked_again,
    )


def _fetched(visited: Visited, ledger: Ledger, texts: Sequence[Fetched], started: datetime) -> SourceFetched:
    """Return what a run came to for the texts of a source, and what a person should know of it."""
    asked = [entry for entry in ledger if entry.is_text and entry.asked_at and started <= entry.asked_at <= clock.now()]
    missed = [text for text in texts if text.is_stale or (text.reason in NOT_HAD and text.speech_id in visited.failing)]
    stale = [f"{text.origin}: {text.detail}" for text in missed if text.is_stale]
    more = [f"and {len(stale) - NOTES_SHOWN} more pages, whose last snapshots stand for them"] if len(stale) > NOTES_SHOWN else []
    is_down = _is_down(visited, asked)
    nothing = f"none of the {len(asked) or visited.discovery.asked} addresses that were asked for could be had" if is_down else None
    return SourceFetched(
        ledger.source_id,
        tuple(texts),
        0,
        asked=len(asked),
        trouble=_trouble(visited, missed, texts, ledger) or nothing,
        is_down=is_down,
        notes=(*visited.notes, *stale[:NOTES_SHOWN], *more),
    )


NOT_HAD = frozenset({Reason.NOT_FETCHED, Reason.TOO_LARGE, Reason.NO_ARTICLE})


def texts_of(ledger: Ledger, declaration: SourceDeclaration, started: datetime, withdrawn: Mapping[str, str]) -> list[Fetched]:
    """Return one value for each page of a source that was ever asked for, by address: what stands for it, or why nothing does.

    Of several with the same text, the one that was first found is read; the others are its copies.
    """
    held = [entry for entry in ledger if is_read(declaration, entry) and (entry.asked_at or entry.is_withdrawn)]
    held.sort(key=lambda entry: (entry.first_seen_at, entry.speech_id))
    first: dict[str, Entry] = {}
    texts = []
    for entry in held:
        text = not_to_be_read(_named(declaration, entry), withdrawn) or _text_of(declaration, entry, started)
        if text.sha256 and entry.text_sha256 and entry.standing:
            kept = first.setdefault(entry.text_sha256, entry)
            if kept is not entry:
                text = _named(declaration, entry)._replace(reason=Reason.COPY, detail=f"its text is that of {kept.speech_id}")
        texts.append(text)
    return sorted(texts, key=lambda text: text.origin)


def _named(declaration: SourceDeclaration, entry: Entry) -> Fetched:
    return Fetched(declaration.source_id, entry.url, entry.speech_id, url=entry.url)


def _text_of(declaration: SourceDeclaration, entry: Entry, started: datetime) -> Fetched:
    """Return what stands for a page, what was last had of one that is no text, or why there is neither."""
    named = _named(declaration, entry)
    version = entry.standing or (entry.latest if entry.reason is None else None)
    if version is None:
        return named._replace(reason=entry.reason or Reason.NOT_FETCHED, detail=entry.trouble or "could not be had")
    had = named._replace(
        sha256=version.sha256,
        content_type=version.content_type,
        retrieved_at=version.fetched_at,
        last_seen_at=entry.last_seen_at,
        is_gone=entry.gone_since is not None,
    )
    if not entry.standing or not entry.trouble or entry.asked_at is None or entry.asked_at < started:
        return had
    return had._replace(is_stale=True, detail=f"{entry.trouble}; its snapshot of {version.fetched_at:%Y-%m-%d} stands for it")


def _is_down(visited: Visited, asked: Sequence[Entry]) -> bool:
    """Whether nothing could be had of a source in a run: no feed, sitemap or listing, and no page; or no page of several."""
    discovery = visited.discovery
    if not asked:
        return discovery.asked > 0 and discovery.had == 0
    return all(entry.trouble for entry in asked) and (discovery.had == 0 or len(asked) >= DOWN_AFTER)


def _trouble(visited: Visited, missed: Sequence[Fetched], texts: Sequence[Fetched], ledger: Ledger) -> str | None:
    said = list(visited.discovery.troubles[:NOTES_SHOWN])
    if missed:
        said.append(f"{len(missed)} of {len(texts)} pages could not be had, such as {missed[0].origin}: {missed[0].detail}")
    counted = Counter(entry.asked_at is None for entry in ledger if entry.is_text and not entry.is_withdrawn)
    if visited.left or visited.discovery.is_cut_short:
        why = f" ({visited.why_left})" if visited.why_left else ""
        said.append(f"goes on next time: {counted[False]} of {counted.total()} pages were asked for so far, {visited.left} are due{why}")
    return "; ".join(said) or None
