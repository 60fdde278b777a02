"""A press service through a month: which speeches it holds on which day, how their addresses answer, and what a release must hold.

Days are counted from `START`; what changes on a day has changed at its midnight. Speeches 0 to 399 are the archive; those of the month are
numbered 1000 + 10 × day + place. In the archive an even number stands in a sitemap, which says when it changed; an odd one does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum, auto
from functools import cache
from typing import NamedTuple

from tests.living_texts import Report, report

START = datetime(2026, 3, 2, tzinfo=UTC)
DAYS = 30
FOR_GOOD = 10_000
ARCHIVED = 400
ON_A_PAGE = 20
IN_THE_FEED = 20
QUIET_DAY = 26
MAINTENANCE_DAYS = (13, 14)
WITHDRAWN_ON_DAY, WITHDRAWN = 20, 60


class Way(StrEnum):
    """How an address answers, where it does not with its text."""

    TEXT = auto()
    WALL = auto()
    MISSING = auto()
    GONE = auto()
    HOME = auto()
    ELSEWHERE = auto()
    MOVED = auto()


class Odd(NamedTuple):
    """What becomes of an address, from one day until before another; `to` is the speech that it leads to."""

    way: Way
    since_day: int
    until_day: int = FOR_GOOD
    to: int | None = None


class Life(NamedTuple):
    """What happens to a speech after it was published; days."""

    corrected: tuple[int, ...] = ()
    odd: Odd = Odd(Way.TEXT, FOR_GOOD)
    said_changed: tuple[int, ...] = ()
    """When its sitemap says that it changed, though its text did not."""
    has_counter: bool = False
    """Whether the bytes of its page differ from request to request."""
    is_linked_as_print: bool = False
    """Whether the archive links to its print page too."""
    is_linked_as_print_alone: bool = False
    folder: str = ""


# Pages that are not asked by a schedule alone are said to have changed on the day of their oddity, so that it is met on that day.
LIVES = {
    10: Life(corrected=(5,)),
    12: Life(corrected=(5, 20)),
    14: Life(corrected=(13,)),  # while nothing can be read
    16: Life(corrected=(17,)),  # while nothing may be asked
    11: Life(corrected=(3,)),
    13: Life(corrected=(6,)),
    1000: Life(corrected=(2,)),
    1041: Life(corrected=(5,)),
    21: Life(odd=Odd(Way.MISSING, 6)),
    22: Life(odd=Odd(Way.MISSING, 4)),
    23: Life(odd=Odd(Way.GONE, 3)),
    24: Life(odd=Odd(Way.GONE, 10), said_changed=(10,)),
    26: Life(odd=Odd(Way.MISSING, 9, 10), said_changed=(9,)),
    1071: Life(odd=Odd(Way.MISSING, 7, 8)),  # in the feed before it is there
    31: Life(odd=Odd(Way.HOME, 6)),
    32: Life(odd=Odd(Way.HOME, 11), said_changed=(11,)),
    33: Life(odd=Odd(Way.ELSEWHERE, 5, to=34)),
    36: Life(odd=Odd(Way.ELSEWHERE, 10, to=38), said_changed=(10,)),
    40: Life(odd=Odd(Way.MOVED, 9), corrected=(18,)),
    41: Life(odd=Odd(Way.MOVED, 6)),
    50: Life(has_counter=True, said_changed=tuple(range(DAYS))),
    51: Life(has_counter=True),
    1020: Life(has_counter=True),
    1030: Life(odd=Odd(Way.WALL, 3, 4)),
    1120: Life(odd=Odd(Way.WALL, 12, 13)),  # and then maintenance, twice
    1201: Life(odd=Odd(Way.WALL, 20, 21)),
    WITHDRAWN: Life(said_changed=tuple(range(WITHDRAWN_ON_DAY + 1, DAYS)), is_linked_as_print=True),
    70: Life(is_linked_as_print_alone=True),
    72: Life(is_linked_as_print=True),
    74: Life(is_linked_as_print=True),
    80: Life(folder="internal/open/"),  # allowed, within a folder that is not
}


class Speech(NamedTuple):
    """One text of the press service."""

    number: int
    day: int
    """On which it was published; before 0 for the archive."""
    life: Life

    def report_on(self, day: int) -> Report:
        """Return the text as it is on a day, or last was before its address ceased to have it."""
        return report(self.number, sum(1 for corrected in self.life.corrected if corrected <= day))

    @property
    def path(self) -> str:
        """The address at which it was published, without the host."""
        return f"/speeches/{self.life.folder}{report(self.number).slug}"

    @property
    def moved_path(self) -> str:
        """Where it lies after it moved; sorted before the first one, so that no rule keeps the right one by chance."""
        return f"/speeches/2026/{report(self.number).slug}"

    def path_on(self, day: int) -> str:
        """Return where lists say on a day that it is."""
        return self.moved_path if self.life.odd.way is Way.MOVED and day >= self.life.odd.since_day else self.path

    @property
    def print_path(self) -> str:
        """A second address of the same text, whose page names the first as the canonical one."""
        return f"/print{self.path}"

    @property
    def speech_id(self) -> str:
        """The one key that it has for good."""
        return f"press.{self.path.removeprefix('/').replace('/', '--')}"

    def way_on(self, day: int) -> Way:
        """Return how its address answers on a day, were there no maintenance."""
        odd = self.life.odd
        return odd.way if odd.since_day <= day < odd.until_day else Way.TEXT

    @property
    def has_print_link(self) -> bool:
        """Whether the archive links to its print page."""
        return self.life.is_linked_as_print or self.life.is_linked_as_print_alone

    @property
    def is_ever_in_a_sitemap(self) -> bool:
        """Whether a sitemap says when it changed: half of the archive, and what is not of the feed alone."""
        return self.number % 2 == 0 if self.number < ARCHIVED else self.number % 10 != 1

    def is_in_a_sitemap_on(self, day: int) -> bool:
        """Say whether a sitemap names it on a day: one that is missing for good is named no more."""
        is_left_out = self.number == 22 and day >= self.life.odd.since_day
        return self.is_ever_in_a_sitemap and self.day <= day and not is_left_out and not self.life.is_linked_as_print_alone

    def changed_on(self, day: int) -> int:
        """Return the last day on which it changed, as a sitemap says."""
        odd_days = (self.life.odd.since_day,) if self.life.odd.way is Way.MOVED else ()
        days: list[int] = [self.day, *self.life.corrected, *self.life.said_changed, *odd_days]
        return max(other for other in days if other <= day)


@cache
def speeches() -> tuple[Speech, ...]:
    """Return all speeches that there ever are, the oldest first."""
    old = [(number, -1 - (ARCHIVED - 1 - number) * 2 // 5) for number in range(ARCHIVED)]
    new = [(1000 + 10 * day + place, day) for day in range(DAYS) if day != QUIET_DAY for place in range(2 + day % 2)]
    return tuple(Speech(number, day, LIVES.get(number, Life())) for number, day in (*old, *new))


@cache
def by_number() -> dict[int, Speech]:
    """Return number → speech."""
    return {speech.number: speech for speech in speeches()}


@cache
def published(day: int) -> tuple[Speech, ...]:
    """Return what the press service has published by a day, the oldest first."""
    return tuple(speech for speech in speeches() if speech.day <= day)


@cache
def latest(day: int) -> tuple[Speech, ...]:
    """Return what its feed shows on a day, the newest first."""
    return published(day)[: -IN_THE_FEED - 1 : -1]


def day_of(moment: datetime) -> int:
    """Return the day of a moment."""
    return (moment - START).days


def date_of(day: int) -> date:
    """Return the date of a day."""
    return (START + timedelta(days=day)).date()


class Busy(NamedTuple):
    """Hours in which a server wants to be left alone."""

    since: datetime
    until: datetime
    is_for_speeches_alone: bool


BUSY = (
    Busy(START + timedelta(days=8, hours=6), START + timedelta(days=8, hours=9), is_for_speeches_alone=True),
    Busy(START + timedelta(days=17, hours=6), START + timedelta(days=17, hours=12), is_for_speeches_alone=False),
)
SHORTLY_BUSY_DAY = 22
"""On which the first request for a speech gets 429 and is asked to come back in a second."""


def busy_at(moment: datetime, path: str) -> Busy | None:
    """Return the busy hours in which a request falls, if any."""
    is_speech = path.startswith(("/speeches/", "/print/"))
    return next((busy for busy in BUSY if busy.since <= moment < busy.until and (is_speech or not busy.is_for_speeches_alone)), None)


class Build(NamedTuple):
    """One run of the month, and what it can come to."""

    moment: datetime
    can_read: bool = True
    """Whether pages can be had: neither maintenance nor a closed gate."""
    is_quiet: bool = False
    """Whether nothing at all has changed since the build before, so that none must be published."""

    @property
    def day(self) -> int:
        """Its day."""
        return day_of(self.moment)

    @property
    def name(self) -> str:
        """How a message calls it."""
        return f"day {self.day} ({self.moment:%Y-%m-%d %H:%M})"


def builds() -> Iterator[Build]:
    """Yield the runs of the month: one a day at six, some seconds sooner or later, and two more while and after the gate is closed."""
    for day in range(DAYS):
        moment = START + timedelta(days=day, hours=6, seconds=17 * day % 40)
        is_closed = busy_at(moment, "/speeches/any") is not None
        # On the first day of maintenance, what was set aside the day before is so for another reason.
        is_quiet = day in (MAINTENANCE_DAYS[1], 17, QUIET_DAY)
        yield Build(moment, can_read=not is_closed and day not in MAINTENANCE_DAYS, is_quiet=is_quiet)
        if day == 8:
            yield Build(moment + timedelta(hours=1), can_read=False, is_quiet=True)
            yield Build(moment + timedelta(hours=4))
