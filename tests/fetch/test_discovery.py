"""Where a source's texts are found: feeds, sitemaps, pages of links, lists of addresses; and what is left out."""

import gzip
from collections import Counter
from pathlib import Path

import pytest

from flows.errors import Refused
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.discover import discovery, sitemaps
from flows.fetch.discover.feeds import feed_links
from flows.fetch.discover.link import Link, Unreadable
from flows.fetch.discover.markup import links_of, named_by
from flows.fetch.discover.search import MOST_DAYS_OF_A_SITEMAP
from flows.fetch.discover.sitemaps import read_sitemap
from flows.fetch.discover.walk import WALKED_AGAIN_DAYS
from flows.fetch.turn import Try
from tests.fetch.runs import PLACE_OF_PAGES, article, feed, fetched, links, paths, sitemap
from tests.fetch.site import Days, Site, a_source

FEED = "https://press.example/news/feed.xml"
MANY = 50_000_000


def addresses(raw: bytes, at: str = FEED) -> list[str]:
    return [link.address for link in feed_links(raw, at)]


# Feeds

RSS_091 = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">
<rss version="0.91"><channel><title>News</title><item><title>One</title><link>https://press.example/1</link></item></channel></rss>"""
RSS_10 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://press.example"><title>News</title></channel>
<item rdf:about="https://press.example/1"><title>One</title><link>https://press.example/1</link></item></rdf:RDF>"""
RSS_20 = """<rss version="2.0"><channel><link>https://press.example/</link>
<item><title>One</title><link>
  https://press.example/1
</link><guid isPermaLink="false">17</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://press.example/feed"/><entry><id>urn:uuid:1</id>
<link rel="enclosure" href="https://press.example/1.mp3"/><link rel="alternate" type="text/html" href="https://press.example/1"/>
<link rel="replies" href="https://press.example/1/comments"/></entry></feed>"""
JSON_FEED = '{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": [{"id": "17", "url": "https://press.example/1"}]}'


@pytest.mark.parametrize("raw", [RSS_091, RSS_10, RSS_20, ATOM, JSON_FEED], ids=["0.91", "1.0", "2.0", "atom", "json"])
@pytest.mark.parametrize("mark", ["", "\ufeff", "\n \n"])
def test_feeds_of_every_kind_name_their_entries(raw: str, mark: str) -> None:
    assert addresses((mark + raw).encode()) == ["https://press.example/1"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ('<rss version="2.0"><channel><item><link>/1</link></item></channel></rss>', "https://press.example/1"),
        ('<rss version="2.0"><channel><item><link>1</link></item></channel></rss>', "https://press.example/news/1"),
        (
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://press.example/kk/"><entry><link href="1"/></entry></feed>',
            "https://press.example/kk/1",
        ),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><entry xml:base="/ru/"><link href="1"/></entry></feed>', "https://press.example/ru/1"),
        ('<rss version="2.0"><channel><item><guid>https://press.example/1</guid></item></channel></rss>', "https://press.example/1"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>https://press.example/1</id></entry></feed>', "https://press.example/1"),
        ('{"items": [{"url": "../1"}]}', "https://press.example/1"),
        ('{"items": [{"id": "https://press.example/1"}]}', "https://press.example/1"),
        ('<rss version="2.0"><channel><item><link>/новости/1</link></item></channel></rss>', "https://press.example/новости/1"),
        ('<rss version="2.0"><channel><item><link>/1?a=1&amp;b=2</link></item></channel></rss>', "https://press.example/1?a=1&b=2"),
        ('<rss version="2.0"><channel><item><link><![CDATA[/1?a=1&b=2]]></link></item></channel></rss>', "https://press.example/1?a=1&b=2"),
    ],
)
def test_links_are_found_however_a_feed_writes_them(raw: str, expected: str) -> None:
    assert addresses(raw.encode()) == [expected]


@pytest.mark.parametrize(
    "raw",
    [
        '<rss version="2.0"><channel><item><guid isPermaLink="false">17</guid><title>One</title></item></channel></rss>',
        '{"items": [{"id": "17"}, {"id": 17}, {"url": 17}, 17, {"url": "https://press.example/\\ud800"}]}',
        '<rss version="2.0"><channel><item><link>mailto:press@example.org</link></item></channel></rss>',
        '<rss version="2.0"><channel></channel></rss>',
    ],
)
def test_an_entry_without_an_address_is_none(raw: str) -> None:
    assert addresses(raw.encode()) == []


def test_a_feed_in_an_older_encoding_is_read() -> None:
    raw = '<?xml version="1.0" encoding="windows-1251"?><rss version="2.0"><channel><item><link>/речь</link></item></channel></rss>'
    assert addresses(raw.encode("windows-1251")) == ["https://press.example/речь"]


@pytest.mark.parametrize(
    "raw",
    [b"", b"<html><body>Not found</body></html>", b"{", b"{}", b'{"items": {}}', b'{"items":' + b"[" * 100_000, b"\x00\xff", b"Busy"],
)
def test_what_is_no_feed_is_told_apart(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        feed_links(raw, FEED)


def test_a_feed_reads_no_file_and_grows_no_entity() -> None:
    raw = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "aaaaaaaaaa"><!ENTITY z "&y;&y;&y;&y;&y;">]>'
    raw += b'<rss version="2.0"><channel><item><link>https://press.example/&x;&z;</link></item></channel></rss>'
    assert all(len(address) < 40 for address in addresses(raw))


# Sitemaps


def read(raw: bytes) -> list[Link]:
    return read_sitemap(raw, "https://press.example/sitemap.xml", MANY).pages


def urlset(*urls: str, start: str = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">') -> bytes:
    return f"{start}{''.join(f'<url>{url}</url>' for url in urls)}</urlset>".encode()


ONE = "<loc>https://press.example/1</loc>"
NEWS = """<loc>https://press.example/1</loc><news:news xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><news:publication>
<news:name>Press</news:name></news:publication><news:publication_date>2026-02-10</news:publication_date></news:news>
<image:image xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><image:loc>https://press.example/1.jpg</image:loc></image:image>"""


@pytest.mark.parametrize(
    "raw",
    [
        urlset(ONE),
        urlset(ONE, start="<urlset>"),
        urlset(ONE, start='<!-- made --><urlset xmlns="https://www.sitemaps.org/schemas/sitemap/0.84">'),
        b"\xef\xbb\xbf\n" + urlset(ONE),
        urlset(ONE.replace("<loc>", "<loc>\n  ").replace("</loc>", " </loc>")),
        urlset(NEWS),
        urlset("<loc>/1</loc>"),
        urlset(ONE.replace("/1", "/1"), "<loc>mailto:x</loc>", "<loc></loc>", ""),
        gzip.compress(urlset(ONE)),
        gzip.compress(urlset(ONE)[:40]) + gzip.compress(urlset(ONE)[40:]),
        gzip.compress(urlset(ONE)) + bytes(100),
        urlset(ONE).decode().encode("utf-16"),
        b"https://press.example/1\n",
        b"\xef\xbb\xbfhttps://press.example/1\r\n\r\nno address\r\n",
        b'<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:url><s:loc>/1</s:loc></s:url></s:urlset>',
    ],
)
def test_sitemaps_of_every_kind_name_their_pages(raw: bytes) -> None:
    found = read_sitemap(raw, "https://press.example/sitemap.xml", MANY)
    assert found.pages[0].address == "https://press.example/1"
    assert len(found.pages) == 1 or b"no address" in raw
    assert found.why_not_whole is None


def test_a_sitemap_says_when_its_pages_changed_in_its_own_words_that_have_an_end() -> None:
    raw = urlset(ONE + "<lastmod> 2026-02-10 </lastmod>", ONE + f"<lastmod>{'9' * 100_000}</lastmod>", ONE)
    assert [link.said_changed and link.said_changed[:10] for link in read(raw)] == ["2026-02-10", "9999999999", None]
    assert all(len(link.said_changed or "") < 100 for link in read(raw))


@pytest.mark.parametrize(
    "raw", [urlset(ONE, ONE)[:-30], gzip.compress(urlset(*[ONE + f"<lastmod>{n}</lastmod>" for n in range(999)]))[:-400]]
)
def test_a_sitemap_that_breaks_off_is_read_as_far_as_it_goes_and_says_so(raw: bytes) -> None:
    found = read_sitemap(raw, "https://press.example/sitemap.xml", MANY)
    assert found.pages and "breaks off" in str(found.why_not_whole)


def test_a_sitemap_of_more_addresses_than_are_read_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 10)
    for raw in (urlset(*[f"<loc>/{number}</loc>" for number in range(11)]), b"https://press.example/1\n" * 11):
        found = read_sitemap(raw, "https://press.example/sitemap.xml", MANY)
        assert len(found.pages) == 10 and found.why_not_whole == "names more than 10 addresses; those beyond are not read"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html><body>Not found</body></html>",
        b"Busy",
        b"\x1f\x8b\x00",
        gzip.compress(bytes(10**6)),
        gzip.compress(b" " * (MANY + 1)),
        b'<rss version="2.0"></rss>',
    ],
)
def test_what_is_no_sitemap_is_told_apart(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        read_sitemap(raw, "https://press.example/sitemap.xml", MANY)


def test_a_sitemap_reads_no_file_and_grows_no_entity() -> None:
    raw = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "aaaaaaaaaa"><!ENTITY z "&y;&y;&y;&y;&y;">]>'
    raw += b"<urlset><url><loc>https://press.example/&x;&z;</loc></url></urlset>"
    assert all(len(link.address) < 40 for link in read(raw))


def an_index(site: Site, **changed: str) -> bytes:
    named = "".join(f"<sitemap><loc>{site.address}{path}</loc><lastmod>{said}</lastmod></sitemap>" for path, said in changed.items())
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{named}</sitemapindex>'.encode()


def of_sitemaps(site: Site) -> SourceDeclaration:
    return a_source(site, sitemaps=[site.address + "/sitemap.xml"])


def test_indexes_are_followed_each_sitemap_once_in_whichever_circle(site: Site, tmp_path: Path) -> None:
    site.pages = {
        "/sitemap.xml": an_index(site, **{"/a.xml": "", "/b.xml.gz": "", "/sitemap.xml": ""}),
        "/a.xml": an_index(site, **{"/c.xml": "", "/sitemap.xml": ""}),
        "/b.xml.gz": gzip.compress(sitemap(site, **{"/1": ""})),
        "/c.xml": sitemap(site, **{"/1": "", "/2": ""}),
        "/1": article(1),
        "/2": article(2),
    }
    assert paths(site, fetched(of_sitemaps(site), tmp_path).texts) == ["/1", "/2"]
    assert all(site.asked[path] == 1 for path in site.pages)


@pytest.mark.slow
def test_a_sitemap_that_is_said_not_to_have_changed_is_asked_for_ever_more_rarely(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/sitemap.xml": an_index(site, **{"/old.xml": "2020-01-01"}), "/old.xml": sitemap(site, **{"/1": ""}), "/1": article(1)}
    for _ in range(2 * MOST_DAYS_OF_A_SITEMAP):
        assert paths(site, fetched(of_sitemaps(site), tmp_path).texts) == ["/1"]
        days.later()
    assert site.asked["/old.xml"] <= 6
    site.pages |= {"/old.xml": sitemap(site, **{"/1": "", "/2": ""}), "/2": article(2)}
    for _ in range(MOST_DAYS_OF_A_SITEMAP):  # the index never learns of it
        found = fetched(of_sitemaps(site), tmp_path)
        days.later()
    assert paths(site, found.texts) == ["/1", "/2"]


def test_what_is_added_later_on_the_day_that_an_index_names_is_found_the_next_day(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages = {"/sitemap.xml": an_index(site, **{"/feb.xml": "2026-02-28"}), "/feb.xml": sitemap(site, **{"/1": ""}), "/1": article(1)}
    fetched(of_sitemaps(site), tmp_path)
    site.pages |= {"/feb.xml": sitemap(site, **{"/1": "", "/2": ""}), "/2": article(2)}
    days.later()
    assert paths(site, fetched(of_sitemaps(site), tmp_path).texts) == ["/1", "/2"]


def test_a_sitemap_that_broke_off_is_asked_for_again_and_what_it_named_is_read(site: Site, tmp_path: Path, days: Days) -> None:
    whole = sitemap(site, **{"/1": "", "/2": ""})
    site.pages = {"/sitemap.xml": an_index(site, **{"/a.xml": "2026-02-28"}), "/a.xml": whole[:-60], "/1": article(1), "/2": article(2)}
    found = fetched(of_sitemaps(site), tmp_path)
    assert paths(site, found.texts) == ["/1"] and "/a.xml breaks off" in str(found.trouble)
    site.pages["/a.xml"] = whole
    days.later()
    found = fetched(of_sitemaps(site), tmp_path)
    assert paths(site, found.texts) == ["/1", "/2"] and found.trouble is None


def test_a_sitemap_that_cannot_be_had_stops_no_other_and_is_told(site: Site, tmp_path: Path) -> None:
    site.pages = {
        "/sitemap.xml": an_index(site, **{"/gone.xml": "", "/a.xml": ""}),
        "/a.xml": sitemap(site, **{"/1": ""}),
        "/1": article(1),
    }
    found = fetched(of_sitemaps(site), tmp_path)
    assert paths(site, found.texts) == ["/1"] and "/gone.xml answers 404" in str(found.trouble)


# Pages of links


def a_listing(site: Site, **more: object) -> SourceDeclaration:
    return a_source(site, listings=[{"address": site.address + "/news", "links": "/news/[0-9]+$", "next": "[?]page=[0-9]+$", **more}])


def an_archive(site: Site, numbers: range | list[int], on_a_page: int = 2, neighbours: int = 0) -> None:
    """Have the site hold an archive, the newest first; with `neighbours`, its paginator shows so many pages around, and the last."""
    for path in [path for path in site.pages if path.startswith("/news") and not path.startswith("/news/")]:
        del site.pages[path]
    listed = sorted(numbers, reverse=True)
    pages = [listed[start : start + on_a_page] for start in range(0, len(listed), on_a_page)]
    for place, held in enumerate(pages, start=1):
        near = range(max(1, place - neighbours), min(len(pages), place + neighbours) + 1)
        further = [*near, len(pages)] if neighbours else [place + 1] if place < len(pages) else []
        content = links(*(f"/news/{number}" for number in held), *(f"/news?page={page}#list" for page in further))
        site.pages |= {f"/news?page={place}": content} | ({"/news": content} if place == 1 else {})
    site.pages |= {f"/news/{number}": article(number) for number in numbers}


def pages_asked(site: Site) -> list[str]:
    return [path for _, path in site.moments if path.startswith("/news") and not path.startswith("/news/")]


@pytest.mark.parametrize("neighbours", [0, 1, 3])
def test_an_archive_is_walked_to_its_end_each_page_once(site: Site, tmp_path: Path, neighbours: int) -> None:
    an_archive(site, range(20), neighbours=neighbours)
    found = fetched(a_listing(site), tmp_path)
    assert len(found.texts) == 20 and found.trouble is None
    assert len(pages_asked(site)) == len(set(pages_asked(site))) <= 11


def test_links_in_a_circle_end(site: Site, tmp_path: Path) -> None:
    site.pages = {
        "/news": links("/news/1", "?page=2"),
        "/news?page=2": links("/news/2", "?page=3", "/news"),
        "/news?page=3": links("/news/3", "?page=2&utm_source=x", "?page=2#top", "//127.0.0.1:1/news?page=2"),
        **{f"/news/{number}": article(number) for number in (1, 2, 3)},
    }
    assert len(fetched(a_listing(site), tmp_path).texts) == 3
    assert sorted(pages_asked(site)) == ["/news", "/news?page=2", "/news?page=3"]


@pytest.mark.slow
def test_from_then_on_a_run_looks_until_a_page_names_nothing_new(site: Site, tmp_path: Path, days: Days) -> None:
    an_archive(site, range(20), neighbours=2)
    fetched(a_listing(site), tmp_path)
    before = 20
    for newest in (21, 22, 22, 26):
        days.later()
        site.moments.clear()
        an_archive(site, range(newest), neighbours=2)
        assert len(fetched(a_listing(site), tmp_path).texts) == newest
        assert len(pages_asked(site)) <= (2 if newest == before else 7)
        before = newest


def test_no_more_pages_are_looked_at_than_the_source_says(site: Site, tmp_path: Path, days: Days) -> None:
    an_archive(site, range(20))
    for _ in range(3):
        found = fetched(a_listing(site, most_pages=3), tmp_path)
        days.later()
    assert len(found.texts) == 6 and set(pages_asked(site)) == {"/news", "/news?page=2", "/news?page=3"}
    assert found.trouble is None


@pytest.mark.parametrize("end", [links("/about"), b"", None])
def test_a_page_that_names_nothing_or_is_not_there_is_the_end(site: Site, tmp_path: Path, days: Days, end: bytes | None) -> None:
    an_archive(site, range(6))
    site.pages["/news?page=3"] = links("/news/0", "/news/1", "/news?page=4")
    site.pages |= {"/news?page=4": end} if end is not None else {}
    for _ in range(4):
        found = fetched(a_listing(site), tmp_path)
        days.later()
    assert len(found.texts) == 6 and found.trouble is None
    assert pages_asked(site).count("/news?page=4") <= 2


def test_a_notice_in_the_place_of_a_page_in_the_middle_is_not_the_end(site: Site, tmp_path: Path, days: Days) -> None:
    an_archive(site, range(20))
    there = site.pages["/news?page=4"]
    site.pages["/news?page=4"] = PLACE_OF_PAGES
    assert len(fetched(a_listing(site), tmp_path).texts) == 6
    site.pages["/news?page=4"] = there
    days.later()
    assert len(fetched(a_listing(site), tmp_path).texts) == 20


@pytest.mark.parametrize("status", [403, 500])
def test_a_page_that_cannot_be_had_hides_no_other(site: Site, tmp_path: Path, days: Days, status: int) -> None:
    an_archive(site, range(20), neighbours=2)
    site.failing["/news?page=4"] = status
    found = fetched(a_listing(site), tmp_path)
    assert len(found.texts) == 18 and f"page=4#list answers {status}" in str(found.trouble)
    site.failing.clear()
    days.later()
    assert len(fetched(a_listing(site), tmp_path).texts) == 20


@pytest.mark.slow
def test_a_page_that_can_never_be_had_is_done_without_in_the_end(site: Site, tmp_path: Path, days: Days) -> None:
    an_archive(site, range(20), neighbours=2)
    site.failing["/news?page=4"] = 500
    for _ in range(12):
        found = fetched(a_listing(site), tmp_path)
        days.later()
    assert len(found.texts) == 18 and "goes on" not in str(found.trouble)
    assert pages_asked(site).count("/news?page=4") <= 8


def test_a_first_page_that_cannot_be_read_begins_nothing_and_ends_nothing(site: Site, tmp_path: Path, days: Days) -> None:
    an_archive(site, range(20))
    there, site.pages["/news"] = site.pages["/news"], PLACE_OF_PAGES
    found = fetched(a_listing(site), tmp_path)
    assert not found.texts and "names no address that `links` matches" in str(found.trouble)
    site.pages["/news"] = there
    days.later()
    assert len(fetched(a_listing(site), tmp_path).texts) == 20


def a_slow_listing(site: Site) -> SourceDeclaration:
    """Return a source whose runs have the time for a few requests."""
    return a_listing(site).model_copy(update={"run_seconds": 1, "delay_seconds": 0.12, "requests_at_once": 1})


@pytest.mark.slow
def test_an_archive_is_read_over_several_runs_and_nothing_is_asked_for_twice_but_its_first_page(
    site: Site, tmp_path: Path, days: Days
) -> None:
    an_archive(site, range(24), neighbours=1)
    runs = 0
    while runs < 30 and (found := fetched(a_slow_listing(site), tmp_path)).trouble:
        assert "goes on next time" in str(found.trouble)
        days.later(0.01)
        runs += 1
    assert runs > 2 and len(found.texts) == 24
    asked = [path for _, path in site.moments if path not in ("/news", "/robots.txt")]
    assert [path for path, times in Counter(asked).items() if times > 1] == []


@pytest.mark.slow
def test_new_entries_that_shift_the_pages_of_an_archive_hide_none(site: Site, tmp_path: Path, days: Days) -> None:
    newest = 20
    an_archive(site, range(newest))
    for _ in range(40):
        found = fetched(a_slow_listing(site), tmp_path)
        days.later(0.1)
        if len(found.texts) == newest and found.trouble is None and newest >= 30:
            break
        newest = min(newest + 3, 30)
        an_archive(site, range(newest))
    assert len(found.texts) == newest


def test_an_archive_is_walked_anew_after_a_month_since_entries_that_go_shift_its_pages_too(site: Site, tmp_path: Path, days: Days) -> None:
    an_archive(site, range(20))
    site.pages["/news?page=4"] = links("/news/12", "/news?page=5")  # /news/13 was between two pages when they were looked at
    assert len(fetched(a_listing(site), tmp_path).texts) == 19
    an_archive(site, range(20))
    for _ in range(WALKED_AGAIN_DAYS // 10):
        days.later(10)
        found = fetched(a_listing(site), tmp_path)
    assert len(found.texts) == 20


def test_an_archive_that_begins_with_the_oldest_is_read_where_it_grows(site: Site, tmp_path: Path, days: Days) -> None:
    for newest in (6, 7, 9, 12):
        pages = [list(range(start, min(start + 2, newest))) for start in range(0, newest, 2)]
        for place, held in enumerate(pages, start=1):
            further = [f"/news?page={page}" for page in range(1, len(pages) + 1)]
            site.pages["/news" if place == 1 else f"/news?page={place}"] = links(*(f"/news/{number}" for number in held), *further)
        site.pages |= {f"/news/{number}": article(number) for number in range(newest)}
        found = fetched(a_listing(site), tmp_path)
        days.later(2)
    days.later(WALKED_AGAIN_DAYS)
    assert len(found.texts) == 10  # what filled up a page that was known is found when the whole is walked anew
    assert len(fetched(a_listing(site), tmp_path).texts) == 12


def test_what_failed_for_good_is_not_asked_for_again_by_another_try_of_the_run(site: Site, tmp_path: Path) -> None:
    from flows import clock
    from flows.fetch.fetched import Unavailable

    site.pages = {"/news": links("/news/1", "/news?page=2"), "/news/1": article(1), "/bad.xml": b"no feed"}
    site.failing = {"/news/1": 500}
    source = a_listing(site).model_copy(update={"feeds": (site.address + "/gone.xml", site.address + "/bad.xml")})
    started = clock.now()
    with pytest.raises(Unavailable):
        fetched(source, tmp_path, Try(is_last=False, started=started))
    found = fetched(source, tmp_path, Try(started=started))
    assert {path: site.asked[path] for path in ("/news", "/news?page=2", "/gone.xml", "/bad.xml", "/news/1")} == {
        "/news": 1, "/news?page=2": 1, "/gone.xml": 1, "/bad.xml": 1, "/news/1": 2,
    }  # fmt: skip
    assert "/gone.xml answers 404" in str(found.trouble) and "/bad.xml is no feed" in str(found.trouble)


# What is left out


def test_what_lies_on_another_site_is_left_out_unless_a_person_named_it(site: Site, tmp_path: Path) -> None:
    site.pages = {"/feed": feed(site, "/1"), "/1": article(1)}
    site.pages["/feed"] = site.pages["/feed"].replace(b"</channel>", b"<item><link>https://other.example/2</link></item></channel>")
    assert paths(site, fetched(a_source(site, feeds=[site.address + "/feed"]), tmp_path).texts) == ["/1"]
    (tmp_path / "list.txt").write_text("https://other.example/2\n")
    source = a_source(site, feeds=[site.address + "/feed"], address_files=["list.txt"])
    assert paths(site, fetched(source, tmp_path).texts) == ["/1", "https://other.example/2"]


def test_a_feed_that_names_another_site_alone_says_so(site: Site, tmp_path: Path) -> None:
    site.pages = {"/feed": feed(site, "/1").replace(site.address.encode() + b"/1", b"https://new.example/1")}
    found = fetched(a_source(site, feeds=[site.address + "/feed"]), tmp_path)
    assert "/feed names texts on another site alone (new.example); name it in `url`" in str(found.trouble)


def test_further_pages_of_links_lie_on_the_sources_sites(site: Site, tmp_path: Path) -> None:
    site.pages = {"/news": links("/news/1", "http://localhost:9/news?page=2"), "/news/1": article(1)}
    found = fetched(a_listing(site), tmp_path)
    assert paths(site, found.texts) == ["/news/1"] and found.trouble is None


@pytest.mark.parametrize(
    ("only", "never", "expected"),
    [
        (["/новости/"], [], ["/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1"]),
        (["/%D0%BD"], [], ["/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1"]),
        ([], ["/новости/"], ["/news/1", "/news/2?id=қала"]),
        (["/news/", "/x/"], ["id="], ["/news/1"]),
        (["id=қала$"], [], ["/news/2?id=қала"]),
        (["/NEWS/"], [], []),
        (["(?i)/NEWS/"], ["/2"], ["/news/1"]),
        (["^https://"], ["/[0-9]$"], ["/news/2?id=қала"]),
    ],
)
def test_patterns_are_searched_anywhere_in_the_canonical_address(
    site: Site, tmp_path: Path, only: list[str], never: list[str], expected: list[str]
) -> None:
    addresses = ["/news/1", "/news/2?id=қала", "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1"]
    site.pages = {"/feed": feed(site, *addresses)}
    texts = fetched(a_source(site, feeds=[site.address + "/feed"], only=only, never=never), tmp_path).texts
    assert paths(site, texts) == expected


def test_what_a_source_names_is_bounded_and_it_is_said(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "MOST_FOUND", 3)
    monkeypatch.setattr(discovery, "MOST_LEFT_OUT", 2)
    site.pages = {"/sitemap.xml": sitemap(site, **{f"/{number}": "" for number in range(9)}, **{f"/x{number}": "" for number in range(9)})}
    found = fetched(of_sitemaps(site).model_copy(update={"never": ("/x",)}), tmp_path)
    assert len(found.texts) == 3 and "more than 3 addresses are named" in str(found.trouble)


# Lists of addresses


def test_a_list_may_have_a_mark_comments_and_empty_lines(site: Site, tmp_path: Path) -> None:
    site.pages = {"/1": article(1), "/2": article(2)}
    (tmp_path / "list.txt").write_bytes(f"\ufeff# speeches\r\n\r\n {site.address}/1 \r\n{site.address}/2".encode())
    assert paths(site, fetched(a_source(site, address_files=["list.txt"]), tmp_path).texts) == ["/1", "/2"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"https://press.example/1\nnews/2\n", r"list.txt, line 2: 'news/2' is no http:// or https:// address"),
        (b"https://press.example/1\nfile:///etc/passwd\n", r"line 2: 'file:///etc/passwd' is no"),
        ("https://press.example/речь".encode("windows-1251"), r"list.txt: is not UTF-8 \(byte 22\); save it as UTF-8"),
        (b"https://press.example/" + b"x" * 100_000, r"line 1: 'https://press.example/x+' is no"),
        (None, r"list.txt cannot be read \(No such file or directory\)"),
    ],
)
def test_a_wrong_list_is_refused_with_its_line(site: Site, tmp_path: Path, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / "list.txt").write_bytes(content)
    with pytest.raises(Refused, match=message):
        fetched(a_source(site, address_files=["list.txt"]), tmp_path)


def test_a_list_that_leads_out_of_the_folder_is_refused(site: Site, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "secret.txt").write_text("https://press.example/1\n")
    (tmp_path / "sources" / "list.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(Refused, match="is a link that leads out of"):
        fetched(a_source(site, address_files=["list.txt"]), tmp_path / "sources")


# Markup


def test_a_page_names_its_links_each_once_from_where_its_base_says() -> None:
    raw = b"<base href='/kk/'><a href='1'>One</a><map><area href='2'></map><a href='1'>One</a><a>None</a><a href='mailto:x'>x</a>"
    assert links_of(raw, "https://press.example/news") == ["https://press.example/kk/1", "https://press.example/kk/2"]
    head = b"<head><link rel='stylesheet' href='/a.css'><link rel='next' href='?page=2'></head>"
    assert links_of(head, "https://press.example/news") == ["https://press.example/news?page=2"]


@pytest.mark.parametrize("raw", [b"", b" ", b"\x00", b"no page", b"<a href=", b"<base href='http://['><a href='1'>"])
def test_whatever_bytes_have_links_or_none(raw: bytes) -> None:
    links_of(raw, "https://press.example/news")
    named_by(raw, "https://press.example/news")


def test_a_page_of_very_many_links_costs_no_more_than_those_that_are_read() -> None:
    assert links_of(b"<a href='x'>" * 200_000, "https://press.example/news") == ["https://press.example/x"]
    assert len(links_of(b"".join(b"<a href='%d'>" % number for number in range(30_000)), "https://press.example/news")) == 20_000
