"""Pages of links: which of their addresses are texts, which lead on, and when a run need not look further."""

from pathlib import Path

from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import Fetched
from flows.fetch.fetching import fetch_source
from flows.fetch.turn import SourceFetched
from tests.fetch.site import QUICK, Days, Site, a_source


def article(number: int) -> bytes:
    return (
        f"The minister opened school number {number}. She added that {number + 2} more would follow, each of them in a year.\n".encode() * 2
    )


def links(*addresses: str) -> bytes:
    return ("<html><body>" + "".join(f'<a href="{address}">More</a>' for address in addresses) + "</body></html>").encode()


def a_listing(site: Site, address: str, never: tuple[str, ...] = ()) -> SourceDeclaration:
    return a_source(site, listings=[{"address": site.address + address, "links": "/news/", "next": "/page/"}], never=never)


def fetched(declaration: SourceDeclaration, store: Path) -> SourceFetched:
    return fetch_source(declaration, store, store, QUICK)


def paths(site: Site, texts: tuple[Fetched, ...]) -> list[str]:
    return [text.origin.removeprefix(site.address) for text in texts]


def test_a_further_page_that_links_matches_too_is_followed_where_it_is_left_out_as_a_text(site: Site, tmp_path: Path) -> None:
    site.pages = {"/news": links("/news/1", "/news/page/2"), "/news/page/2": links("/news/2"), "/news/1": article(1), "/news/2": article(2)}
    found = fetched(a_listing(site, "/news", never=("/page/",)), tmp_path)
    assert paths(site, found.texts) == ["/news/1", "/news/2"]


def test_a_page_whose_only_unknown_addresses_are_left_out_names_nothing_new(site: Site, tmp_path: Path, days: Days) -> None:
    first = links("/news/1", "/news/gallery-1", "https://elsewhere.example/news/1", "/page/2")
    site.pages = {"/news": first, "/page/2": links("/news/2"), "/news/1": article(1), "/news/2": article(2)}
    source = a_listing(site, "/news", never=("/gallery-",))
    fetched(source, tmp_path)
    days.later()
    fetched(source, tmp_path)
    assert (site.asked["/news"], site.asked["/page/2"]) == (2, 1)


def test_patterns_match_letters_whether_they_are_escaped_or_not(site: Site, tmp_path: Path) -> None:
    escaped = "/%D1%80%D0%B5%D1%87%D1%8C/1"  # /речь/1
    site.pages = {"/list": links(escaped), escaped: article(1)}
    for pattern in ("/речь/", "/%D1%80"):
        source = a_source(site, listings=[{"address": site.address + "/list", "links": pattern}], only=[pattern])
        assert len(fetched(source, tmp_path / pattern.strip("/")).texts) == 1


def test_a_page_without_a_text_tells_what_it_names_instead(site: Site, tmp_path: Path) -> None:
    site.pages = {"/list": links("/", "/speeches/on-the-budget", "/about")}
    trouble = str(fetched(a_listing(site, "/list"), tmp_path).trouble)
    assert "names no address that `links` matches; it names 3, such as https://127.0.0.1" in trouble
    assert "/speeches/on-the-budget" in trouble


def test_a_list_of_addresses_may_name_another_site_than_the_publishers(site: Site, tmp_path: Path) -> None:
    site.pages["/old/1"] = article(1)
    (tmp_path / "old.txt").write_text(f"# the old site\n{site.address}/old/1\n", encoding="utf-8")
    source = a_source(site, url="https://press.example.org", address_files=["old.txt"])
    assert paths(site, fetched(source, tmp_path).texts) == ["/old/1"]
