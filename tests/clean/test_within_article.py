"""A page keeps the marks that a browser shows, and loses what only sends its reader elsewhere."""

import pytest

from flows.clean.cleaning import clean
from flows.clean.draft import Cleaned

FIRST = "<p>The minister of energy opened the plant in Aktau on Tuesday, after three years of work by two companies.</p>"
LAST = "<p>The plant will give work to two hundred people, and it is the first of four that the ministry has planned.</p>"


def text_of(*blocks: str) -> str:
    article = f"<article><h1>A plant</h1>{FIRST}{''.join(blocks)}{LAST}</article>"
    page = f"<!doctype html><html><head><title>News</title></head><body>{article}</body></html>"
    cleaned = clean(page.encode(), "text/html; charset=utf-8", "https://gazette.example/plant")
    assert isinstance(cleaned, Cleaned)
    return cleaned.text


def test_an_element_of_quotation_has_its_marks_within_its_paragraph() -> None:
    text = text_of("<p>He said <q>we <b>will</b> stay</q> and left the hall with the engineers.</p>")
    assert "He said “we will stay” and left the hall with the engineers." in text.split("\n\n")


@pytest.mark.parametrize("words", ["Read also:", "Читайте также:", "Оқи отырыңыз:", "Читайте також –", "READ ALSO |", "Смотрите также"])
def test_a_block_that_sends_the_reader_elsewhere_is_no_part_of_the_article(words: str) -> None:
    text = text_of(f'<p><strong>{words} <a href="/x">“We will not raise tariffs,” says deputy minister</a></strong></p>')
    assert "tariffs" not in text


def test_a_sentence_that_begins_so_and_has_no_link_stays() -> None:
    assert "See also the law" in text_of("<p>See also the law on tariffs, the minister told the journalists in the hall.</p>")
    assert "Related costs" in text_of('<p>Related costs rose, as <a href="/x">the papers</a> wrote on Monday.</p>')
