"""Sitemaps (sitemaps.org 0.9, with news), indexes of them, and plain lists of addresses; packed or not."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import NamedTuple

from flows.fetch.canonical import joined
from flows.fetch.discover.link import Link, Unreadable

GZIP = b"\x1f\x8b"
MAY_BE_GZIP = 16 + zlib.MAX_WBITS
MOST_ADDRESSES = 250_000
"""Of one sitemap; sitemaps.org bounds it at 50,000, and not all keep to that."""
LONGEST_MOMENT = 64
"""Characters of what is said of when a page changed."""
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# </urlset>, </sm:sitemapindex>
END = re.compile(rb"</(?:[A-Za-z][\w.-]*:)?(?:urlset|sitemapindex)\s*>")
END_BYTES = 4_096


class Sitemap(NamedTuple):
    """What a sitemap names: pages, or further sitemaps."""

    pages: list[Link]
    sitemaps: list[Link]
    why_not_whole: str | None = None
    """Why it may name more than that."""


def read_sitemap(raw: bytes, address: str, most_bytes: int) -> Sitemap:
    """Return what a sitemap names, in its order; Unreadable where the bytes are none, or hold too much."""
    text, is_whole = _unpacked(raw, most_bytes) if raw.startswith(GZIP) else (raw, True)
    start = text[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"http://", b"https://")):
        found = Sitemap(_of_lines(text, address), [])
    elif start.startswith((b"<", *BYTE_ORDER_MARKS)):
        found = _of_xml(text, address)
        is_whole = is_whole and (END.search(text[-END_BYTES:].replace(b"\0", b"")) is not None or not (found.pages or found.sitemaps))
    else:
        raise Unreadable("is no sitemap")
    if len(found.pages) + len(found.sitemaps) >= MOST_ADDRESSES:
        return found._replace(why_not_whole=f"names more than {MOST_ADDRESSES} addresses; those beyond are not read")
    return found if is_whole else found._replace(why_not_whole="breaks off; what it names until there is read")


def _unpacked(raw: bytes, most_bytes: int) -> tuple[bytes, bool]:
    """Return what a gzip of one part or several holds, and whether it is whole."""
    pieces, room, left = [], most_bytes, raw
    while left.startswith(GZIP):
        unpack = zlib.decompressobj(MAY_BE_GZIP)
        try:
            pieces.append(unpack.decompress(left, room + 1))
        except zlib.error as error:
            raise Unreadable(f"is a damaged gzip ({error})") from error
        room -= len(pieces[-1])
        if room < 0:
            raise Unreadable(f"holds more than {most_bytes} bytes")
        if not unpack.eof:
            return b"".join(pieces), False
        left = unpack.unused_data
    return b"".join(pieces), True


def _of_lines(text: bytes, address: str) -> list[Link]:
    lines = text.decode("utf-8-sig", "replace").split("\n", MOST_ADDRESSES)[:MOST_ADDRESSES]
    return [Link(whole) for line in lines if line.strip() and (whole := joined(address, line))]


def _of_xml(text: bytes, address: str) -> Sitemap:
    from lxml import etree

    found = Sitemap([], [])
    is_sitemap = False
    # No entity, network or depth beyond libxml2's own bounds: the text comes from outside.
    reading = etree.iterparse(
        BytesIO(text), events=("start", "end"), resolve_entities=False, no_network=True, recover=True, huge_tree=False
    )
    try:
        for event, element in reading:
            name = _name(element)
            if event == "start":
                is_sitemap = is_sitemap or name in ("urlset", "sitemapindex")
            elif name in ("url", "sitemap"):
                _take(element, address, found.pages if name == "url" else found.sitemaps)
                element.clear()
            if len(found.pages) + len(found.sitemaps) >= MOST_ADDRESSES:
                break
    except etree.XMLSyntaxError as error:
        if not is_sitemap:
            raise Unreadable("is no sitemap") from error
    if not is_sitemap:
        raise Unreadable("is no sitemap")
    return found


def _take(element: object, address: str, links: list[Link]) -> None:
    said = {_name(child): (child.text or "").strip() for child in element}  # type: ignore[attr-defined]  # lxml's are typed nowhere
    if said.get("loc") and (whole := joined(address, said["loc"])):
        links.append(Link(whole, said.get("lastmod", "")[:LONGEST_MOMENT] or None))


def _name(element: object) -> str:
    """Return an element's name without its namespace; '' for a comment."""
    tag = element.tag  # type: ignore[attr-defined]
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
