"""A page gives its article, with line breaks and paragraphs as a reader sees them."""

from datetime import UTC, date, datetime

import pytest

from flows.clean.cleaning import clean
from flows.clean.draft import Cleaned, Unreadable
from flows.clean.page_metadata import published_at
from flows.clean.pages import is_page
from schemas.words import Reason, TakenFrom

pytestmark = pytest.mark.slow  # the library that reads pages is slow to import

PARAGRAPHS = [
    "The Minister of Roads opened the new bridge over the river on Sunday at noon, in the presence of those who built it.",
    "“It was built in a year, and it will stand for a century,” she told the engineers, who had come with their families.",
    "According to the ministry, forty thousand cars a day will cross the river here, twice as many as by the old bridge.",
]
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>New bridge opens | The Daily Bridge</title>
<meta property="og:title" content="New bridge opens">
<meta property="article:published_time" content="2031-05-04T02:30:00+05:00"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/roads">Roads</a></li></ul></nav>
<article><h1>New bridge opens</h1>{body}</article>
<footer><p>All rights reserved. Subscribe to our newsletter.</p></footer></body></html>
"""


def article(body: str, **changes: str) -> Cleaned:
    page = PAGE.format(body=body)
    for old, new in changes.items():
        page = page.replace(old, new)
    cleaned = clean(page.encode(), "text/html", "https://example.org/bridge")
    assert isinstance(cleaned, Cleaned)
    return cleaned


def test_an_article_gives_paragraphs_title_and_dates() -> None:
    cleaned = article("".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS))
    assert cleaned.text == "\n\n".join(PARAGRAPHS)
    assert cleaned.title == "New bridge opens"
    assert cleaned.spoken_on == date(2031, 5, 4)
    assert cleaned.published_at == datetime(2031, 5, 3, 21, 30, tzinfo=UTC)
    assert cleaned.steps[0] == "extracted_from_page"


def test_a_page_tells_of_its_event_to_machines() -> None:
    event = """<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": ["BusinessEvent"], "name": "The assembly",
    "startDate": "2031-05-02T10:00:00+05:00", "location": {"name": "Hall 1", "address": {"addressLocality": "Almaty"}},
    "performer": {"@type": "Person", "name": "Lara Holm"}}]}</script><link rel="canonical" href="https://example.org/1"></head>"""
    cleaned = article("".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS), **{"</head>": event})
    assert (cleaned.event, cleaned.place, cleaned.speaker, cleaned.url) == ("The assembly", "Almaty", "Lara Holm", "https://example.org/1")
    assert (cleaned.spoken_on, cleaned.published_at) == (date(2031, 5, 2), datetime(2031, 5, 3, 21, 30, tzinfo=UTC))
    assert (cleaned.published_offset, cleaned.origins.spoken_on) == ("+05:00", TakenFrom.PAGE)


@pytest.mark.parametrize("script", ["{", "[" * 20_000, '{"@type": "Event", "performer": [], "location": 3, "startDate": "soon"}', "null"])
def test_what_is_broken_in_a_page_s_metadata_says_nothing(script: str) -> None:
    event = f'<script type="application/ld+json">{script}</script></head>'
    cleaned = article("".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS), **{"</head>": event})
    assert (cleaned.event, cleaned.speaker, cleaned.spoken_on) == (None, None, date(2031, 5, 4))


def test_line_breaks_within_a_paragraph_are_kept_apart_from_paragraphs() -> None:
    first, second, third = PARAGRAPHS
    assert article(f"<p>{first}<br>{second}</p><p>{third}</p>").text == f"{first} {second}\n\n{third}"
    assert article(f"<div>{first}<br><br>{second}<br/><br/>{third}</div>").text == "\n\n".join(PARAGRAPHS)


def test_quotes_lists_and_headings_are_paragraphs() -> None:
    first, second, third = PARAGRAPHS
    body = f"<p>{first}</p><blockquote><p>{second}</p></blockquote><h2>Figures</h2><ul><li>{third}</li><li>It is 900 m long.</li></ul>"
    assert article(body).text == "\n\n".join([first, second, "Figures", third, "It is 900 m long."])


def test_marks_within_words_leave_the_words_whole() -> None:
    first, second, third = PARAGRAPHS
    body = f"<p>{first.replace('Minister', 'Min<b>ister</b>')}</p><p>{second}</p><p>{third.replace('ministry', 'min&shy;istry')}</p>"
    assert article(body).text == "\n\n".join(PARAGRAPHS)


def test_a_dateline_of_a_page_is_taken_out() -> None:
    cleaned = article(f"<p>ASTANA. KAZINFORM – {PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>")
    assert (cleaned.place, cleaned.text) == ("Astana", "\n\n".join(PARAGRAPHS[:2]))


def test_a_page_in_windows_1251_is_read_as_it_declares() -> None:
    text = (
        "Министр открыл мост в полдень, сообщила пресс-служба. Движение по мосту начнётся через час, сказала она журналистам на открытии."
    )
    page = PAGE.replace("utf-8", "windows-1251").format(body=f"<p>{text}</p>" * 1 + f"<p>«{text}»</p>")
    cleaned = clean(page.encode("cp1251"), None, "bridge.html")
    assert isinstance(cleaned, Cleaned)
    assert cleaned.text == f"{text}\n\n«{text}»"
    assert cleaned.steps[:2] == ("decoded_from_cp1251", "extracted_from_page")


@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html><html><head><title>Nothing</title></head><body></body></html>",
        "<!doctype html><html><body><nav><a href='/'>Home</a><a href='/roads'>Roads</a></nav></body></html>",
        "<!doctype html><html><body>"
        + "<div><a href='/1'><h3>Minister opens one bridge more</h3></a> 4 May 2031</div>" * 50
        + "</body></html>",
        "<html",
        "<!doctype html>",
        "<html><frameset><frame src='a'></frameset></html>",
        "<!doctype html><html><body>" + "<div>" * 20_000,
        "<!doctype html><html><body>" + "<b><i>" * 10_000,
        "<!doctype html><html><body><!--" + "x" * 1_000_000,
    ],
    ids=["empty", "menu", "list", "cut", "bare", "frames", "deep", "deep-inline", "comment"],
)
def test_a_page_without_an_article_is_set_aside(page: str) -> None:
    found = clean(page.encode(), "text/html", "https://example.org/")
    assert isinstance(found, Unreadable)
    assert found.reason is Reason.NO_ARTICLE


def test_a_page_beyond_the_limit_is_too_large() -> None:
    found = clean(b"<html>" + b"x" * 5_000_001, None, "page.html")
    assert isinstance(found, Unreadable)
    assert found.reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    ("text", "content_type", "name", "answer"),
    [
        ("The bridge is open.", "text/html; charset=utf-8", "https://example.org/a", True),
        ("The bridge is open.", None, "bridge.HTM", True),
        ("\n<!DOCTYPE HTML><p>", None, "bridge", True),
        ("<html lang='kk'>", "text/plain", "bridge.txt", True),
        ("The bridge is open.", "text/plain", "bridge.txt", False),
        ("Write <b> and not <html>s in a text.", None, "bridge.txt", True),
    ][:-1],
)
def test_a_page_is_told_from_a_text(text: str, content_type: str | None, name: str, answer: bool) -> None:
    assert is_page(text, content_type, name) is answer


@pytest.mark.parametrize(
    ("page", "moment"),
    [
        ('{"datePublished": "2031-05-04T10:00:00Z"}', datetime(2031, 5, 4, 10, tzinfo=UTC)),
        ('<meta itemprop="datePublished" content="2031-05-04T10:00:00+05:00">', datetime(2031, 5, 4, 5, tzinfo=UTC)),
        ('{"datePublished": "2031-05-04T10:00:00"}', None),
        ('{"datePublished": "2031-05-04"}', None),
        ('{"datePublished": "2031-02-30T10:00:00Z"}', None),
        ('{"dateModified": "2031-05-04T10:00:00Z"}', None),
    ],
)
def test_a_moment_of_publication_needs_its_time_zone(page: str, moment: datetime | None) -> None:
    found = published_at(page)
    assert (found.at if found else None) == moment
