"""New addresses get keys that stay; ways of writing one address are one page, and so are a page and its other names."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.fetch.discover.discovery import Found
from flows.fetch.entering import enter, new_key
from flows.fetch.ledger import Entry, Kind, Ledger, read_ledger
from schemas.words import Reason
from tests.fetch.runs import article, entry_at, feed, fetched, page, paths, published, sitemap
from tests.fetch.site import Days, Site, a_source

NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)
NEWS = "https://press.example/news/1"


def found(address: str, canonical: str, said_changed: str | None = None) -> Found:
    return Found(canonical, address, "https://press.example/feed", said_changed)


def entered(ledger: Ledger, *addresses: Found, withdrawn: tuple[str, ...] = ()) -> dict[str, Entry]:
    enter(ledger, addresses, NOON, dict.fromkeys(withdrawn, "asked for"))
    return {entry.address: entry for entry in ledger}


def test_a_key_is_made_of_the_canonical_address_and_the_first_way_of_writing_is_shown(tmp_path: Path) -> None:
    [entry] = entered(Ledger(tmp_path, "press"), found("http://Press.Example/news/1/?utm_source=feed", NEWS)).values()
    assert (entry.speech_id, entry.url) == ("press.news--1", "http://press.example/news/1/")


def test_a_known_address_keeps_its_key_and_its_moment_and_is_said_to_have_changed(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, "press", [Entry(NEWS, NEWS, Kind.PAGE, "press.of-old", "addresses", NOON.replace(year=2020), NEWS)])
    [entry] = entered(ledger, found(NEWS + "/", NEWS, "2026-02-09")).values()
    assert (entry.speech_id, entry.url, entry.first_seen_at.year, entry.said_changed) == ("press.of-old", NEWS, 2020, "2026-02-09")


def test_one_path_on_two_hosts_gives_two_keys(tmp_path: Path) -> None:
    other = NEWS.replace("press.", "archive.press.")
    entries = entered(Ledger(tmp_path, "press"), found(NEWS, NEWS), found(other, other))
    keys = {entry.speech_id for entry in entries.values()}
    assert len(keys) == 2 and "press.news--1" in keys and all(key.startswith("press.news--1") for key in keys)


def test_keys_do_not_depend_on_letters_that_a_key_cannot_hold(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, "press")
    addresses = [
        f"https://press.example/{path}" for path in ("новости/1", "новости/2", "жаңалық/1", "News/1", "news/1", "news?id=1", "n" * 300)
    ]
    keys = {entry.speech_id for entry in entered(ledger, *(found(address, address) for address in addresses)).values()}
    assert len(keys) == len(addresses) and all(key.isascii() and key == key.lower() and len(key) < 130 for key in keys)


def test_what_was_withdrawn_before_there_was_a_ledger_is_never_asked_for(tmp_path: Path) -> None:
    address = "https://press.example/news/1?utm_source=feed"
    for key in ("press.news--1", "press.news--1-utm-source-feed-" + new_key(Ledger(tmp_path, "press"), address)[-8:]):
        [entry] = entered(Ledger(tmp_path, "press"), found(address, NEWS), withdrawn=(key,)).values()
        assert entry.is_withdrawn


def test_a_page_of_another_host_is_not_withdrawn_with_the_one_whose_path_it_has(tmp_path: Path) -> None:
    other = NEWS.replace("press.", "archive.press.")
    ledger = Ledger(tmp_path, "press", [Entry(NEWS, NEWS, Kind.PAGE, "press.news--1", "addresses", NOON, NEWS, is_withdrawn=True)])
    entries = entered(ledger, found(NEWS, NEWS), found(other, other), withdrawn=("press.news--1",))
    assert entries[NEWS].is_withdrawn and not entries[other].is_withdrawn


def test_a_withdrawn_page_stays_so_however_often_it_is_named(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, "press", [Entry(NEWS, NEWS, Kind.PAGE, "press.news--1", "addresses", NOON, NEWS)])
    entered(ledger, withdrawn=("press.news--1",))
    [entry] = entered(ledger, found(NEWS, NEWS, "2026-02-10")).values()
    assert entry.is_withdrawn and entry.said_changed is None


def test_a_page_whose_key_a_file_of_its_source_has_gets_another_one(site: Site, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "opening.txt").write_bytes(article(1))
    site.pages = {"/opening": article(2)}
    texts = fetched(a_source(site, "/opening", files="texts"), tmp_path).texts
    assert [text.sha256 is not None for text in texts] == [True, True]
    assert len({text.speech_id for text in texts}) == 2 and "press.opening" in {text.speech_id for text in texts if not text.url}


def test_ways_of_writing_one_address_are_asked_for_once(site: Site, tmp_path: Path) -> None:
    site.pages |= {"/news/1": article(1), "/feed": feed(site, "/news/1/?utm_source=rss", "/news/1#top", "/news/1")}
    site.pages["/news/1/?utm_source=rss"] = article(1)
    texts = fetched(a_source(site, "/news/1", feeds=[site.address + "/feed"]), tmp_path).texts
    assert paths(site, texts) == ["/news/1"] and site.asked["/news/1"] == 1 and site.asked["/news/1/?utm_source=rss"] == 0


# Other names of a page


def test_a_new_address_that_leads_to_a_known_page_is_that_page_until_it_has_a_text_of_its_own(
    site: Site, tmp_path: Path, days: Days
) -> None:
    site.pages = {"/a": article(1), "/b": article(2)}
    site.places = {"/b": "/a"}
    source = a_source(site, "/a", "/b")
    fetched(a_source(site, "/a"), tmp_path)
    for _ in range(3):
        assert published(site, tmp_path, fetched(source, tmp_path).texts) == {"/a": article(1)}
        days.later()
    site.places = {}
    for _ in range(8):
        found = fetched(source, tmp_path)
        days.later()
    assert published(site, tmp_path, found.texts) == {"/a": article(1), "/b": article(2)}
    assert {text.speech_id for text in found.texts} == {"press.a", "press.b"}


def test_another_name_of_a_page_is_looked_at_ever_more_rarely(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/a": article(1)}
    site.places = {"/b": "/a"}
    fetched(a_source(site, "/a"), tmp_path)
    for _ in range(30):
        fetched(a_source(site, "/a", "/b"), tmp_path)
        days.later()
    assert site.asked["/b"] <= 6


def test_a_wall_at_another_name_of_a_page_is_no_text_of_its_own(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/a": article(1)}
    site.places = {"/b": "/a"}
    source = a_source(site, "/a", "/b")
    fetched(a_source(site, "/a"), tmp_path)
    fetched(source, tmp_path)
    site.places, site.pages["/b"] = {}, b"403 Forbidden"
    for _ in range(6):
        days.later()
        found = fetched(source, tmp_path)
        assert published(site, tmp_path, found.texts) == {"/a": article(1)}


def test_addresses_that_lead_to_each_other_in_turn_are_both_asked_for_again(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/a": article(1), "/b": article(2)}
    site.places = {"/b": "/a"}
    fetched(a_source(site, "/a", "/b"), tmp_path)
    site.places = {"/a": "/b"}
    for _ in range(3):
        days.later()
        fetched(a_source(site, "/a", "/b"), tmp_path)
    site.places = {}
    for _ in range(10):
        days.later(4)
        found = fetched(a_source(site, "/a", "/b"), tmp_path)
    assert published(site, tmp_path, found.texts) == {"/a": article(1), "/b": article(2)}


# What a page calls its own address


@pytest.mark.slow
def test_a_print_page_is_the_page_that_it_names(site: Site, tmp_path: Path) -> None:
    site.pages = {"/news/1": page(1, "/news/1"), "/print?id=1": page(1, "/news/1", "Printed.")}
    for number, order in enumerate([("/news/1", "/print?id=1"), ("/print?id=1", "/news/1")]):
        [text] = fetched(a_source(site, *order), tmp_path / str(number)).texts
        assert text.speech_id == "press.news--1"


@pytest.mark.slow
def test_a_page_reached_by_its_print_page_alone_has_the_key_of_the_page(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/news/1": page(1, "/news/1"), "/print?id=1": page(1, "/news/1", "Printed.")}
    [text] = fetched(a_source(site, "/print?id=1"), tmp_path).texts
    assert (text.speech_id, text.url) == ("press.news--1", site.address + "/news/1")
    for _ in range(5):
        days.later()
        [text] = fetched(a_source(site, "/print?id=1", "/news/1"), tmp_path).texts
        assert text.speech_id == "press.news--1"
    assert site.asked["/news/1"] <= 3


@pytest.mark.slow
@pytest.mark.parametrize("named", ["https://other.example/news/1", "/", "/news", "", "http://["])
def test_a_page_that_names_no_page_of_its_site_is_known_by_its_address(site: Site, tmp_path: Path, named: str) -> None:
    site.pages = {"/news/1": page(1, named), "/news/2": page(2, named)}
    texts = fetched(a_source(site, "/news/1", "/news/2"), tmp_path).texts
    assert [text.speech_id for text in texts] == ["press.news--1", "press.news--2"]


@pytest.mark.slow
def test_pages_that_all_name_one_page_stay_themselves_and_so_does_that_one(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {f"/news/{number}": page(number, "/news/7") for number in range(1, 9)}
    first = fetched(a_source(site, "/news/1", "/news/2"), tmp_path).texts
    days.later()
    second = fetched(a_source(site, "/news/1", "/news/2", "/news/3"), tmp_path).texts
    days.later()
    third = fetched(a_source(site, *site.pages), tmp_path).texts
    assert [text.speech_id for text in first] == ["press.news--1", "press.news--2"]
    assert {text.speech_id for text in second} < {text.speech_id for text in third}
    assert published(site, tmp_path, third).keys() == site.pages.keys() - {"/news/3", "/news/7"} | set(paths(site, third))
    assert sorted(published(site, tmp_path, third).values()) == sorted(site.pages.values())


@pytest.mark.slow
def test_a_page_that_names_one_which_the_source_leaves_out_is_read_all_the_same(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/news/1": page(1, "/press/1"), "/press/1": page(1, "/press/1")}
    for _ in range(3):
        found = fetched(a_source(site, "/news/1", only=["/news/"]), tmp_path)
        assert list(published(site, tmp_path, found.texts).values()) == [site.pages["/news/1"]]
        days.later()


@pytest.mark.slow
def test_a_page_that_calls_itself_by_its_address_keeps_it_though_it_leads_elsewhere(site: Site, tmp_path: Path) -> None:
    site.pages = {"/news/1?lang=ru": page(1, "/news/1")}
    site.places = {"/news/1": "/news/1?lang=ru"}
    [text] = fetched(a_source(site, "/news/1"), tmp_path).texts
    assert (text.speech_id, text.url) == ("press.news--1", site.address + "/news/1")


@pytest.mark.slow
def test_two_published_pages_that_turn_out_to_be_one_both_stay_and_it_is_said(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/news/1": page(1), "/print/1": page(1, "", "Printed.")}
    source = a_source(site, *site.pages)
    before = fetched(source, tmp_path)
    assert len(published(site, tmp_path, before.texts)) == 2
    site.pages = {"/news/1": page(1, "/news/1", "More."), "/print/1": page(1, "/news/1", "More, printed.")}
    days.later()
    after = fetched(source, tmp_path)
    assert [text.speech_id for text in after.texts] == [text.speech_id for text in before.texts]
    assert published(site, tmp_path, after.texts) == site.pages
    assert any("are one page" in note and "both stay" in note for note in after.notes)


# Pages that moved


def test_a_page_that_moved_keeps_its_key_and_is_asked_for_where_it_is_now(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/news/1": article(1), "/list": sitemap(site, **{"/news/1": ""})}
    source = a_source(site, sitemaps=[site.address + "/list"])
    [before] = fetched(source, tmp_path).texts
    site.pages |= {"/2026/1": article(1), "/list": sitemap(site, **{"/2026/1": ""})}
    site.places = {"/news/1": "/2026/1"}
    for day in range(5):
        days.later()
        [text] = fetched(source, tmp_path).texts
        assert text.speech_id == before.speech_id == "press.news--1", day
    asked = site.asked["/news/1"]
    site.pages["/2026/1"] = article(1, "She thanked the builders.")
    days.later(8)
    found = fetched(source, tmp_path)
    assert published(site, tmp_path, found.texts) == {"/news/1": article(1, "She thanked the builders.")}
    assert site.asked["/news/1"] == asked


def test_a_page_that_moved_and_came_back_is_found_again(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/a": article(1), "/b": article(1)}
    fetched(a_source(site, "/a"), tmp_path)
    site.places = {"/a": "/b"}
    days.later()
    fetched(a_source(site, "/a", "/b"), tmp_path)
    site.places, site.pages = {"/b": "/a"}, {"/a": article(1, "She thanked the builders.")}
    for _ in range(6):
        days.later(2)
        found = fetched(a_source(site, "/a", "/b"), tmp_path)
    assert published(site, tmp_path, found.texts) == {"/a": article(1, "She thanked the builders.")}


def test_a_page_redirected_to_another_published_one_stays_and_it_is_said(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/a": article(1), "/b": article(2)}
    before = published(site, tmp_path, fetched(a_source(site, "/a", "/b"), tmp_path).texts)
    site.places = {"/a": "/b"}
    days.later()
    found = fetched(a_source(site, "/a", "/b"), tmp_path)
    assert published(site, tmp_path, found.texts) == before
    assert any("is redirected to press.b" in note for note in found.notes)
    assert entry_at(site, tmp_path, "/a").same_as is None and len(read_ledger(tmp_path, "press")) == 3


def test_what_is_withdrawn_is_not_asked_for_by_another_name(site: Site, tmp_path: Path, days: Days) -> None:
    from flows.fetch.ledger import forget_states
    from flows.fetch.turn import Try

    site.pages = {"/a": article(1)}
    site.places = {"/b": "/a"}
    fetched(a_source(site, "/a"), tmp_path)
    fetched(a_source(site, "/a", "/b"), tmp_path)
    forget_states(tmp_path, "press", [entry_at(site, tmp_path, "/a").address])
    asked = site.asked.copy()
    for _ in range(4):
        days.later(20)
        texts = fetched(a_source(site, "/a", "/b"), tmp_path, Try(withdrawn={"press.a": "asked for"})).texts
        assert [text.reason for text in texts] == [Reason.WITHDRAWN]
    assert (site.asked["/a"], site.asked["/b"]) == (asked["/a"], asked["/b"])


def test_all_names_of_a_withdrawn_page_are_forgotten_with_it(tmp_path: Path) -> None:
    from datetime import date

    from flows.publish.purge import withdrawn_addresses
    from schemas.withdrawn import Tombstone

    def a_page(number: int, same_as: str | None = None) -> Entry:
        address = f"https://press.example/{number}"
        return Entry(address, address, Kind.PAGE, f"press.{number}", "addresses", NOON, address, same_as=same_as)

    ledger = Ledger(tmp_path, "press")
    for entry in (a_page(1), a_page(2, a_page(1).address), a_page(3, a_page(2).address), a_page(4)):
        ledger.put(entry)
    ledger.keep()
    tombstone = Tombstone("press.1", "0" * 64, "asked for", date(2026, 2, 10))
    assert withdrawn_addresses(tmp_path, [tombstone]) == {"press": {a_page(number).address for number in (1, 2, 3)}}
