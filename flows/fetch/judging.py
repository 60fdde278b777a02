"""Whether what a page answers now is its text, or something that stands in its place: pure rules on what came and what was known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from flows.clean.draft import Cleaned, Unreadable
from flows.clean.stated import Origins
from flows.fetch.alike import ALIKE, NEARLY_NOTHING, Sample, in_common, in_common_as_sampled, stretches
from flows.fetch.canonical import is_front_page

LEAST_THE_SAME = 3
"""So many new pages with the same text, where they are most of the new ones, say what stands in the place of pages."""
MOST_THE_SAME = 10
"""No text is new at more addresses at once, however many others there are."""
LEAST_REFUSED = 2
MOST_COMPARED = 50
"""So many texts that came in the place of others are compared with each new one, the most frequent first."""


class Judgement(NamedTuple):
    """What is to be done with what came."""

    stands: bool
    """Whether it is published from now on."""
    is_same_text: bool = False
    """Whether it says what the page said before, in other bytes."""
    why_not: str | None = None
    is_unlike: bool = False
    """Whether it is a text, but one that has nearly nothing in common with the one that stands."""
    is_edit: bool = False
    """Whether it keeps most of the text that stood there."""


def judged(now: Cleaned | Unreadable, before: Cleaned | Unreadable | None) -> Judgement:
    """Judge what a page answers by the text that stands for it; None where there is none yet."""
    if not isinstance(before, Cleaned):
        return Judgement(stands=isinstance(now, Cleaned) or before is not None, why_not=now.detail if isinstance(now, Unreadable) else None)
    if isinstance(now, Unreadable):
        return Judgement(stands=False, why_not=f"no longer reads as a text ({now.detail})")
    if _as_said(now) == _as_said(before):
        return Judgement(stands=False, is_same_text=True)
    kept = 1.0 if now.text == before.text else in_common(stretches(now.text), stretches(before.text))
    if kept < NEARLY_NOTHING:
        return Judgement(stands=False, why_not="has nearly nothing in common with the text that stood there", is_unlike=True)
    return Judgement(stands=True, is_edit=kept >= ALIKE)


def _as_said(read: Cleaned) -> Cleaned:
    """Return a text without what a page may change and still say the same: the address it calls its own, and where each value stands."""
    return read._replace(steps=(), url=None, origins=Origins())


def led_astray(address: str, final: str) -> str | None:
    """Return where a redirect led that is no text of its own, given both canonical addresses; None where it may be one.

    >>> led_astray("https://press.example/news/1", "https://press.example/news")
    'is redirected to https://press.example/news, a page above it'
    """
    if final == address:
        return None
    if is_front_page(final) and not is_front_page(address):
        return f"is redirected to the front page {final}"
    asked, found = urlsplit(address), urlsplit(final)
    if asked.netloc == found.netloc and not found.query and asked.path.startswith(found.path.rstrip("/") + "/"):
        return f"is redirected to {final}, a page above it"
    return None


class Fresh(NamedTuple):
    """A text that came in this run, in short."""

    address: str
    sample: Sample[int]
    """Of its stretches."""
    text_sha256: str | None = None


class Asked(NamedTuple):
    """What one run came to for pages that had a text before it, and for new ones."""

    new: Sequence[Fresh]
    refused: Sequence[Fresh]
    """What came for old pages that did not stand."""
    refused_pages: int
    good_pages: int


def held_back(asked: Asked) -> dict[str, str]:
    """Return new address → why its text is not believed yet: the run shows that something stands in the place of pages.

    Where every old page that was asked answered with something else, no new one is believed. Nor is one that says what came for old pages
    instead of their texts, or what most other new ones, or very many, say to the letter.
    """
    if asked.refused_pages >= LEAST_REFUSED and not asked.good_pages:
        return {fresh.address: "came while no page that was known answered with its text" for fresh in asked.new}
    counted = Counter(fresh.text_sha256 for fresh in asked.new)
    in_place = [texts[0] for texts in _same_ones(asked.refused)[:MOST_COMPARED]]
    holding: dict[int, list[Fresh]] = {}  # stretch → who holds it: few texts share any, and only those need be compared
    for refused in in_place:
        for stretch in refused.sample:
            holding.setdefault(stretch, []).append(refused)
    held = {}
    for fresh in asked.new:
        same = counted[fresh.text_sha256]
        sharing = {id(refused): refused for stretch in fresh.sample for refused in holding.get(stretch, ())}
        if any(in_common_as_sampled(fresh.sample, refused.sample) >= ALIKE for refused in sharing.values()):
            held[fresh.address] = "says what came in the place of other pages' texts"
        elif same > MOST_THE_SAME or (same >= LEAST_THE_SAME and 2 * same > len(asked.new)):
            held[fresh.address] = f"says what {same - 1} other new pages say too, to the letter"
    return held


def _same_ones(texts: Iterable[Fresh]) -> list[list[Fresh]]:
    """Return the texts, those that are the same together, the most frequent first."""
    found: dict[str | None, list[Fresh]] = {}
    for fresh in texts:
        found.setdefault(fresh.text_sha256, []).append(fresh)
    return sorted(found.values(), key=len, reverse=True)


class Change(NamedTuple):
    """The SHA-256 of the text that stood for a page, and of the one that came."""

    before: str | None
    now: str


def shared_texts(changed: Mapping[str, Change], standing: Mapping[str, str]) -> dict[str, str]:
    """Return changed address → another one that has the same text now, and had another one before.

    `changed` holds the pages whose text changed in this run; `standing` is address → SHA-256 of its text, of all others.
    """
    holders: dict[str, dict[str | None, str]] = {}  # text now → text before → an address
    for address, change in changed.items():
        holders.setdefault(change.now, {}).setdefault(change.before, address)
    for address, sha256 in standing.items():
        if sha256 in holders:
            holders[sha256].setdefault(sha256, address)
    others = {
        address: next((other for before, other in holders[change.now].items() if before != change.before), None)
        for address, change in changed.items()
    }
    return {address: other for address, other in others.items() if other is not None}
