"""Every request that the press service got is accounted for: what was asked too often, too soon, too late, or not at all to be asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from tests.living_lists import INTERNAL_FOLDER, lists, others_at
from tests.living_pages import Told, speech_at
from tests.living_site import Request
from tests.living_truth import is_withdrawn, story
from tests.living_world import Build, Way, day_of

ROBOTS = "/robots.txt"
KEPT = (Told.TEXT, Told.UNCHANGED, Told.LIST, Told.LIST_UNCHANGED)
ONE_DAY = timedelta(days=1)
EARLY = timedelta(hours=6)
"""So much sooner than its day a page may be asked: runs do not begin at the same second."""
MOST_DAYS = 90
MISSES_BEFORE_GONE = 3
STRAGGLERS = 2
"""Requests that were on their way when a server closed its gate."""
STRAGGLING = timedelta(seconds=0.5)


class Asked(NamedTuple):
    """One request, and whether a redirect of the same run led to it."""

    request: Request
    is_followed: bool


def followed(requests: Iterable[Request]) -> Iterator[Asked]:
    """Yield the requests in order, each with whether it only follows a redirect."""
    run, led = -1, Counter[str]()
    for request in requests:
        if request.run != run:
            run, led = request.run, Counter()
        is_followed = led[request.page] > 0
        led[request.page] -= is_followed
        if request.leads_to is not None:
            led[request.leads_to] += 1
        yield Asked(request, is_followed)


def not_to_be_asked(requests: Iterable[Request], runs: Sequence[Build]) -> Iterator[str]:
    """Yield a line for each request to an address that nobody named, or that robots.txt or the source's TOML keeps from being asked."""
    for request, is_followed in followed(requests):
        why = _why_not(request, is_followed=is_followed)
        if why:
            yield f"{runs[request.run].name}: {request.target} was asked for, which {why}"


def _why_not(request: Request, *, is_followed: bool) -> str | None:
    page, day = request.page, day_of(request.moment)
    speech = speech_at().get(page)
    if page in others_at():
        return "robots.txt forbids" if page.startswith(INTERNAL_FOLDER) else "`only` or `never` leaves out"
    if page == ROBOTS or page in lists() or is_followed:
        return None
    is_print = speech is not None and page == speech.print_path
    if speech is None or speech.day > day or (is_print and not speech.has_print_link):
        return "nothing names"
    return "was withdrawn" if is_withdrawn(speech, day) else None


def twice_in_a_run(requests: Iterable[Request], runs: Sequence[Build]) -> Iterator[str]:
    """Yield a line for each page that one run asked for again, though the first answer was not worth another try."""
    seen: dict[tuple[int, str], Told] = {}
    for request, is_followed in followed(requests):
        if is_followed:
            continue
        before = seen.get((request.run, request.page))
        if before not in (None, Told.BUSY):
            yield f"{runs[request.run].name}: {request.page} was asked for again in one run; the first answer was {before}"
        seen[request.run, request.page] = request.told


class Known(NamedTuple):
    """What its answers so far say of a page; the schedule follows from it."""

    asked_at: datetime
    text: str | None
    unchanged: int
    """How often in a row it had the text that it had before."""
    unchanged_at_most: int
    """The same, were an answer without the text no break in the row."""
    missed: int
    is_well: bool
    """Whether the last answer was its text."""
    said: int | None
    """When its sitemap said that it changed, at the last request: a day."""


def told_by(known: Known | None, request: Request) -> Known:
    """Return what is known of a page after one more answer."""
    day, speech = day_of(request.moment), speech_at()[request.page]
    before = known or Known(request.moment, None, 0, 0, 0, is_well=True, said=None)
    said = speech.changed_on(day) if speech.is_in_a_sitemap_on(day) else None
    text = speech.report_on(day).text if request.told in (Told.TEXT, Told.UNCHANGED, Told.MOVED) else None
    if text is None:
        missed = MISSES_BEFORE_GONE if request.told is Told.GONE else before.missed + 1 if request.told is Told.MISSING else 0
        return before._replace(asked_at=request.moment, unchanged=0, missed=missed, is_well=False, said=said)
    is_same = text == before.text
    return Known(
        request.moment,
        text,
        before.unchanged + 1 if is_same else 0,
        before.unchanged_at_most + 1 if is_same else 0,
        0,
        is_well=True,
        said=said,
    )


def least_wait(known: Known) -> timedelta:
    """Return how long a page is to be left alone: 1, 2, 4 … 90 days after 1, 2, 3 … answers in a row without a change."""
    if known.missed >= MISSES_BEFORE_GONE:
        return 1.5 * ONE_DAY
    if not known.is_well or known.unchanged == 0:
        return timedelta(0)
    return timedelta(days=min(2 ** (known.unchanged - 1), MOST_DAYS))


def longest_wait(known: Known) -> timedelta:
    """Return after how long a page must be asked for at last."""
    return timedelta(days=min(2**known.unchanged_at_most, MOST_DAYS))


def asked_too_often(requests: Iterable[Request], runs: Sequence[Build]) -> Iterator[str]:
    """Yield a line for each request that came sooner than the page's schedule allows, and that no sitemap called for."""
    known: dict[str, Known] = {}
    for request, is_followed in followed(requests):
        if is_followed or request.told is Told.BUSY or request.page not in speech_at():
            continue
        before, after = known.get(request.page), told_by(known.get(request.page), request)
        known[request.page] = after
        if before is None or (after.said is not None and after.said != before.said):
            continue
        waited = request.moment - before.asked_at
        if waited < least_wait(before) - EARLY:
            yield (
                f"{runs[request.run].name}: {request.page} ({story(speech_at()[request.page])}) was asked for after {_days(waited)}, "
                f"{before.unchanged} unchanged answers in a row and {before.missed} without the page; "
                f"expected {_days(least_wait(before))} or more"
            )


def asked_too_late(requests: Sequence[Request], runs: Sequence[Build]) -> Iterator[str]:
    """Yield a line for each page with a text that was not asked for when it was due, nor in the next run that could read."""
    asked: defaultdict[str, dict[int, list[Request]]] = defaultdict(lambda: defaultdict(list))
    for request, is_followed in followed(requests):
        speech = speech_at().get(request.page)
        is_counted = speech is not None and request.page == speech.path and request.told is not Told.BUSY
        if is_counted and not is_followed:
            asked[request.page][request.run].append(request)
    for page, by_run in asked.items():
        yield from _late_of(page, by_run, runs)


def _late_of(page: str, by_run: dict[int, list[Request]], runs: Sequence[Build]) -> Iterator[str]:
    speech, known, late = speech_at()[page], None, 0
    for number, build in enumerate(runs):
        for request in by_run.get(number, ()):
            known, late = told_by(known, request), 0
        # Where an address sends on for good, the new one may be asked in its place.
        is_left = is_withdrawn(speech, build.day) or speech.way_on(build.day) is Way.MOVED
        if known is None or not known.is_well or number in by_run or not build.can_read or is_left:
            continue
        late += build.moment >= known.asked_at + longest_wait(known)
        if late == 2:
            yield (
                f"{build.name}: {page} ({story(speech)}) was last asked for {_days(build.moment - known.asked_at)} ago, with "
                f"{known.unchanged_at_most} unchanged answers in a row; expected it after {_days(longest_wait(known))} at most"
            )


def within_a_closed_gate(requests: Iterable[Request], runs: Sequence[Build]) -> Iterator[str]:
    """Yield a line for each request that came after a server asked to be left alone, and before the time was over."""
    closing: Request | None = None
    stragglers = 0
    for request in requests:
        if closing and closing.closes_until and request.moment < closing.closes_until:
            stragglers += 1
            if request.run == closing.run and request.moment - closing.moment < STRAGGLING and stragglers <= STRAGGLERS:
                continue
            yield (
                f"{runs[request.run].name}: {request.target} was asked for at {request.moment:%H:%M:%S}; at {closing.moment:%H:%M:%S} "
                f"{closing.target} had been answered with {closing.status}, and nothing was to be asked "
                f"until {closing.closes_until:%d %b %H:%M:%S}"
            )
        elif request.closes_until:
            closing, stragglers = request, 0


def asked_as_if_unknown(requests: Iterable[Request], runs: Sequence[Build]) -> Iterator[str]:
    """Yield a line for each request without a condition, where the last answer could have been named in one."""
    last: dict[str, Request] = {}
    for request, is_followed in followed(requests):
        if is_followed or request.told is Told.BUSY:
            continue
        before = last.get(request.page)
        if before and before.told in KEPT and before.has_validator and not request.is_conditional:
            yield f"{runs[request.run].name}: {request.page} was asked for without a condition; {runs[before.run].name} had its validator"
        last[request.page] = request


def _days(time: timedelta) -> str:
    return f"{time / ONE_DAY:.2f} days"


ACCOUNTS = (not_to_be_asked, twice_in_a_run, asked_too_often, asked_too_late, within_a_closed_gate, asked_as_if_unknown)
