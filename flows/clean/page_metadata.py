"""What a page says of itself to machines: when it was published, which event it tells of, and its own address."""

import json
import re
from collections.abc import Iterator
from typing import Any

from flows.clean.stated import Stated
from flows.clean.writing import AS_WRITTEN, Moment, Writing, iso_moment

LINKED_DATA = "application/ld+json"
LONGEST_SCRIPT = 500_000
MOST_OBJECTS = 5_000
LONGEST_VALUE = 300
EVENT = "Event"
"""What the names of schema.org's kinds of events end in."""

# <meta property="article:published_time" content="2026-02-10T14:30:00+05:00">, "datePublished": "2026-02-10T14:30:00+05:00"
PUBLISHED = re.compile(
    r"""
    (?: article:published_time["'][^<>]{0,200}?content\s*=\s*["']
      | itemprop\s*=\s*["']datePublished["'][^<>]{0,200}?(?:content|datetime)\s*=\s*["']
      | "datePublished"\s*:\s*" )
    (?P<moment>[0-9]{4}-[0-9]{2}-[0-9]{2}[T\ ][0-9:.]{5,15}(?:Z|[+-][0-9]{2}:?[0-9]{2})?)["']
    """,
    re.VERBOSE | re.IGNORECASE,
)


def stated_by_page(tree: Any, page: str, writing: Writing = AS_WRITTEN) -> Stated:
    """Return what a page's metadata say: its event's day before its own, its moment where offset or zone are known."""
    published = published_at(page, writing)
    event = next(_events(tree), {})
    begins = iso_moment(str(event.get("startDate") or ""), writing)
    day = begins or published
    return Stated(
        spoken_on=day.day if day else None,
        published_at=published.at if published else None,
        published_offset=published.offset if published else None,
        speaker=_name(event.get("performer")),
        event=_name(event),
        place=_place(event.get("location")),
        url=_own_address(tree),
    )


def published_at(page: str, writing: Writing = AS_WRITTEN) -> Moment | None:
    """Return when a page was published, where its own metadata give day and hour."""
    match = PUBLISHED.search(page)
    return iso_moment(match["moment"], writing) if match else None


def _events(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the events that a page describes in JSON-LD."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != LINKED_DATA or not script.text or len(script.text) > LONGEST_SCRIPT:
            continue
        try:
            found = json.loads(script.text)
        except (ValueError, RecursionError):  # what is no JSON says nothing
            continue
        for described in _objects(found):
            kinds = described.get("@type")
            if any(str(kind).endswith(EVENT) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                yield described


def _objects(found: Any) -> Iterator[dict[str, Any]]:
    stack = [found]
    for _ in range(MOST_OBJECTS):
        if not stack:
            return
        one = stack.pop()
        if isinstance(one, dict):
            yield one
        if isinstance(one, dict | list):
            stack.extend(reversed(list(one.values()) if isinstance(one, dict) else one))


def _name(described: Any) -> str | None:
    """Return the name of a thing that is described, or written as a text; None where there are several, or none."""
    value = described.get("name") if isinstance(described, dict) else described
    return " ".join(value.split())[:LONGEST_VALUE] or None if isinstance(value, str) else None


def _place(location: Any) -> str | None:
    address = location.get("address") if isinstance(location, dict) else None
    town = address.get("addressLocality") if isinstance(address, dict) else None
    return _name(town) or _name(location)


def _own_address(tree: Any) -> str | None:
    for path, attribute in ((".//link[@rel='canonical']", "href"), (".//meta[@property='og:url']", "content")):
        found = tree.find(path)
        address = (found.get(attribute) or "").strip() if found is not None else ""
        if address.startswith(("http://", "https://")) and address.isprintable():
            return str(address)
    return None
