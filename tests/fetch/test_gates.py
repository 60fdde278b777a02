"""How a host is asked: one request after the other, not while it wants none, and together by all sources of a run."""

import asyncio
import contextlib
import itertools
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from flows import clock
from flows.fetch import download
from flows.fetch.addresses import MayReach
from flows.fetch.asking import MOST_CLOSED, MOST_UNANSWERED
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import Unavailable
from flows.fetch.fetching import fetch_source
from flows.fetch.gates import gates_of
from flows.fetch.ledger import read_ledger
from flows.fetch.turn import Try
from tests.fetch.runs import article, fetched, published
from tests.fetch.site import QUICK, Days, Site, a_source

ROBOTS = "/robots.txt"
SPARE_SECONDS = 0.15
"""By so much the moment that a busy machine's server notes may be off."""


def waits(site: Site) -> list[float]:
    """Return the seconds from each request to the next, as the server saw them."""
    return [later - sooner for (sooner, _), (later, _) in itertools.pairwise(site.moments)]


def mean_wait(site: Site) -> float:
    """Return the mean of them, and what the first and the last may be off: a late one makes the next wait seem short."""
    return (sum(waits(site)) + SPARE_SECONDS) / len(waits(site))


def numbered(site: Site, number: int) -> list[str]:
    paths = [f"/{name}" for name in range(number)]
    site.pages |= {path: article(place) for place, path in enumerate(paths)}
    return paths


def test_a_host_gets_no_two_requests_within_the_delay(site: Site, tmp_path: Path) -> None:
    source = a_source(site, *numbered(site, 5), delay_seconds=0.3)
    fetched(source, tmp_path)
    assert len(waits(site)) == 5 and mean_wait(site) >= 0.3


def test_each_step_of_a_redirect_waits_for_its_turn(site: Site, tmp_path: Path) -> None:
    site.pages["/a"] = article(1)
    fetched(a_source(site, "/moved/moved/a", delay_seconds=0.3), tmp_path)
    assert len(waits(site)) == 3 and mean_wait(site) >= 0.3


def test_a_crawl_delay_counts_where_it_is_longer_and_never_where_it_is_shorter(site: Site, tmp_path: Path) -> None:
    site.pages[ROBOTS] = b"User-agent: *\nCrawl-delay: 0.3\n"
    for delay_seconds, least in ((0, 0.3), (0.5, 0.5)):
        site.moments.clear()
        fetched(a_source(site, *numbered(site, 3), delay_seconds=delay_seconds), tmp_path / str(least))
        assert mean_wait(site) >= least


def test_a_crawl_delay_of_a_day_lets_a_run_end(site: Site, tmp_path: Path) -> None:
    site.pages[ROBOTS] = b"User-agent: *\nCrawl-delay: 86400\n"
    found = fetched(a_source(site, *numbered(site, 3)), tmp_path)
    assert "goes on next time" in str(found.trouble) and len(site.moments) == 1


def in_two_threads(first: Callable[[], object], second: Callable[[], object]) -> None:
    with ThreadPoolExecutor(2) as threads:
        for running in [threads.submit(first), threads.submit(second)]:
            running.result()


def two_sources(site: Site, **more: object) -> tuple[SourceDeclaration, SourceDeclaration]:
    paths = numbered(site, 8)
    sources = a_source(site, *paths[:4], **more), a_source(site, *paths[4:], **more)  # type: ignore[arg-type]
    return sources[0], sources[1].model_copy(update={"source_id": "gazette"})


def test_two_sources_of_a_run_share_the_gate_of_their_host(site: Site, tmp_path: Path) -> None:
    started = clock.now()
    one, other = two_sources(site, delay_seconds=0.3)
    in_two_threads(*[lambda source=source: fetched(source, tmp_path, Try(started=started)) for source in (one, other)])
    assert len(waits(site)) == 9 and mean_wait(site) >= 0.3


def test_a_source_keeps_its_own_delay_beside_one_that_is_in_more_of_a_hurry(site: Site, tmp_path: Path) -> None:
    started = clock.now()
    one, other = two_sources(site)
    slow = other.model_copy(update={"delay_seconds": 0.4})
    in_two_threads(*[lambda source=source: fetched(source, tmp_path, Try(started=started)) for source in (one, slow)])
    of_slow = [moment for moment, path in site.moments if path in {address.removeprefix(site.address) for address in slow.addresses}]
    befores = [max(other for other, _ in site.moments if other < moment) for moment in of_slow]
    assert statistics.mean(moment - before for moment, before in zip(of_slow, befores, strict=True)) >= 0.4 - SPARE_SECONDS


def test_no_more_requests_are_under_way_at_once_than_a_source_says(site: Site, tmp_path: Path) -> None:
    paths = [f"/slow-{number}" for number in range(6)]
    fetched(a_source(site, *paths, requests_at_once=3), tmp_path)
    assert site.most_at_once == 3


def test_gates_are_those_of_a_run_whichever_other_runs_there_are() -> None:
    first = gates_of("first")
    assert gates_of("second") is not first and gates_of("first") is first
    first.of("PRESS.example").close(5, "busy")
    assert first.of("press.example").closed_seconds > 4


# A host that wants to be left alone


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("said", ["3600", "a date"])
def test_a_host_that_says_until_when_is_left_alone_for_the_whole_run_and_the_next(
    site: Site, tmp_path: Path, days: Days, status: int, said: str
) -> None:
    paths = numbered(site, 6)
    site.failing = dict.fromkeys(paths, status)
    site.retry_after = said if said.isdigit() else format_datetime(days.now() + timedelta(seconds=3600), usegmt=True)
    source = a_source(site, *paths, requests_at_once=1)
    found = fetched(source, tmp_path)
    assert len(site.moments) == 2
    assert "asked to be left alone until" in str(found.trouble) and "goes on next time: 1 of 6 pages" in str(found.trouble)
    days.later(0.5 / 24)
    fetched(source, tmp_path)
    assert len(site.moments) == 2
    site.failing = {}
    days.later(0.6 / 24)
    assert len(published(site, tmp_path, fetched(source, tmp_path).texts)) == 6


def test_a_gate_that_one_source_found_closed_is_closed_for_the_other(site: Site, tmp_path: Path) -> None:
    started = clock.now()
    one, other = two_sources(site)
    site.failing, site.retry_after = dict.fromkeys(site.pages, 429), "3600"
    fetched(one.model_copy(update={"requests_at_once": 1}), tmp_path, Try(started=started))
    asked = len(site.moments)
    found = fetched(other, tmp_path, Try(started=started))
    assert len(site.moments) == asked and "asked to be left alone until" in str(found.trouble)


def test_a_short_while_is_waited_for(site: Site, tmp_path: Path) -> None:
    paths = numbered(site, 3)
    site.failing, site.retry_after = {"/0": 429}, "1"
    found = fetched(a_source(site, *paths, requests_at_once=1), tmp_path)
    assert len(published(site, tmp_path, found.texts)) == 2
    assert max(waits(site)) >= 1 - SPARE_SECONDS


def test_another_try_of_a_run_does_not_wait_for_what_is_over(site: Site, tmp_path: Path) -> None:
    started = clock.now() - timedelta(seconds=5)
    site.failing, site.retry_after = {"/0": 429}, "1"
    source = a_source(site, *numbered(site, 1))
    with pytest.raises(Unavailable) as caught:
        fetched(source, tmp_path, Try(is_last=False, started=started))
    assert caught.value.after_seconds == 1
    site.failing = {}
    found = fetched(source, tmp_path, Try(started=started))
    assert published(site, tmp_path, found.texts) and max(waits(site)) < 1.5


@pytest.mark.parametrize("said", ["9999999999", "Fri, 31 Dec 2999 23:59:59 GMT"])
def test_a_host_that_wants_to_be_left_alone_for_ever_is_asked_once_a_week(site: Site, tmp_path: Path, days: Days, said: str) -> None:
    source = a_source(site, *numbered(site, 3), requests_at_once=1)
    site.failing, site.retry_after = dict.fromkeys(("/0", "/1", "/2"), 503), said
    for _ in range(21):
        fetched(source, tmp_path)
        days.later(1.01)
    assert sum(site.asked[path] for path in ("/0", "/1", "/2")) == 3
    assert timedelta(days=7) == MOST_CLOSED


def test_a_moment_that_a_wrong_clock_noted_closes_nothing(site: Site, tmp_path: Path, days: Days) -> None:
    source = a_source(site, *numbered(site, 2), requests_at_once=1)
    days.later(400)
    site.failing, site.retry_after = {"/0": 429}, "3600"
    fetched(source, tmp_path)
    days.later(-400)
    site.failing = {}
    assert len(published(site, tmp_path, fetched(source, tmp_path).texts)) == 2


def test_the_gate_of_a_host_with_letters_of_any_script_stays_closed(
    site: Site, tmp_path: Path, days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def here(host: str, port: int, may_reach: MayReach) -> tuple[list[str], bool]:
        return ["127.0.0.1"], False

    monkeypatch.setattr(download, "allowed_addresses", here)
    monkeypatch.setattr("flows.fetch.asking.LEAST_DELAY_SECONDS", 0.0)
    site.address = site.address.replace("127.0.0.1", "тест.kz")
    site.failing, site.retry_after = {"/0": 429, "/1": 429}, "3600"
    source = a_source(site, "/0", "/1", requests_at_once=1)
    fetched(source, tmp_path)
    days.later(0.1 / 24)
    fetched(source, tmp_path)
    assert len(site.moments) == 2
    assert [entry.asks for entry in read_ledger(tmp_path, "press") if entry.closed_until] == [
        site.address.replace("тест.kz", "xn--e1aybc.kz") + ROBOTS
    ]


# A host that is down


@pytest.mark.parametrize("is_last", [True, False])
def test_a_host_that_answers_nothing_is_left_alone_after_some_requests(site: Site, tmp_path: Path, is_last: bool) -> None:
    paths = numbered(site, 60)
    site.failing = dict.fromkeys(paths, 500)
    source = a_source(site, *paths)
    if is_last:
        found = fetched(source, tmp_path)
        assert found.is_down and "did not answer 20 requests in a row" in str(found.trouble)
    else:
        with pytest.raises(Unavailable):
            fetched(source, tmp_path, Try(is_last=False))
    assert MOST_UNANSWERED <= len(site.moments) - 1 <= MOST_UNANSWERED + QUICK.pages_at_once


def test_a_run_over_a_host_whose_name_nobody_knows_ends_when_its_time_is_over(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slowly(*arguments: object) -> None:
        await asyncio.sleep(0.3)
        raise Unavailable("leads to press.example, for which no address is known")

    monkeypatch.setattr(download, "allowed_addresses", slowly)
    monkeypatch.setattr("flows.fetch.asking.MOST_UNANSWERED", 10_000)
    source = a_source(site, *(f"/{number}" for number in range(500)), run_seconds=1)
    began = time.monotonic()
    found = fetch_source(source, tmp_path, tmp_path, QUICK)
    assert time.monotonic() - began < 5 and "goes on next time" in str(found.trouble)


def test_the_tries_of_a_run_share_its_time(site: Site, tmp_path: Path) -> None:
    started = clock.now()
    site.failing["/0"] = 500
    source = a_source(site, *numbered(site, 30), run_seconds=1, delay_seconds=0.1, requests_at_once=1)
    began = time.monotonic()
    for is_last in (False, False, True):
        with contextlib.suppress(Unavailable):
            fetched(source, tmp_path, Try(is_last=is_last, started=started))
    assert time.monotonic() - began < 3 and len(site.moments) <= 12
