"""What a page may cost is bounded before anything costly looks at it."""

import time

import pytest

from flows.clean.cleaning import MOST_CHARACTERS, MOST_PARAGRAPHS, clean, clean_text
from flows.clean.draft import Cleaned, Unreadable
from flows.clean.page_size import MOST_ATTRIBUTES, MOST_ELEMENTS, PageSize, size_of
from schemas.words import Reason

START = "<!doctype html><html><head><title>Bridges</title></head><body>"
SENTENCE = "The minister opened the bridge today. "
PERSON = '{"@context":"https://schema.org","@type":"Person","name":"A B"},'


@pytest.mark.parametrize(
    ("page", "size"),
    [
        ("", PageSize(0, 0)),
        ("One < two, and 3 <4.", PageSize(0, 0)),
        ("<p>One.<br/>Two.</p><b>Three</b>", PageSize(3, 2)),
        ("<P title='a > b' hidden><a href=x>", PageSize(2, 1)),
        ("<!--<p>--><script>'<p>'</script>", PageSize(3, 2)),
        ("<p a='never closed, ", PageSize(1, 1)),
        ("<p " + "a " * MOST_ATTRIBUTES + ">", PageSize(1, 1)),
        ("<p>" * MOST_ELEMENTS, PageSize(MOST_ELEMENTS, MOST_ELEMENTS)),
    ],
)
def test_elements_are_counted_in_the_markup(page: str, size: PageSize) -> None:
    assert size_of(page) == size


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("<p>x" * 100_000, "more than 30000 elements"),
        ("<p " + "a b=1 " * MOST_ATTRIBUTES + ">", "more than 100000 attributes, or 2000 of one element"),
        (("<p " + "a=1 " * 1_000 + ">") * 101, "more than 100000 attributes"),
        ("x" * 5_000_001, "more than 5000000 characters"),
        ("<p a='" * 20_000, "more than 100000 attributes"),
    ],
)
def test_a_page_beyond_a_bound_is_told_so(page: str, told: str) -> None:
    assert told in str(size_of(page))


@pytest.mark.parametrize(
    "markup",
    ["<p>x" * 100_000, "<table>" * 250 + "<td>x" * 20_000, f"<p>{f'<b></b>{SENTENCE}' * 20_000}"],
    ids=["paragraphs", "nested", "glued"],
)
def test_a_page_that_would_take_long_is_too_large(markup: str) -> None:
    found = clean((START + markup).encode(), "text/html", "https://example.org/1")
    assert isinstance(found, Unreadable)
    assert found.reason is Reason.TOO_LARGE


@pytest.mark.slow
def test_a_long_sitting_is_still_read() -> None:
    speeches = "".join(f"<div><h3>Speaker {n}</h3><p>{SENTENCE}It is the bridge number {n} of this year.</p></div>" for n in range(5_000))
    found = clean((START + speeches).encode(), "text/html", "https://example.org/1")
    assert isinstance(found, Cleaned)
    assert found.text.count("It is the bridge number") == 5_000


# Each took more than a minute, or nearly, before there were bounds.
@pytest.mark.slow
@pytest.mark.timeout(60)  # seconds, on a busy machine; 5 on a quiet one
@pytest.mark.parametrize(
    "markup",
    [
        "<header><h1>x</h1></header>" * 14_000,
        "<p a" + " a".join(map(str, range(60_000))) + f">{SENTENCE}",
        f'<script type="application/ld+json">{PERSON * 60_000}</script><p>{SENTENCE}',
        f"<p>{SENTENCE}<time datetime='2020-01-01T00:00'>1 January 2020</time></p>" * 14_000,
        "<div>" * 240 + f"<a href=/x>{SENTENCE}</a> " * 29_000,
        f"<p>{f'<b></b>{SENTENCE}' * 29_000}",
        SENTENCE * 130_000,
        f"<p class=date>{'12/' * 1_000_000}",
    ],
    ids=["headers", "attributes", "data", "times", "depth", "glued", "one-text", "dates"],
)
def test_a_hostile_page_takes_seconds(markup: str) -> None:
    began = time.process_time()
    clean((START + markup).encode(), "text/html", "https://example.org/1")
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SENTENCE * (MOST_CHARACTERS // len(SENTENCE) + 1), "holds more than 2000000 characters"),
        ("a bridge\n\n" * (MOST_PARAGRAPHS + 1), "holds more than 100000 paragraphs"),
        ("a bridge\n" * (MOST_PARAGRAPHS + 1), None),
    ],
)
def test_a_plain_text_beyond_a_bound_is_too_large(text: str, told: str | None) -> None:
    found = clean_text(text)
    assert found == Unreadable(Reason.TOO_LARGE, told) if told else isinstance(found, Cleaned)
