"""Finding the addresses of a source's texts: what its file names, and what its feeds, sitemaps and pages of links name by now."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from flows import clock
from flows.errors import Refused
from flows.fetch.addresses import NotAllowed
from flows.fetch.asking import Asking, Had
from flows.fetch.canonical import canonical, site_of
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.discover.feeds import feed_links
from flows.fetch.discover.link import Link, Unreadable
from flows.fetch.discover.sitemaps import read_sitemap
from flows.fetch.download import NotHad, TooLarge
from flows.fetch.fetched import Unavailable
from flows.fetch.gates import Closed
from flows.fetch.ledger import Entry, Kind
from flows.fetch.patterns import is_matched
from flows.fetch.schedule import NEVER, has_passed
from schemas.words import Reason

ADDRESS_FILE_BYTES = 50_000_000
MOST_FOUND = 1_000_000
"""Addresses of texts of one source."""
MOST_LEFT_OUT = 100_000
"""So many of those that are left out are known by name."""
MOST_DETAIL = 300
MOST_DAYS_OF_A_SITEMAP = 16
"""After so many days at most, a sitemap that is said not to have changed is asked for all the same."""
MOST_SITEMAPS = 2_000
"""How many sitemaps one run looks at, those that an index names included."""


class Found(NamedTuple):
    """An address of a text, as it was found."""

    canonical: str
    address: str
    found_in: str
    said_changed: str | None = None


class LeftOut(NamedTuple):
    """An address that is not read, and why."""

    address: str
    found_in: str
    why: str


class Discovery:
    """What one run finds: each text's address once, where it was first found."""

    def __init__(self, declaration: SourceDeclaration) -> None:
        self._declaration = declaration
        self._sites = {site_of(address) for address in declaration.beginnings}
        self.found: dict[str, Found] = {}
        self.left_out: dict[str, LeftOut] = {}
        self.troubles: list[str] = []
        self.asked = 0
        self.had = 0
        """How many of the feeds, sitemaps and listings that were asked for could be had and read."""
        self.is_cut_short = False
        """Whether the run's time was over before all of them were looked at."""

    def widen(self, addresses: Iterable[str]) -> None:
        """Count the sites of addresses that a person wrote down among those of the source."""
        self._sites |= {site_of(address) for address in addresses}

    def take(self, links: Iterable[Link], found_in: str) -> int:
        """Take in addresses, and return how many of them are texts of the source."""
        texts = 0
        for link in links:
            known = canonical(link.address)
            why = self._why_not(known)
            if why or known is None:
                if len(self.left_out) < MOST_LEFT_OUT:
                    self.left_out.setdefault(known or link.address, LeftOut(link.address, found_in, why or "is no http(s) address"))
                continue
            texts += 1
            before = self.found.get(known)
            if before is None and len(self.found) >= MOST_FOUND:
                self._tell_once(f"more than {MOST_FOUND} addresses are named; those beyond are not read: narrow them by `only`")
            elif before is None:
                self.found[known] = Found(known, link.address, found_in, link.said_changed)
            elif before.said_changed is None and link.said_changed:
                self.found[known] = before._replace(said_changed=link.said_changed)
        return texts

    def _tell_once(self, trouble: str) -> None:
        if trouble not in self.troubles:
            self.troubles.append(trouble)

    def is_on_its_sites(self, known: str) -> bool:
        """Say whether a canonical address lies on a site of the source."""
        return not self._sites or site_of(known) in self._sites

    def _why_not(self, known: str | None) -> str | None:
        if known is None:
            return "is no http(s) address"
        if not self.is_on_its_sites(known):
            return f"lies on another site ({site_of(known)}); name it in `url` or `addresses` where it is meant"
        return left_out_because(self._declaration, known)


def left_out_because(declaration: SourceDeclaration, known: str) -> str | None:
    """Return why the patterns of a source leave an address out; None where they do not."""
    if declaration.only and not is_matched(declaration.only, known):
        return "matches none of `only`"
    if is_matched(declaration.never, known):
        return "matches one of `never`"
    return None


async def discover(asking: Asking, sources_folder: Path, most_pages: int | None = None) -> Discovery:
    """Look through all places that a source names; `most_pages` bounds how many sitemaps, and pages of each listing, are looked at.

    Refused where a file of addresses cannot be read. What cannot be had now is told among the troubles.
    """
    declaration = asking.declaration
    discovery = Discovery(declaration)
    discovery.take(map(Link, declaration.addresses), "addresses")
    for name in declaration.address_files:
        addresses = read_address_file(sources_folder, declaration.source_id, name)
        discovery.widen(addresses)
        discovery.take(map(Link, addresses), name)
    for address in declaration.feeds:
        await look(asking, discovery, entry_of(asking, address, Kind.FEED, "feeds"), lambda had, place: _take_feed(discovery, had, place))
    await _look_through_sitemaps(asking, discovery, most_pages or MOST_SITEMAPS)
    from flows.fetch.discover.walk import walk

    for listing in declaration.listings:
        await walk(asking, discovery, listing, most_pages)
    return discovery


def read_address_file(sources_folder: Path, source_id: str, name: str) -> list[str]:
    """Return the addresses of a file beside the source's TOML; Refused, naming file and line, where one is none."""
    path = sources_folder / name
    try:
        if not path.resolve(strict=True).is_relative_to(sources_folder.resolve()):
            raise Refused(f"{source_id}.toml: address_files: {path} is a link that leads out of {sources_folder}")
        with path.open("rb") as file:
            raw = file.read(ADDRESS_FILE_BYTES + 1)
        lines = raw.decode("utf-8-sig").splitlines()
    except OSError as error:
        raise Refused(f"{source_id}.toml: address_files: {path} cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    if len(raw) > ADDRESS_FILE_BYTES:
        raise Refused(f"{path}: holds more than {ADDRESS_FILE_BYTES} bytes; divide it")
    addresses = []
    for number, line in enumerate(lines, start=1):
        address = line.strip()
        if not address or address.startswith("#"):
            continue
        if canonical(address) is None:
            raise Refused(f"{path}, line {number}: {address[:100]!r} is no http:// or https:// address")
        addresses.append(address)
    return addresses


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


def _take_feed(discovery: Discovery, raw: bytes, address: str) -> None:
    links = feed_links(raw, address)
    discovery.take(links, address)
    known = [canonical(link.address) or "" for link in links]
    if known and not any(map(discovery.is_on_its_sites, known)):
        raise Unreadable(f"names texts on another site alone ({site_of(known[0])}); name it in `url` where it is meant")


async def _look_through_sitemaps(asking: Asking, discovery: Discovery, most: int) -> None:
    """Follow indexes to their sitemaps, each once; one that is said not to have changed since it was had is asked for ever more rarely."""
    waiting = deque((Link(address), "sitemaps") for address in asking.declaration.sitemaps)
    met: set[str] = set()
    while waiting:
        link, found_in = waiting.popleft()
        entry = entry_of(asking, link.address, Kind.SITEMAP, found_in)
        if entry.address in met:
            continue
        if len(met) >= most:
            discovery.is_cut_short = True
            if most == MOST_SITEMAPS:
                discovery.troubles.append(f"{found_in} names more than {most} sitemaps; those beyond are not read")
            break
        met.add(entry.address)
        entry = entry._replace(said_changed=link.said_changed, asks=link.address)

        def take(raw: bytes, address: str) -> None:
            read = read_sitemap(raw, address, asking.run.limits.list_bytes)
            discovery.take(read.pages, address)
            waiting.extend(sorted(((named, address) for named in read.sitemaps), key=asked_at))
            if read.why_not_whole:
                raise Unreadable(read.why_not_whole)

        def asked_at(place: tuple[Link, str]) -> datetime:
            return entry_of(asking, place[0].address, Kind.SITEMAP, place[1]).asked_at or NEVER

        if _is_as_it_was(entry, asking.run.started) and entry.standing and asking.snapshots.has(entry.standing.sha256):
            with suppress(Unreadable):  # it was read before
                take(asking.snapshots.read(entry.standing.sha256), entry.standing.final_address)
        else:
            await look(asking, discovery, entry, take)


def _is_as_it_was(sitemap: Entry, now: datetime) -> bool:
    """Say whether a sitemap is said not to have changed since it was had, and is believed for now: not all indexes keep up with theirs."""
    is_said = sitemap.said_changed is not None and sitemap.said_changed == sitemap.asked_when_changed and sitemap.trouble is None
    return is_said and sitemap.asked_at is not None and not has_passed(sitemap.asked_at, sitemap.unchanged, now, MOST_DAYS_OF_A_SITEMAP)
