"""One source at a time: down, slow, changed or gone, and what stands for it then."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from flows.errors import Refused
from flows.fetch import download
from flows.fetch.addresses import MayReach
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.download import retry_after
from flows.fetch.fetched import Limits, Unavailable
from flows.fetch.fetching import fetch_source
from flows.fetch.turn import SourceFetched, Try
from tests.fetch.site import HERE, QUICK, Days, Site, a_source

ARTICLE = b"The minister opened the new school. She added that two more would follow in spring.\n" * 3
SHELL = b"<html><head><title>Nothing</title></head><body><nav><a href='/'>Home</a></nav></body></html>"


def fetched(
    site: Site, store: Path, *paths: str, limits: Limits = QUICK, turn: Try | None = None, may_reach: tuple[str, ...] = HERE
) -> SourceFetched:
    return fetch_source(a_source(site, *paths, may_reach=may_reach), store, store, limits, turn)


def test_what_did_not_change_is_counted(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages |= {"/a": ARTICLE, "/b": ARTICLE + b"."}
    assert fetched(site, tmp_path, "/a", "/b").unchanged == 0
    site.pages["/b"] = ARTICLE + b"?"
    days.later()
    again = fetched(site, tmp_path, "/a", "/b")
    assert (len(again.texts), again.unchanged, again.trouble) == (2, 1, None)


@pytest.mark.parametrize("status", [404, 503])
def test_a_source_whose_every_page_fails_is_down_and_its_snapshots_stand_for_it(
    site: Site, tmp_path: Path, days: Days, status: int
) -> None:
    site.pages |= {"/a": ARTICLE, "/b": ARTICLE + b"."}
    before = fetched(site, tmp_path, "/a", "/b")
    site.failing = {"/a": status}
    days.later()
    partly = fetched(site, tmp_path, "/a", "/b")
    assert not partly.is_down and "1 of 2 pages could not be had" in str(partly.trouble)
    site.failing["/b"] = status
    days.later(2)
    down = fetched(site, tmp_path, "/a", "/b")
    assert down.is_down
    assert [text.sha256 for text in down.texts] == [text.sha256 for text in before.texts]


@pytest.mark.slow
def test_a_page_that_no_longer_reads_as_a_text_keeps_its_last_snapshot_until_it_does(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages["/a"] = ARTICLE
    before = fetched(site, tmp_path, "/a")
    site.pages["/a"] = SHELL
    for _ in range(2):  # the second time, the page answers 304
        days.later()
        [text] = fetched(site, tmp_path, "/a").texts
        assert text.is_stale and text.sha256 == before.texts[0].sha256
        assert "no longer reads as a text" in str(text.detail)
    site.pages["/a"] = ARTICLE + b"!"
    days.later(2)
    [text] = fetched(site, tmp_path, "/a").texts
    assert not text.is_stale and text.sha256 != before.texts[0].sha256


def test_a_folder_that_is_gone_is_stood_for_by_its_last_snapshots_and_one_that_never_was_is_refused(tmp_path: Path) -> None:
    source = a_folder()
    with pytest.raises(Refused, match="there is no folder"):
        fetch_source(source, tmp_path, tmp_path / "store")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_bytes(ARTICLE)
    before = fetch_source(source, tmp_path, tmp_path / "store")
    (tmp_path / "texts").rename(tmp_path / "elsewhere")
    gone = fetch_source(source, tmp_path, tmp_path / "store")
    assert gone.is_down and "there is no folder" in str(gone.trouble)
    assert [text.sha256 for text in gone.texts] == [text.sha256 for text in before.texts]


def a_folder() -> SourceDeclaration:
    return SourceDeclaration(
        source_id="press",
        publisher="A press service",
        languages=("en",),  # type: ignore[arg-type]  # pydantic makes it a Language
        licence="None",
        attribution="A press service",
        text_may_be_published=False,
        least_speeches=0,
        files="texts",
    )


def test_a_run_ends_when_its_time_is_over_and_the_next_one_goes_on(site: Site, tmp_path: Path) -> None:
    paths = [f"/slow-{number}" for number in range(12)]
    source = a_source(site, *paths, run_seconds=1, delay_seconds=0.3)
    first = fetch_source(source, tmp_path, tmp_path, QUICK)
    assert 1 <= len(first.texts) < 6
    assert "goes on next time" in str(first.trouble)
    asked = dict(site.asked)
    fetch_source(source, tmp_path, tmp_path, QUICK)
    assert all(site.asked[path] == times for path, times in asked.items() if path.startswith("/slow"))
    assert sum(path.startswith("/slow") for path in site.asked) > sum(path.startswith("/slow") for path in asked)


def test_a_server_that_asks_for_patience_gets_it_up_to_a_limit(site: Site, tmp_path: Path) -> None:
    site.failing["/a"] = 503
    site.retry_after = "7"
    with pytest.raises(Unavailable) as caught:
        fetched(site, tmp_path, "/a", turn=Try(is_last=False))
    assert caught.value.after_seconds == 7
    site.retry_after = "86400"
    assert fetched(site, tmp_path, "/a", turn=Try(is_last=False)).is_down  # nobody waits for a day


def test_retry_after_is_read_in_both_forms() -> None:
    now = datetime(2026, 2, 10, tzinfo=UTC)
    assert retry_after(format_datetime(now + timedelta(seconds=90), usegmt=True), now) == 90
    assert retry_after(format_datetime(now - timedelta(seconds=90), usegmt=True), now) == 0
    assert [retry_after(said, now) for said in (None, "", "soon", "-5", "٣", "120")] == [0, 0, 0, 0, 0, 120]


def test_a_page_asked_in_the_future_was_asked_by_a_wrong_clock_and_is_asked_for_again(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages["/a"] = ARTICLE
    days.later(400)
    fetched(site, tmp_path, "/a")
    days.later(-400)
    fetched(site, tmp_path, "/a")
    assert site.asked["/a"] == 2


def test_a_redirect_to_this_machine_is_refused_though_the_first_address_is_public(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up = download.allowed_addresses

    async def as_if_public(host: str, port: int, may_reach: MayReach) -> tuple[list[str], bool]:
        return (["127.0.0.1"], False) if host == "press.example" else await look_up(host, port, may_reach)

    monkeypatch.setattr(download, "allowed_addresses", as_if_public)
    monkeypatch.setattr("flows.fetch.asking.LEAST_DELAY_SECONDS", 0.0)
    port = site.address.rsplit(":", 1)[1]
    site.address = f"http://press.example:{port}"
    site.pages["/secret"] = ARTICLE
    for number, place in enumerate(("127.0.0.1", "2130706433", "localhost", "[::ffff:7f00:1]", "0x7f.1", "169.254.169.254")):
        site.redirect = f"http://{place}:{port}/secret"
        source = a_source(site, "/redirects", may_reach=(), delay_seconds=0)
        [text] = fetch_source(source, tmp_path, tmp_path / f"store-{number}", QUICK).texts
        assert text.sha256 is None and ("no public address" in str(text.detail) or "their own services" in str(text.detail))
    assert site.asked["/secret"] == 0


@pytest.mark.parametrize("place", ["localhost", "127.0.0.2", "[::1]"])
def test_a_private_host_that_may_be_reached_leads_to_no_other(site: Site, tmp_path: Path, place: str) -> None:
    site.pages["/secret"] = ARTICLE
    site.redirect = f"http://{place}:{site.address.rsplit(':', 1)[1]}/secret"
    [text] = fetched(site, tmp_path, "/redirects", may_reach=("127.0.0.1", "127.0.0.2", "localhost", "::1")).texts
    assert text.sha256 is None and "another private host" in str(text.detail)
    assert site.asked["/secret"] == 0


def test_what_is_taken_off_the_list_stays_until_never_leaves_it_out(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages |= {"/a": ARTICLE, "/b": ARTICLE + b"."}
    fetched(site, tmp_path, "/a", "/b")
    days.later()
    assert len(fetched(site, tmp_path, "/b").texts) == 2
    [text] = fetch_source(a_source(site, "/b", never=["/a$"]), tmp_path, tmp_path, QUICK).texts
    assert text.speech_id == "press.b"
