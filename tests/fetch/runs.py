"""Runs over the small site: what it is asked for, and what stands for its pages then."""

import random
from collections.abc import Iterable
from pathlib import Path

from flows.fetch.canonical import canonical
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import Fetched, Limits
from flows.fetch.fetching import fetch_source
from flows.fetch.ledger import Entry, read_ledger
from flows.fetch.snapshots import read_snapshot
from flows.fetch.turn import SourceFetched, Try
from tests.fetch.site import QUICK, Site
from tests.living_texts import report

PLACE_OF_PAGES = (
    b"The palace garden is closed to visitors this week, said the head gardener. Roses are being planted along the northern wall, and the "
    b"paths between the fountains get new gravel. Whoever wanted to walk there is asked to come again when the lilac is in bloom.\n"
)
"""What stands in the place of pages, and reads as any text does."""


def article(number: int, *more: str) -> bytes:
    """Return a report; no two are alike."""
    return "\n\n".join((*report(number).paragraphs, *more, "")).encode()


def page(number: int, own: str = "", *more: str) -> bytes:
    """Return a report as a page, with the address that it calls its own."""
    head = f'<link rel="canonical" href="{own}">' if own else ""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (*report(number).paragraphs, *more))
    title = report(number).title
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


def in_words_of(words: str, number: int, length: int = 80) -> str:
    """Return a text made of words in a language, with a full stop after each ten; no two numbers are alike."""
    chosen = random.Random(number).choices(words.split(), k=length)  # noqa: S311  (the same each time)
    return " ".join(" ".join(chosen[start : start + 10]).capitalize() + "." for start in range(0, length, 10))


def fetched(source: SourceDeclaration, store: Path, turn: Try | None = None, limits: Limits = QUICK) -> SourceFetched:
    return fetch_source(source, store, store, limits, turn)


def published(site: Site, store: Path, texts: Iterable[Fetched]) -> dict[str, bytes]:
    """Return path → the bytes that stand there, of all texts that have any."""
    return {text.origin.removeprefix(site.address): read_snapshot(store, text.sha256) for text in texts if text.sha256}


def paths(site: Site, texts: Iterable[Fetched]) -> list[str]:
    return [text.origin.removeprefix(site.address) for text in texts]


def entry_at(site: Site, store: Path, path: str) -> Entry:
    entry = read_ledger(store, "press").get(canonical(site.address + path) or "")
    assert entry is not None
    return entry


def links(*addresses: str) -> bytes:
    return ("<html><body>" + "".join(f'<a href="{address}">More</a>' for address in addresses) + "</body></html>").encode()


def feed(site: Site, *paths: str) -> bytes:
    items = "".join(f"<item><link>{site.address}{path}</link></item>" for path in paths)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'.encode()


def sitemap(site: Site, **changed: str) -> bytes:
    """Return a sitemap of paths and when they are said to have changed; '' where that is not said."""
    urls = "".join(
        f"<url><loc>{site.address}{path}</loc>" + (f"<lastmod>{said}</lastmod>" if said else "") + "</url>"
        for path, said in changed.items()
    )
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()
