"""Finding the addresses of a source's texts: what its file names, and what its feeds, sitemaps and pages of links name by now."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
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
from flows.fetch.discover.sitemaps import Sitemap, read_sitemap
from flows.fetch.download import NotHad, TooLarge
from flows.fetch.fetched import Unavailable
from flows.fetch.gates import Closed
from flows.fetch.ledger import Entry, Kind
from flows.fetch.patterns import is_matched

ADDRESS_FILE_BYTES = 50_000_000
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
                self.left_out.setdefault(known or link.address, LeftOut(link.address, found_in, why or "is no http(s) address"))
                continue
            texts += 1
            before = self.found.get(known)
            if before is None:
                self.found[known] = Found(known, link.address, found_in, link.said_changed)
            elif before.said_changed is None and link.said_changed:
                self.found[known] = before._replace(said_changed=link.said_changed)
        return texts

    def _why_not(self, known: str | None) -> str | None:
        if known is None:
            return "is no http(s) address"
        if self._sites and site_of(known) not in self._sites:
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
    """It is gone, or names nothing."""
    NOT_NOW = "not now"


async def look(asking: Asking, discovery: Discovery, entry: Entry, take: Callable[[bytes, str], None], *, is_told: bool = True) -> Looked:
    """Ask for a feed, sitemap or page of links and take in what it names; with `is_told`, what goes wrong is one of the troubles."""
    known = entry.standing
    if entry.asked_at and entry.asked_at >= asking.run.started and entry.trouble is None and known and asking.snapshots.has(known.sha256):
        discovery.asked += 1  # by an earlier try of the same run
        discovery.had += 1
        take(asking.snapshots.read(known.sha256), known.final_address)
        return Looked.READ
    try:
        had = await asking.had(entry, asking.run.limits._replace(text_bytes=asking.run.limits.list_bytes))
    except Closed as error:
        discovery.is_cut_short = True
        discovery.troubles.append(f"{entry.asks} was not asked for: {error}")
        return Looked.NOT_NOW
    except (NotHad, NotAllowed, TooLarge, Unavailable) as error:
        discovery.asked += 1
        _note_trouble(asking, discovery, entry, str(error) or f"holds more than {asking.run.limits.list_bytes} bytes", is_told=is_told)
        return Looked.NOT_NOW if isinstance(error, Unavailable) else Looked.NOTHING_THERE
    discovery.asked += 1
    try:
        raw = had.raw if had.raw is not None else asking.snapshots.read(had.version.sha256)
        take(raw, had.version.final_address)
    except Unreadable as error:
        _note_trouble(asking, discovery, entry, str(error), is_told=is_told)
        return Looked.NOTHING_THERE
    discovery.had += 1
    asking.ledger.put(_seen(entry, had))
    return Looked.READ


def _seen(entry: Entry, had: Had) -> Entry:
    return entry._replace(
        asked_at=clock.now(),
        asked_when_changed=entry.said_changed,
        answer="unchanged" if not had.is_new else str(had.version.status),
        unchanged=0 if had.is_new else entry.unchanged + 1,
        last_seen_at=clock.now(),
        standing=had.version,
        trouble=None,
    )


def _note_trouble(asking: Asking, discovery: Discovery, entry: Entry, why: str, *, is_told: bool) -> None:
    if is_told:
        discovery.troubles.append(f"{entry.asks} {why}")
    asking.ledger.put(entry._replace(asked_at=clock.now(), answer=why[:200], trouble=why[:200]))


def _take_feed(discovery: Discovery, raw: bytes, address: str) -> None:
    discovery.take(feed_links(raw, address), address)


async def _look_through_sitemaps(asking: Asking, discovery: Discovery, most: int) -> None:
    """Follow indexes to their sitemaps, each once; one that is said not to have changed since it was had is not asked for again."""
    waiting = deque((Link(address), "sitemaps") for address in asking.declaration.sitemaps)
    met: set[str] = set()
    while waiting:
        link, found_in = waiting.popleft()
        entry = entry_of(asking, link.address, Kind.SITEMAP, found_in)
        if entry.address in met:
            continue
        if len(met) >= most:
            discovery.is_cut_short = True
            break
        met.add(entry.address)
        entry = entry._replace(said_changed=link.said_changed, asks=link.address)

        def take(raw: bytes, address: str) -> None:
            read = _read_sitemap(asking, raw, address)
            discovery.take(read.pages, address)
            waiting.extend((named, address) for named in read.sitemaps)

        is_as_it_was = link.said_changed is not None and link.said_changed == entry.asked_when_changed and entry.trouble is None
        if is_as_it_was and entry.standing and asking.snapshots.has(entry.standing.sha256):
            take(asking.snapshots.read(entry.standing.sha256), entry.standing.final_address)
        else:
            await look(asking, discovery, entry, take)


def _read_sitemap(asking: Asking, raw: bytes, address: str) -> Sitemap:
    return read_sitemap(raw, address, asking.run.limits.list_bytes)
