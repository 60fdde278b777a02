"""Asking the hosts of one source: by robots.txt, through each host's gate, only for what changed; what comes is kept by its hash."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import httpx

from flows import clock
from flows.fetch.addresses import NotAllowed, is_named_private
from flows.fetch.canonical import canonical, host_of
from flows.fetch.declarations import LEAST_DELAY_SECONDS, SourceDeclaration
from flows.fetch.download import Answer, NotHad, Page, TooLarge, download
from flows.fetch.fetched import LIMITS, NONE_WITHDRAWN, Limits, Unavailable
from flows.fetch.gates import Closed, Gate, Gates, Manners
from flows.fetch.ledger import Entry, Kind, Ledger, Version
from flows.fetch.robots import ALLOWS_ALL, ROBOTS_BYTES, Disallowed, Robots, RobotsNotHad, is_robots_file, robots_of
from flows.fetch.snapshots import Snapshots, SnapshotsOnDisk, keep_snapshot, sha256_of
from flows.fetch.turn import Progress

MOST_UNANSWERED = 20
"""So many requests in a row without an answer show that a host is down: in this try, it is left alone."""
MOST_CLOSED = timedelta(days=7)
"""For so long at most a host is believed that asks to be left alone; then it is asked once."""


class Had(NamedTuple):
    """What came of a request: the bytes where they came, and the state of the page."""

    raw: bytes | None
    """None where the server said that nothing changed (304)."""
    version: Version
    is_new: bool
    """Whether the bytes are others than those that were known."""


class Run(NamedTuple):
    """Which run it is, and until when it may ask."""

    started: datetime
    """In UTC."""
    deadline: float
    """A moment of `time.monotonic`."""
    gates: Gates
    limits: Limits = LIMITS
    is_last_try: bool = True
    told: Callable[[Progress], None] = lambda progress: None
    kept: Callable[[], None] = lambda: None
    """Called whenever the ledger has grown: what was had so far is on the disk."""
    snapshots: Snapshots | None = None
    """Where snapshots are kept, where that is not the store's folder alone."""
    withdrawn: Mapping[str, str] = NONE_WITHDRAWN
    is_asked_again: bool = False
    """Whether every page is asked for, due or not."""
    most: int | None = None
    """How many pages, and pages of each place that names some, are asked for at most: where somebody only tries."""


class Asking:
    """With what one source's addresses are asked for."""

    def __init__(self, declaration: SourceDeclaration, ledger: Ledger, client: httpx.AsyncClient, run: Run) -> None:
        self.declaration = declaration
        self.ledger = ledger
        self.store: Path = ledger.store
        self.snapshots: Snapshots = run.snapshots or SnapshotsOnDisk(ledger.store)
        self.run = run
        self.bytes = 0
        self.hosts: set[str] = set()
        self._client = client
        self._robots: dict[str, asyncio.Task[Robots]] = {}
        self._unanswered: Counter[str] = Counter()
        now = clock.now()
        for entry in ledger:
            if entry.closed_until and now < entry.closed_until <= now + MOST_CLOSED:  # what lies further ahead is of a wrong clock
                self._gate_of(httpx.URL(entry.asks)).close((entry.closed_until - now).total_seconds(), _closed(entry.closed_until))

    async def had(self, entry: Entry, limits: Limits | None = None, *, is_kept: bool = True) -> Had:
        """Ask for what is at an address and return it; with `is_kept`, new bytes become a snapshot.

        Raises what `download` raises; Closed where the host wants no more requests now, or the time of the run is over.
        """
        known = entry.known if entry.known and self.snapshots.has(entry.known.sha256) else None
        answer = await self._answer(entry.asks, known, limits or self.run.limits, self._turn)
        if answer.raw is None and known is not None:
            return Had(None, known, is_new=False)
        raw = answer.raw or b""
        self.bytes += len(raw)
        version = _version(keep_snapshot(self.store, raw) if is_kept else sha256_of(raw), answer, clock.now())
        if known is not None and version.sha256 == known.sha256:
            return Had(raw, version._replace(fetched_at=known.fetched_at), is_new=False)
        return Had(raw, version, is_new=True)

    async def _answer(self, address: str, known: Version | None, limits: Limits, turn: Callable[[httpx.URL], object]) -> Answer:
        """Ask for what is at an address; Closed where its host has answered nothing for so long that it is left alone in this try."""
        host = host_of(address)
        if self._unanswered[host] >= MOST_UNANSWERED:
            raise Closed(f"{host} did not answer {MOST_UNANSWERED} requests in a row")
        page = Page(address, known, self.declaration.may_reach_private_addresses, self.declaration.contact)
        try:
            answer = await download(self._client, page, limits, turn)  # type: ignore[arg-type]  # a context manager, as it is called
        except Unavailable:
            self._unanswered[host] += 1
            raise
        except (NotHad, TooLarge):
            self._unanswered[host] = 0
            raise
        self._unanswered[host] = 0
        return answer

    @asynccontextmanager
    async def _turn(self, url: httpx.URL) -> AsyncIterator[None]:
        """Wait for a turn at a host whose robots.txt allows the address; Disallowed where it does not."""
        robots = await self._robots_of(url) if self.declaration.obey_robots else ALLOWS_ALL
        if not robots.allows(str(url)):
            raise Disallowed("is one that the host's robots.txt does not allow")
        async with self._gate(url, robots.delay_seconds):
            yield

    @asynccontextmanager
    async def _gate(self, url: httpx.URL, robots_delay_seconds: float = 0.0) -> AsyncIterator[None]:
        gate = self._gate_of(url)
        least = 0.0 if is_named_private(url.host, self.declaration.may_reach_private_addresses) else LEAST_DELAY_SECONDS
        delay = max(self.declaration.delay_seconds, robots_delay_seconds, least)
        manners = Manners(delay, self.declaration.requests_at_once, self.run.limits.retry_after_seconds)
        async with gate.turn(manners, self.run.deadline):
            self.hosts.add(url.host)
            try:
                yield
            except Unavailable as error:
                if error.closes_seconds:
                    until = clock.now() + min(timedelta(seconds=min(error.closes_seconds, 10**8)), MOST_CLOSED)
                    gate.close(error.closes_seconds, _closed(until))
                    self.ledger.put(self._robots_entry(url)._replace(closed_until=until))
                raise

    def _gate_of(self, url: httpx.URL) -> Gate:
        return self.run.gates.of(url.raw_host.decode("ascii"))

    def _robots_entry(self, url: httpx.URL) -> Entry:
        address = f"{url.scheme}://{url.netloc.decode('ascii')}/robots.txt"
        known = canonical(address) or address
        return self.ledger.get(known) or Entry(known, address, Kind.ROBOTS, "", "its host", clock.now(), address)

    async def _robots_of(self, url: httpx.URL) -> Robots:
        """Return what a host's robots.txt says; it is asked for once a run."""
        place = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if place not in self._robots:
            self._robots[place] = asyncio.create_task(self._had_robots(url))
        return await asyncio.shield(self._robots[place])

    async def _had_robots(self, url: httpx.URL) -> Robots:
        """Ask for a host's robots.txt (RFC 9309): 4xx allows all; where it cannot be had, the last one stands.

        RobotsNotHad where it cannot be had and never could: nothing may be asked then.
        """
        entry = self._robots_entry(url)
        known = entry.standing if entry.standing and self.snapshots.has(entry.standing.sha256) else None
        if entry.asked_at and entry.asked_at >= self.run.started and entry.trouble is None:
            return robots_of(self.snapshots.read(known.sha256)) if known else ALLOWS_ALL
        limits = self.run.limits._replace(text_bytes=ROBOTS_BYTES)
        try:
            answer = await self._answer(entry.asks, known, limits, self._gate)
        except NotHad as error:
            self.ledger.put(entry._replace(asked_at=clock.now(), answer=str(error), standing=None, trouble=None))
            return ALLOWS_ALL
        except (Unavailable, TooLarge, NotAllowed) as error:
            why = str(error) or f"holds more than {ROBOTS_BYTES} bytes"
            self.ledger.put(self._robots_entry(url)._replace(asked_at=clock.now(), answer=why, trouble=why))
            if known:
                return robots_of(self.snapshots.read(known.sha256))
            raise RobotsNotHad(f"is on a host whose robots.txt cannot be had: it {why}") from error
        if answer.raw is not None and is_robots_file(answer.raw):
            known = _version(keep_snapshot(self.store, answer.raw), answer, clock.now())
        self.ledger.put(entry._replace(asked_at=clock.now(), answer=str(answer.status), standing=known, trouble=None))
        return robots_of(self.snapshots.read(known.sha256)) if known else ALLOWS_ALL


def run_deadline(seconds: float) -> float:
    """Return the moment of `time.monotonic` that lies so many seconds ahead."""
    return time.monotonic() + seconds


def _closed(until: datetime) -> str:
    return f"its host asked to be left alone until {until:%Y-%m-%d %H:%M} UTC"


def _version(sha256: str, answer: Answer, now: datetime) -> Version:
    return Version(
        sha256=sha256,
        fetched_at=now,
        status=answer.status,
        final_address=answer.final_address,
        redirects=answer.redirects,
        etag=answer.etag,
        last_modified=answer.last_modified,
        content_type=answer.content_type,
    )
