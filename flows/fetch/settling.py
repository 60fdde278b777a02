"""What only the end of a run can tell: texts that stood in the place of many pages, and addresses that turned out to be one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from flows.fetch.alike import THE_SAME, in_common_as_sampled
from flows.fetch.canonical import canonical
from flows.fetch.entering import new_key
from flows.fetch.judging import Asked, Fresh, held_back, shared_texts
from flows.fetch.ledger import Entry, Kind, Ledger
from flows.fetch.noting import Noted
from schemas.words import Reason

HELD_DAYS = 7
"""For so long a new page may be taken for something that stands in its place; what says the same for longer is its text."""


def settle(ledger: Ledger, noted: Sequence[Noted]) -> list[str]:
    """Bring the ledger to what all pages of a run show together, and return what a person should know of it."""
    held = _hold_back(ledger, noted)
    reverted = _revert_shared_texts(ledger, noted)
    settled = [one for one in noted if one.entry.address not in held | reverted]
    return [*_follow_moves(ledger, settled), *_unite(ledger, settled)]


def _hold_back(ledger: Ledger, noted: Sequence[Noted]) -> set[str]:
    new = [one for one in noted if one.is_new and one.fresh and _is_young(one)]
    refused = [one.fresh for one in noted if one.is_refused and one.fresh]
    asked = Asked(
        new=[one.fresh for one in new if one.fresh],
        refused=[fresh for fresh in refused if fresh.sample],
        refused_pages=len(refused),
        good_pages=sum(1 for one in noted if one.before.standing and one.is_good),
    )
    held = held_back(asked)
    for one in new:
        if why := held.get(one.entry.address):
            entry = one.entry
            ledger.put(entry._replace(standing=None, latest=entry.standing, text_sha256=None, reason=Reason.NO_ARTICLE, trouble=why))
    return set(held)


def _is_young(one: Noted) -> bool:
    asked_at = one.entry.asked_at
    return asked_at is not None and asked_at - one.entry.first_seen_at <= timedelta(days=HELD_DAYS)


def _revert_shared_texts(ledger: Ledger, noted: Sequence[Noted]) -> set[str]:
    changed = {one.entry.address: one for one in noted if one.is_changed and one.entry.text_sha256 != one.before.text_sha256}
    if not changed:
        return set()
    came = {one.entry.address for one in noted if one.is_new}
    others = {
        entry.address: entry.text_sha256
        for entry in ledger
        if entry.is_text and entry.text_sha256 and entry.address not in changed and entry.address not in came
    }
    shared = shared_texts({address: one.entry.text_sha256 or "" for address, one in changed.items()}, others)
    for address, other in shared.items():
        one = changed[address]
        why = f"has the text of {other} now, and had another one"
        ledger.put(
            one.entry._replace(
                standing=one.before.standing, latest=one.entry.standing, text_sha256=one.before.text_sha256, trouble=why, unchanged=0
            )
        )
    return set(shared)


def _follow_moves(ledger: Ledger, noted: Sequence[Noted]) -> Iterator[str]:
    """A page whose text is found at a new address by now has moved: the new address becomes another one of the old text."""
    new = {one.entry.address for one in noted if one.is_new}
    before = {one.entry.address: one.before for one in noted}
    for one in noted:
        other = ledger.get(one.moved_to) if one.moved_to else None
        if other is None or one.if_moved is None:
            continue
        if other.address in new or _is_copy(before.get(other.address, other), one.before):
            _become_another_of(ledger, other, one.entry.address)
            ledger.put(one.if_moved._replace(asks=other.asks))
        else:
            yield f"{one.entry.url} is redirected to {one.moved_to}, which is published too; both stay"


def _is_copy(later: Entry, first: Entry) -> bool:
    """Say whether an address was known later and its text was that of the first one, so that it was never published."""
    return later.first_seen_at > first.first_seen_at and later.text_sha256 is not None and later.text_sha256 == first.text_sha256


def _unite(ledger: Ledger, noted: Sequence[Noted]) -> Iterator[str]:
    """One text has one key: what a page calls its own address, or where it was found in the end, is the same page."""
    texts = {one.entry.address: one.fresh for one in noted if one.fresh}
    for one in noted:
        entry = ledger.get(one.entry.address)
        if one.claims is None or entry is None or entry.standing is None or not entry.is_text:
            continue
        known = canonical(one.claims) or one.claims
        own = ledger.resolved(known)
        if own is None:
            if one.is_new and one.fresh:
                _rename(ledger, entry, known, one.claims)
                texts[known] = one.fresh
            else:
                ledger.put(_other_name(entry, entry.address)._replace(address=known, url=one.claims, asks=one.claims, found_in=entry.url))
        elif own.address != entry.address and own.kind is Kind.PAGE and _are_alike(own, entry, texts):
            if one.is_new:
                _become_another_of(ledger, entry, own.address)
            elif own.first_seen_at >= entry.first_seen_at and _is_of_this_run(own, noted):
                _become_another_of(ledger, own, entry.address)
            else:
                yield f"{entry.speech_id} and {own.speech_id} are one page ({one.claims}); both stay as they were published"


def _are_alike(one: Entry, other: Entry, texts: Mapping[str, Fresh]) -> bool:
    """Say whether two addresses have much the same text, as far as this run saw it; the same to the letter, where it did not."""
    first, second = texts.get(one.address), texts.get(other.address)
    if first is not None and second is not None:
        return in_common_as_sampled(first.sample, second.sample) >= THE_SAME
    return one.text_sha256 is not None and one.text_sha256 == other.text_sha256


def _is_of_this_run(entry: Entry, noted: Sequence[Noted]) -> bool:
    return any(one.is_new and one.entry.address == entry.address for one in noted)


def _rename(ledger: Ledger, entry: Entry, address: str, url: str) -> None:
    """Let a new page be known by its own canonical address, which gives the key, and shown as that is written."""
    ledger.put(entry._replace(address=address, url=url, speech_id=new_key(ledger, address)))
    ledger.put(_other_name(entry, address))


def _become_another_of(ledger: Ledger, entry: Entry, address: str) -> None:
    ledger.put(_other_name(entry, address))


def _other_name(entry: Entry, address: str) -> Entry:
    return entry._replace(same_as=address, standing=None, latest=None, text_sha256=None, reason=None, trouble=None)
