"""What a host's robots.txt says is obeyed, and asked for once a run; without one, all is allowed."""

from pathlib import Path

import pytest

from flows.fetch.ledger import segments_of
from flows.fetch.robots import ROBOTS_BYTES, is_robots_file, robots_of
from schemas.words import Reason
from tests.fetch.runs import PLACE_OF_PAGES, article, feed, fetched, published
from tests.fetch.site import Days, Site, a_source

ROBOTS = "/robots.txt"
NO_DRAFTS = b"User-agent: *\nDisallow: /drafts/\n"


def allows(raw: bytes, path: str) -> bool:
    return robots_of(raw).allows("https://press.example" + path)


@pytest.mark.parametrize(
    ("raw", "path", "expected"),
    [
        (b"", "/a", True),
        (NO_DRAFTS, "/drafts/1", False),
        (NO_DRAFTS, "/news/1", True),
        (b"User-agent: *\r\nDisallow: /\r\n\r\nUser-agent: Rostra\r\nAllow: /\r\n", "/a", True),
        (b"User-agent: rostra\nDisallow: /\n\nUser-agent: *\nDisallow:\n", "/a", False),
        (b"User-agent: OtherBot\nDisallow: /\n", "/a", True),
        (b"User-agent: *\nDisallow: /a\nAllow: /a/open\n", "/a/open/1", True),
        (b"User-agent: *\nDisallow: /*.pdf$\n", "/a.pdf", False),
        (b"User-agent: *\nDisallow: /*.pdf$\n", "/a.pdf?x", True),
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /a\n", "/a", False),
        ("User-agent: *\nDisallow: /новости/\n".encode(), "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1", False),
        (b"User-agent: *\nDisallow: /a\xff\xfe\nDisallow: /b\n", "/b", False),
        (b"user-agent:*\n  disallow : /a # drafts\n", "/a", False),
    ],
)
def test_rules_are_read_as_hosts_write_them(raw: bytes, path: str, expected: bool) -> None:
    assert allows(raw, path) is expected


@pytest.mark.parametrize(
    ("said", "seconds"), [("2", 2), ("0.5", 0.5), ("-1", 0), ("soon", 0), ("nan", 0), ("inf", 0), ("1e400", 0), ("9" * 5_000, 0)]
)
def test_a_crawl_delay_is_a_number_of_seconds(said: str, seconds: float) -> None:
    assert robots_of(f"User-agent: *\nCrawl-delay: {said}\n".encode()).delay_seconds == seconds


def test_sitemaps_that_it_names_are_known() -> None:
    raw = b"Sitemap: https://press.example/a.xml\nUser-agent: *\nDisallow: /\nSitemap: https://press.example/b.xml\n"
    assert robots_of(raw).sitemaps == ("https://press.example/a.xml", "https://press.example/b.xml")


def test_hostile_rules_are_matched_in_no_time() -> None:
    raw = b"User-agent: *\n" + b"Disallow: /*a*a*a*a*a*a*a*a*a*a*a*a*a*b\n" * 10_000
    assert allows(raw, "/" + "a" * 1_900)


@pytest.mark.parametrize("raw", [b"", b"\xef\xbb\xbf", NO_DRAFTS, b"# all welcome\n", b"Sitemap: https://press.example/a.xml"])
def test_what_is_a_robots_file(raw: bytes) -> None:
    assert is_robots_file(raw)


@pytest.mark.parametrize("raw", [b"<html>Back soon</html>", b"\n <!DOCTYPE html><p>Not found", b"\xef\xbb\xbf<?xml version='1.0'?><x/>"])
def test_what_is_none(raw: bytes) -> None:
    assert not is_robots_file(raw)


# Over runs


def test_what_it_forbids_is_not_asked_for_and_said(site: Site, tmp_path: Path) -> None:
    site.pages = {ROBOTS: NO_DRAFTS, "/drafts/1": article(1), "/news/1": article(2)}
    texts = fetched(a_source(site, "/drafts/1", "/news/1"), tmp_path).texts
    assert published(site, tmp_path, texts) == {"/news/1": article(2)}
    assert (texts[0].reason, texts[0].detail) == (Reason.NOT_FETCHED, "is one that the host's robots.txt does not allow")
    assert site.asked["/drafts/1"] == 0 and site.asked[ROBOTS] == 1


def test_feeds_sitemaps_and_listings_are_asked_for_by_its_leave_too(site: Site, tmp_path: Path) -> None:
    site.pages = {ROBOTS: b"User-agent: *\nDisallow: /\n", "/feed": feed(site, "/a")}
    found = fetched(a_source(site, feeds=[site.address + "/feed"]), tmp_path)
    assert set(site.asked) == {ROBOTS} and "robots.txt does not allow" in str(found.trouble)


def test_a_redirect_leads_nowhere_that_it_forbids(site: Site, tmp_path: Path) -> None:
    site.pages, site.places = {ROBOTS: NO_DRAFTS, "/drafts/1": article(1)}, {"/news/1": "/drafts/1"}
    [text] = fetched(a_source(site, "/news/1"), tmp_path).texts
    assert text.sha256 is None and site.asked["/drafts/1"] == 0


def test_where_the_publisher_allowed_it_robots_txt_is_not_even_asked_for(site: Site, tmp_path: Path) -> None:
    site.pages = {ROBOTS: b"User-agent: *\nDisallow: /\n", "/a": article(1)}
    assert published(site, tmp_path, fetched(a_source(site, "/a", obey_robots=False), tmp_path).texts)
    assert site.asked[ROBOTS] == 0


def test_what_it_allows_by_now_is_asked_for_in_the_next_run_however_long_it_was_forbidden(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {ROBOTS: NO_DRAFTS, "/drafts/1": article(1)}
    for _ in range(12):
        fetched(a_source(site, "/drafts/1"), tmp_path)
        days.later(0.1)
    site.pages[ROBOTS] = b"User-agent: *\nDisallow:\n"
    assert published(site, tmp_path, fetched(a_source(site, "/drafts/1"), tmp_path).texts) == {"/drafts/1": article(1)}


def test_what_it_forbids_day_by_day_is_written_down_once(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {ROBOTS: NO_DRAFTS}
    paths = [f"/drafts/{number}" for number in range(50)]
    sizes = []
    for _ in range(4):
        fetched(a_source(site, *paths), tmp_path)
        sizes.append(sum(path.stat().st_size for path in segments_of(tmp_path, "press")))
        days.later()
    assert sizes[-1] - sizes[0] < sizes[0] / 5


def test_a_published_page_that_is_forbidden_by_now_stays(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/drafts/1": article(1)}
    fetched(a_source(site, "/drafts/1"), tmp_path)
    site.pages[ROBOTS] = NO_DRAFTS
    days.later()
    [text] = fetched(a_source(site, "/drafts/1"), tmp_path).texts
    assert text.sha256 and text.is_stale and not text.is_gone and site.asked["/drafts/1"] == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_host_without_one_allows_all(site: Site, tmp_path: Path, status: int) -> None:
    site.failing, site.pages = {ROBOTS: status}, {"/a": article(1)}
    assert published(site, tmp_path, fetched(a_source(site, "/a"), tmp_path).texts)


@pytest.mark.parametrize("status", [500, 503, 429])
def test_while_it_cannot_be_had_and_never_could_nothing_is_asked_for(site: Site, tmp_path: Path, days: Days, status: int) -> None:
    site.failing, site.pages = {ROBOTS: status}, {"/a": article(1)}
    for _ in range(12):
        [text] = fetched(a_source(site, "/a"), tmp_path).texts
        assert f"whose robots.txt cannot be had: it answers {status}" in str(text.detail)
        days.later(0.1)
    assert site.asked["/a"] == 0
    site.failing = {}
    assert published(site, tmp_path, fetched(a_source(site, "/a"), tmp_path).texts)


@pytest.mark.parametrize("now", [500, PLACE_OF_PAGES, b"<html>Back soon</html>", b"x" * (ROBOTS_BYTES + 1)])
def test_the_last_one_stands_while_something_else_comes(site: Site, tmp_path: Path, days: Days, now: int | bytes) -> None:
    site.pages = {ROBOTS: NO_DRAFTS, "/drafts/1": article(1), "/a": article(2)}
    fetched(a_source(site, "/drafts/1", "/a"), tmp_path)
    if isinstance(now, int):
        site.failing = {ROBOTS: now}
    else:
        site.pages[ROBOTS] = now
    days.later()
    if now == PLACE_OF_PAGES:
        return  # plain words are a file without rules
    fetched(a_source(site, "/drafts/1", "/a"), tmp_path)
    assert (site.asked["/drafts/1"], site.asked["/a"], site.asked[ROBOTS]) == (0, 2, 2)


def test_a_page_in_its_place_says_nothing_where_there_never_was_one(site: Site, tmp_path: Path) -> None:
    site.pages = {ROBOTS: b"<html>Not found</html>", "/a": article(1)}
    assert published(site, tmp_path, fetched(a_source(site, "/a"), tmp_path).texts)


def test_it_is_found_where_it_is_redirected_to_and_nowhere_private(site: Site, tmp_path: Path) -> None:
    site.pages, site.places = {"/r": NO_DRAFTS, "/drafts/1": article(1), "/a": article(2)}, {ROBOTS: "/r"}
    assert published(site, tmp_path, fetched(a_source(site, "/drafts/1", "/a"), tmp_path).texts) == {"/a": article(2)}
    site.places = {ROBOTS: site.address.replace("127.0.0.1", "127.0.0.2") + "/r"}
    [text] = fetched(a_source(site, "/a"), tmp_path / "other").texts
    assert "another private host" in str(text.detail) and "robots.txt" in str(text.detail)


def test_it_is_asked_for_conditionally_in_each_run(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {ROBOTS: NO_DRAFTS, "/a": article(1)}
    for _ in range(3):
        fetched(a_source(site, "/a"), tmp_path)
        days.later(8)
    assert site.asked[ROBOTS] == 3 and site.not_modified == 2 + 2
