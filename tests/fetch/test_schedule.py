"""Which pages a run asks for: by how often they did not change, and never-had ones first."""

import itertools
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.fetch.ledger import Entry, Kind, Version
from flows.fetch.schedule import AGAIN_AT_ONCE, DAYS, GONE_DAYS, MOST_FALSE_ALARMS, evenly, in_turn, is_due
from tests.fetch.runs import article, entry_at, fetched, published, sitemap
from tests.fetch.site import Days, Site, a_source

NOW = datetime(2026, 6, 10, 6, tzinfo=UTC)
NEWS = "https://press.example/news/1"
SOME = Version("a" * 64, NOW, 200, NEWS, 0, None, None, None)
NEW = Entry(NEWS, NEWS, Kind.PAGE, "press.news--1", "addresses", NOW, NEWS)
HAD = NEW._replace(standing=SOME, asked_at=NOW)


def days_until_due(entry: Entry) -> float:
    """After how many days a page that was asked for just now is due, to a quarter of a day."""
    return next(quarters / 4 for quarters in range(1, 500) if is_due(entry, NOW + timedelta(days=quarters / 4)))


def with_spares(days: Iterable[int]) -> list[float]:
    """Runs may begin up to six hours sooner than a day after the last one."""
    return [day - 0.25 for day in days]


def test_an_unchanged_page_is_asked_for_after_1_2_4_and_at_last_90_days() -> None:
    assert [days_until_due(HAD._replace(unchanged=times)) for times in range(len(DAYS))] == with_spares(DAYS)
    assert days_until_due(HAD._replace(unchanged=1_000)) == GONE_DAYS - 0.25
    assert DAYS == (1, 2, 4, 8, 16, 32, 64, 90)


def test_a_page_is_due_until_it_was_ever_asked_for() -> None:
    assert is_due(NEW, NOW) and is_due(NEW, NOW + timedelta(days=1_000))


def test_a_run_that_begins_some_hours_sooner_the_next_day_asks_all_the_same() -> None:
    assert is_due(HAD, NOW + timedelta(hours=19)) and not is_due(HAD, NOW + timedelta(hours=17))


def test_a_new_page_that_could_not_be_had_is_asked_for_in_the_next_runs_and_then_ever_more_rarely() -> None:
    failed = [NEW._replace(asked_at=NOW, failed=times) for times in range(1, 20)]
    assert all(is_due(entry, NOW + timedelta(minutes=5)) for entry in failed[:AGAIN_AT_ONCE])
    assert [days_until_due(entry) for entry in failed[AGAIN_AT_ONCE:][: len(DAYS)]] == with_spares(DAYS)
    assert days_until_due(failed[-1]) == GONE_DAYS - 0.25


def test_an_old_page_that_cannot_be_had_is_asked_for_daily_and_then_ever_more_rarely() -> None:
    failed = [HAD._replace(unchanged=7, failed=times, trouble="answers 500") for times in range(1, 20)]
    assert [days_until_due(entry) for entry in failed[: AGAIN_AT_ONCE + 4]] == with_spares([1] * AGAIN_AT_ONCE + [1, 2, 4, 8])
    assert days_until_due(failed[-1]) == GONE_DAYS - 0.25


def test_a_page_that_is_gone_is_asked_for_once_in_90_days() -> None:
    assert days_until_due(HAD._replace(gone_since=NOW, failed=1)) == GONE_DAYS - 0.25
    assert days_until_due(NEW._replace(gone_since=NOW, asked_at=NOW, failed=3)) == GONE_DAYS - 0.25
    assert not is_due(HAD._replace(gone_since=NOW, failed=1, said_changed="2026-06-09"), NOW + timedelta(days=2))


def test_what_is_said_to_have_changed_is_asked_for_at_once_unless_that_was_false_time_and_again() -> None:
    changed = HAD._replace(unchanged=7, said_changed="2026-06-10", asked_when_changed="2026-06-01")
    assert is_due(changed, NOW + timedelta(minutes=5))
    assert not is_due(changed._replace(asked_when_changed="2026-06-10"), NOW + timedelta(days=2))
    assert is_due(changed._replace(asked_when_changed=None), NOW + timedelta(days=2))
    assert not is_due(changed._replace(false_alarms=MOST_FALSE_ALARMS), NOW + timedelta(days=2))


def test_what_was_asked_for_by_a_clock_that_was_ahead_is_asked_for_again() -> None:
    ahead = HAD._replace(asked_at=NOW + timedelta(days=400), unchanged=7, gone_since=NOW + timedelta(days=400))
    assert is_due(ahead, NOW)
    assert not is_due(HAD._replace(asked_at=NOW + timedelta(hours=3)), NOW)


@pytest.mark.parametrize("other", [NEW._replace(is_withdrawn=True), *(NEW._replace(kind=kind) for kind in Kind if kind is not Kind.PAGE)])
def test_what_was_withdrawn_or_is_no_page_is_never_due(other: Entry) -> None:
    assert not is_due(other, NOW) and not in_turn([other], NOW, is_asked_again=True)


def test_new_pages_come_first_and_then_those_that_were_longest_not_asked_for() -> None:
    def page(name: str, **more: object) -> Entry:
        return NEW._replace(address=name, **more)  # type: ignore[arg-type]

    entries = [
        page("unasked for 9 days", standing=SOME, asked_at=NOW - timedelta(days=9)),
        page("another name", same_as="x", asked_at=NOW - timedelta(days=30)),
        page("failed yesterday", asked_at=NOW - timedelta(days=1), failed=1),
        page("unasked for 40 days", standing=SOME, asked_at=NOW - timedelta(days=40)),
        page("never asked for"),
        page("not due", standing=SOME, asked_at=NOW, unchanged=2),
    ]
    expected = ["never asked for", "failed yesterday", "unasked for 40 days", "another name", "unasked for 9 days"]
    assert [entry.address for entry in in_turn(entries, NOW)] == expected


def test_what_was_found_last_does_not_wait_for_an_archive() -> None:
    archive = [NEW._replace(address=f"old-{number}", first_seen_at=NOW - timedelta(days=9)) for number in range(3)]
    entries = [*archive, NEW._replace(address="of today"), NEW._replace(address="of today too")]
    assert [entry.address for entry in in_turn(entries, NOW)] == ["of today", "of today too", "old-0", "old-1", "old-2"]


def test_some_are_taken_at_even_distances() -> None:
    assert [evenly(range(10), most) for most in (0, 1, 2, 5, 20)] == [[], [0], [0, 5], [0, 2, 4, 6, 8], list(range(10))]


# Over days


@pytest.mark.slow
def test_a_page_that_does_not_change_is_asked_for_nine_times_in_219_days(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/a": article(1)}
    asked_on = []
    for day in range(219):
        before = site.asked["/a"]
        fetched(a_source(site, "/a"), tmp_path)
        asked_on += [day] if site.asked["/a"] > before else []
        days.later()
    assert [later - sooner for sooner, later in itertools.pairwise(asked_on)] == [1, 2, 4, 8, 16, 32, 64, 90]


@pytest.mark.parametrize("status", [403, 404, 500])
def test_pages_that_cannot_be_had_do_not_keep_the_others_from_being_asked_for(site: Site, tmp_path: Path, days: Days, status: int) -> None:
    failing = [f"/failing-{number}" for number in range(6)]
    site.pages, site.failing = {"/a": article(1)}, dict.fromkeys(failing, status)
    source = a_source(site, "/a", *failing)
    for _ in range(18):
        fetched(source, tmp_path)
        days.later()
    assert all(site.asked[path] <= 9 for path in failing) and site.asked["/a"] == 5


@pytest.mark.slow
def test_a_page_whose_place_is_taken_by_ever_new_bytes_is_asked_for_ever_more_rarely(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/a": article(1)}
    fetched(a_source(site, "/a"), tmp_path)
    site.places = {"/a": "/"}
    for day in range(40):
        site.pages["/"] = article(100 + day)
        days.later()
        found = fetched(a_source(site, "/a"), tmp_path)
    assert site.asked["/a"] <= 10 and published(site, tmp_path, found.texts) == {"/a": article(1)}
    site.places = {}
    site.pages["/a"] = article(1, "She thanked the builders.")
    for _ in range(33):
        days.later()
        found = fetched(a_source(site, "/a"), tmp_path)
    assert published(site, tmp_path, found.texts) == {"/a": article(1, "She thanked the builders.")}


def test_a_page_that_is_gone_and_there_again_is_found(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/a": article(1)}
    source = a_source(site, "/a")
    fetched(source, tmp_path)
    site.failing["/a"] = 404
    gone = []
    for _ in range(5):
        days.later()
        [text] = fetched(source, tmp_path).texts
        gone.append(text.is_gone)
    assert gone == [False, False, True, True, True] and site.asked["/a"] == 4
    assert text.sha256 is not None
    site.failing.clear()
    days.later(90)
    [text] = fetched(source, tmp_path).texts
    assert not text.is_gone and not text.is_stale and entry_at(site, tmp_path, "/a").missed == 0


def test_a_page_that_is_named_before_it_is_there_is_found_soon(site: Site, tmp_path: Path, days: Days) -> None:
    for _ in range(8):
        fetched(a_source(site, "/a"), tmp_path)
        days.later(1 / 24)
    site.pages = {"/a": article(1)}
    days.later()
    assert published(site, tmp_path, fetched(a_source(site, "/a"), tmp_path).texts) and site.asked["/a"] == 5


def test_a_page_that_was_never_there_is_gone_in_the_end(site: Site, tmp_path: Path, days: Days) -> None:
    for _ in range(30):
        fetched(a_source(site, "/a"), tmp_path)
        days.later()
    assert site.asked["/a"] == 3 and entry_at(site, tmp_path, "/a").gone_since


def test_a_page_that_answers_410_is_gone_at_once(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/a": article(1)}
    fetched(a_source(site, "/a"), tmp_path)
    site.failing["/a"] = 410
    days.later()
    [text] = fetched(a_source(site, "/a"), tmp_path).texts
    assert text.is_gone and text.sha256


def test_a_404_between_answers_is_no_sign_that_a_page_is_gone(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/a": article(1)}
    for day in range(12):
        site.failing = {"/a": 404} if day % 2 else {}
        [text] = fetched(a_source(site, "/a"), tmp_path).texts
        assert not text.is_gone
        days.later(2)


@pytest.mark.slow
def test_a_sitemap_that_says_each_day_that_all_changed_is_not_believed_for_long(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/a": article(1)}
    source = a_source(site, sitemaps=[site.address + "/sitemap"])
    for day in range(60):
        site.pages["/sitemap"] = sitemap(site, **{"/a": f"2026-03-01T00:00:{day:02}"})
        fetched(source, tmp_path)
        days.later()
    assert site.asked["/a"] <= 10


@pytest.mark.slow
def test_a_sitemap_that_says_when_a_page_changed_brings_it_forward(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/a": article(1), "/sitemap": sitemap(site, **{"/a": "2026-03-01"})}
    source = a_source(site, sitemaps=[site.address + "/sitemap"])
    for _ in range(40):
        fetched(source, tmp_path)
        days.later()
    site.pages |= {"/a": article(1, "She thanked the builders."), "/sitemap": sitemap(site, **{"/a": "2026-04-10"})}
    found = fetched(source, tmp_path)
    assert published(site, tmp_path, found.texts) == {"/a": article(1, "She thanked the builders.")}
