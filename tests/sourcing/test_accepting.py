"""A new text that only looks unlike the last one is taken when a person says so; nothing else is."""

from pathlib import Path

import pytest

from flows.errors import NotAsAsked
from flows.fetch.fetching import fetch_source
from flows.sourcing.accepting import accept
from tests.fetch.site import QUICK, Days, Site, a_source

OLD = b"The minister opened the new school. She added that two more would follow in spring.\n" * 3
NEW = b"Farmers from eleven valleys brought cheese, wool and honey to this year's market on the river.\n" * 3
KEY = "press.news--1"


def fetched(site: Site, store: Path) -> tuple[str | None, str | None]:
    """Return the hash of what stands for the page, and what is said of it."""
    [text] = fetch_source(a_source(site, "/news/1"), store, store, QUICK).texts
    return text.sha256, text.detail


def test_a_text_that_looks_unlike_the_last_waits_until_it_is_accepted(site: Site, tmp_path: Path, days: Days) -> None:
    site.pages["/news/1"] = OLD
    before, _ = fetched(site, tmp_path)
    site.pages["/news/1"] = NEW
    days.later()
    same, said = fetched(site, tmp_path)
    assert same == before and f"rostra source accept {KEY}" in str(said)
    accept(tmp_path, KEY)
    after, said = fetched(site, tmp_path)
    assert after not in (None, before) and said is None


def test_nothing_is_accepted_where_nothing_waits_or_the_key_is_unknown(site: Site, tmp_path: Path) -> None:
    site.pages["/news/1"] = OLD
    fetched(site, tmp_path)
    with pytest.raises(NotAsAsked, match="no other text waits"):
        accept(tmp_path, KEY)
    with pytest.raises(NotAsAsked, match="knows no page with the key"):
        accept(tmp_path, "press.news--2")


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (b"<html><head><title>Nothing</title></head><body><nav><a href='/'>Home</a></nav></body></html>", "cannot be read as a text"),
        (None, "is redirected to the front page"),
    ],
)
def test_what_is_no_text_of_the_page_is_not_accepted(site: Site, tmp_path: Path, days: Days, page: bytes | None, told: str) -> None:
    site.redirect = "/news/1"
    site.pages |= {"/news/1": OLD, "/": NEW}
    source = a_source(site, "/news/1" if page else "/redirects")
    fetch_source(source, tmp_path, tmp_path, QUICK)
    if page:
        site.pages["/news/1"] = page
    else:
        site.redirect = "/"
    days.later()
    [text] = fetch_source(source, tmp_path, tmp_path, QUICK).texts
    assert text.is_stale
    with pytest.raises(NotAsAsked, match=told):
        accept(tmp_path, text.speech_id)
