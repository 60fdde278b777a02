"""Pages become snapshots, whatever the server does."""

import hashlib
import json
import time
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.errors import Refused
from flows.fetch.fetched import Fetched, Limits, Unavailable
from flows.fetch.pages import fetch_pages
from flows.fetch.snapshots import history_path, read_history, read_snapshot
from schemas.words import Reason
from tests.fetch.site import ARTICLE, QUICK, Site, a_source, snapshots


def fetch_one(site: Site, path: str, store: Path, limits: Limits = QUICK) -> Fetched:
    [fetched] = fetch_pages([a_source(site, path)], store, limits)
    return fetched


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
    [version] = read_history(tmp_path, "press", fetched.origin).versions
    assert (version.status, version.redirects, version.final_address) == (200, 0, fetched.origin)
    [agent] = site.user_agents
    assert agent.startswith("Rostra/")


def test_an_unchanged_page_answers_304_and_makes_no_new_snapshot(site: Site, tmp_path: Path) -> None:
    site.pages["/news"] = ARTICLE
    first = fetch_one(site, "/news", tmp_path)
    before = read_history(tmp_path, "press", first.origin).versions[0]
    assert fetch_one(site, "/news", tmp_path) == first
    [after] = read_history(tmp_path, "press", first.origin).versions
    assert site.not_modified == 1
    assert after == before.model_copy(update={"checked_at": after.checked_at})
    assert after.checked_at > before.checked_at
    assert len(snapshots(tmp_path)) == 1


def test_the_same_bytes_without_a_304_make_no_new_snapshot(site: Site, tmp_path: Path) -> None:
    site.pages["/without-tag"] = ARTICLE
    first = fetch_one(site, "/without-tag", tmp_path)
    assert fetch_one(site, "/without-tag", tmp_path) == first
    assert site.not_modified == 0
    assert len(read_history(tmp_path, "press", first.origin).versions) == 1
    assert len(snapshots(tmp_path)) == 1


def test_a_changed_page_makes_a_new_snapshot_and_keeps_the_old_one(site: Site, tmp_path: Path) -> None:
    site.pages["/news"] = ARTICLE
    first = fetch_one(site, "/news", tmp_path)
    site.pages["/news"] = b"The Minister opened two schools."
    second = fetch_one(site, "/news", tmp_path)
    assert second.sha256 != first.sha256
    assert [version.sha256 for version in read_history(tmp_path, "press", first.origin).versions] == [first.sha256, second.sha256]
    assert len(snapshots(tmp_path)) == 2


def test_a_damaged_snapshot_is_fetched_again(site: Site, tmp_path: Path) -> None:
    site.pages["/news"] = ARTICLE
    first = fetch_one(site, "/news", tmp_path)
    [damaged] = snapshots(tmp_path)
    damaged.write_bytes(ARTICLE[:-3])
    assert fetch_one(site, "/news", tmp_path) == first
    assert site.not_modified == 0
    assert damaged.read_bytes() == ARTICLE


def test_a_damaged_history_is_refused_with_its_remedy(site: Site, tmp_path: Path) -> None:
    site.pages["/news"] = ARTICLE
    path = history_path(tmp_path, "press", fetch_one(site, "/news", tmp_path).origin)
    path.write_text(json.dumps({"source_id": "press"}))
    with pytest.raises(Refused, match=r"cannot be read.*remove it"):
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
    fetched = fetch_one(site, path, tmp_path)
    assert time.monotonic() - started < 5
    assert (fetched.sha256, fetched.reason) == (None, reason)
    assert detail in str(fetched.detail)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("path", ["/endless", "/bomb"])
def test_a_page_of_a_gigabyte_costs_no_more_memory_than_the_limit(site: Site, tmp_path: Path, path: str) -> None:
    fetch_one(site, "/missing", tmp_path)  # imports and first connections are not what is measured
    tracemalloc.start()
    fetch_one(site, path, tmp_path, QUICK._replace(text_bytes=2_000_000))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 8_000_000
    assert site.sent_bytes < 50_000_000


def test_a_packed_page_is_unpacked(site: Site, tmp_path: Path) -> None:
    assert fetch_one(site, "/packed", tmp_path).sha256 == hashlib.sha256(ARTICLE).hexdigest()


def test_five_redirects_are_followed_and_recorded(site: Site, tmp_path: Path) -> None:
    site.pages["/news"] = ARTICLE
    fetched = fetch_one(site, "/moved" * 5 + "/news", tmp_path)
    [version] = read_history(tmp_path, "press", fetched.origin).versions
    assert (version.redirects, version.final_address) == (5, site.address + "/news")
    assert fetch_one(site, "/moved" * 5 + "/news", tmp_path) == fetched
    assert site.not_modified == 1
    assert fetch_one(site, "/moved" * 6 + "/news", tmp_path).reason is Reason.NOT_FETCHED


@pytest.mark.parametrize(("path", "status"), [("/news", 500), ("/news", 503), ("/news", 429)])
def test_a_failing_server_is_worth_another_try_until_the_last(site: Site, tmp_path: Path, path: str, status: int) -> None:
    site.failing[path] = status
    with pytest.raises(Unavailable, match=f"1 of 1 pages .*answers {status}"):
        fetch_pages([a_source(site, path)], tmp_path, QUICK, is_last_try=False)
    assert fetch_one(site, path, tmp_path).detail == f"answers {status}"


def test_a_page_that_is_gone_is_not_worth_another_try(site: Site, tmp_path: Path) -> None:
    [fetched] = fetch_pages([a_source(site, "/missing")], tmp_path, QUICK, is_last_try=False)
    assert fetched.reason is Reason.NOT_FETCHED


def test_another_try_asks_only_for_what_is_missing(site: Site, tmp_path: Path) -> None:
    started = datetime.now(UTC)
    site.pages |= {"/a": ARTICLE, "/b": ARTICLE + ARTICLE}
    site.failing["/b"] = 500
    source = a_source(site, "/a", "/b")
    with pytest.raises(Unavailable, match="1 of 2 pages"):
        fetch_pages([source], tmp_path, QUICK, is_last_try=False, checked_since=started)
    site.failing.clear()
    fetched = fetch_pages([source], tmp_path, QUICK, checked_since=started)
    assert [text.reason for text in fetched] == [None, None]
    assert site.asked == {"/a": 1, "/b": 2}


@pytest.mark.parametrize("status", [404, 500])
def test_the_last_snapshot_stands_for_a_page_that_cannot_be_had_now(site: Site, tmp_path: Path, status: int) -> None:
    site.pages["/news"] = ARTICLE
    first = fetch_one(site, "/news", tmp_path)
    site.failing["/news"] = status
    fetched = fetch_one(site, "/news", tmp_path)
    assert fetched.is_stale
    assert fetched.detail is not None
    assert fetched.detail.startswith(f"answers {status}; its snapshot of ")
    assert fetched._replace(is_stale=False, detail=None) == first


def test_private_addresses_are_refused_unless_the_source_allows_them(site: Site, tmp_path: Path) -> None:
    site.pages["/news"] = ARTICLE
    [fetched] = fetch_pages([a_source(site, "/news", may_reach_private_addresses=False)], tmp_path, QUICK)
    assert fetched.reason is Reason.NOT_FETCHED
    assert "127.0.0.1, which is no public address" in str(fetched.detail)
    assert not site.asked


def test_a_name_that_leads_to_this_machine_is_looked_up_and_refused(site: Site, tmp_path: Path) -> None:
    site.address = site.address.replace("127.0.0.1", "localhost")
    [fetched] = fetch_pages([a_source(site, "/news", may_reach_private_addresses=False)], tmp_path, QUICK)
    assert "no public address" in str(fetched.detail)
    site.pages["/news"] = ARTICLE
    assert fetch_one(site, "/news", tmp_path).sha256


def test_a_closed_port_is_not_reached(site: Site, tmp_path: Path) -> None:
    site.address = "http://127.0.0.1:9"
    assert "cannot be reached" in str(fetch_one(site, "/news", tmp_path).detail)


def test_no_host_is_asked_for_more_than_two_pages_at_once(site: Site, tmp_path: Path) -> None:
    paths = [f"/slow-{number}" for number in range(8)]
    fetched = fetch_pages([a_source(site, *paths)], tmp_path, QUICK)
    assert site.most_at_once == 2
    assert [text.origin.removeprefix(site.address) for text in fetched] == paths


def test_nothing_is_left_beside_snapshots_and_histories(site: Site, tmp_path: Path) -> None:
    site.pages["/news"] = ARTICLE
    fetched = fetch_one(site, "/news", tmp_path)
    files = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {*snapshots(tmp_path), history_path(tmp_path, "press", fetched.origin)}
