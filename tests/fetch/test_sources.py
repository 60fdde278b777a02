"""One source at a time: down, slow, changed or gone, and what stands for it then."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from flows.errors import Refused
from flows.fetch import download
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.download import retry_after
from flows.fetch.fetched import Limits, Unavailable
from flows.fetch.snapshots import keep_history, read_history
from flows.fetch.sources import SourceFetched, Try, fetch_source
from tests.fetch.site import QUICK, Site, a_source

ARTICLE = b"The minister opened the new school. She added that two more would follow in spring.\n" * 3
SHELL = b"<html><head><title>Nothing</title></head><body><nav><a href='/'>Home</a></nav></body></html>"


def fetched(site: Site, store: Path, *paths: str, limits: Limits = QUICK, turn: Try | None = None) -> SourceFetched:
    return fetch_source(a_source(site, *paths), store, store, limits, turn)


def test_what_did_not_change_is_counted(site: Site, tmp_path: Path) -> None:
    site.pages |= {"/a": ARTICLE, "/b": ARTICLE + b"."}
    assert fetched(site, tmp_path, "/a", "/b").unchanged == 0
    site.pages["/b"] = ARTICLE + b"?"
    again = fetched(site, tmp_path, "/a", "/b")
    assert (len(again.texts), again.unchanged, again.trouble) == (2, 1, None)


@pytest.mark.parametrize("status", [404, 503])
def test_a_source_whose_every_page_fails_is_down_and_its_snapshots_stand_for_it(site: Site, tmp_path: Path, status: int) -> None:
    site.pages |= {"/a": ARTICLE, "/b": ARTICLE + b"."}
    before = fetched(site, tmp_path, "/a", "/b")
    site.failing = {"/a": status}
    partly = fetched(site, tmp_path, "/a", "/b")
    assert not partly.is_down and "1 of 2 pages could not be had" in str(partly.trouble)
    site.failing["/b"] = status
    down = fetched(site, tmp_path, "/a", "/b")
    assert down.is_down
    assert [text.sha256 for text in down.texts] == [text.sha256 for text in before.texts]


@pytest.mark.slow
def test_a_page_that_no_longer_reads_as_a_text_keeps_its_last_snapshot_until_it_does(site: Site, tmp_path: Path) -> None:
    site.pages["/a"] = ARTICLE
    before = fetched(site, tmp_path, "/a")
    site.pages["/a"] = SHELL
    for _ in range(2):  # the second time, the page answers 304
        [text] = fetched(site, tmp_path, "/a").texts
        assert text.is_stale and text.sha256 == before.texts[0].sha256
        assert "has the page changed its shape?" in str(text.detail)
    site.pages["/a"] = ARTICLE + b"!"
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


def test_a_source_that_takes_too_long_is_cut_short(site: Site, tmp_path: Path) -> None:
    site.pages["/a"] = ARTICLE
    slow = QUICK._replace(read_seconds=3, page_seconds=5, source_seconds=0.4)
    found = fetched(site, tmp_path, "/a", "/never-answers", limits=slow, turn=Try(is_last=False))
    assert "was not reached within the 0.4 seconds of its source" in str(found.trouble)
    assert [bool(text.sha256) for text in found.texts] == [True, False]


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


def test_a_page_checked_in_the_future_was_checked_by_a_wrong_clock_and_is_asked_for_again(site: Site, tmp_path: Path) -> None:
    site.pages["/a"] = ARTICLE
    [text] = fetched(site, tmp_path, "/a").texts
    history = read_history(tmp_path, "press", text.origin)
    wrong = history.versions[0].model_copy(update={"checked_at": datetime.now(UTC) + timedelta(days=400)})
    keep_history(tmp_path, history.model_copy(update={"versions": (wrong,)}))
    fetched(site, tmp_path, "/a", turn=Try(checked_since=datetime.now(UTC)))
    assert site.asked["/a"] == 2


def test_a_redirect_to_this_machine_is_refused_though_the_first_address_is_public(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up = download.public_addresses

    async def as_if_public(host: str, port: int, *, may_be_private: bool) -> list[str]:
        return ["127.0.0.1"] if host == "press.example" else await look_up(host, port, may_be_private=may_be_private)

    monkeypatch.setattr(download, "public_addresses", as_if_public)
    port = site.address.rsplit(":", 1)[1]
    site.address = f"http://press.example:{port}"
    site.pages["/secret"] = ARTICLE
    for place in ("127.0.0.1", "2130706433", "localhost", "[::ffff:7f00:1]", "0x7f.1"):
        site.redirect = f"http://{place}:{port}/secret"
        source = a_source(site, "/redirects", may_reach_private_addresses=False)
        [text] = fetch_source(source, tmp_path, tmp_path / "store", QUICK).texts
        assert text.sha256 is None and "no public address" in str(text.detail)
    assert site.asked["/secret"] == 0
