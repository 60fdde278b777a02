"""The door to texts on the web: one run over the pages of a source, by its ledger and within its time."""

from __future__ import annotations

import asyncio
from collections import deque
from pathlib import Path
from typing import NamedTuple

from flows import clock
from flows.clean.draft import Cleaned, Unreadable
from flows.fetch.asking import Asking, Had, Run
from flows.fetch.canonical import canonical
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.discover.search import Discovery, discover, left_out_because
from flows.fetch.download import NotAllowed, NotHad, TooLarge, new_client
from flows.fetch.entering import enter
from flows.fetch.fetched import Unavailable
from flows.fetch.gates import Closed
from flows.fetch.ledger import Entry, Kind, Ledger
from flows.fetch.noting import Noted, note_answer, note_failure
from flows.fetch.reading import cleaned_within
from flows.fetch.schedule import in_turn, some_of_each_place
from flows.fetch.settling import settle
from flows.fetch.snapshots import keep_snapshot
from flows.fetch.turn import Progress

KEPT_EVERY = 100
"""After so many pages, what was found out is written to the ledger."""


class Visited(NamedTuple):
    """What one try of a run came to for the pages of a source."""

    discovery: Discovery
    asked: int
    good: int
    """How many of the pages that were asked for have their text, or a new one."""
    waiting: tuple[Unavailable, ...]
    """Those that are worth another try of this run."""
    left: int
    """How many pages that are due were not asked for: the time was over, or a host wants no more requests."""
    why_left: str
    notes: tuple[str, ...]
    failing: frozenset[str]
    """The keys of pages that could not be had, or had no text, otherwise than the last time."""


def fetch_pages(declaration: SourceDeclaration, sources_folder: Path, ledger: Ledger, run: Run) -> Visited:
    """Find the pages of a source, ask for those that are due, and write what was found out to its ledger.

    What cannot be had, or is no text any more, leaves what stands for the page as it was. Refused where the store cannot be written.
    """
    return asyncio.run(_fetch(declaration, sources_folder, ledger, run))


async def _fetch(declaration: SourceDeclaration, sources_folder: Path, ledger: Ledger, run: Run) -> Visited:
    async with new_client(run.limits) as client:
        asking = Asking(declaration, ledger, client, run)
        discovery = await discover(asking, sources_folder, run.most)
        enter(ledger, discovery.found.values(), run.started, run.withdrawn)
        ledger.keep()
        visits = _Visits(asking)
        try:
            await visits.go()
        finally:
            notes = settle(ledger, visits.noted)
            ledger.keep()
            run.kept()
    return Visited(
        discovery=discovery,
        asked=visits.asked,
        good=visits.good,
        waiting=tuple(visits.waiting),
        left=visits.left,
        why_left=visits.why_left,
        notes=tuple(notes),
        failing=frozenset(noted.entry.speech_id for noted in visits.noted if noted.is_new_trouble),
    )


def is_read(declaration: SourceDeclaration, entry: Entry) -> bool:
    """Say whether an address is one of a text that the source holds: neither its patterns nor a withdrawal leave it out."""
    return entry.is_text and left_out_because(declaration, entry.address) is None


class _Visits:
    """One try's way through the pages that are due."""

    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        started = asking.run.started
        held = (entry for entry in asking.ledger if is_read(asking.declaration, entry) and not _was_asked(entry, asking.run))
        due, most = in_turn(held, started, is_asked_again=asking.run.is_asked_again), asking.run.most
        self.due = deque(due if most is None else some_of_each_place(due, most, self._place_of))
        self.total = len(self.due)
        self.asked = self.good = self.left = 0
        self.why_left = ""
        self.waiting: list[Unavailable] = []
        self.noted: list[Noted] = []

    def _place_of(self, entry: Entry) -> str:
        """Return which place of the source's file names a page: of a listing's pages and an index's sitemaps, where those begin."""
        known = canonical(entry.found_in)
        found = (self.asking.ledger.get(f"{kind}:{known}") for kind in (Kind.FEED, Kind.SITEMAP, Kind.LISTING))
        return next((place.found_in for place in found if place), entry.found_in)

    async def go(self) -> None:
        """Visit all, a few at once."""
        await asyncio.gather(*(self._visit_in_turn() for _ in range(min(self.asking.run.limits.pages_at_once, len(self.due)))))

    async def _visit_in_turn(self) -> None:
        while self.due:
            noted = await self._visit(self.due.popleft())
            if noted is None:
                continue
            self.asked += 1
            self.good += noted.is_good
            self.asking.ledger.put(noted.entry)
            self.noted.append(noted)
            if noted.is_changed:
                self._ask_of_whom_it_was_a_copy(noted.before)
            if self.asked % KEPT_EVERY == 0:
                self.asking.ledger.keep()
                await asyncio.to_thread(self.asking.run.kept)  # it may put pages into a store elsewhere, and the others go on meanwhile
            self._tell()

    def _ask_of_whom_it_was_a_copy(self, before: Entry) -> None:
        """Ask in this run too for the page whose text a changed one had: it may have moved there, and then both are one."""
        same = [entry for entry in self.asking.ledger if entry.is_text and entry.text_sha256 == before.text_sha256 is not None]
        first = min(same, key=lambda entry: entry.first_seen_at, default=before)
        asked = {noted.entry.address for noted in self.noted} | {entry.address for entry in self.due}
        if first.first_seen_at < before.first_seen_at and first.address not in asked:
            self.due.append(first)
            self.total += 1

    def _tell(self) -> None:
        asking = self.asking
        done = self.total - len(self.due)
        asking.run.told(Progress(asking.declaration.source_id, done, self.total, asking.bytes, len(asking.hosts)))

    async def _visit(self, entry: Entry) -> Noted | None:
        """Ask for a page and return what came of it; None where it is left for later."""
        asking = self.asking
        try:
            had = await asking.had(entry, is_kept=False)
        except Closed as error:
            self.left += 1
            self.why_left = str(error)
            return None
        except Unavailable as error:
            if not asking.run.is_last_try and error.after_seconds <= asking.run.limits.retry_after_seconds:
                self.waiting.append(Unavailable(f"{entry.asks} {error}", error.after_seconds))
                return None
            return note_failure(entry, error)
        except (NotHad, NotAllowed, TooLarge) as error:
            return note_failure(entry, error, asking.run.limits.text_bytes)
        return await asyncio.to_thread(self._answered, entry, had)

    def _answered(self, entry: Entry, had: Had) -> Noted:
        """Read what came, judge it by what stood there, and keep the bytes where they are to be had again."""
        asking = self.asking
        before = after = None
        if had.raw is not None and had.is_new:
            after = self._read(had.raw, had.version.content_type, entry)
            standing = entry.standing
            if standing and asking.snapshots.has(standing.sha256):
                before = self._read(asking.snapshots.read(standing.sha256), standing.content_type, entry)
        noted = note_answer(asking.ledger, entry, had, after, before)
        if had.raw is not None and had.version in (noted.entry.standing, noted.entry.latest):
            keep_snapshot(asking.store, had.raw)
        return noted

    def _read(self, raw: bytes, content_type: str | None, entry: Entry) -> Cleaned | Unreadable:
        return cleaned_within(raw, content_type, entry.url, self.asking.run.limits.reading_seconds)


def _was_asked(entry: Entry, run: Run) -> bool:
    """Say whether an earlier try of the same run asked for a page."""
    return entry.asked_at is not None and run.started <= entry.asked_at <= clock.now()  # a later moment is of a wrong clock
