"""Pages of links, one after the other: to the end, over as many runs as it takes; from then on until one names nothing new."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from flows.fetch.asking import Asking
from flows.fetch.canonical import canonical
from flows.fetch.declarations import Listing
from flows.fetch.discover.discovery import Discovery
from flows.fetch.discover.link import Link, Unreadable
from flows.fetch.discover.looking import Looked, entry_of, look
from flows.fetch.discover.markup import links_of
from flows.fetch.ledger import Entry, Kind
from flows.fetch.patterns import is_matched

NAMED, LONGEST = 3, 200
"""So many of the addresses on a page are named where none of them is that of a text, and so many characters of each."""
WALKED_AGAIN_DAYS = 30
"""After so long a listing is walked to its end anew: older entries may have moved from page to page, and not all put new ones first."""
END_AFTER = 2
"""In so many runs a page without a text is looked at before it counts as the end: one may be a notice in the place of the page."""
MOST_FAILURES = 7
"""So often in a row a page that cannot be had is asked for again before the walk does without it."""


class _Walk:
    """One run's way through the pages of a listing; pages are known by their canonical addresses."""

    def __init__(self, asking: Asking, discovery: Discovery, listing: Listing, begin: Entry, most_pages: int) -> None:
        self.asking = asking
        self.discovery = discovery
        self.listing = listing
        self.first = _known(listing.address)
        pages = (entry for entry in asking.ledger if entry.kind is Kind.LISTING and entry.found_in == listing.address)
        self.had = {_known(page.asks) for page in pages if page.standing and _is_of_this_walk(page, begin, asking)}
        """The pages that earlier runs of this walk looked at."""
        self.walked: set[str] = set()
        self.most_new = most_pages - len(self.had)
        self.later: list[str] = []
        """Pages that the next run looks at again."""

    async def head(self, *, until_nothing_new: bool) -> tuple[bool, list[str]]:
        """Walk from the first page on; say whether that one could be read, and which pages are left."""
        left = await self._go([self.listing.address], until_nothing_new=until_nothing_new)
        return left is not None and self.first in self.walked, left or []

    async def rest(self, pages: Iterable[str]) -> list[str]:
        """Walk from these pages on, past those that earlier runs looked at, and return which are left."""
        return await self._go(pages, until_nothing_new=False) or []

    async def _go(self, pages: Iterable[str], *, until_nothing_new: bool) -> list[str] | None:
        """Return the pages that are left; None where the first page of all cannot be read."""
        waiting = deque(pages)
        begun_at = set(map(_known, waiting))
        while waiting:
            known = _known(waiting[0])
            if known in self.walked or (known in self.had - begun_at and not until_nothing_new):
                waiting.popleft()
                continue
            if known not in self.had and self.most_new <= 0:
                return []
            looked, names_new, more = await self._page(waiting[0])
            if looked is Looked.NOT_NOW:
                break
            address = waiting.popleft()
            self.walked.add(known)
            self.most_new -= known not in self.had
            if looked is not Looked.READ:
                if known == self.first:
                    return None
                self.later += [address] if self._is_worth_another_look(address, looked) else []
            elif until_nothing_new and names_new and known in self.had:  # entries moved on to this page from one before
                waiting.extend(more)
            elif until_nothing_new and not names_new:
                waiting = deque(self._not_had((*waiting, *more)))
            else:
                waiting.extend(self._not_had(more))
        return list({_known(page): page for page in waiting}.values())

    def _not_had(self, pages: Iterable[str]) -> list[str]:
        return [page for page in pages if _known(page) not in self.had]

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
            more = [link for link, known in links.items() if known not in read and is_matched(further, known)]
            seen.append((is_new, [link for link in more if self.discovery.is_on_its_sites(links[link])]))

        entry = entry_of(self.asking, address, Kind.LISTING, self.listing.address)
        looked = await look(self.asking, self.discovery, entry, take, may_be_the_end=_known(address) != self.first)
        return (looked, *seen[0]) if looked is Looked.READ else (looked, False, [])

    def _is_worth_another_look(self, address: str, looked: Looked) -> bool:
        entry = entry_of(self.asking, address, Kind.LISTING, self.listing.address)
        return entry.missed < END_AFTER if looked is Looked.NO_LIST else looked is Looked.LATER and entry.failed < MOST_FAILURES


async def walk(asking: Asking, discovery: Discovery, listing: Listing, most_pages: int | None = None) -> None:
    """Look through a listing, and note in the ledger where the next run goes on; `most_pages` bounds this run further."""
    begin = _begun(asking, entry_of(asking, listing.address, Kind.LISTING, listing.address))
    way = _Walk(asking, discovery, listing, begin, min(most_pages or listing.most_pages, listing.most_pages))
    is_read, left = await way.head(until_nothing_new=begin.was_read_to_its_end or bool(begin.goes_on_at))
    before: Iterable[str] = begin.goes_on_at
    if is_read and before and not discovery.is_cut_short:
        before = await way.rest(before)
    looked_at = way.walked | {way.first}
    left_over = tuple(dict.fromkeys((*way.later, *(page for page in (*left, *before) if _known(page) not in looked_at))))
    after = asking.ledger.get(begin.address) or begin
    is_at_its_end = begin.was_read_to_its_end or (is_read and not left_over)
    asking.ledger.put(after._replace(goes_on_at=left_over, was_read_to_its_end=is_at_its_end))
    discovery.is_cut_short = discovery.is_cut_short or bool(left_over)


def _begun(asking: Asking, begin: Entry) -> Entry:
    """Return the first page of a listing as the walk begins or goes on; one that was over long ago begins anew."""
    started, began_at = asking.run.started, begin.walk_began_at
    if (
        began_at is not None
        and began_at <= started
        and not (begin.was_read_to_its_end and started - began_at >= timedelta(days=WALKED_AGAIN_DAYS))
    ):
        return begin
    return asking.ledger.put(begin._replace(walk_began_at=started, was_read_to_its_end=False, goes_on_at=()))


def _is_of_this_walk(entry: Entry, begin: Entry, asking: Asking) -> bool:
    earliest: datetime | None = begin.walk_began_at
    return entry.asked_at is not None and earliest is not None and earliest <= entry.asked_at < asking.run.started


def _known(address: str) -> str:
    return canonical(address) or address


def _such_as(known: Collection[str]) -> str:
    """Return which canonical addresses a page names, in words: the longest, as those of texts mostly are."""
    longest = sorted(known, key=lambda address: (-len(address), address))[:NAMED]
    return f"; it names {len(known)}, such as {', '.join(address[:LONGEST] for address in longest)}" if longest else ""
