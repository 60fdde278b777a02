"""Which pages of a source are asked for in a run, and in which order: a pure function of what the ledger knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from flows.fetch.ledger import Entry, Kind

# After how many days a page is asked for again that answered with the same text so often in a row.
DAYS = (1, 2, 4, 8, 16, 32, 64, 90)
GONE_DAYS = DAYS[-1]
AGAIN_AT_ONCE = 3
"""So often a new page that could not be had as a text is asked for again in the next run, and an old one on the next day; then ever more
rarely."""

MOST_FALSE_ALARMS = 3
"""So often in a row a page may be said to have changed that had not; then nobody is believed who says so."""

# A run does not begin at the same second each day, and asks a page sooner or later within it.
EARLY = timedelta(hours=6)
NEVER = datetime.min.replace(tzinfo=UTC)

Found = TypeVar("Found")


def is_due(entry: Entry, now: datetime) -> bool:
    """Say whether a page is to be asked for in a run that begins now (UTC)."""
    if entry.kind is not Kind.PAGE or entry.is_withdrawn:
        return False
    if entry.asked_at is None or entry.asked_at > now + timedelta(days=1):  # asked while the clock was wrong
        return True
    if entry.gone_since is not None:
        return has_passed(entry.asked_at, len(DAYS), now)
    if is_said_to_have_changed(entry):
        return True
    if entry.standing is None and entry.same_as is None and entry.failed <= AGAIN_AT_ONCE:
        return True
    times = entry.failed - 1 - AGAIN_AT_ONCE if entry.failed else entry.unchanged
    return has_passed(entry.asked_at, times, now)


def is_said_to_have_changed(entry: Entry) -> bool:
    """Say whether a sitemap or feed says by now that the page changed since it was asked, and can be believed."""
    return (
        entry.said_changed is not None
        and entry.asked_at is not None
        and entry.said_changed != entry.asked_when_changed
        and entry.false_alarms < MOST_FALSE_ALARMS
    )


def in_turn(entries: Iterable[Entry], now: datetime, *, is_asked_again: bool = False) -> list[Entry]:
    """Return the pages that are due: those that were never had, then those that were longest not asked for.

    With `is_asked_again`, all of them are, but for those that were withdrawn.
    """
    due = [entry for entry in entries if is_due(entry, now) or (is_asked_again and entry.is_text and not entry.is_withdrawn)]
    return sorted(due, key=_turn)


def _turn(entry: Entry) -> tuple[bool, datetime, timedelta]:
    """Return what orders the pages of a run: of those that were never asked for, the ones that were found last come first."""
    return entry.standing is not None or entry.same_as is not None, entry.asked_at or NEVER, NEVER - entry.first_seen_at


def some_of_each_place(due: Iterable[Entry], most: int, place_of: Callable[[Entry], str]) -> list[Entry]:
    """Return at most so many pages, some of each place that names any: where somebody only tries."""
    places: dict[str, list[Entry]] = {}
    for entry in due:
        places.setdefault(place_of(entry), []).append(entry)
    chosen: list[Entry] = []
    for left, found in zip(range(len(places), 0, -1), sorted(places.values(), key=len), strict=True):
        chosen += evenly(found, (most - len(chosen)) // left)
    return chosen


def evenly(found: Sequence[Found], most: int) -> list[Found]:
    """Return at most so many, from the first on and at even distances.

    >>> evenly("abcdefgh", 3)
    ['a', 'c', 'f']
    """
    share = min(most, len(found))
    return [found[place * len(found) // share] for place in range(share)]


def has_passed(since: datetime, times: int, now: datetime, most_days: int = DAYS[-1]) -> bool:
    """Say whether what was asked for `since`, and came so many times in a row as expected, is to be asked for again."""
    days = min(DAYS[min(max(times, 0), len(DAYS) - 1)], most_days)
    return now - since >= timedelta(days=days) - EARLY
