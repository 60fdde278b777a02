"""Pages become snapshots, whatever the server does."""

import hashlib
import time
import tracemalloc
from pathlib import Path

import pytest

from flows import clock
from flows.errors import Refused
from flows.fetch.canonical import canonical
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import Fetched, Limits, Unavailable
from flows.fetch.fetching import fetch_source
from flows.fetch.ledger import Entry, read_ledger, segments_of
from flows.fetch.snapshots import read_snapshot
from flows.fetch.turn import Try
from schemas.words import Reason
from tests.fetch.site import ARTICLE, IMPATIENT, QUICK, Days, Site, a_source, snapshots


def fetch(source: SourceDeclaration, store: Path, limits: Limits = QUICK, turn: Try | None = None) -> list[Fetched]:
    return list(fetch_source(source, store, store, limits, turn).texts)


def fetch_one(site: Site, path: str, store: Path, limits: Limits = QUICK) -> Fetched:
    [fetched] = fetch(a_source(site, path), store, limits)
    return fetched


def entry_of(site: Site, path: str, store: Path) -> Entry:
    address = canonical(site.address + path)
    entry = read_ledger(store, "press").get(address or "")
    assert entry is not None
    return entry


def test_a_page_becomes_a_snapshot_under_its_hash(site: Site, tmp_path: Path) -> None:
    site.pages["/news/opening"] = ARTICLE
    fetched = fetch_one(site, "/news/opening", tmp_path)
    assert fetched.sha256 == hashlib.sha256(ARTICLE).hexdigest()
    assert read_snapshot(tmp_path, fetched.sha256) == ARTICLE
    assert fetched.speech_id == "press.news--opening"
    assert fetched.url == fetched.origin == site.address + "/news/opening"
    assert fetched.content_type == "text/plain; charset=utf-8"
    assert fetched.retrieved_at is not None
    assert fetched.retrieved_at.tzinfo is not None
    assert (fetched.reason, fetched.detail, fetched.is_stale) == (None, None, False)
    version = entry_of(site, "/news/opening", tmp_path).standing
    assert version is not None
    assert (version.status, version.redirects, version.final_address) == (200, 0, fetched.origin)
    [agent] = site.user_agents
    assert agent.startswith("Rostra/")


def test_an_unchanged_page_answers_304_and_makes_no_new_snapshot(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages["/news"] = ARTICLE
    first = fetch_one(site, "/news", tmp_path)
    before = entry_of(site, "/news", tmp_path)
    days.later()
    again = fetch_one(site, "/news", tmp_path)
    after = entry_of(site, "/news", tmp_path)
    assert again == first._replace(last_seen_at=after.last_seen_at)
    assert site.not_modified == 1
    assert (after.standing, after.unchanged) == (before.standing, 1)
    assert after.asked_at and before.asked_at and after.asked_at > before.asked_at
    assert len(snapshots(tmp_path)) == 1


def test_the_same_bytes_without_a_304_make_no_new_snapshot(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages["/without-tag"] = ARTICLE
    first = fetch_one(site, "/without-tag", tmp_path)
    days.later()
    assert fetch_one(site, "/without-tag", tmp_path).retrieved_at == first.retrieved_at
    assert site.not_modified == 0
    assert entry_of(site, "/without-tag", tmp_path).unchanged == 1
    assert len(snapshots(tmp_path)) == 1


def test_a_changed_page_makes_a_new_snapshot_and_keeps_the_old_one(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages["/news"] = ARTICLE
    first = fetch_one(site, "/news", tmp_path)
    site.pages["/news"] = b"The Minister opened the new school, and a road."
    days.later()
    second = fetch_one(site, "/news", tmp_path)
    assert second.sha256 != first.sha256
    assert second.sha256 is not None
    assert len(snapshots(tmp_path)) == 2


def test_a_damaged_snapshot_is_fetched_again(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages["/news"] = ARTICLE
    first = fetch_one(site, "/news", tmp_path)
    [damaged] = snapshots(tmp_path)
    damaged.write_bytes(ARTICLE[:-3])
    days.later()
    again = fetch_one(site, "/news", tmp_path)
    assert (again.sha256, again.retrieved_at) == (first.sha256, first.retrieved_at)
    assert site.not_modified == 0
    assert damaged.read_bytes() == ARTICLE


def test_a_damaged_ledger_is_refused_with_its_remedy(site: Site, tmp_path: Path) -> None:
    site.pages["/news"] = ARTICLE
    fetch_one(site, "/news", tmp_path)
    segment = segments_of(tmp_path, "press")[-1]
    segment.write_bytes(segment.read_bytes()[:-9])
    with pytest.raises(Refused, match=r"is damaged.*restore it"):
        fetch_one(site, "/news", tmp_path)


@pytest.mark.parametrize(
    ("path", "reason", "detail"),
    [
        ("/missing", Reason.NOT_FETCHED, "answers 404"),
        ("/redirects-forever", Reason.NOT_FETCHED, "redirected more than 5 times"),
        ("/moved-to-another-scheme", Reason.NOT_FETCHED, "no http:// or https:// address"),
        ("/never-answers", Reason.NOT_FETCHED, "does not answer within 1 seconds"),
        ("/drips", Reason.NOT_FETCHED, "was not had within 2 seconds"),
        ("/drips-headers", Reason.NOT_FETCHED, "was not had within 2 seconds"),
        ("/breaks-off", Reason.NOT_FETCHED, "its gzip ends too early"),
        ("/declares-1-gb", Reason.TOO_LARGE, "more than 100000 bytes"),
        ("/endless", Reason.TOO_LARGE, "more than 100000 bytes"),
        ("/bomb", Reason.TOO_LARGE, "more than 100000 bytes"),
    ],
)
def test_a_page_that_cannot_be_had_comes_back_with_its_reason(site: Site, tmp_path: Path, path: str, reason: Reason, detail: str) -> None:
    started = time.monotonic()
    fetched = fetch_one(site, path, tmp_path, IMPATIENT)
    assert time.monotonic() - started < 5
    assert (fetched.sha256, fetched.reason) == (None, reason)
    assert detail in str(fetched.detail)
    assert not snapshots(tmp_path)


@pytest.mark.parametrize("path", ["/endless", "/bomb"])
def test_a_page_of_a_gigabyte_costs_no_more_memory_than_the_limit(site: Site, tmp_path: Path, path: str) -> None:
    fetch_one(site, "/missing", tmp_path)  # imports and first connections are not what is measured
    tracemalloc.start()
    fetch_one(site, path, tmp_path / "other", QUICK._replace(text_bytes=2_000_000))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 8_000_000
    assert site.sent_bytes < 50_000_000


def test_a_packed_page_is_unpacked(site: Site, tmp_path: Path) -> None:
    assert fetch_one(site, "/packed", tmp_path).sha256 == hashlib.sha256(ARTICLE).hexdigest()


def test_five_redirects_are_followed_and_the_page_is_known_by_where_it_was_found(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages["/news"] = ARTICLE
    fetched = fetch_one(site, "/moved" * 5 + "/news", tmp_path)
    version = entry_of(site, "/moved" * 5 + "/news", tmp_path).standing
    assert version is not None
    assert (version.redirects, version.final_address) == (5, site.address + "/news")
    assert fetched.speech_id == "press.news"
    days.later()
    assert fetch_one(site, "/moved" * 5 + "/news", tmp_path).sha256 == fetched.sha256
    assert site.not_modified == 1
    assert fetch(a_source(site, "/moved" * 6 + "/news"), tmp_path / "other")[0].reason is Reason.NOT_FETCHED


@pytest.mark.parametrize(("path", "status"), [("/news", 500), ("/news", 503), ("/news", 429)])
def test_a_failing_server_is_worth_another_try_until_the_last(site: Site, tmp_path: Path, path: str, status: int) -> None:
    site.failing[path] = status
    with pytest.raises(Unavailable, match=f"1 of 1 pages .*answers {status}"):
        fetch(a_source(site, path), tmp_path, turn=Try(is_last=False))
    assert fetch_one(site, path, tmp_path).detail == f"answers {status}"


def test_a_page_that_is_gone_is_not_worth_another_try(site: Site, tmp_path: Path) -> None:
    [fetched] = fetch(a_source(site, "/missing"), tmp_path, turn=Try(is_last=False))
    assert fetched.reason is Reason.NOT_FETCHED


def test_another_try_asks_only_for_what_is_missing(site: Site, tmp_path: Path) -> None:
    started = clock.now()
    site.pages |= {"/a": ARTICLE, "/b": ARTICLE + ARTICLE}
    site.failing["/b"] = 500
    source = a_source(site, "/a", "/b")
    with pytest.raises(Unavailable, match="1 of 2 pages"):
        fetch(source, tmp_path, turn=Try(is_last=False, started=started))
    site.failing.clear()
    assert [text.reason for text in fetch(source, tmp_path, turn=Try(started=started))] == [None, None]
    assert site.asked == {"/robots.txt": 1, "/a": 1, "/b": 2}


@pytest.mark.parametrize("status", [404, 500])
def test_the_last_snapshot_stands_for_a_page_that_cannot_be_had_now(site: Site, tmp_path: Path, days: Days, status: int) -> None:
    site.pages["/news"] = ARTICLE
    first = fetch_one(site, "/news", tmp_path)
    site.failing["/news"] = status
    days.later()
    fetched = fetch_one(site, "/news", tmp_path)
    assert fetched.is_stale
    assert fetched.detail is not None
    assert fetched.detail.startswith(f"answers {status}; its snapshot of ")
    assert fetched._replace(is_stale=False, detail=None) == first


def test_private_addresses_are_refused_unless_the_source_allows_them(site: Site, tmp_path: Path) -> None:
    site.pages["/news"] = ARTICLE
    [fetched] = fetch(a_source(site, "/news", may_reach=()), tmp_path)
    assert fetched.reason is Reason.NOT_FETCHED
    assert "127.0.0.1, which is no public address" in str(fetched.detail)
    assert not site.asked


def test_a_name_that_leads_to_this_machine_is_looked_up_and_refused(site: Site, tmp_path: Path) -> None:
    site.address = site.address.replace("127.0.0.1", "localhost")
    [fetched] = fetch(a_source(site, "/news", may_reach=()), tmp_path)
    assert "no public address" in str(fetched.detail)
    site.pages["/news"] = ARTICLE
    assert fetch(a_source(site, "/news", may_reach=("localhost",)), tmp_path / "other")[0].sha256


def test_a_closed_port_is_not_reached(site: Site, tmp_path: Path) -> None:
    site.address = "http://127.0.0.1:9"
    assert "cannot be reached" in str(fetch_one(site, "/news", tmp_path).detail)


def test_no_host_is_asked_for_more_than_two_pages_at_once(site: Site, tmp_path: Path) -> None:
    paths = [f"/slow-{number}" for number in range(8)]
    fetched = fetch(a_source(site, *paths), tmp_path)
    assert site.most_at_once == 2
    assert [text.origin.removeprefix(site.address) for text in fetched] == paths


def test_nothing_is_left_beside_snapshots_and_ledgers(site: Site, tmp_path: Path) -> None:
    site.pages["/news"] = ARTICLE
    fetch_one(site, "/news", tmp_path)
    files = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {*snapshots(tmp_path), *segments_of(tmp_path, "press")}


def test_a_page_is_asked_for_where_its_address_leads_if_that_is_only_written_otherwise(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages, site.places = {"/news/": ARTICLE}, {"/news": "/news/"}
    for _ in range(3):
        fetched = fetch_one(site, "/news", tmp_path)
        days.later(8)
    assert site.asked == {"/robots.txt": 3, "/news": 1, "/news/": 3} and site.not_modified == 2
    assert fetched.url == site.address + "/news"


def test_a_session_that_a_server_adds_is_not_kept(site: Site, tmp_path: Path, days: Days) -> None:
    for number in range(3):
        site.pages = {f"/news?phpsessid={number}": ARTICLE}
        site.places = {"/news": f"/news?phpsessid={number}"}
        assert fetch_one(site, "/news", tmp_path).sha256
        days.later(8)
    assert site.asked["/news"] == 3
