"""Finding the addresses of a source's texts: what its file names, and what its feeds, sitemaps and pages of links name by now."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from flows.errors import Refused
from flows.fetch.asking import Asking
from flows.fetch.canonical import canonical, site_of
from flows.fetch.discover.discovery import Discovery
from flows.fetch.discover.feeds import feed_links
from flows.fetch.discover.link import Link, Unreadable
from flows.fetch.discover.looking import entry_of, look
from flows.fetch.discover.sitemaps import read_sitemap
from flows.fetch.discover.walk import walk
from flows.fetch.ledger import Entry, Kind
from flows.fetch.schedule import NEVER, has_passed

ADDRESS_FILE_BYTES = 50_000_000
MOST_DAYS_OF_A_SITEMAP = 16
"""After so many days at most, a sitemap that is said not to have changed is asked for all the same."""
MOST_SITEMAPS = 2_000
"""How many sitemaps one run looks at, those that an index names included."""


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
