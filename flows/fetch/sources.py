"""One source at a time, so that a source that is down, slow or changed stops no other."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import NamedTuple
from urllib.parse import urlsplit

from flows.fetch.changed import last_readable
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import LIMITS, NONE_WITHDRAWN, Fetched, Limits, SourceGone, not_to_be_read
from flows.fetch.files import fetch_files
from flows.fetch.identifiers import refuse_collisions
from flows.fetch.listings import keep_listing, read_listing
from schemas.words import Reason

_host_turns: dict[str, Lock] = {}


class SourceFetched(NamedTuple):
    """What one run has of one source."""

    source_id: str
    texts: tuple[Fetched, ...]
    unchanged: int
    """How many texts have the bytes that the last run had."""
    asked: int
    """How many pages were asked for; 0 for files."""
    trouble: str | None = None
    """What a person should know: the source is gone, or pages could not be had; None where all went well."""

    @property
    def is_down(self) -> bool:
        """Whether nothing at all could be had of it now."""
        return self.trouble is not None and all(text.is_stale or text.sha256 is None for text in self.texts)


class Try(NamedTuple):
    """Which try of a run this is."""

    is_last: bool = True
    checked_since: datetime | None = None
    """Pages that were checked since (UTC) are not asked for again."""
    withdrawn: Mapping[str, str] = NONE_WITHDRAWN
    """Texts that are neither read nor asked for (speech id → reason)."""


def fetch_source(
    declaration: SourceDeclaration, sources_folder: Path, store: Path, limits: Limits = LIMITS, turn: Try | None = None
) -> SourceFetched:
    """Keep a snapshot of every text of a source, and return one value for each by origin.

    What cannot be had now is stood for by its last snapshot, and a folder that is gone by all of them; `trouble` says so.
    Raises Unavailable where pages are worth another try and this is not the last: all others are kept by then. Refused for a
    folder that never was there, for two texts with one key and for a store that cannot be written.
    """
    turn = turn or Try()
    before = read_listing(store, declaration)
    try:
        texts = _fetch(declaration, sources_folder, store, limits, turn)
    except SourceGone as error:
        if not before:
            raise
        texts = [not_to_be_read(text._replace(sha256=None), turn.withdrawn) or _of_the_last_run(text) for text in before]
        return SourceFetched(declaration.source_id, tuple(texts), len(texts), 0, str(error))
    refuse_collisions(texts)
    known = {text.origin: text for text in before}
    texts = sorted((last_readable(store, text, known.get(text.origin)) for text in texts), key=lambda text: text.origin)
    keep_listing(store, declaration, texts)
    unchanged = sum(1 for text in texts if text.sha256 and text.origin in known and known[text.origin].sha256 == text.sha256)
    return SourceFetched(declaration.source_id, tuple(texts), unchanged, len(declaration.addresses), _trouble(texts))


def _of_the_last_run(text: Fetched) -> Fetched:
    detail = f"its source is gone; the snapshot of the last run stands for {text.origin}"
    return text._replace(is_stale=True, detail=detail) if text.sha256 else text


def _fetch(declaration: SourceDeclaration, sources_folder: Path, store: Path, limits: Limits, turn: Try) -> list[Fetched]:
    if declaration.files:
        return fetch_files(declaration, sources_folder, store, limits, turn.withdrawn)
    from flows.fetch.pages import fetch_pages  # late: the network's libraries are heavy, and files need none of them

    with _alone_at(declaration.addresses):
        return fetch_pages(
            [declaration], store, limits, is_last_try=turn.is_last, checked_since=turn.checked_since, withdrawn=turn.withdrawn
        )


@contextmanager
def _alone_at(addresses: Sequence[str]) -> Iterator[None]:
    """Wait for the hosts' turns: sources that share a host are fetched one after the other, as it bears so many pages at once."""
    with ExitStack() as stack:
        for host in sorted({urlsplit(address).hostname or "" for address in addresses}):  # sorted: no two wait for each other
            stack.enter_context(_host_turns.setdefault(host, Lock()))
        yield


def _trouble(texts: Sequence[Fetched]) -> str | None:
    missed = [text for text in texts if text.url and (text.is_stale or text.sha256 is None) and text.reason is not Reason.WITHDRAWN]
    if not missed:
        return None
    return f"{len(missed)} of {len(texts)} pages could not be had, such as {missed[0].origin}: {missed[0].detail}"


def wait(seconds: float) -> None:
    """Wait for as long as a server asked (Retry-After)."""
    time.sleep(seconds)
