"""What a run's try at a source is given, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from flows.fetch.fetched import NONE_WITHDRAWN, Fetched
from flows.fetch.snapshots import Snapshots

NOTES_SHOWN = 20
"""Of one source."""


class PublishedPage(NamedTuple):
    """A speech of the latest release that came from an address."""

    speech_id: str
    url: str
    raw_sha256: str
    text_sha256: str
    retrieved_at: datetime
    """When its bytes were had, or when they were published, in UTC."""


class Progress(NamedTuple):
    """How far the fetching of a source is."""

    source_id: str
    done: int
    total: int
    bytes: int
    hosts: int


class SourceTold(NamedTuple):
    """What is to be told of what one run has of one source: the numbers of its texts, and what went wrong."""

    source_id: str
    texts: int
    stale: int
    """For how many of them a snapshot stands that could not be had now."""
    unchanged: int
    trouble: str | None = None
    is_down: bool = False
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """What a person should know of it, a line each."""
        return (*((f"{self.source_id}: {self.trouble}",) if self.trouble else ()), *self.notes)


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
    is_down: bool = False
    """Whether nothing at all could be had of it now."""
    notes: tuple[str, ...] = ()
    """What a person should know of single pages."""

    @property
    def told(self) -> SourceTold:
        """What is to be told of it."""
        stale = sum(text.is_stale for text in self.texts)
        return SourceTold(self.source_id, len(self.texts), stale, self.unchanged, self.trouble, self.is_down, self.notes)


class Try(NamedTuple):
    """Which try of a run this is."""

    is_last: bool = True
    started: datetime | None = None
    """When the run began (UTC): what an earlier try of it asked for is not asked for again."""
    withdrawn: Mapping[str, str] = NONE_WITHDRAWN
    """Texts that are neither read nor asked for (speech id → reason)."""
    published: Callable[[str], Iterable[PublishedPage]] = lambda source_id: ()
    """What the latest release holds of the pages of a source: asked for once, before it has a ledger."""
    told: Callable[[Progress], None] = lambda progress: None
    kept: Callable[[], None] = lambda: None
    """Called whenever something new was kept."""
    snapshots: Snapshots | None = None
    """Where snapshots are kept, where that is not the store's folder alone."""
    is_asked_again: bool = False
    """Whether every page is asked for, due or not."""
    taken: frozenset[str] = frozenset()
    """Keys that texts of the source have which are no pages."""
