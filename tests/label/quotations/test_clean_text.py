"""What was said reads as it is cited: seams, conjunctions and marks, in every language."""

import re
from pathlib import Path

import pytest

from flows.label.quotations.clean_text import clean_text, with_marks_paired
from flows.languages.pack import pack
from schemas.columns import Span
from schemas.words import Language

CASES = [case.split("\n", 1) for case in Path(__file__).with_name("clean_texts.txt").read_text(encoding="utf-8").split("\n== ")[1:]]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[name for name, _ in CASES])
def test_words_read_as_they_are_cited(name: str, case: str) -> None:
    marked, answer = case.rstrip("\n").rsplit("\n", 1)
    text, content = unmarked(marked)
    assert clean_text(text, content, pack(Language(name[:2])), is_clause=name[3:].startswith("clause")) == answer


def unmarked(marked: str) -> tuple[str, list[Span]]:
    """Return a text without the brackets around its content, and the spans that they stood around."""
    content, text = [], ""
    for before, said in re.findall(r"([^\[]*)(?:\[([^\]]*)\])?", marked):
        start = len(text) + len(before)
        text += before + said
        if said:
            content.append(Span(start, start + len(said)))
    return text, content


def test_every_language_has_a_case() -> None:
    assert {name[:2] for name, _ in CASES} == set(Language)


@pytest.mark.parametrize("said", ["«А «Б»", "»А«", "“a “b", "a” b”", '"', '"a" "', "„Б“ “", "‘a", "’", "“”", "« »", "``a"])
def test_marks_that_are_paired_stay_paired(said: str) -> None:
    once = with_marks_paired(said)
    assert with_marks_paired(once) == once


@pytest.mark.parametrize("hostile", ["“" * 20_000, "”" * 20_000, "«a " * 20_000, "," * 100_000, "that " * 20_000, " \n" * 50_000 + "a"])
def test_hostile_words_take_no_long(hostile: str) -> None:
    assert clean_text(hostile, [Span(0, len(hostile))], pack(Language.ENGLISH), is_clause=True)
