"""Looking at a feed, sitemap or page of links: what came of it, and what the ledger keeps of that."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from flows import clock
from flows.fetch.addresses import NotAllowed
from flows.fetch.asking import Asking, Had
from flows.fetch.canonical import canonical
from flows.fetch.discover.discovery import Discovery
from flows.fetch.discover.link import Unreadable
from flows.fetch.download import NotHad, TooLarge
from flows.fetch.fetched import Unavailable
from flows.fetch.gates import Closed
from flows.fetch.ledger import Entry, Kind
from schemas.words import Reason

MOST_DETAIL = 300


def entry_of(asking: Asking, address: str, kind: Kind, found_in: str) -> Entry:
    """Return what is known of a feed, sitemap or listing; its address may also be that of a text, so that it has a name of its own."""
    name = f"{kind}:{canonical(address) or address}"
    return asking.ledger.get(name) or Entry(name, address, kind, "", found_in, clock.now(), address)


class Looked(Enum):
    """What came of looking at a feed, sitemap or page of links."""

    READ = "read"
    NOTHING_THERE = "nothing there"
    """It is not there (404, 410)."""
    NO_LIST = "no list"
    """Something else stands there, or it names nothing."""
    LATER = "later"
    """It could not be had."""
    NOT_NOW = "not now"
    """It was not asked for: the time is over, or its host wants no more requests."""


async def look(
    asking: Asking, discovery: Discovery, entry: Entry, take: Callable[[bytes, str], None], *, may_be_the_end: bool = False
) -> Looked:
    """Ask for a feed, sitemap or page of links and take in what it names; what goes wrong is one of the troubles.

    With `may_be_the_end`, it is none that nothing is there. What an earlier try of the same run asked for is not asked for again.
    """
    known = entry.standing
    was_asked = entry.asked_at is not None and asking.run.started <= entry.asked_at <= clock.now()
    if was_asked and entry.trouble is None and known and asking.snapshots.has(known.sha256):
        discovery.asked += 1
        discovery.had += 1
        take(asking.snapshots.read(known.sha256), known.final_address)
        return Looked.READ
    if was_asked and entry.trouble is not None and entry.reason is not None:
        discovery.asked += 1
        return _told(discovery, entry, may_be_the_end=may_be_the_end)
    try:
        had = await asking.had(entry, asking.run.limits._replace(text_bytes=asking.run.limits.list_bytes))
    except Closed as error:
        discovery.is_cut_short = True
        discovery.troubles.append(f"{entry.asks} was not asked for: {error}")
        return Looked.NOT_NOW
    except (NotHad, NotAllowed, TooLarge, Unavailable) as error:
        discovery.asked += 1
        return _told(discovery, asking.ledger.put(_failed(entry, error, asking.run.limits.list_bytes)), may_be_the_end=may_be_the_end)
    discovery.asked += 1
    try:
        raw = had.raw if had.raw is not None else asking.snapshots.read(had.version.sha256)
        take(raw, had.version.final_address)
    except Unreadable as error:
        return _told(discovery, asking.ledger.put(_failed(entry, error)), may_be_the_end=may_be_the_end)
    discovery.had += 1
    asking.ledger.put(_seen(entry, had))
    return Looked.READ


def _told(discovery: Discovery, entry: Entry, *, may_be_the_end: bool) -> Looked:
    """Return what came of looking at what could not be had or read, and tell it, unless that is the end of a listing."""
    is_nothing = entry.reason is Reason.NO_ARTICLE
    looked = Looked.LATER if not is_nothing else Looked.NOTHING_THERE if entry.gone_since else Looked.NO_LIST
    if not (is_nothing and may_be_the_end):
        discovery.troubles.append(f"{entry.asks} {entry.trouble}")
    return looked


def _failed(entry: Entry, error: Exception, most_bytes: int = 0) -> Entry:
    """Return the state of what could not be had or read; it has a reason where another try of the run would not help."""
    why = f"holds more than {most_bytes} bytes" if isinstance(error, TooLarge) else str(error)[:MOST_DETAIL]
    is_gone = isinstance(error, NotHad) and error.status in (404, 410)
    is_nothing = is_gone or isinstance(error, Unreadable)
    now = clock.now()
    return entry._replace(
        asked_at=now,
        answer=why,
        failed=entry.failed + 1,
        missed=entry.missed + 1 if is_nothing else entry.missed,
        gone_since=(entry.gone_since or now) if is_gone else None,
        reason=None if isinstance(error, Unavailable) else Reason.NO_ARTICLE if is_nothing else Reason.NOT_FETCHED,
        trouble=why,
    )


def _seen(entry: Entry, had: Had) -> Entry:
    return entry._replace(
        asked_at=clock.now(),
        asked_when_changed=entry.said_changed,
        answer="unchanged" if not had.is_new else str(had.version.status),
        unchanged=0 if had.is_new else entry.unchanged + 1,
        failed=0,
        missed=0,
        gone_since=None,
        last_seen_at=clock.now(),
        standing=had.version,
        reason=None,
        trouble=None,
    )
