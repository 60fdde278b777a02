"""The project's own marked texts, of every language, can be read, and their marks are sound."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from flows.measure.marked_texts import marked_text, read_marked_text
from schemas.words import Form, Language

HOUSE = Path(__file__).resolve().parents[2]
LISTED = {path.stem for path in (HOUSE / "sources" / "speakers").glob("*.toml")}
FILES = sorted(path for language in Language for path in HOUSE.glob(f"tests/*/{language}/*.txt"))
FEWEST, MOST = 12, 120
SPANS = ("content", "cue", "source", "addressee")
# the example of a page, between fences
FENCED = re.compile(r"```text\n(.*?)```", re.DOTALL)
# a frame that gives words as they were said, without marks: sentences behind it, or paragraphs of their own
FRAMES = (":", ":\n\n")
OPENING, DASHES = "“\"«„‘'", "–—-"
each_text = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")


@pytest.mark.parametrize("language", list(Language))
def test_each_language_has_enough_texts_and_not_too_many_to_read(language: Language) -> None:
    assert FEWEST <= sum(path.parent.name == language for path in FILES) <= MOST


@each_text
def test_the_marks_lie_within_the_text_and_in_order(path: Path) -> None:
    marked = read_marked_text(path)
    for quote in marked["quotes"]:
        for role in SPANS:
            assert all(0 <= start < end <= len(marked["text"]) for start, end in quote[role])
        assert all(before[1] <= after[0] for before, after in pairwise(quote["content"]))
    starts = [quote["content"][0][0] for quote in marked["quotes"]]
    assert starts == sorted(starts)


@each_text
def test_cue_source_and_content_share_no_character(path: Path) -> None:
    for quote in read_marked_text(path)["quotes"]:
        spans = sorted(span for role in ("content", "cue", "source") for span in quote[role])
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


@each_text
def test_direct_content_stands_behind_a_mark_or_a_dash_unless_the_form_is_its_frame(path: Path) -> None:
    marked = read_marked_text(path)
    if marked["form"] != Form.REPORT:
        return
    direct = [quote for quote in marked["quotes"] if quote["kind"] == "direct"]
    assert [said(marked, quote) for quote in direct if not stands_behind_a_mark(marked["text"], quote["content"][0][0])] == []


@each_text
def test_a_speaker_is_listed_or_named_in_the_text_in_whatever_case(path: Path) -> None:
    marked = read_marked_text(path)
    speakers = {quote["speaker"] for quote in marked["quotes"]} | {marked["principal"]}
    assert [name for name in speakers if name and name not in LISTED and not stands_in(name, marked["text"])] == []


def stands_in(name: str, text: str) -> bool:
    """Whether every word of a name stands in a text, its last letter apart: `с Гульнар Бейсеновой` names Гульнар Бейсенова."""
    return all(word[:-1] in text for word in name.split())


@each_text
def test_the_form_is_known(path: Path) -> None:
    assert Form(read_marked_text(path)["form"])


def test_the_example_of_the_page_on_annotation_can_be_read() -> None:
    example = FENCED.findall((HOUSE / "docs" / "annotation.md").read_text(encoding="utf-8"))[-1]
    marked = marked_text(example, language="en", name="example")
    assert [(quote["kind"], said(marked, quote)) for quote in marked["quotes"]] == [
        ("direct", "The bridge, opens in May. It is your work."),
        ("indirect", "Dina Serik, the head of the project, also noted that the road to it was ready"),
        ("indirect", "that the road to it was ready"),
    ]


def said(marked: dict[str, Any], quote: dict[str, Any]) -> str:
    return " ".join(marked["text"][start:end] for start, end in quote["content"])


def stands_behind_a_mark(text: str, start: int) -> bool:
    before = text[:start].rstrip(" ")
    return before[-1:] in tuple(OPENING + DASHES) or before.endswith(FRAMES)
