"""What `rostra source new` proposes of what a site names, and how it refuses what it cannot look at."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.errors import NotAsAsked, Refused
from flows.fetch.declarations import SourceDeclaration, read_source
from flows.sourcing.commands import app
from flows.sourcing.proposing import proposal, propose, seen_in
from tests.fetch.site import Site
from tests.sourcing.press_service import atom, links, sitemap

SITE = "https://press.example.org"


def proposed(folder: Path, raw: bytes, address: str = f"{SITE}/", *sitemaps: str) -> SourceDeclaration:
    """Return the proposal as it is read again."""
    (folder / "press.toml").write_text(proposal(seen_in(raw, address, sitemaps)), encoding="utf-8")
    return read_source(folder / "press.toml")


def test_numbers_in_the_folders_of_texts_are_left_open(tmp_path: Path) -> None:
    of_this_month = links("News", *(f"/en/news/2026/03/{name}" for name in ("on-roads", "on-schools", "on-water", "on-bread", "on-ice")))
    assert proposed(tmp_path, of_this_month, f"{SITE}/", f"{SITE}/sitemap.xml").only == ("/en/news/[0-9]+/[0-9]+/[^/]+$",)


def test_a_dot_in_a_folder_is_meant_to_the_letter(tmp_path: Path) -> None:
    page = links("News", *(f"/press.office/{number}" for number in range(5)))
    assert proposed(tmp_path, page, f"{SITE}/", f"{SITE}/sitemap.xml").only == ("/press[.]office/[^/]+$",)


@pytest.mark.parametrize(
    ("further", "pattern"),
    [
        ("/news?page=2", "[?&]page=[0-9]+"),
        ("/news?year=2026&PAGEN_1=3", "[?&]PAGEN_1=[0-9]+"),
        ("/news/page/2/", "/page/[0-9]+$"),
        ("/news?p=12", None),
    ],
)
def test_a_page_of_links_without_a_sitemap_is_proposed_as_a_listing(tmp_path: Path, further: str, pattern: str | None) -> None:
    page = links("News", *(f"/news/view/{number}" for number in range(5)), further)
    [listing] = proposed(tmp_path, page, f"{SITE}/news").listings
    assert (listing.address, listing.links, listing.next) == (f"{SITE}/news", "/news/view/[^/]+$", pattern)


def test_a_feed_and_a_sitemap_are_proposed_themselves(tmp_path: Path) -> None:
    of_a_feed = proposed(tmp_path, atom(SITE, (1, 2, 3, 4, 5)), "https://feeds.example.net/press")
    assert (of_a_feed.url, of_a_feed.feeds, of_a_feed.only) == (f"{SITE}/", ("https://feeds.example.net/press",), ("/news/[^/]+$",))
    of_a_sitemap = proposed(tmp_path, sitemap(SITE, "/news/1"), f"{SITE}/sitemaps/news.xml", f"{SITE}/sitemap.xml")
    assert of_a_sitemap.sitemaps == (f"{SITE}/sitemaps/news.xml", f"{SITE}/sitemap.xml")
    assert of_a_sitemap.publisher == "press.example.org"


def test_a_page_that_names_nothing_is_proposed_as_a_text_with_advice(tmp_path: Path) -> None:
    page = links("Welcome", "/about")
    assert proposed(tmp_path, page).addresses == (f"{SITE}/",)
    assert "try the page of news" in proposal(seen_in(page, f"{SITE}/"))


@pytest.mark.parametrize("title", ["", '" \\ \x00 \x7f \u2028 ]] # "', "x" * 5_000, "Үкімет баспасөз қызметі"])
def test_whatever_a_page_calls_itself_the_proposal_is_a_right_file(tmp_path: Path, title: str) -> None:
    page = f'<html><head><title>{title}</title><link rel="alternate" type="application/rss+xml" href="/a b"></head></html>'.encode()
    declaration = proposed(tmp_path, page)
    assert declaration.publisher and declaration.feeds == (f"{SITE}/a%20b",)


@pytest.mark.parametrize(
    ("address", "may_reach", "told"),
    [
        ("press.example.org", (), "did you mean https://press.example.org"),
        ("not an address", (), "give one such as https://press.example.org"),
        (f"{SITE}/", ("http://localhost",), "without http:// and without a port"),
    ],
)
def test_a_call_that_is_wrong_is_refused_with_the_remedy(address: str, may_reach: tuple[str, ...], told: str) -> None:
    with pytest.raises(Refused, match=told):
        propose(address, may_reach)


def test_an_address_that_cannot_be_had_says_why(site: Site) -> None:
    with pytest.raises(NotAsAsked, match=r"no public address; .*; here: --may-reach 127\.0\.0\.1"):
        propose(f"{site.address}/")
    with pytest.raises(NotAsAsked, match="/missing answers 404"):
        propose(f"{site.address}/missing", ("127.0.0.1",))


def test_a_proposal_is_written_where_none_is_and_a_call_that_fails_leaves_no_file(site: Site, tmp_path: Path) -> None:
    site.pages["/"] = b"<html><head><title>Press</title></head></html>"
    file = tmp_path / "press.toml"
    call = ["new", f"{site.address}/missing", "--may-reach", "127.0.0.1", "--to", str(file)]
    assert CliRunner().invoke(app, call).exit_code == 1 and not file.exists()
    call[1] = f"{site.address}/"
    assert CliRunner().invoke(app, call).exit_code == 0
    assert read_source(file).url == f"{site.address}/"
    assert isinstance(CliRunner().invoke(app, call).exception, Refused)


def test_a_source_of_which_nothing_can_be_read_ends_with_one(site: Site, tmp_path: Path) -> None:
    site.pages["/"] = b"<html></html>"
    (file := tmp_path / "press.toml").write_text(propose(f"{site.address}/", ("127.0.0.1",)))
    assert CliRunner().invoke(app, ["try", str(file)]).exit_code == 1
