"""A proposal for a source's TOML, made of what its front page and robots.txt name."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urlsplit

from flows import clock
from flows.errors import NotAsAsked, Refused
from flows.fetch.addresses import NotAllowed
from flows.fetch.asking import Asking, Run, run_deadline
from flows.fetch.canonical import canonical, host_of, is_front_page, site_of
from flows.fetch.declarations import SourceDeclaration
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
NOT_HAD = (NotHad, NotAllowed, Unavailable, TooLarge, Closed)


class Seen(NamedTuple):
    """What a site says of itself."""

    address: str
    named: Named
    links: tuple[str, ...]
    sitemaps: tuple[str, ...]


def propose(address: str, may_reach: Sequence[str] = (), limits: Limits = LIMITS) -> str:
    """Return a TOML for the source at an address, for a person to complete.

    Refused where the address is none; NotAsAsked where its page cannot be had.
    """
    if canonical(address) is None:
        raise Refused(f"{address!r} is no http:// or https:// address")
    with TemporaryDirectory(prefix="rostra-new-") as folder:
        return proposal(asyncio.run(_seen(address, Path(folder), tuple(may_reach), limits)), may_reach)


async def _seen(address: str, store: Path, may_reach: tuple[str, ...], limits: Limits) -> Seen:
    declaration = _asks_as(address, may_reach)
    run = Run(clock.now(), run_deadline(SECONDS), Gates(), limits)
    async with new_client(limits) as client:
        asking = Asking(declaration, Ledger(store, "new"), client, run)
        try:
            page = await asking.had(_entry(address))
        except NOT_HAD as error:
            raise NotAsAsked(f"{address} {error}") from error
        raw, place = page.raw or b"", page.version.final_address
        return Seen(place, named_by(raw, place), tuple(links_of(raw, place)), tuple(await _sitemaps(asking, place)))


async def _sitemaps(asking: Asking, address: str) -> list[str]:
    """Return the sitemaps that a host's robots.txt names, or the one at the usual place where that is one."""
    parts = urlsplit(address)
    root = f"{parts.scheme}://{parts.netloc}"
    robots = next((entry.standing for entry in asking.ledger if entry.kind is Kind.ROBOTS and entry.standing), None)
    named = robots_of(asking.snapshots.read(robots.sha256)).sitemaps if robots else ()
    if named:
        return list(dict.fromkeys(named))
    usual = f"{root}/sitemap.xml"
    try:
        found = await asking.had(_entry(usual))
        read_sitemap(found.raw or b"", usual, asking.run.limits.list_bytes)
    except (*NOT_HAD, Unreadable):
        return []
    return [usual]


def _entry(address: str) -> Entry:
    return Entry(address, address, Kind.PAGE, "", "the command", clock.now(), address)


def _asks_as(address: str, may_reach: tuple[str, ...]) -> SourceDeclaration:
    return SourceDeclaration.model_validate(
        {
            "source_id": "new",
            "publisher": "new",
            "languages": ["en"],
            "licence": "none",
            "attribution": "none",
            "text_may_be_published": False,
            "least_speeches": 0,
            "addresses": [address],
            "may_reach_private_addresses": may_reach,
        }
    )


def proposal(seen: Seen, may_reach: Sequence[str] = ()) -> str:
    """Return the text of the TOML."""
    host = host_of(seen.address)
    publisher = seen.named.title or host
    held = {str(language) for language in Language}
    languages = [language for language in seen.named.languages if language in held]
    lines = [
        f"# Proposed for {seen.address}: complete it, then look what it reads with `rostra source try`.",
        f"publisher = {_text(publisher)}",
        f"url = {_text(seen.address)}",
        f"languages = {_list(languages or ['en'])}" + ("" if languages else "  # the page does not say"),
        'licence = "Not stated; all rights stay with the publisher"  # what the site says of the use of its texts',
        f"attribution = {_text('© ' + publisher)}",
        "text_may_be_published = false  # true where the licence allows it",
        "least_speeches = 0",
        '# contact = "you@example.org"  # how the people who run the site reach you',
    ]
    lines += [f"feeds = {_list(seen.named.feeds)}"] if seen.named.feeds else []
    lines += [f"sitemaps = {_list(seen.sitemaps)}"] if seen.sitemaps else []
    shape = likely_shape(seen)
    if shape is not None and (seen.named.feeds or seen.sitemaps):
        lines.append(f"only = {_list([shape])}  # where most links of the page lead; leave it out, or write another")
    elif shape is not None:
        lines.append(f"listings = [{{ address = {_text(seen.address)}, links = {_text(shape)} }}]")
    elif not (seen.named.feeds or seen.sitemaps):
        lines.append(f"addresses = {_list([seen.address])}  # no feed, sitemap or list of texts was found")
    lines += [f"may_reach_private_addresses = {_list(may_reach)}"] if may_reach else []
    return "\n".join(lines) + "\n"


def likely_shape(seen: Seen) -> str | None:
    """Return a pattern of the folder to which most of a page's links into its site lead; None where no folder stands out."""
    site = site_of(seen.address)
    known = {canonical(link) or "" for link in seen.links if site_of(link) == site}
    folders = Counter(urlsplit(link).path.rpartition("/")[0] for link in known if link and not is_front_page(link))
    folders.pop("", None)
    best = max(folders.items(), key=lambda found: (found[1], found[0]), default=("", 0))
    return f"{re.escape(best[0])}/[^/]+$" if best[1] >= LEAST_LINKS else None


def _text(value: str) -> str:
    """Return a string as TOML writes it: JSON's form is one of TOML's."""
    return json.dumps(" ".join("".join(letter for letter in value if letter.isprintable()).split()), ensure_ascii=False)


def _list(values: Iterable[str]) -> str:
    return "[" + ", ".join(_text(value) for value in values) + "]"
