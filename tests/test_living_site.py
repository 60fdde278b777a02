"""The press service of a month by itself: it answers as real ones do, on whichever day it is told."""

import gzip
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.client import HTTPConnection
from typing import NamedTuple

import pytest

from tests.living_pages import Told, page_of
from tests.living_site import LivingSite, living
from tests.living_texts import report
from tests.living_world import BUSY, DAYS, QUIET_DAY, START, WITHDRAWN, by_number, published, speeches

SIX_O_CLOCK = timedelta(hours=6)
LINK = re.compile(r'<(?:link>|loc>|a href=")([^<"]+)')


class Got(NamedTuple):
    """What came back for a request."""

    status: int
    raw: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        return self.raw.decode()


@pytest.fixture
def living_site() -> Iterator[LivingSite]:
    with living() as site:
        yield site


def get(site: LivingSite, target: str, **headers: str) -> Got:
    connection = HTTPConnection(site.base.removeprefix("http://"), timeout=10)
    try:
        connection.request("GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return Got(response.status, response.read(), {name.lower(): value for name, value in response.getheaders()})
    finally:
        connection.close()


def on_day(site: LivingSite, day: int) -> LivingSite:
    site.begin(START + timedelta(days=day) + SIX_O_CLOCK)
    return site


def path(number: int) -> str:
    return by_number()[number].path


def links(got: Got) -> list[str]:
    return LINK.findall(got.text)


def test_no_two_reports_are_alike_and_all_are_of_sixty_to_a_hundred_and_twenty_words() -> None:
    texts = [speech.report_on(day).text for speech in speeches() for day in {0, DAYS - 1, *speech.life.corrected}]
    originals = [report(speech.number).text for speech in speeches()]
    assert len(set(originals)) == len(originals) == 400 + sum(2 + day % 2 for day in range(DAYS) if day != QUIET_DAY)
    assert all(60 <= len(text.split()) <= 120 and "“" in text for text in texts)


def test_a_page_shows_its_report_within_what_stands_around_it(living_site: LivingSite) -> None:
    page = get(on_day(living_site, 0), path(8)).text
    assert all(f"<p>{paragraph}</p>" in page for paragraph in report(8).paragraphs)
    for mark in ("<header>", "<nav>", "<article>", "<time ", "<footer>", f'<link rel="canonical" href="{living_site.base}{path(8)}">'):
        assert mark in page


def test_the_feed_slides_and_shows_the_latest_twenty(living_site: LivingSite) -> None:
    first, last = (links(get(on_day(living_site, day), "/feed.xml"))[1:] for day in (0, 12))
    assert len(first) == len(last) == 20
    assert {page_of(link.partition("/speeches")[2]) for link in first}.isdisjoint(page_of(link.partition("/speeches")[2]) for link in last)
    assert path(1121) in last[0] and path(1120) in last[1]


def test_two_or_three_speeches_are_new_each_day_but_on_the_quiet_one() -> None:
    new = [len(published(day)) - len(published(day - 1)) for day in range(DAYS)]
    assert {count for day, count in enumerate(new) if day != QUIET_DAY} == {2, 3}
    assert new[QUIET_DAY] == 0


def test_the_sitemap_leads_to_two_others_of_which_one_is_packed_and_both_say_what_changed(living_site: LivingSite) -> None:
    index = links(get(on_day(living_site, 5), "/sitemap.xml"))
    assert [page_of(link.removeprefix(living_site.base)) for link in index] == ["/sitemaps/old.xml.gz", "/sitemaps/new.xml"]
    old = gzip.decompress(get(living_site, "/sitemaps/old.xml.gz").raw).decode()
    assert f"{path(10)}</loc><lastmod>2026-03-07</lastmod>" in old
    assert path(11) not in old and path(1040) not in old
    assert f"{path(1040)}</loc><lastmod>2026-03-06T00:00:00Z</lastmod>" in get(living_site, "/sitemaps/new.xml").text


def test_the_archive_shows_four_hundred_on_twenty_pages_in_many_spellings(living_site: LivingSite) -> None:
    on_day(living_site, 0)
    pages = [get(living_site, f"/archive?page={number}") for number in range(1, 21)]
    assert get(living_site, "/archive").raw == pages[0].raw
    found = [link.removeprefix(living_site.base) for page in pages for link in links(page) if "/speeches/" in link]
    assert {page_of(link) for link in found} >= {path(number) for number in range(400) if number != 70}
    for tail in ("#top", "?utm_campaign=archive", "/"):
        assert any(link.endswith(tail) for link in found), tail
    assert [link for link in links(pages[4]) if "page=" in link] == ["/archive?page=4", "/archive?page=6"]
    assert get(living_site, "/archive?page=21").status == 404


def test_one_speech_is_found_in_many_spellings_and_at_a_print_address_that_names_the_first(living_site: LivingSite) -> None:
    on_day(living_site, 0)
    ways = [path(72), f"{path(72)}/", f"{path(72)}?utm_source=rss&utm_medium=feed", by_number()[72].print_path]
    assert len({get(living_site, way).raw for way in ways}) == 1
    assert [request.page for request in living_site.requests] == [path(72)] * 3 + [f"/print{path(72)}"]
    assert "http://LocalHost:" in get(living_site, "/feed.xml").text


def test_a_speech_is_corrected_on_its_day_and_says_so(living_site: LivingSite) -> None:
    before, after = (get(on_day(living_site, day), path(12)) for day in (19, 20))
    assert report(12, 1).paragraphs[-1] in before.text and report(12, 2).paragraphs[-1] in after.text
    assert before.headers["etag"] != after.headers["etag"]


@pytest.mark.parametrize(
    ("number", "day", "status", "leads_to"),
    [
        (21, 5, 200, None),
        (21, 6, 404, None),
        (23, 3, 410, None),
        (26, 9, 404, None),
        (26, 10, 200, None),
        (1071, 7, 404, None),
        (1071, 9, 200, None),
        (31, 6, 302, "/"),
        (33, 5, 302, path(34)),
        (40, 9, 301, by_number()[40].moved_path),
    ],
)
def test_pages_vanish_and_lead_elsewhere(number: int, day: int, status: int, leads_to: str | None, living_site: LivingSite) -> None:
    assert get(on_day(living_site, day), path(number)).status == status
    assert living_site.requests[0].leads_to == leads_to


def test_a_speech_that_moves_has_its_text_at_the_new_address_alone(living_site: LivingSite) -> None:
    moved = by_number()[40]
    assert get(on_day(living_site, 7), moved.moved_path).status == 404
    assert report(40, 1).paragraphs[-1] in get(on_day(living_site, 18), moved.moved_path).text
    assert f"{moved.moved_path}</loc>" in gzip.decompress(get(living_site, "/sitemaps/old.xml.gz").raw).decode()


def test_in_maintenance_every_address_answers_with_a_page_that_is_never_the_same(living_site: LivingSite) -> None:
    on_day(living_site, 13)
    pages = [get(living_site, target) for target in (path(8), "/feed.xml", "/robots.txt", "/nobody-knows-it", path(8))]
    assert {page.status for page in pages} == {200} and len({page.raw for page in pages}) == 5
    assert all("is being maintained" in page.text for page in pages)
    assert {request.told for request in living_site.requests} == {Told.MAINTENANCE}


def test_a_busy_server_says_until_when_it_wants_to_be_left_alone(living_site: LivingSite) -> None:
    on_day(living_site, 8)
    assert get(living_site, path(8)).headers["retry-after"] == "10800"
    assert get(living_site, "/feed.xml").status == 200
    on_day(living_site, 17)
    assert get(living_site, "/robots.txt").headers["retry-after"] == "Thu, 19 Mar 2026 12:00:00 GMT"
    assert living_site.requests[-1].closes_until == BUSY[1].until
    living_site.begin(BUSY[1].until)
    assert get(living_site, path(8)).status == 200


def test_one_run_is_sent_away_once_for_a_second(living_site: LivingSite) -> None:
    on_day(living_site, 22)
    assert [get(living_site, target).status for target in ("/feed.xml", path(8), path(8))] == [200, 429, 200]
    assert living_site.requests[1].closes_until == living_site.requests[1].moment + timedelta(seconds=1)


def test_robots_txt_forbids_a_folder_to_which_the_archive_links(living_site: LivingSite) -> None:
    robots = get(on_day(living_site, 0), "/robots.txt").text
    assert "Disallow: /speeches/internal/\n" in robots and "Crawl-delay: 0\n" in robots
    linked = links(get(living_site, "/archive?page=3"))
    assert sum(link.startswith("/speeches/internal/") for link in linked) == 6
    assert get(living_site, path(80)).status == 200 and "/internal/open/" in path(80)


def test_a_new_address_may_be_behind_a_wall_for_a_day(living_site: LivingSite) -> None:
    walled, seen = (get(on_day(living_site, day), path(1030)) for day in (3, 4))
    assert walled.status == 200 and "store cookies" in walled.text
    assert report(1030).paragraphs[0] in seen.text


@pytest.mark.parametrize(
    ("number", "validators"), [(400 - 4, {"etag"}), (1, {"last-modified"}), (2, {"etag", "last-modified"}), (3, set())]
)
def test_what_did_not_change_is_answered_with_304(number: int, validators: set[str], living_site: LivingSite) -> None:
    first = get(on_day(living_site, 0), path(number))
    assert {name for name in ("etag", "last-modified") if name in first.headers} == validators
    conditions = {"etag": "If_None_Match", "last-modified": "If_Modified_Since"}
    again = get(on_day(living_site, 1), path(number), **{conditions[name]: first.headers[name] for name in validators})
    assert again.status == (304 if validators else 200)
    assert [request.is_conditional for request in living_site.requests] == [False, bool(validators)]


def test_the_bytes_of_a_counted_page_differ_while_its_text_does_not(living_site: LivingSite) -> None:
    first, second = (get(on_day(living_site, 0), path(50)).text for _ in range(2))
    assert first != second
    assert re.sub("Read [0-9]+ times", "", first) == re.sub("Read [0-9]+ times", "", second)


def test_a_withdrawn_speech_is_still_there_and_said_to_change_each_day(living_site: LivingSite) -> None:
    for day in (24, 25):
        sitemap = gzip.decompress(get(on_day(living_site, day), "/sitemaps/old.xml.gz").raw).decode()
        assert f"{path(WITHDRAWN)}</loc><lastmod>{START + timedelta(days=day):%Y-%m-%d}</lastmod>" in sitemap


def test_its_clock_is_the_one_that_is_set(living_site: LivingSite) -> None:
    got = get(on_day(living_site, 3), "/")
    assert datetime.strptime(got.headers["date"], "%a, %d %b %Y %H:%M:%S %Z").date() == (START + timedelta(days=3)).date()
