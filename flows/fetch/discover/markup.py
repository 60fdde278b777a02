"""What a page's markup says beside its text: where it links to, which address it calls its own, which feeds it names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from flows.fetch.canonical import joined

MOST_LINKS = 20_000
MOST_IN_HEAD = 1_000
FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})


class Named(NamedTuple):
    """What a page names in its head."""

    own_address: str | None
    """`<link rel="canonical">`."""
    feeds: tuple[str, ...]
    languages: tuple[str, ...]
    """Codes of the languages that it is said to be in, its own first (`lang`, `hreflang`)."""
    title: str | None


def links_of(raw: bytes, address: str) -> list[str]:
    """Return the addresses that a page links to, each once, in its order, and the one that its head says is next."""
    tree = _tree(raw)
    if tree is None:
        return []
    base = _base(tree, address)
    links: dict[str, None] = {}
    for element in tree.iter("a", "area", "link"):
        link = element.get("href")
        if link and (element.tag != "link" or "next" in (element.get("rel") or "").lower().split()):
            links.setdefault(link)
        if len(links) >= MOST_LINKS:
            break
    return list(dict.fromkeys(whole for link in links if (whole := joined(base, link))))


def named_by(raw: bytes, address: str) -> Named:
    """Return what a page names in its head, as whole addresses."""
    tree = _tree(raw)
    if tree is None:
        return Named(None, (), (), None)
    base = _base(tree, address)
    own, feeds, languages = None, [], list(_languages(tree))
    for element in islice(tree.iter("link"), MOST_IN_HEAD):
        relations = (element.get("rel") or "").lower().split()
        whole = joined(base, element.get("href") or "") if element.get("href") else None
        if whole and "canonical" in relations and own is None:
            own = whole
        if whole and "alternate" in relations and (element.get("type") or "").strip().lower() in FEED_TYPES:
            feeds.append(whole)
    title = next((" ".join((element.text or "").split()) for element in tree.iter("title")), None)
    return Named(own, tuple(dict.fromkeys(feeds)), tuple(dict.fromkeys(languages)), title or None)


def _languages(tree: Any) -> Iterator[str]:
    for element in (tree, *islice(tree.iter("link", "a"), MOST_LINKS)):
        said = element.get("lang") if element is tree else element.get("hreflang")
        code = (said or "").strip().lower().partition("-")[0]
        if len(code) == 2 and code.isalpha():
            yield code


def _tree(raw: bytes) -> Any:
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, recover=True, huge_tree=False)
    try:
        return etree.fromstring(raw, parser) if raw.strip() else None
    except (etree.XMLSyntaxError, ValueError):
        return None


def _base(tree: Any, address: str) -> str:
    said = next((element.get("href") for element in tree.iter("base") if element.get("href")), None)
    return (said and joined(address, said)) or address
