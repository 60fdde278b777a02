"""What the whole of a run tells: walls that look like texts, texts that lie at several addresses, pages that moved."""

import shutil
from pathlib import Path

import pytest

from flows.fetch.settling import HELD_DAYS
from flows.fetch.turn import Try
from schemas.words import Reason
from tests.fetch.runs import PLACE_OF_PAGES, article, fetched, page, published, sitemap
from tests.fetch.site import Days, Site, a_source

OLD = ("/a", "/b", "/c")


def a_feed(site: Site) -> object:
    return a_source(site, *OLD)


def all_say(site: Site, text: bytes, *paths: str) -> None:
    site.pages |= dict.fromkeys(paths, text)


@pytest.mark.parametrize("is_tagged", [True, False])
def test_a_new_page_is_not_taken_on_any_day_on_which_the_same_stands_in_the_place_of_all(
    site: Site, tmp_path: Path, days: Days, is_tagged: bool
) -> None:
    old, new = [f"/{name}" + ("" if is_tagged else "-without-tag") for name in "abc"], "/new" + ("" if is_tagged else "-without-tag")
    site.pages = {path: article(number) for number, path in enumerate(old)}
    before = published(site, tmp_path, fetched(a_source(site, *old), tmp_path).texts)
    all_say(site, PLACE_OF_PAGES, *old, new)
    for _ in range(4):
        days.later()
        found = fetched(a_source(site, *old, new), tmp_path)
        assert published(site, tmp_path, found.texts) == before
        assert [text.reason for text in found.texts if text.origin.endswith(new)] == [Reason.NO_ARTICLE]
    site.pages = {path: article(number) for number, path in enumerate([*old, new])}
    for _ in range(2):
        days.later()
        found = fetched(a_source(site, *old, new), tmp_path)
    assert published(site, tmp_path, found.texts) == site.pages and found.trouble is None


def test_two_pages_that_have_long_led_elsewhere_say_nothing_of_a_new_one(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {path: article(number) for number, path in enumerate(OLD)}
    fetched(a_source(site, *OLD), tmp_path)
    site.places = {"/a": "/", "/b": "/"}
    for day in range(25):
        site.pages["/"] = article(500 + day)
        days.later()
        fetched(a_source(site, *OLD), tmp_path)
    site.pages |= {"/new": article(7), "/": article(600)}
    asked = site.asked["/c"]
    for _ in range(8):
        days.later()
        found = fetched(a_source(site, *OLD, "/new"), tmp_path)
        if site.asked["/c"] == asked:
            assert published(site, tmp_path, found.texts)["/new"] == article(7)
            return
    pytest.fail("/c was asked for on each day")


def test_a_page_whose_copy_is_edited_in_the_same_way_takes_its_edit(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/en/a": article(1), "/kk/a": article(1)}
    source = a_source(site, "/en/a", "/kk/a")
    fetched(source, tmp_path)
    site.pages = dict.fromkeys(site.pages, article(1, "She thanked the builders."))
    days.later()
    found = fetched(source, tmp_path)
    assert published(site, tmp_path, found.texts) == {"/en/a": article(1, "She thanked the builders.")}
    assert found.trouble is None and [text.reason for text in found.texts] == [None, Reason.COPY]


@pytest.mark.parametrize("first", ["/en/a", "/kk/a"])
def test_an_edit_reaches_all_copies_of_a_text_though_only_one_is_due(site: Site, tmp_path: Path, days: Days, first: str) -> None:
    addresses = ["/en/a", "/kk/a", "/ru/a"]
    site.pages = dict.fromkeys(addresses, article(1))
    site.pages["/sitemap"] = sitemap_of(site, addresses, "2026-01-01")
    source = a_source(site, sitemaps=[site.address + "/sitemap"], only=["/a$"])
    for _ in range(8):
        found = fetched(source, tmp_path)
        days.later(2)
    assert published(site, tmp_path, found.texts) == {"/en/a": article(1)}
    site.pages |= dict.fromkeys(addresses, article(1, "She thanked the builders."))
    site.pages["/sitemap"] = sitemap_of(site, addresses, "2026-01-01").replace(
        f"{first}</loc><lastmod>2026-01-01".encode(), f"{first}</loc><lastmod>2026-02-02".encode()
    )
    days.later(0.6)
    found = fetched(source, tmp_path)
    assert published(site, tmp_path, found.texts) == {"/en/a": article(1, "She thanked the builders.")}


def sitemap_of(site: Site, paths: list[str], changed: str) -> bytes:

    return sitemap(site, **dict.fromkeys(paths, changed))


def test_a_copy_that_could_not_be_had_when_its_text_was_edited_takes_the_edit_later(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/en/a": article(1), "/kk/a": article(1)}
    source = a_source(site, "/en/a", "/kk/a")
    fetched(source, tmp_path)
    edited = article(1, "She thanked the builders.")
    site.pages = dict.fromkeys(site.pages, edited)
    site.failing["/kk/a"] = 500
    days.later()
    fetched(source, tmp_path)
    site.failing.clear()
    days.later()
    found = fetched(source, tmp_path)
    assert published(site, tmp_path, found.texts) == {"/en/a": edited} and found.trouble is None


def test_texts_that_differed_and_are_one_now_do_not_stand(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/a": article(1) + PLACE_OF_PAGES[:90], "/b": article(2) + PLACE_OF_PAGES[:90], "/c": article(3)}
    source = a_source(site, *OLD)
    before = published(site, tmp_path, fetched(source, tmp_path).texts)
    all_say(site, PLACE_OF_PAGES, "/a", "/b")
    days.later()
    found = fetched(source, tmp_path)
    assert published(site, tmp_path, found.texts) == before
    assert "has the text of" in str(found.notes) or "nearly nothing in common" in str(found.notes)


def test_pages_that_say_the_same_for_a_week_are_taken_for_what_they_say(site: Site, tmp_path: Path, days: Days) -> None:
    paths = [f"/{number}" for number in range(4)]
    all_say(site, article(1), *paths)
    for _ in range(10):
        found = fetched(a_source(site, *paths), tmp_path)
        days.later()
    assert published(site, tmp_path, found.texts) == {"/0": article(1)}


def killed(store: Path) -> Try:
    """Return a try that leaves beside the store what lay on the disk each time that something was kept: what a killed process leaves."""
    moments = iter(range(100))

    def kept() -> None:
        shutil.copytree(store, store.with_name(f"killed-{next(moments)}"), ignore=shutil.ignore_patterns(".aside-*"))

    return Try(kept=kept)


@pytest.mark.parametrize("is_over", [True, False])
def test_what_a_killed_run_had_of_a_wall_is_published_by_no_later_one(
    site: Site, tmp_path: Path, days: Days, monkeypatch: pytest.MonkeyPatch, is_over: bool
) -> None:
    monkeypatch.setattr("flows.fetch.pages.KEPT_EVERY", 1)
    site.pages = {path: article(number) for number, path in enumerate(OLD)}
    fetched(a_source(site, *OLD), tmp_path / "store")
    news = [f"/new-{number}" for number in range(4)]
    all_say(site, PLACE_OF_PAGES, *OLD, *news)
    days.later()
    fetched(a_source(site, *OLD, *news), tmp_path / "store", killed(tmp_path / "store"))
    for left in sorted(tmp_path.glob("killed-*"))[3:]:
        days.later()
        if is_over:
            site.pages = {path: article(number) for number, path in enumerate((*OLD, *news))}
        found = fetched(a_source(site, *OLD, *news), left)
        assert PLACE_OF_PAGES not in published(site, left, found.texts).values(), left.name


def test_what_a_killed_run_had_is_published_and_not_asked_for_again(
    site: Site, tmp_path: Path, days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.fetch.pages.KEPT_EVERY", 3)
    site.pages = {f"/{number}": article(number) for number in range(7)}
    source = a_source(site, *site.pages)
    fetched(source, tmp_path / "store", killed(tmp_path / "store"))
    days.later(0.1)
    found = fetched(source, tmp_path / "killed-1")
    assert published(site, tmp_path / "killed-1", found.texts) == site.pages
    assert sum(site.asked[path] for path in site.pages) == 8


@pytest.mark.slow
def test_names_of_one_page_that_a_killed_run_had_are_one(site: Site, tmp_path: Path, days: Days, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.fetch.pages.KEPT_EVERY", 1)
    site.pages = {"/news/1": page(1, "/news/1"), "/print/1": page(1, "/news/1", "Printed.")}
    fetched(a_source(site, *site.pages), tmp_path / "store", killed(tmp_path / "store"))
    days.later(0.1)
    for left in sorted(tmp_path.glob("killed-*")):
        [text] = fetched(a_source(site, *site.pages), left).texts
        assert text.speech_id == "press.news--1"


def test_a_page_that_was_found_long_before_it_was_asked_for_is_held_back_as_any_other(site: Site, tmp_path: Path, days: Days) -> None:
    news = [f"/new-{number}" for number in range(3)]
    site.failing = dict.fromkeys(news, 500)
    source = a_source(site, *news)
    for _ in range(6):
        fetched(source, tmp_path)
        days.later(3)
    site.failing = {}
    all_say(site, PLACE_OF_PAGES, *news)
    days.later(30)
    for day in range(13):
        found = fetched(source, tmp_path)
        assert bool(published(site, tmp_path, found.texts)) == (day >= HELD_DAYS)
        days.later()
