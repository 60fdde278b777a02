"""A source that was published before it had a ledger: its keys stay, however its addresses are written now."""

import itertools
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.fetch.binding import bind
from flows.fetch.ledger import Ledger, segments_of
from flows.fetch.snapshots import keep_snapshot, sha256_of
from flows.fetch.turn import PublishedPage, Try
from tests.fetch.runs import article, fetched, published
from tests.fetch.site import Days, Site, a_source

NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)
NEWS = "https://press.example/News"


def a_page(speech_id: str, url: str, text: bytes = b"A text.") -> PublishedPage:
    return PublishedPage(speech_id, url, sha256_of(text), sha256_of(text), NOON)


def published_as(site: Site, **pages: tuple[str, bytes]) -> Try:
    """Return a first try of a source whose latest release holds these pages (key → path, text)."""
    held = [a_page(f"press.{name}", site.address + path, text) for name, (path, text) in pages.items()]
    return Try(published=lambda source_id: held)


@pytest.mark.parametrize("found_now", ["/News/", "/News?utm_source=feed", "/News#top"])
def test_a_published_key_stays_however_the_address_is_written_now(site: Site, tmp_path: Path, found_now: str) -> None:
    site.pages = {"/News": article(1), found_now: article(1)}
    [text] = fetched(a_source(site, found_now), tmp_path, published_as(site, **{"of-old": ("/News", article(1))})).texts
    assert text.speech_id == "press.of-old"


def test_what_the_sources_file_names_no_more_stays_published(site: Site, tmp_path: Path) -> None:
    keep_snapshot(tmp_path, article(1))
    site.pages = {"/b": article(2)}
    texts = fetched(a_source(site, "/b"), tmp_path, published_as(site, old=("/a", article(1)))).texts
    assert published(site, tmp_path, texts) == {"/a": article(1), "/b": article(2)}
    assert {text.speech_id for text in texts} == {"press.old", "press.b"}


def test_the_releases_are_looked_at_once_before_there_is_a_ledger(site: Site, tmp_path: Path) -> None:
    asked: list[str] = []

    def none(source_id: str) -> list[PublishedPage]:
        asked.append(source_id)
        return []

    for _ in range(2):
        fetched(a_source(site, "/a"), tmp_path, Try(published=none))
    assert asked == ["press"] and segments_of(tmp_path, "press")


@pytest.mark.parametrize("urls", itertools.permutations([NEWS, NEWS + "/", NEWS + "?utm_source=feed"]))
def test_all_published_keys_of_one_page_stay_and_it_is_said(tmp_path: Path, urls: tuple[str, ...]) -> None:
    ledger = Ledger(tmp_path, "press")
    notes = bind(ledger, [a_page(f"press.{name}", url) for name, url in zip("abc", urls, strict=True)])
    assert {(entry.speech_id, entry.url) for entry in ledger} == set(zip(("press.a", "press.b", "press.c"), urls, strict=True))
    assert len(notes) == 2 and all("one page" in note and "stay" in note for note in notes)


def test_both_keys_of_one_page_stay_run_after_run_and_are_never_taken_for_each_other(site: Site, tmp_path: Path, days: Days) -> None:
    keep_snapshot(tmp_path, article(1))
    keep_snapshot(tmp_path, article(1, "Printed."))
    site.pages = {"/a": article(1), "/a?utm_source=feed": article(1)}
    turn = published_as(site, one=("/a", article(1)), other=("/a?utm_source=feed", article(1, "Printed.")))
    for day in range(4):
        texts = fetched(a_source(site, "/a"), tmp_path, turn).texts
        assert {text.speech_id for text in texts if text.sha256} == {"press.one", "press.other"}, day
        days.later()


def test_a_bound_page_is_asked_for_by_its_schedule_and_its_edit_is_taken(site: Site, tmp_path: Path) -> None:
    keep_snapshot(tmp_path, article(1))
    site.pages = {"/a": article(1, "She thanked the builders.")}
    [text] = fetched(a_source(site, "/a"), tmp_path, published_as(site, a=("/a", article(1)))).texts
    assert text.sha256 == sha256_of(article(1, "She thanked the builders."))


def test_a_bound_page_whose_snapshot_is_lost_is_not_replaced_by_what_is_no_text(site: Site, tmp_path: Path) -> None:
    site.pages = {"/a": b"403 Forbidden"}
    [text] = fetched(a_source(site, "/a"), tmp_path, published_as(site, a=("/a", article(1)))).texts
    assert text.sha256 == sha256_of(article(1)) and text.is_stale


def test_a_first_run_that_is_killed_binds_again(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def killed(*arguments: object) -> None:
        raise Killed

    site.pages = {"/a": article(1)}
    turn = published_as(site, old=("/a", article(1)))
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr("flows.fetch.pages.enter", killed)
        fetched(a_source(site, "/a"), tmp_path, turn)
    assert [text.speech_id for text in fetched(a_source(site, "/a"), tmp_path, turn).texts] == ["press.old"]
