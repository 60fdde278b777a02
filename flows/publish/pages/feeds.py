"""Feeds of a store's releases: what has come since a reader last looked, as Atom and as JSON Feed.

They name places relative to their own, since a store does not know at which address it is read.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from flows.publish.pages.html import page
from flows.publish.pages.interface import LANGUAGE, interface
from flows.publish.texts import as_json
from schemas.dataset import DATASET

ATOM = "releases.atom"
JSON_FEED = "feed.json"
JSON_FEED_VERSION = "https://jsonfeed.org/version/1.1"
# Characters that XML cannot hold.
NOT_IN_XML = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
BEFORE_ANY = "1970-01-01"


def feeds(versions: list[dict[str, Any]]) -> dict[str, str]:
    """Return file name → content of both feeds; `versions` are the catalogue's, the newest first."""
    entries = [_entry(version) for version in versions]
    updated = _moment(max((version["day"] for version in versions), default=BEFORE_ANY))
    atom = page(ATOM, LANGUAGE, feed_id=_id_of("releases"), updated=updated, entries=entries, dataset=DATASET)
    items = [{name: value for name, value in entry.items() if name != "place"} for entry in entries]
    said = {"version": JSON_FEED_VERSION, "title": DATASET.title, "description": DATASET.summary, "language": LANGUAGE, "items": items}
    return {ATOM: atom, JSON_FEED: as_json(said)}


def _entry(version: dict[str, Any]) -> dict[str, Any]:
    words = interface()["catalogue"]
    counts = ", ".join(f"{count['rows']:,} {words[name].lower()}" for name, count in version["counts"])
    of_status = "" if version["status"] == "published" else f" ({words[version['status']]})"
    said = [f"{counts}.", f"{words[version['level']]} {version['previous'] or ''}".strip() + ".", version["reason"] or ""]
    return {
        "id": _id_of(version["version"]),
        "title": f"{DATASET.title} {version['version']}{of_status}",
        "content_text": NOT_IN_XML.sub(" ", " ".join(part for part in said if part)),
        "date_published": _moment(version["day"]),
        "place": f"releases/{version['version']}/{version['page'] or ''}",
    }


def _id_of(what: str) -> str:
    return uuid5(NAMESPACE_URL, f"{DATASET.name}/{what}").urn


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
