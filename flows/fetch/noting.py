"""What is noted of a page once it was asked for: its new state in the ledger, and what the end of the run must know of it."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from flows import clock
from flows.clean.draft import Cleaned, Unreadable
from flows.fetch.alike import sample, stretches
from flows.fetch.asking import Had
from flows.fetch.canonical import canonical, is_front_page, site_of
from flows.fetch.discover.markup import named_by
from flows.fetch.download import NotHad, TooLarge
from flows.fetch.judging import Fresh, Judgement, judged, led_astray
from flows.fetch.ledger import Entry, Kind, Ledger
from flows.fetch.schedule import is_said_to_have_changed
from schemas.words import Reason

NOT_THERE = frozenset({404, 410})
GONE = 410
GONE_AFTER = 3
"""So often in a row a page answers 404 before it counts as gone."""
MOST_DETAIL = 300


class Noted(NamedTuple):
    """One page that was asked for."""

    before: Entry
    entry: Entry
    """Its new state."""
    is_good: bool
    """Whether it answered with its text, or a new one."""
    fresh: Fresh | None = None
    """Its new text, whether it stands or not; None where it said what it had said."""
    claims: str | None = None
    """The address that the page calls its own, or where it was found in the end, where that is another one; as it is written."""
    moved_to: str | None = None
    """The known address to which it leads by now, where its text is."""
    if_moved: Entry | None = None
    """Its new state where that address turns out to be another one of this page."""

    @property
    def is_new_trouble(self) -> bool:
        """Whether it went wrong otherwise than the last time."""
        return not self.is_good and self.entry.trouble != self.before.trouble

    @property
    def is_new(self) -> bool:
        """Whether nothing had stood for the page before, and something does now."""
        return self.before.standing is None and self.entry.standing is not None

    @property
    def is_changed(self) -> bool:
        """Whether another text stands for the page now than before."""
        return self.before.standing is not None and self.fresh is not None and self.entry.latest is None

    @property
    def is_refused(self) -> bool:
        """Whether what came is not what stands for the page."""
        return self.before.standing is not None and self.fresh is not None and self.entry.latest is not None


def note_failure(entry: Entry, error: Exception, most_bytes: int = 0) -> Noted:
    """Note that a page could not be had; a 410, or a 404 time and again, marks it as gone."""
    now = clock.now()
    status = error.status if isinstance(error, NotHad) else None
    detail = f"holds more than {most_bytes} bytes" if isinstance(error, TooLarge) else str(error)
    missed = entry.missed + 1 if status in NOT_THERE else entry.missed
    is_gone = status == GONE or (status in NOT_THERE and missed >= GONE_AFTER)
    return Noted(
        entry,
        entry._replace(
            asked_at=now,
            asked_when_changed=entry.said_changed,
            answer=detail[:MOST_DETAIL],
            missed=missed,
            gone_since=(entry.gone_since or now) if is_gone else entry.gone_since,
            reason=Reason.TOO_LARGE if isinstance(error, TooLarge) else Reason.NOT_FETCHED,
            trouble=detail[:MOST_DETAIL],
        ),
        is_good=False,
    )


def note_answer(ledger: Ledger, entry: Entry, had: Had, after: Cleaned | Unreadable | None, before: Cleaned | Unreadable | None) -> Noted:
    """Note what a page answered; `after` is what the new bytes were read as, None where they are those that were known."""
    asked = entry._replace(
        asked_at=clock.now(), asked_when_changed=entry.said_changed, answer=str(had.version.status), missed=0, gone_since=None
    )
    if after is None:
        return _unchanged(entry, asked)
    final = canonical(had.version.final_address) or entry.address
    other = ledger.resolved(final) if final != entry.address else None
    elsewhere = other if other and other.kind is Kind.PAGE and other.address != entry.address else None
    if elsewhere and entry.standing is None:
        return Noted(entry, _without_states(asked)._replace(same_as=elsewhere.address), is_good=True)
    judgement = judged(after, before)
    taken = _taken(entry, asked, had, after, judgement)
    astray = led_astray(entry.address, final)
    if astray or elsewhere:
        why = astray or f"is redirected to {elsewhere.speech_id if elsewhere else final}"
        refused = _refused(entry, asked, had, after, judgement._replace(why_not=why, is_unlike=False), is_text=False)
        is_moved = elsewhere is not None and taken is not None and isinstance(after, Cleaned)
        return refused._replace(moved_to=elsewhere.address, if_moved=taken.entry) if is_moved and elsewhere and taken else refused
    if taken is None:
        return _refused(entry, asked, had, after, judgement)
    return taken._replace(claims=_claimed(entry, had, final)) if judgement.stands else taken


def _taken(entry: Entry, asked: Entry, had: Had, after: Cleaned | Unreadable, judgement: Judgement) -> Noted | None:
    """Return what is noted of a page that answers with its text, in other bytes or changed; None where it does not."""
    if judgement.is_same_text and entry.standing:
        said = {name: getattr(had.version, name) for name in ("status", "final_address", "redirects", "etag", "last_modified")}
        return _unchanged(entry, asked._replace(standing=entry.standing._replace(**said), latest=None))
    if not judgement.stands:
        return None
    stands = asked._replace(
        standing=had.version,
        latest=None,
        text_sha256=_sha256(after),
        unchanged=0,
        false_alarms=0,
        last_seen_at=asked.asked_at,
        reason=None,
        trouble=None,
    )
    return Noted(entry, stands, is_good=True, fresh=_fresh(entry, after))


def _unchanged(before: Entry, asked: Entry) -> Noted:
    """Note that a page says what it said: its text, or what stood in its place the last time."""
    asked = asked._replace(unchanged=asked.unchanged + 1, answer="unchanged")
    if asked.latest is not None:
        return Noted(before, asked, is_good=False)
    alarms = asked.false_alarms + 1 if is_said_to_have_changed(before) else asked.false_alarms
    return Noted(before, asked._replace(last_seen_at=asked.asked_at, reason=None, trouble=None, false_alarms=alarms), is_good=True)


def _refused(before: Entry, asked: Entry, had: Had, after: Cleaned | Unreadable, judgement: Judgement, *, is_text: bool = True) -> Noted:
    """Note that what came does not stand; it is kept beside what does."""
    why = (judgement.why_not or "is no text")[:MOST_DETAIL]
    why += f"; if it is meant: rostra source accept {before.speech_id}" if judgement.is_unlike else ""
    is_too_large = isinstance(after, Unreadable) and after.reason is Reason.TOO_LARGE
    reason = Reason.TOO_LARGE if is_too_large else None if is_text else Reason.NO_ARTICLE
    fresh = _fresh(before, after) if is_text else Fresh(before.address, sample(()))
    entry = asked._replace(latest=had.version, trouble=why, reason=reason, unchanged=0)
    return Noted(before, entry, is_good=False, fresh=fresh)


def _without_states(entry: Entry) -> Entry:
    return entry._replace(standing=None, latest=None, text_sha256=None, reason=None, trouble=None)


def _fresh(entry: Entry, read: Cleaned | Unreadable) -> Fresh:
    return Fresh(entry.address, sample(stretches(read.text) if isinstance(read, Cleaned) else ()), _sha256(read))


def _sha256(read: Cleaned | Unreadable) -> str | None:
    return hashlib.sha256(read.text.encode()).hexdigest() if isinstance(read, Cleaned) else None


def _claimed(entry: Entry, had: Had, final: str) -> str | None:
    """Return the address that a page calls its own, or at which it was found in the end, where it is another one of the same site."""
    own = named_by(had.raw or b"", had.version.final_address).own_address
    for claimed in (own, had.version.final_address):
        known = canonical(claimed) if claimed else None
        if known is None or known == entry.address:
            continue
        if site_of(known) == site_of(final) and not is_front_page(known) and led_astray(entry.address, known) is None:
            return claimed
    return None
