"""The first run over a source that was published before it had a ledger: its keys are bound to their addresses, and stay."""

from __future__ import annotations

from collections.abc import Iterable

from flows.fetch.canonical import canonical
from flows.fetch.ledger import Entry, Kind, Ledger, Version
from flows.fetch.turn import PublishedPage


def bind(ledger: Ledger, pages: Iterable[PublishedPage]) -> list[str]:
    """Put the published pages into an empty ledger, each with its key and the state that is published; return what a person should know.

    Of two keys whose addresses are one by now, both stay: the later one is known by its address as it was published.
    """
    notes = []
    for page in sorted(pages, key=lambda page: (page.url != canonical(page.url), page)):  # first: whose address no other can have
        known = canonical(page.url) or page.url
        other = ledger.get(known)
        if other is not None:
            notes.append(f"{page.speech_id} and {other.speech_id} are published from one page ({known}); both stay")
        places = (known, page.url, f"{page.url}#{page.speech_id}")
        version = Version(page.raw_sha256, page.retrieved_at, 200, page.url, 0, None, None, None)
        ledger.put(
            Entry(
                next(place for place in places if ledger.get(place) is None),
                page.url,
                Kind.PAGE,
                page.speech_id,
                "an earlier release",
                page.retrieved_at,
                page.url,
                asked_at=page.retrieved_at,
                last_seen_at=page.retrieved_at,
                standing=version,
                text_sha256=page.text_sha256,
            )
        )
    return notes
