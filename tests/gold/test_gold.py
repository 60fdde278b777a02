"""The project's own marked texts: each can be read, and the rules read each as a careful reader does."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.label.quotations.find import find_quotations
from flows.measure.marked_texts import NotMarked, marked_text, read_marked_text
from schemas.columns import Span
from schemas.words import Form, Language
from tests.label.quotations.reading import document_of

FILES = sorted(path for language in Language for path in (Path(__file__).parent / language).glob("[0-2][0-9]-*.txt"))
# The reports from 31 on are long, and not every quotation of theirs is found: tests/golden/accuracy.txt holds the figures.
STRIPPED = " \n\t“”„«»‟\"‘’',.;:!?…-–—()[]"
TEXTS_PER_LANGUAGE = 12


def stripped(text: str, spans: Any) -> tuple[Span, ...]:
    """Return spans without the marks and points at their ends, in which annotators differ."""
    found = []
    for start, end in spans:
        words = text[start:end]
        left = len(words) - len(words.lstrip(STRIPPED))
        found.append(Span(start + left, start + len(words.rstrip(STRIPPED))))
    return tuple(found)


@pytest.mark.parametrize("language", [Language.RUSSIAN, Language.KAZAKH, Language.UKRAINIAN])
def test_there_are_enough_texts(language: Language) -> None:
    assert sum(path.parent.name == language for path in FILES) >= TEXTS_PER_LANGUAGE


@pytest.mark.parametrize("path", [path for path in FILES if path.parent.name != "en"], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_marked_text_is_read_as_it_is_marked(path: Path) -> None:
    gold = read_marked_text(path)
    text = gold["text"]
    document = document_of(text, Language(gold["lang"]))._replace(
        spoken_on=date.fromisoformat(gold["date"]), country=gold["country"], form=Form(gold["form"])
    )
    found = find_quotations(document)
    marked = [
        (quote["kind"], stripped(text, quote["content"]), stripped(text, quote["cue"]), stripped(text, quote["source"]))
        for quote in gold["quotes"]
    ]
    read = [(q.kind.value, stripped(text, q.content), stripped(text, q.cue), stripped(text, q.source)) for q in found]
    assert sorted(read) == sorted(marked)


SMALL = """date 2026-03-01

Anna said that it rains. Ben agreed.

====

indirect
content that [..] rains
cue said
source Anna
speaker anna
"""


def test_a_marked_text_gives_spans_of_its_words() -> None:
    gold = marked_text(SMALL, language="en", name="small")
    quote = gold["quotes"][0]
    assert [gold["text"][start:end] for start, end in (*quote["content"], *quote["cue"], *quote["source"], *quote["source_head"])] == [
        "that it rains",
        "said",
        "Anna",
        "Anna",
    ]
    assert (gold["doc_id"], gold["date"], quote["speaker"], quote["is_relayed"]) == ("en/small", "2026-03-01", "anna", False)


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("content that [..] rains", "content that [..] snows"),
        ("cue said", "cue says"),
        ("source Anna", "origin Anna"),
        ("indirect", "reported"),
        ("====", ""),
    ],
)
def test_a_marked_text_whose_words_are_not_found_is_refused(line: str, instead: str) -> None:
    with pytest.raises(NotMarked):
        marked_text(SMALL.replace(line, instead), language="en", name="small")
