"""One page has one address, however it is written; two pages have two."""

import itertools
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.fetch.canonical import canonical, host_of, is_front_page, joined, site_of

PAGE = "https://press.example/news/1?id=7&page=2"
SEGMENT = st.text(alphabet=string.ascii_letters + string.digits + "-_.~", min_size=1, max_size=8).filter(lambda part: part.strip("."))
NAME = st.sampled_from(["id", "session", "source", "page", "ref", "lang", "pk_id", "at_date", "p", "дата"])
VALUE = st.text(alphabet=string.ascii_letters + string.digits + "-/ é", max_size=6)


@pytest.mark.parametrize(
    "written",
    [
        "http://press.example/news/1?id=7&page=2",
        "https://press.example:443/news/1?id=7&page=2",
        "http://press.example:80/news/1?id=7&page=2",
        "HTTPS://PRESS.Example/news/1?id=7&page=2",
        "https://press.example./news/1?id=7&page=2",
        "https://press.example/news/1/?id=7&page=2",
        "https://press.example//news///1?id=7&page=2",
        "https://press.example/news/1?id=7&page=2#top",
        "https://press.example/news/1?page=2&id=7",
        "https://press.example/news/1?page=2&&id=7&",
        "https://press.example/news/1?utm_source=rss&id=7&UTM_Medium=feed&page=2",
        "https://press.example/news/1?id=7&page=2&fbclid=x&yclid=1&gclid=2&dclid=3&ysclid=4&_openstat=y",
        "https://press.example/news/1;jsessionid=1A2B?id=7&page=2",
        "  https://press.example/news/1?id=7&page=2\t",
        "https://press.example/%6Eews/1?%69d=7&page=2",
    ],
)
def test_one_page_has_one_address_however_it_is_written(written: str) -> None:
    assert canonical(written) == canonical(PAGE) == PAGE


@pytest.mark.parametrize(
    "other",
    [
        "https://press.example/news/2?id=7&page=2",
        "https://press.example/News/1?id=7&page=2",
        "https://press.example/news/1.html?id=7&page=2",
        "https://press.example/news/1?id=8&page=2",
        "https://press.example/news/1?id=7&page=3",
        "https://press.example/news/1?ID=7&page=2",
        "https://press.example/news/1?id=7",
        "https://press.example/news/1?id=7&page=2&session=4",
        "https://press.example/news/1?id=7&page=2&source=radio",
        "https://press.example/news/1?id=7&page=2&ref=3",
        "https://press.example/news/1?id=7&page=2&pk_id=3",
        "https://press.example/news/1?id=7&page=2&at_date=2026-02-10",
        "https://press.example/news/1?id=7&page=2&mc_number=3",
        "https://press.example/news/1?id=7&page=2&spm=3",
        "https://press.example:8080/news/1?id=7&page=2",
        "https://www.press.example/news/1?id=7&page=2",
    ],
)
def test_another_page_has_another_address(other: str) -> None:
    assert canonical(other) not in (None, canonical(PAGE))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("?q=%CF%F3%F2%E8%ED", "?q=%CF%F3%F2%E8%EA"),  # Windows-1251, as older sites write their parameters
        ("?tag=a&tag=b", "?tag=b&tag=a"),
        ("?12345", "?12346"),
        ("?a=1;b=2", "?a=1;b=3"),
        ("?a=1%262", "?a=1&2"),
        ("/a%2Fb", "/a/b"),
        ("/a%3Fb", "/a?b"),
        ("/news&section=1", "/news§ion=1"),
    ],
)
def test_what_is_escaped_stays_what_it_is(one: str, other: str) -> None:
    assert canonical("https://press.example" + one) != canonical("https://press.example" + other)


def test_a_parameter_without_a_value_stays_as_a_pattern_of_a_source_would_name_it() -> None:
    assert canonical("https://press.example/news/?12345") == "https://press.example/news?12345"
    assert canonical("https://press.example/?p=5") == canonical("https://press.example?p=5") == "https://press.example/?p=5"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://тест.kz/Новости/1", "https://xn--e1aybc.kz/%d0%9d%d0%be%d0%b2%d0%be%d1%81%d1%82%d0%b8/1"),
        ("https://press.kz/жаңалық/өңір?қала=Алматы", "https://press.kz/жаңалық/%d3%a9ңір?қала=%D0%90лматы"),
        ("https://press.kz/a b", "https://press.kz/a%20b"),
    ],
)
def test_letters_of_every_script_are_one_escaped_or_not(one: str, other: str) -> None:
    assert canonical(one) == canonical(other) is not None


@pytest.mark.parametrize(
    "address",
    [
        "", "news/1", "/news/1", "mailto:press@example.org", "javascript:void(0)", "ftp://press.example/1", "https://", "https:///news",
        "https://press.example:99999/", "https://press.example:x/", "https://[::1/", "https://user:word@press.example/", "https://./a",
        "https://press.example/\u202egnp.exe", "https://press.example/\ud800", "https://press.example/\x00", "https://a b/c",
        "https://press.example/" + "a" * 2_000,
    ],
)  # fmt: skip
def test_what_is_no_address_has_none(address: str) -> None:
    assert canonical(address) is None


@given(st.sampled_from(["https://", "http://x", "https://press.example/", "https://press.example/?", "http://x:"]), st.text(max_size=40))
def test_whatever_is_written_has_one_form_that_stays(start: str, rest: str) -> None:
    known = canonical(start + rest)
    if known is not None and len(known) < 500:
        assert canonical(known) == known
        assert site_of(known)
    joined("https://press.example/a", rest)


@given(st.lists(SEGMENT, min_size=1, max_size=4), st.lists(st.tuples(NAME, VALUE), max_size=3, unique_by=lambda pair: pair[0]), st.data())
def test_ways_of_writing_make_no_difference_and_contents_do(path: list[str], pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    def written(path: list[str], pairs: list[tuple[str, str]]) -> str:
        return "/".join(path) + "?" + "&".join(f"{name}={value.replace(' ', '+')}" for name, value in pairs)

    known = canonical("https://press.example/" + written(path, pairs))
    shuffled = data.draw(st.permutations([*pairs, ("utm_source", "feed"), ("fbclid", "x")]))
    start = data.draw(st.sampled_from(["http://PRESS.example:80/", "HTTPS://press.example:443//", "https://press.example./"]))
    assert canonical(start + written(path, list(shuffled)) + "#top") == known
    for place, segment in enumerate(path):
        swapped = [*path[:place], segment.swapcase() if segment.swapcase() != segment else segment + "x", *path[place + 1 :]]
        assert canonical("https://press.example/" + written(swapped, pairs)) != known
    for place, (name, value) in enumerate(pairs):
        assert canonical("https://press.example/" + written(path, [*pairs[:place], (name, value + "x"), *pairs[place + 1 :]])) != known
        assert canonical("https://press.example/" + written(path, [*pairs[:place], *pairs[place + 1 :]])) != known


def test_all_orders_of_parameters_are_one() -> None:
    orders = itertools.permutations(["id=7", "page=2", "дата=2026-02-10", "12345"])
    assert len({canonical("https://press.example/?" + "&".join(order)) for order in orders}) == 1


def test_a_link_leads_where_a_browser_would_go() -> None:
    base = "https://press.example/news/today?page=2"
    assert joined(base, "1") == "https://press.example/news/1"
    assert joined(base, " ../speeches/1\n") == "https://press.example/speeches/1"
    assert joined(base, "?page=3") == "https://press.example/news/today?page=3"
    assert joined(base, "//other.example/1") == "https://other.example/1"
    assert joined(base, "mailto:x@y.example") is joined(base, "http://[") is None


def test_a_site_is_its_hosts_below_the_public_suffix_in_whichever_script() -> None:
    assert site_of("https://www.press.gov.kz/1") == site_of("https://press.gov.kz") == "press.gov.kz"
    assert site_of("https://other.gov.kz") != site_of("https://press.gov.kz")
    assert site_of("https://xn--e1aybc.kz/") == site_of("https://тест.kz/") == "тест.kz"
    assert site_of("http://127.0.0.1:8000/") == "127.0.0.1" and site_of("http://[::1]:8000/") == "::1"
    assert host_of("http://[") == ""


@pytest.mark.parametrize("path", ["", "/", "/kz", "/ru/", "/en-GB", "/index.html", "/ru/index.php", "/home", "/kz/main", "/default.aspx"])
def test_front_pages_are_known(path: str) -> None:
    assert is_front_page(f"https://press.example{path}")


@pytest.mark.parametrize("path", ["/news", "/ru/news", "/?p=5", "/index.php?id=5", "/news/index.html", "/home/1", "/ру"])
def test_pages_are_no_front_pages(path: str) -> None:
    assert not is_front_page(f"https://press.example{path}")
