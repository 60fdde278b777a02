"""What only the end of a run can tell: texts that stood in the place of many pages, and addresses that turned out to be one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from flows.fetch.alike import THE_SAME, in_common_as_sampled
from flows.fetch.canonical import canonical
from flows.fetch.identifiers import speech_id_of_address
from flows.fetch.judging import Asked, Change, Fresh, held_back, shared_texts
from flows.fetch.ledger import Entry, Ledger
from flows.fetch.noting import Noted
from flows.fetch.schedule import AGAIN_AT_ONCE
from schemas.words import Reason

TELLING_FAILURES = 7
"""What has not been had more often than that in a row tells nothing of a run."""
HELD_DAYS = 7
"""For so long what comes of a new page may be taken for something that stands in its place; what says the same for longer is its text."""


def settle(ledger: Ledger, noted: Sequence[Noted], read: Callable[[Entry], Fresh | None]) -> list[str]:
    """Bring the ledger to what all pages of a run show together, and return what a person should know of it.

    `read` returns the text that stands for a page; None where it cannot be had.
    """
    for one in noted:
        ledger.put(one.entry)
    held = _hold_back(ledger, noted)
    reverted = _revert_shared_texts(ledger, noted)
    settled = [one for one in noted if one.entry.address not in held | reverted]
    return [*_follow_moves(ledger, settled), *_unite(ledger, settled, read)]


def _hold_back(ledger: Ledger, noted: Sequence[Noted]) -> set[str]:
    new = [one for one in noted if one.is_new and one.fresh and _may_be_held(one)]
    refused = [one.fresh for one in noted if one.is_refused and one.fresh]
    asked = Asked(
        new=[one.fresh for one in new if one.fresh],
        refused=[fresh for fresh in refused if fresh.sample],
        refused_pages=sum(1 for one in noted if one.is_refused and one.before.failed <= TELLING_FAILURES),
        good_pages=sum(1 for one in noted if one.before.standing and one.is_good),
    )
    held = held_back(asked)
    for one in new:
        if why := held.get(one.entry.address):
            ledger.put(
                one.entry._replace(
                    same_as=one.before.same_as,
                    standing=None,
                    latest=one.entry.standing,
                    text_sha256=one.before.text_sha256,
                    held_since=one.before.held_since or one.entry.asked_at,
                    failed=min(one.before.failed + 1, AGAIN_AT_ONCE),  # it is asked for again in each run, until it is believed
                    reason=Reason.NO_ARTICLE,
                    trouble=why,
                )
            )
    return set(held)


def _may_be_held(one: Noted) -> bool:
    asked_at, held_since = one.entry.asked_at, one.before.held_since
    return asked_at is None or held_since is None or asked_at - held_since <= timedelta(days=HELD_DAYS)


def _revert_shared_texts(ledger: Ledger, noted: Sequence[Noted]) -> set[str]:
    changed = {
        one.entry.address: one for one in noted if one.is_changed and not one.is_edit and one.entry.text_sha256 != one.before.text_sha256
    }
    if not changed:
        return set()
    came = {one.entry.address for one in noted if one.is_new or one.is_edit}
    others = {
        entry.address: entry.text_sha256
        for entry in ledger
        if entry.is_text and entry.text_sha256 and entry.address not in changed and entry.address not in came
    }
    changes = {address: Change(one.before.text_sha256, one.entry.text_sha256 or "") for address, one in changed.items()}
    shared = shared_texts(changes, others)
    for address, other in shared.items():
        one = changed[address]
        why = f"has the text of {other} now, and had another one"
        ledger.put(
            one.entry._replace(
                standing=one.before.standing,
                latest=one.entry.standing,
                text_sha256=one.before.text_sha256,
                failed=one.before.failed + 1,
                trouble=why,
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
            ledger.put(_other_name(other, one.entry.address))
            ledger.put(one.if_moved._replace(asks=other.asks))
        elif other.standing:
            yield f"{one.entry.url} is redirected to {one.moved_to}, which is published too; both stay"


def _is_copy(later: Entry, first: Entry) -> bool:
    """Say whether an address was known later and its text was that of the first one, so that it was never published."""
    return later.first_seen_at > first.first_seen_at and later.text_sha256 is not None and later.text_sha256 == first.text_sha256


def _unite(ledger: Ledger, noted: Sequence[Noted], read: Callable[[Entry], Fresh | None]) -> Iterator[str]:
    """One text has one key: what a page calls its own address, or where it was found in the end, is the same page."""
    texts = _Texts({one.entry.address: one.fresh for one in noted if one.fresh}, read)
    new = {one.entry.address for one in noted if one.is_new}
    claimants = {entry.own_address: entry.address for entry in ledger if entry.own_address}
    doubtful = _claimed_by_others(noted, texts)
    for one in noted:
        entry = ledger.get(one.entry.address)
        if entry is None or entry.standing is None or not entry.is_text:
            continue
        claimant = ledger.get(claimants.get(entry.address, ""))
        if one.is_new and claimant and claimant.is_text and _are_alike(claimant, entry, texts):
            ledger.put(_other_name(entry, claimant.address))
        elif one.claims and (known := canonical(one.claims)):
            own = ledger.resolved(known) or ledger.get(claimants.get(known, ""))
            if own is None:
                claimants[known] = entry.address
                ledger.put(_claiming(ledger, entry, known, one.claims if one.is_new and known not in doubtful else None))
            elif own.address != entry.address and own.is_text and _are_alike(own, entry, texts):
                if one.is_new:
                    ledger.put(_other_name(entry, own.address))
                elif own.first_seen_at >= entry.first_seen_at and own.address in new:
                    ledger.put(_other_name(own, entry.address))
                else:
                    yield f"{entry.speech_id} and {own.speech_id} are one page ({one.claims}); both stay as they were published"


def _claimed_by_others(noted: Sequence[Noted], texts: _Texts) -> set[str]:
    """Return the addresses that pages with different texts call their own: a mistake of the site's, which says nothing of them."""
    first: dict[str, Entry] = {}
    claims = [(canonical(one.claims), one.entry) for one in noted if one.claims]
    return {known for known, entry in claims if known and not _are_alike(first.setdefault(known, entry), entry, texts)}


class _Texts(NamedTuple):
    """The texts that came in this run by address, and how those of other pages are had."""

    came: Mapping[str, Fresh]
    read: Callable[[Entry], Fresh | None]

    def of(self, entry: Entry) -> Fresh | None:
        """Return the text of a page, in short."""
        return self.came.get(entry.address) or self.read(entry)


def _are_alike(one: Entry, other: Entry, texts: _Texts) -> bool:
    """Say whether two addresses have much the same text."""
    if one.text_sha256 is not None and one.text_sha256 == other.text_sha256:
        return True
    first, second = texts.of(one), texts.of(other)
    return first is not None and second is not None and in_common_as_sampled(first.sample, second.sample) >= THE_SAME


def _claiming(ledger: Ledger, entry: Entry, own: str, url: str | None) -> Entry:
    """Return a page that calls another address its own; with its `url`, it gets the key that this gives, where that is free."""
    key = speech_id_of_address(ledger.source_id, own)
    named = entry._replace(own_address=own)
    return named if url is None or ledger.has_key(key) else named._replace(speech_id=key, url=url)


def _other_name(entry: Entry, address: str) -> Entry:
    """Return an address as another one of a page: what it last answered stays known, so that it can be looked at again."""
    return entry._replace(
        same_as=address, standing=None, latest=entry.latest or entry.standing, text_sha256=None, unchanged=0, reason=None, trouble=None
    )
