"""The door to texts on the web: one run over the pages of a source, by its ledger and within its time."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from pathlib import Path
from typing import NamedTuple

from flows import clock
from flows.clean.draft import Cleaned, Unreadable
from flows.clean.formats.kinds import TABLE_SUFFIXES
from flows.clean.pages import PAGE_SUFFIXES
from flows.fetch.asking import Asking, Had, Run
from flows.fetch.canonical import canonical
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.discover.discovery import Discovery, left_out_because
from flows.fetch.discover.search import discover
from flows.fetch.download import NotAllowed, NotHad, TooLarge, new_client
from flows.fetch.entering import enter
from flows.fetch.fetched import Unavailable
from flows.fetch.gates import TIME_IS_OVER, Closed
from flows.fetch.judging import Fresh
from flows.fetch.ledger import LISTS, Entry, Ledger, Version
from flows.fetch.noting import Noted, fresh, note_answer, note_failure
from flows.fetch.reading import Asked, cleaned_within
from flows.fetch.schedule import in_turn, some_of_each_place
from flows.fetch.settling import settle
from flows.fetch.snapshots import keep_snapshot
from flows.fetch.turn import Progress

KEPT_EVERY = 100
KEPT_SECONDS = 20.0
"""After so many pages, or so many seconds, what was found out is written to the ledger."""
MOST_TEXTS = 50
"""So many texts are kept at hand, since what stands in the place of one page stands in that of many."""


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
            notes = settle(ledger, [*visits.noted, *visits.left_by_others()], visits.text_of)
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
        in_order = in_turn(asking.ledger, started, is_asked_again=asking.run.is_asked_again)
        due, most = [entry for entry in in_order if not _was_asked(entry, asking.run) and self._is_asked(entry)], asking.run.most
        self.due = deque(due if most is None else some_of_each_place(due, most, self._place_of))
        self.total = len(self.due)
        self._queued = {entry.address for entry in self.due}
        self._copies: dict[str, list[str]] = {}
        self._texts: dict[str, Cleaned | Unreadable] = {}
        self.asked = self.good = self.left = 0
        self.why_left = ""
        self._kept_at = time.monotonic()
        self.waiting: list[Unavailable] = []
        self.noted: list[Noted] = []

    def _place_of(self, entry: Entry) -> str:
        """Return which place of the source's file names a page: of a listing's pages and an index's sitemaps, where those begin."""
        known = canonical(entry.found_in)
        found = (self.asking.ledger.get(f"{kind}:{known}") for kind in LISTS)
        return next((place.found_in for place in found if place), entry.found_in)

    def _is_asked(self, entry: Entry) -> bool:
        """Say whether an address that is due is asked for: a page of the source, or another one's name that is not asked with that one."""
        if left_out_because(self.asking.declaration, entry.address) is not None:
            return False
        main = self.asking.ledger.resolved(entry.address) or entry
        return main is entry or (main.is_text and not main.is_withdrawn and canonical(main.asks) != entry.address)

    async def go(self) -> None:
        """Visit all, a few at once."""
        await asyncio.gather(*(self._visit_in_turn() for _ in range(min(self.asking.run.limits.pages_at_once, len(self.due)))))

    async def _visit_in_turn(self) -> None:
        while self.due:
            noted = await self._visit(_as_new(self.due.popleft()))
            if noted is None or self._leads_in_a_circle(noted.entry):
                continue
            self.asked += 1
            self.good += noted.is_good
            self.asking.ledger.put(noted.entry._replace(is_unsettled=noted.is_new))
            self.noted.append(noted)
            if noted.is_changed:
                self._ask_of_a_copy(noted.before.text_sha256)
            if self.asked % KEPT_EVERY == 0 or time.monotonic() - self._kept_at >= KEPT_SECONDS:
                self._kept_at = time.monotonic()
                self.asking.ledger.keep()
                await asyncio.to_thread(self.asking.run.kept)  # it may put pages into a store elsewhere, and the others go on meanwhile
            self._tell()

    def _ask_of_a_copy(self, text_sha256: str | None) -> None:
        """Ask in this run too for another page that had the text of a changed one: it may have changed alike, or be where it moved."""
        ledger = self.asking.ledger
        if not self._copies:
            for entry in sorted(ledger, key=lambda entry: entry.first_seen_at):
                if entry.is_text and entry.text_sha256:
                    self._copies.setdefault(entry.text_sha256, []).append(entry.address)
        others = (ledger.get(address) for address in self._copies.get(text_sha256 or "", ()) if address not in self._queued)
        left = (other for other in others if other and other.is_text and not _was_asked(other, self.asking.run) and self._is_asked(other))
        if first := next(left, None):
            self.due.append(first)
            self._queued.add(first.address)
            self.total += 1

    def _tell(self) -> None:
        asking = self.asking
        done = self.total - len(self.due)
        asking.run.told(Progress(asking.declaration.source_id, done, self.total, asking.bytes, len(asking.hosts)))

    def _leads_in_a_circle(self, entry: Entry) -> bool:
        """Say whether an address became another name of one that has become a name of it meanwhile; it is looked at again."""
        return entry.same_as is not None and self.asking.ledger.resolved(entry.same_as) in (None, self.asking.ledger.get(entry.address))

    async def _visit(self, entry: Entry) -> Noted | None:
        """Ask for a page and return what came of it; None where it is left for later."""
        asking = self.asking
        if time.monotonic() > asking.run.deadline:
            self.left += 1
            self.why_left = TIME_IS_OVER
            return None
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

    def left_by_others(self) -> list[Noted]:
        """Return what runs noted of new pages that were cut off before they could compare it with all that came."""
        left = [entry for entry in self.asking.ledger if entry.is_unsettled and not _was_asked(entry, self.asking.run)]
        return [self._noted_again(entry) for entry in left if self.text_of(entry)]

    def _noted_again(self, entry: Entry) -> Noted:
        new = _as_new(entry)
        if new.latest is None:
            raise ValueError(f"{entry.address}: nothing was had of it")
        had = Had(self.asking.snapshots.read(new.latest.sha256), new.latest, is_new=True)
        noted = note_answer(self.asking.ledger, new, had, self._read(new.latest, entry.url, had.raw), None)
        return noted._replace(entry=noted.entry._replace(asked_at=entry.asked_at, last_seen_at=entry.last_seen_at))

    def text_of(self, entry: Entry) -> Fresh | None:
        """Return the text that stands for a page, in short; None where it cannot be had."""
        if entry.standing is None or not self.asking.snapshots.has(entry.standing.sha256):
            return None
        return fresh(entry, self._read(entry.standing, entry.url))

    def _answered(self, entry: Entry, had: Had) -> Noted:
        """Read what came, judge it by what stands there, and keep the bytes where they are to be had again."""
        asking = self.asking
        main = (asking.ledger.resolved(entry.address) if entry.same_as else None) or entry
        before = after = None
        if had.is_new or _is_doubtful(entry):
            had = had._replace(raw=had.raw if had.raw is not None else asking.snapshots.read(had.version.sha256))
            after = self._read(had.version, entry.url, had.raw)
            if main.standing and asking.snapshots.has(main.standing.sha256):
                before = self._read(main.standing, entry.url)
        noted = note_answer(asking.ledger, entry, had, after, before)
        states = (noted.entry.standing, noted.entry.latest)
        if had.raw is not None and any(state and state.sha256 == had.version.sha256 for state in states):
            keep_snapshot(asking.store, had.raw)
        return noted

    def _read(self, version: Version, url: str, raw: bytes | None = None) -> Cleaned | Unreadable:
        """Return what a state of a page holds; what stands in the place of many pages is read once."""
        suffixes = [url.lower().endswith(suffixes) for suffixes in (PAGE_SUFFIXES, TABLE_SUFFIXES)]
        name = f"{version.sha256} {version.content_type} {suffixes}"
        found = self._texts.get(name)
        if found is None:
            raw = raw if raw is not None else self.asking.snapshots.read(version.sha256)
            found = cleaned_within(Asked(raw, version.content_type, url, self.asking.run.limits.reading_seconds))
            if len(self._texts) >= MOST_TEXTS:
                self._texts.clear()
            self._texts[name] = found
        return found


def _as_new(entry: Entry) -> Entry:
    """Return a page as it was before a run had it that was cut off, but for the bytes that are at hand; any other as it is."""
    return entry._replace(standing=None, latest=entry.standing, text_sha256=None, is_unsettled=False) if entry.is_unsettled else entry


def _is_doubtful(entry: Entry) -> bool:
    """Say whether what was last had of an address is not what stands for it, so that the same bytes are judged anew."""
    return entry.latest is not None and (entry.same_as is None or entry.text_sha256 is not None)


def _was_asked(entry: Entry, run: Run) -> bool:
    """Say whether an earlier try of the same run asked for a page."""
    return entry.asked_at is not None and run.started <= entry.asked_at <= clock.now()  # a later moment is of a wrong clock
