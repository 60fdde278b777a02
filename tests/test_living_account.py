"""What a release must hold and what may be asked for: a fetcher that knows the press service by heart lives through the month; each
misdeed alone is found."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

import pytest

from tests.living_account import (
    ACCOUNTS,
    Known,
    asked_as_if_unknown,
    asked_too_late,
    asked_too_often,
    longest_wait,
    not_to_be_asked,
    told_by,
    twice_in_a_run,
    within_a_closed_gate,
)
from tests.living_lists import INTERNAL_FOLDER, others_at
from tests.living_site import LivingSite, Request
from tests.living_truth import differences, expected_after, is_withdrawn, true_at_the_end
from tests.living_world import MAINTENANCE_DAYS, WITHDRAWN, Build, builds, by_number, published

RUNS = tuple(builds())
LISTS = ("/robots.txt", "/feed.xml", "/sitemap.xml", "/sitemaps/old.xml.gz", "/sitemaps/new.xml", "/archive")
A_MINUTE = timedelta(minutes=1)
RARELY = timedelta(days=30)


class Fetcher:
    """Asks as a good fetcher does, and tells the pages that are none by what the press service says of its own answers."""

    def __init__(self) -> None:
        self.site = LivingSite()
        self.known: dict[str, Known] = {}
        self.last: dict[str, Request] = {}
        self.closed_until: datetime | None = None

    def run(self, build: Build) -> list[Request]:
        """Do what one build does, and return what was asked for."""
        run = self.site.begin(build.moment)
        if self.closed_until is None or build.moment >= self.closed_until:
            for page in (*LISTS, *(f"/archive?page={number}" for number in range(2, 21)), *self.due(build)):
                if not self.ask(page):
                    break
        return self.site.of_run(run)

    def due(self, build: Build) -> list[str]:
        """Return the pages to be asked for: those that were never had, and those that were left alone for long enough."""
        named = [] if build.day in MAINTENANCE_DAYS else [speech for speech in published(build.day) if not is_withdrawn(speech, build.day)]
        found = []
        for speech in named:
            known = self.known.get(speech.path)
            said = speech.changed_on(build.day) if speech.is_in_a_sitemap_on(build.day) else None
            if known is None or said not in (None, known.said) or build.moment - known.asked_at >= rest(known):
                found.append(speech.path)
        return sorted(found, key=lambda page: page in self.known)

    def ask(self, page: str, *, is_led: bool = False) -> bool:
        """Ask for a page, waiting where the server asks for a moment, and say whether to go on."""
        last = self.last.get(page)
        self.site.answered(page, {"if-none-match": "another"} if last and last.has_validator else {})
        request = self.last[page] = self.site.requests[-1]
        if request.closes_until and request.closes_until - request.moment > A_MINUTE:
            self.closed_until = request.closes_until
            return False
        if request.closes_until:
            self.site.pass_time(request.closes_until - request.moment)
            return self.ask(page)
        if page in {speech.path for speech in published(29)} and not is_led:
            self.known[page] = told_by(self.known.get(page), request)
        return self.ask(request.leads_to, is_led=True) if request.leads_to else True


def rest(known: Known) -> timedelta:
    """Return how long a page is left alone."""
    if known.is_well:
        return longest_wait(known) - A_MINUTE
    return RARELY if known.missed > 2 else timedelta(0)


def test_a_good_fetcher_ends_with_every_last_true_text_and_has_nothing_to_account_for() -> None:
    fetcher, expected = Fetcher(), dict[str, str]()
    for build in RUNS:
        expected = expected_after(build, expected, fetcher.run(build))
    assert list(differences("the end", true_at_the_end(), expected)) == []
    for account in ACCOUNTS:
        assert list(account(fetcher.site.requests, RUNS)) == [], account.__name__


def test_what_a_release_must_hold_follows_from_the_day_and_from_what_was_asked() -> None:
    by_day = dict(living())
    walled, corrected, silent, moved = (by_number()[number] for number in (1120, 10, 13, 40))
    assert [walled.speech_id in by_day[day] for day in (12, 13, 14, 15)] == [False, False, False, True]
    assert [by_day[day][corrected.speech_id] == corrected.report_on(9).text for day in (4, 5)] == [False, True]
    assert [by_day[day][silent.speech_id] == silent.report_on(9).text for day in (6, 7)] == [False, True]
    assert moved.speech_id in by_day[29] and not any("speeches--2026" in speech_id for speech_id in by_day[29])
    assert [by_number()[WITHDRAWN].speech_id in by_day[day] for day in (19, 20)] == [True, False]
    assert by_day[17] == by_day[16] and by_day[14] == by_day[12] and by_day[26] == by_day[25]


def living() -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each day with the texts that its last release must hold."""
    fetcher, expected = Fetcher(), dict[str, str]()
    for build in RUNS:
        expected = expected_after(build, expected, fetcher.run(build))
        yield build.day, expected


def test_a_difference_names_day_address_and_what_was_expected() -> None:
    one, other, third = (by_number()[number] for number in (10, 11, 12))
    expected = {one.speech_id: "One. " * 40 + "End.", other.speech_id: "Other."}
    lines = list(differences("day 5", expected, {one.speech_id: "Two.", third.speech_id: "Third."}))
    assert len(lines) == 3 and all(line.startswith("day 5: press.speeches--") for line in lines)
    assert any(one.path in line and "corrected on day 5" in line and "End.”, found “Two.”" in line for line in lines)
    assert any(f"{other.path}, of day -156, corrected on day 3): is missing; expected “Other.”" in line for line in lines)
    assert any(third.path in line and "must not be there; it holds “Third.”" in line for line in lines)


def asking(*asked: tuple[int, str]) -> list[Request]:
    """Return the requests of a fetcher that asks for these pages, each in the run of its number."""
    site = LivingSite()
    begun = -1
    for run, page in asked:
        while begun < run:
            begun = site.begin(RUNS[begun + 1].moment)
        site.answered(page, {})
    return site.requests


def path(number: int) -> str:
    return by_number()[number].path


FORBIDDEN = next(page for page in others_at() if page.startswith(INTERNAL_FOLDER))
LAST = len(RUNS) - 1


@pytest.mark.parametrize(
    ("account", "asked", "said"),
    [
        (not_to_be_asked, [(2, FORBIDDEN)], r"day 2 \(2026-03-04 06:00\): /speeches/internal/.* was asked for, which robots.txt forbids"),
        (not_to_be_asked, [(2, "/about")], "`only` or `never` leaves out"),
        (not_to_be_asked, [(2, "/speeches/gallery-620")], "`only` or `never` leaves out"),
        (not_to_be_asked, [(2, path(1030))], "nothing names"),
        (not_to_be_asked, [(2, "/favicon.ico")], "nothing names"),
        (not_to_be_asked, [(2, "/")], "nothing names"),
        (not_to_be_asked, [(LAST, path(WITHDRAWN))], "was withdrawn"),
        (twice_in_a_run, [(0, path(3)), (0, path(3))], "asked for again in one run; the first answer was text"),
        (twice_in_a_run, [(4, path(23)), (4, path(23))], "the first answer was gone"),
        (
            asked_too_often,
            [(0, path(3)), (1, path(3)), (2, path(3)), (3, path(3))],
            "day 3 .* after 1.00 days, 2 unchanged .* expected 2.00 days",
        ),
        (asked_too_often, [(4, path(23)), (5, path(23))], "3 without the page; expected 1.50 days or more"),
        (asked_too_late, [(0, path(3)), (1, path(3))], "day 5 .* last asked for 4.00 days ago"),
        (
            within_a_closed_gate,
            [(8, path(3)), (9, "/feed.xml")],
            "day 8 .*/feed.xml was asked for at 07:00:.* with 429, .* until 10 Mar 09:00",
        ),
        (asked_as_if_unknown, [(0, "/feed.xml"), (1, "/feed.xml")], "day 1 .*/feed.xml was asked for without a condition; day 0"),
    ],
)
def test_each_misdeed_is_named_with_its_day_and_address(
    account: Callable[[Sequence[Request], Sequence[Build]], Iterator[str]], asked: list[tuple[int, str]], said: str
) -> None:
    (line,) = account(asking(*asked), RUNS)
    assert re.search(said, line), line


@pytest.mark.parametrize(
    ("account", "asked"),
    [
        (not_to_be_asked, [(7, path(31)), (7, "/")]),  # led there
        (twice_in_a_run, [(6, path(33)), (6, path(34)), (6, path(34))]),  # once led there
        (twice_in_a_run, [(LAST - 7, path(3)), (LAST - 7, path(3))]),  # the first answer is 429
        (asked_too_often, [(run, path(50)) for run in range(8)]),  # its sitemap calls for it
        (asked_too_often, [(run, path(11)) for run in (0, 1, 2, 4, 5, 6)]),  # had changed
        (asked_too_late, [(run, path(3)) for run in (0, 1, 3, 7, 17)]),
        (within_a_closed_gate, [(8, path(3)), (8, path(5)), (10, path(3))]),  # one on its way
        (asked_as_if_unknown, [(0, path(3)), (1, path(3))]),  # it has no validator
    ],
)
def test_what_looks_like_a_misdeed_and_is_none_is_left_alone(
    account: Callable[[Sequence[Request], Sequence[Build]], Iterator[str]], asked: list[tuple[int, str]]
) -> None:
    assert list(account(asking(*asked), RUNS)) == []
