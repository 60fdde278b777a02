"""RSS 0.9 to 2.0, Atom and JSON Feed: the addresses of their entries."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from flows.fetch.canonical import joined
from flows.fetch.discover.link import Link, Unreadable

FEED_BYTES = 5_000_000
MOST_ENTRIES = 20_000
# What feedparser cleans of an entry's content is no matter here, and its cleaning is slow on hostile pages.
AS_IT_IS = {"sanitize_html": False, "resolve_relative_uris": False}


def feed_links(raw: bytes, address: str) -> list[Link]:
    """Return the addresses of a feed's entries, in its order; Unreadable where the bytes are no feed."""
    if len(raw) > FEED_BYTES:
        raise Unreadable(f"is a feed of more than {FEED_BYTES} bytes")
    found = _of_json(raw) if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else _of_xml(raw)
    return [Link(whole) for link in found[:MOST_ENTRIES] if isinstance(link, str) and (whole := joined(address, link))]


def _of_json(raw: bytes) -> list[Any]:
    """Return the address of each item (jsonfeed.org, version 1.1)."""
    try:
        feed = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Unreadable("is no JSON feed") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise Unreadable("is JSON without the items of a feed")
    return [item.get("url") or item.get("external_url") or _as_address(item.get("id")) for item in items if isinstance(item, dict)]


def _of_xml(raw: bytes) -> list[str | None]:
    import feedparser

    try:
        feed = feedparser.parse(BytesIO(raw), **AS_IT_IS)
    except Exception as error:  # whatever its parsers raise on bytes that are no feed
        raise Unreadable(f"cannot be parsed as a feed ({type(error).__name__})") from error
    if not feed.get("version") and not feed.entries:
        raise Unreadable("is no feed")
    return [_link_of(entry) for entry in feed.entries]


def _link_of(entry: Any) -> str | None:
    """Return where an entry's page is: its link, or its id where that is an address."""
    link = entry.get("link")
    if isinstance(link, str) and link:
        return link
    return _as_address(entry.get("id"))


def _as_address(name: object) -> str | None:
    return name if isinstance(name, str) and name.startswith(("http://", "https://")) else None
