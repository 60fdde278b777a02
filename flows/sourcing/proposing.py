"""A proposal for a source's TOML, made of what its front page and robots.txt name."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urlsplit

from flows import clock
from flows.errors import NotAsAsked, Refused
from flows.fetch.addresses import NotAllowed, NotPublic, is_host_or_network
from flows.fetch.asking import Asking, Run, run_deadline
from flows.fetch.canonical import canonical, host_of, is_front_page, joined, path_of, site_of
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.discover.feeds import feed_links
from flows.fetch.discover.link import Unreadable
from flows.fetch.discover.markup import Named, links_of, named_by
from flows.fetch.discover.sitemaps import read_sitemap
from flows.fetch.download import NotHad, TooLarge, new_client
from flows.fetch.fetched import LIMITS, Limits, Unavailable
from flows.fetch.gates import Closed, Gates
from flows.fetch.ledger import Entry, Kind, Ledger
from flows.fetch.robots import robots_of
from schemas.words import Language

SECONDS = 120
LEAST_LINKS = 5
"""So many links of one shape are taken for those of texts."""
LONGEST_TITLE = 200
NOT_HAD = (NotHad, NotAllowed, Unavailable, TooLarge, Closed)
# A part of an address that counts texts or days would leave out those of the next month: /news/2026/03/opening
DIGITS = re.compile(r"[0-9]+")
ANY_NUMBER = "[0-9]+"
# ?page=2, &PAGEN_1=3; /page/2, /page-2. Not ?p=2, which names single texts too.
PAGE_NUMBER = re.compile(
    r"(?:[?&](?P<name>(?:page|pg|paged|start|offset|PAGEN_[0-9]+)=)|(?P<folder>/page[/-]?))[0-9]+(?:$|&)", re.IGNORECASE
)
SPECIAL = re.compile(r"[.^$*+?(){}\[\]|\\]")


class Seen(NamedTuple):
    """What a site says of itself."""

    address: str
    named: Named
    links: tuple[str, ...]
    sitemaps: tuple[str, ...]
    is_page: bool = True
    """Whether it is a page of links; a feed and a sitemap are none."""


def propose(address: str, may_reach: Sequence[str] = (), limits: Limits = LIMITS) -> str:
    """Return a TOML for the source at an address, for a person to complete.

    Refused where the address is none, or a host that may be reached; NotAsAsked where its page cannot be had.
    """
    if canonical(address) is None:
        is_bare = canonical(f"https://{address}") is not None and not {" ", ":"} & set(address)
        meant = f"did you mean https://{address} ?" if is_bare else "give one such as https://press.example.org"
        raise Refused(f"{address!r} is no http:// or https:// address; {meant}")
    for place in may_reach:
        if not is_host_or_network(place):
            raise Refused(f"--may-reach {place!r}: give a host's name, an IP address or a network, without http:// and without a port")
    with TemporaryDirectory(prefix="rostra-new-") as folder:
        return proposal(asyncio.run(_seen(address, Path(folder), tuple(may_reach), limits)), may_reach)


async def _seen(address: str, store: Path, may_reach: tuple[str, ...], limits: Limits) -> Seen:
    run = Run(clock.now(), run_deadline(SECONDS), Gates(), limits)
    async with new_client(limits) as client:
        asking = Asking(_asks_as(may_reach), Ledger(store, "new"), client, run)
        try:
            page = await asking.had(_entry(address))
        except NotPublic as error:
            raise NotAsAsked(f"{address} {error}; here: --may-reach {error.host}") from error
        except NOT_HAD as error:
            raise NotAsAsked(f"{address} {error}") from error
        raw, place = page.raw or b"", page.version.final_address
        return seen_in(raw, place, await _sitemaps(asking, place))


def seen_in(raw: bytes, address: str, sitemaps: Iterable[str] = ()) -> Seen:
    """Return what the bytes at an address say of a site, be they a page, a feed or a sitemap; `sitemaps` are known beforehand."""
    named, others = named_by(raw, address), tuple(dict.fromkeys(sitemaps))
    try:
        links = tuple(link.address for link in feed_links(raw, address))
        return Seen(_front(address, links), named._replace(feeds=(address,)), links, others, is_page=False)
    except Unreadable:
        pass
    try:
        pages = tuple(link.address for link in read_sitemap(raw, address, LIMITS.list_bytes).pages)
        every = tuple(dict.fromkeys((address, *others)))
        return Seen(_front(address, pages), named._replace(title=None), pages, every, is_page=False)
    except Unreadable:
        return Seen(address, named, tuple(links_of(raw, address)), others)


def _front(address: str, links: Sequence[str]) -> str:
    """Return the front page of the host to which most of the links of a feed or sitemap lead: it may lie elsewhere itself."""
    counted = Counter((parts.scheme, parts.netloc.lower()) for parts in map(urlsplit, links or (address,)))
    (scheme, place), _ = counted.most_common(1)[0]
    return f"{scheme}://{place}/"


async def _sitemaps(asking: Asking, address: str) -> list[str]:
    """Return the sitemaps that a host's robots.txt names, or the one at the usual place where that is one."""
    parts = urlsplit(address)
    root = f"{parts.scheme}://{parts.netloc}"
    robots = next((entry.standing for entry in asking.ledger if entry.kind is Kind.ROBOTS and entry.standing), None)
    named = robots_of(asking.snapshots.read(robots.sha256)).sitemaps if robots else ()
    if found := [whole for place in named if (whole := joined(f"{root}/", place))]:
        return found
    usual = f"{root}/sitemap.xml"
    try:
        had = await asking.had(_entry(usual))
        read_sitemap(had.raw or b"", usual, asking.run.limits.list_bytes)
    except (*NOT_HAD, Unreadable):
        return []
    return [usual]


def _entry(address: str) -> Entry:
    return Entry(address, address, Kind.PAGE, "", "the command", clock.now(), address)


def _asks_as(may_reach: tuple[str, ...]) -> SourceDeclaration:
    return SourceDeclaration(
        source_id="new",
        publisher="new",
        languages=tuple(Language),
        licence="none",
        attribution="none",
        text_may_be_published=False,
        least_speeches=0,
        may_reach_private_addresses=may_reach,
    )


def proposal(seen: Seen, may_reach: Sequence[str] = ()) -> str:
    """Return the text of the TOML."""
    publisher = _line(seen.named.title or "")[:LONGEST_TITLE].strip() or host_of(seen.address)
    held = list(map(str, Language))
    languages = [language for language in seen.named.languages if language in held]
    lines = [
        f"# Proposed for {_line(seen.address)}: complete it, then look what it reads with `rostra source try`.",
        f"publisher = {_text(publisher)}",
        f"url = {_address(seen.address)}",
        f"languages = {_list(map(_text, languages or held[:1]))}" + ("" if languages else "  # the page does not say"),
        'licence = "Not stated; all rights stay with the publisher"  # what the site says of the use of its texts',
        f"attribution = {_text('© ' + publisher)}",
        "text_may_be_published = false  # true where the licence allows it",
        "least_speeches = 0",
        '# contact = "you@example.org"  # how the people who run the site reach you',
        *_places(seen),
    ]
    lines += [f"may_reach_private_addresses = {_list(map(_text, may_reach))}"] if may_reach else []
    return "\n".join(lines) + "\n"


def _places(seen: Seen) -> Iterator[str]:
    """Yield the lines that say where the texts are: feeds and sitemaps, and a listing where no sitemap names the older ones."""
    shape = likely_shape(seen)
    if seen.named.feeds:
        yield f"feeds = {_list(map(_address, seen.named.feeds))}"
    if seen.sitemaps:
        yield f"sitemaps = {_list(map(_address, seen.sitemaps))}"
    if shape and seen.is_page and not seen.sitemaps:
        further = likely_next(seen)
        more = f", next = {_text(further)}" if further else ""
        yield f"listings = [{{ address = {_address(seen.address)}, links = {_text(shape)}{more} }}]"
    if shape and (seen.named.feeds or seen.sitemaps):
        yield f"only = {_list([_text(shape)])}  # where most links lead; leave it out, or write another"
    if not (shape or seen.named.feeds or seen.sitemaps):
        yield f"addresses = {_list([_address(seen.address)])}  # no feed, sitemap or list of texts is named here; try the page of news"


def likely_shape(seen: Seen) -> str | None:
    """Return a pattern of the folder to which most links into a site lead; None where no folder stands out."""
    folders = Counter(_folder(known) for known in _own_links(seen) if not is_front_page(known))
    folders.pop("", None)
    best = max(folders.items(), key=lambda found: (found[1], found[0]), default=("", 0))
    return f"{best[0]}/[^/]+$" if best[1] >= LEAST_LINKS else None


def likely_next(seen: Seen) -> str | None:
    """Return a pattern of the addresses of a page's further pages, by the number in them; None where it names none."""
    below = path_of(canonical(seen.address) or "")
    found = (PAGE_NUMBER.search(known) for known in _own_links(seen) if path_of(known).startswith(below))
    counted = Counter(f"[?&]{page['name']}[0-9]+" if page["name"] else f"{page['folder']}[0-9]+$" for page in found if page)
    return max(counted.items(), key=lambda shape: (shape[1], shape[0]))[0] if counted else None


def _own_links(seen: Seen) -> list[str]:
    """Return the canonical addresses of a site to which it links, each once."""
    site = site_of(seen.address)
    return sorted({known for link in seen.links if site_of(link) == site and (known := canonical(link))})


def _folder(address: str) -> str:
    """Return a pattern of the folder that an address lies in, whatever the numbers in it.

    >>> _folder("https://press.example/news/2026/03/on-roads"), _folder("https://press.example/a.b/1")
    ('/news/[0-9]+/[0-9]+', '/a[.]b')
    """
    parts = urlsplit(address).path.split("/")[:-1]
    return "/".join(ANY_NUMBER if DIGITS.fullmatch(part) else SPECIAL.sub(r"[\g<0>]", part) for part in parts)


def _line(value: str) -> str:
    """Return a text as one line of what can be shown."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())


def _text(value: str) -> str:
    """Return a string as TOML writes it: JSON's form is one of TOML's."""
    return json.dumps(_line(value), ensure_ascii=False)


def _address(value: str) -> str:
    return _text(value.replace(" ", "%20"))


def _list(values: Iterable[str]) -> str:
    return "[" + ", ".join(values) + "]"
