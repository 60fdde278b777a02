"""Pages of links, one after the other: to the end once, over as many runs as it takes; from then on until one names nothing new."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable
from datetime import datetime

from flows.fetch.asking import Asking
from flows.fetch.canonical import canonical
from flows.fetch.declarations import Listing
from flows.fetch.discover.link import Link, Unreadable
from flows.fetch.discover.markup import links_of
from flows.fetch.discover.search import Discovery, Looked, entry_of, look
from flows.fetch.ledger import Kind
from flows.fetch.patterns import is_matched

NAMED, LONGEST = 3, 200
"""So many of the addresses on a page are named where none of them is that of a text, and so many characters of each."""


class _Walk:
    """One run's way through the pages of a listing; `was_had` are the pages that earlier runs looked at."""

    def __init__(self, asking: Asking, discovery: Discovery, listing: Listing, most_pages: int) -> None:
        self.asking = asking
        self.discovery = discovery
        self.listing = listing
        self.had = {
            entry.asks
            for entry in asking.ledger
            if entry.kind is Kind.LISTING and entry.found_in == listing.address and entry.standing and _is_earlier(asking, entry.asked_at)
        }
        self.walked: set[str] = set()
        self.most_pages = most_pages

    async def head(self, *, until_nothing_new: bool) -> tuple[bool, deque[str]]:
        """Walk from the first page on; say whether that one could be read, and which pages are left."""
        return await self._go([self.listing.address], is_first=True, until_nothing_new=until_nothing_new)

    async def rest(self, pages: Iterable[str]) -> deque[str]:
        """Walk from these pages on, past those that earlier runs looked at, and return which are left."""
        return (await self._go(pages, is_first=False, until_nothing_new=False))[1]

    async def _go(self, pages: Iterable[str], *, is_first: bool, until_nothing_new: bool) -> tuple[bool, deque[str]]:
        waiting = deque(pages)
        begun_at = set(waiting)
        is_read = not is_first
        while waiting:
            address = waiting[0]
            if address in self.walked or (address in self.had and address not in begun_at and not until_nothing_new):
                waiting.popleft()
                continue
            if len(self.walked | self.had) >= self.most_pages and address not in self.had:
                return is_read, deque()
            looked, names_new, more = await self._page(address)
            if looked is Looked.NOT_NOW:
                break
            self.walked.add(address)
            waiting.popleft()
            if looked is Looked.NOTHING_THERE and address == self.listing.address:
                return False, deque()
            is_read = True
            if looked is Looked.READ and until_nothing_new and not names_new:
                return True, deque()
            waiting.extend(more)
        return is_read, deque(dict.fromkeys(page for page in waiting if page not in self.walked))

    async def _page(self, address: str) -> tuple[Looked, bool, list[str]]:
        """Look at one page; return what came of it, whether it names a text that the ledger does not know, and the pages it leads to."""
        seen: list[tuple[bool, list[str]]] = []

        def take(raw: bytes, place: str) -> None:
            links = {link: canonical(link) or link for link in links_of(raw, place)}
            texts = [link for link, known in links.items() if is_matched((self.listing.links,), known)]
            if not texts:
                raise Unreadable(f"names no address that `links` matches{_such_as(links.values())}")
            self.discovery.take(map(Link, texts), place)
            read = {links[link] for link in texts} & self.discovery.found.keys()
            is_new = any(self.asking.ledger.get(known) is None for known in read)
            further = (self.listing.next,) if self.listing.next is not None else ()
            seen.append((is_new, [link for link, known in links.items() if known not in read and is_matched(further, known)]))

        entry = entry_of(self.asking, address, Kind.LISTING, self.listing.address)
        looked = await look(self.asking, self.discovery, entry, take, is_told=address == self.listing.address)
        return (looked, *seen[0]) if looked is Looked.READ else (looked, False, [])


async def walk(asking: Asking, discovery: Discovery, listing: Listing, most_pages: int | None = None) -> None:
    """Look through a listing, and note in the ledger where the next run goes on; `most_pages` bounds this run further."""
    begin = entry_of(asking, listing.address, Kind.LISTING, listing.address)
    way = _Walk(asking, discovery, listing, min(most_pages or listing.most_pages, listing.most_pages))
    is_under_way = begin.was_read_to_its_end or bool(begin.goes_on_at)
    is_read, left = await way.head(until_nothing_new=is_under_way)
    before = begin.goes_on_at
    if is_read and before and not discovery.is_cut_short:
        before = tuple(await way.rest(before))
    left_over = tuple(page for page in dict.fromkeys((*left, *before)) if page != listing.address)
    begin = asking.ledger.get(begin.address) or begin
    is_at_its_end = begin.was_read_to_its_end or (is_read and not left_over)
    asking.ledger.put(begin._replace(goes_on_at=left_over, was_read_to_its_end=is_at_its_end))
    discovery.is_cut_short = discovery.is_cut_short or bool(left_over)


def _such_as(known: Collection[str]) -> str:
    """Return which canonical addresses a page names, in words: the longest, as those of texts mostly are."""
    longest = sorted(known, key=lambda address: (-len(address), address))[:NAMED]
    return f"; it names {len(known)}, such as {', '.join(address[:LONGEST] for address in longest)}" if longest else ""


def _is_earlier(asking: Asking, asked_at: datetime | None) -> bool:
    return asked_at is None or asked_at < asking.run.started
