"""What is noted of a page once it was asked for: its new state in the ledger, and what the end of the run must know of it."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from flows import clock
from flows.clean.draft import Cleaned, Unreadable
from flows.fetch.alike import THE_SAME, in_common, sample, stretches
from flows.fetch.asking import Had
from flows.fetch.canonical import canonical, is_front_page, site_of
from flows.fetch.discover.markup import named_by
from flows.fetch.download import NotHad, TooLarge
from flows.fetch.entering import new_key
from flows.fetch.judging import Fresh, Judgement, judged, led_astray
from flows.fetch.ledger import Entry, Ledger, Version
from flows.fetch.robots import Disallowed, RobotsNotHad
from flows.fetch.schedule import is_said_to_have_changed
from schemas.words import Reason

NOT_THERE = frozenset({404, 410})
GONE = 410
GONE_AFTER, GONE_AFTER_DAYS = 3, 2
"""So often in a row a page answers 404 before it counts as gone, and not so soon after it was first named: it may come yet."""
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
    is_edit: bool = False
    """Whether its new text keeps most of the one that stood there."""

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
    is_old = now - entry.first_seen_at >= timedelta(days=GONE_AFTER_DAYS)
    is_gone = status == GONE or (status in NOT_THERE and missed >= GONE_AFTER and is_old)
    if isinstance(error, Disallowed) and entry.trouble == detail:
        return Noted(entry, entry, is_good=False)  # nothing was asked, and nothing is new
    was_asked = not isinstance(error, Disallowed | RobotsNotHad)  # who was not asked is asked as soon as robots.txt allows it
    return Noted(
        entry,
        entry._replace(
            asked_at=now,
            asked_when_changed=entry.said_changed,
            answer=detail[:MOST_DETAIL],
            failed=entry.failed + was_asked,
            missed=missed,
            gone_since=(entry.gone_since or now) if is_gone else entry.gone_since,
            reason=Reason.TOO_LARGE if isinstance(error, TooLarge) else Reason.NOT_FETCHED,
            trouble=detail[:MOST_DETAIL],
        ),
        is_good=False,
    )


def note_answer(ledger: Ledger, entry: Entry, had: Had, after: Cleaned | Unreadable | None, before: Cleaned | Unreadable | None) -> Noted:
    """Note what a page answered.

    `after` is what it was read as, None where that is what stands for it; `before` is the text that stands for it, or, for another one's
    name, for that one.
    """
    asked = entry._replace(
        asked_at=clock.now(), asked_when_changed=entry.said_changed, answer=str(had.version.status), missed=0, gone_since=None
    )
    final = canonical(had.version.final_address) or entry.address
    if entry.same_as is not None:
        return _seen_again(ledger, entry, _well(asked)._replace(latest=had.version), final, after, before)
    elsewhere = _elsewhere(ledger, entry, final)
    if entry.standing and (after is None or had.version.sha256 == entry.standing.sha256):
        same = _unchanged(entry, asked._replace(standing=_with_validators(entry.standing, had.version), latest=None))
        return same._replace(moved_to=elsewhere.address, if_moved=same.entry) if elsewhere else same
    if elsewhere and entry.standing is None:
        return Noted(entry, _well(asked)._replace(same_as=elsewhere.address, latest=had.version, unchanged=0), is_good=True)
    if after is None:
        raise ValueError(f"{entry.address}: was not read, though nothing stands for it")
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


def _elsewhere(ledger: Ledger, entry: Entry, final: str) -> Entry | None:
    """Return the other page of the ledger to which an address led; None where it led to none."""
    other = ledger.resolved(final) if final != entry.address else None
    return other if other and other.is_text and other.address != entry.address else None


def _seen_again(
    ledger: Ledger, entry: Entry, asked: Entry, final: str, after: Cleaned | Unreadable | None, before: Cleaned | Unreadable | None
) -> Noted:
    """Note what another page's name answered: it stays one while it leads there or has that text; else, seen so twice, it is its own."""
    elsewhere = _elsewhere(ledger, entry, final)
    astray = led_astray(entry.address, final)
    text_sha256 = _sha256(after) if after is not None else None
    if after is None or elsewhere or _has_text(after, before):
        same_as = elsewhere.address if elsewhere else entry.same_as
        main = ledger.resolved(entry.address)
        is_as_it_was = main is None or elsewhere is None or elsewhere.address == main.address
        named = asked._replace(same_as=same_as, text_sha256=None, unchanged=entry.unchanged + 1 if is_as_it_was else 0)
        return Noted(entry, named, is_good=True)
    if isinstance(after, Unreadable) or astray:
        why = astray or (after.detail if isinstance(after, Unreadable) else "is no text")
        return Noted(entry, asked._replace(failed=entry.failed + 1, trouble=why[:MOST_DETAIL]), is_good=False)
    if text_sha256 != entry.text_sha256:
        return Noted(entry, asked._replace(text_sha256=text_sha256, unchanged=0), is_good=True)
    main = ledger.resolved(entry.address)
    key = entry.speech_id if main is None or main.speech_id != entry.speech_id else new_key(ledger, entry.address)
    own = asked._replace(same_as=None, speech_id=key, standing=asked.latest, latest=None, unchanged=0, last_seen_at=asked.asked_at)
    return Noted(entry, own, is_good=True, fresh=fresh(entry, after))


def _has_text(after: Cleaned | Unreadable, before: Cleaned | Unreadable | None) -> bool:
    if not isinstance(after, Cleaned) or not isinstance(before, Cleaned):
        return False
    return in_common(stretches(after.text), stretches(before.text)) >= THE_SAME


def _asked_next(entry: Entry, final: str) -> str:
    """Return where a page is asked for the next time: where it was found, if that is the same address and only written otherwise."""
    is_same = canonical(final) == entry.address and urlsplit(final).query == urlsplit(entry.asks).query and ";" not in urlsplit(final).path
    return final if is_same else entry.asks


def _well(asked: Entry) -> Entry:
    """Return the state of a page that answered with what was expected of it."""
    return asked._replace(failed=0, reason=None, trouble=None)


def _with_validators(known: Version, now: Version) -> Version:
    """Return a state with what the server now said of the same text: the next request names that."""
    said = {name: getattr(now, name) for name in ("status", "final_address", "redirects", "etag", "last_modified")}
    return known._replace(**said)


def _taken(entry: Entry, asked: Entry, had: Had, after: Cleaned | Unreadable, judgement: Judgement) -> Noted | None:
    """Return what is noted of a page that answers with its text, in other bytes or changed; None where it does not."""
    if judgement.is_same_text and entry.standing:
        return _unchanged(entry, asked._replace(standing=_with_validators(entry.standing, had.version), latest=None))
    if not judgement.stands:
        return None
    stands = _well(asked)._replace(
        asks=_asked_next(entry, had.version.final_address),
        standing=had.version,
        latest=None,
        text_sha256=_sha256(after),
        unchanged=0,
        false_alarms=0,
        last_seen_at=asked.asked_at,
        held_since=None,
        own_address=None,
    )
    return Noted(entry, stands, is_good=True, fresh=fresh(entry, after), is_edit=judgement.is_edit)


def _unchanged(before: Entry, asked: Entry) -> Noted:
    """Note that a page answers with the text that stands for it."""
    alarms = asked.false_alarms + 1 if is_said_to_have_changed(before) else asked.false_alarms
    same = _well(asked)._replace(unchanged=asked.unchanged + 1, answer="unchanged", last_seen_at=asked.asked_at, false_alarms=alarms)
    return Noted(before, same, is_good=True)


def _refused(before: Entry, asked: Entry, had: Had, after: Cleaned | Unreadable, judgement: Judgement, *, is_text: bool = True) -> Noted:
    """Note that what came does not stand; it is kept beside what does."""
    why = (judgement.why_not or "is no text")[:MOST_DETAIL]
    why += f"; if it is meant: rostra source accept {before.speech_id}" if judgement.is_unlike else ""
    is_too_large = isinstance(after, Unreadable) and after.reason is Reason.TOO_LARGE
    reason = Reason.TOO_LARGE if is_too_large else None if is_text else Reason.NO_ARTICLE
    came = fresh(before, after) if is_text else Fresh(before.address, sample(()))
    entry = asked._replace(latest=had.version, trouble=why, reason=reason, failed=before.failed + 1)
    return Noted(before, entry, is_good=False, fresh=came)


def fresh(entry: Entry, read: Cleaned | Unreadable) -> Fresh:
    """Return what was read of a page, in short."""
    return Fresh(entry.address, sample(stretches(read.text) if isinstance(read, Cleaned) else ()), _sha256(read))


def _sha256(read: Cleaned | Unreadable) -> str | None:
    return hashlib.sha256(read.text.encode()).hexdigest() if isinstance(read, Cleaned) else None


def _claimed(entry: Entry, had: Had, final: str) -> str | None:
    """Return the address that a page calls its own, or at which it was found in the end, where it is another one of the same site."""
    own = named_by(had.raw or b"", had.version.final_address).own_address
    for claimed in (own, had.version.final_address):
        known = canonical(claimed) if claimed else None
        if known == entry.address:
            return None
        if known and site_of(known) == site_of(final) and not is_front_page(known) and led_astray(entry.address, known) is None:
            return claimed
    return None
