"""Each word of docs/glossary.md is carried by something that is there."""

import re
from pathlib import Path
from pkgutil import resolve_name

import pytest

from schemas.dataset import BY_NAME
from schemas.withdrawn import WITHDRAWN

HOUSE = Path(__file__).resolve().parent.parent
TABLES = {**BY_NAME, WITHDRAWN.name: WITHDRAWN}
LINES = [line for line in (HOUSE / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
WORDS = [[cell.strip() for cell in line.strip("|").split("|")] for line in LINES if not line.startswith(("| word |", "| --- |"))]
# `quotations.cue_text`, `schemas.columns.Span`
CODE = re.compile(r"`([^`]+)`")


def is_there(name: str) -> bool:
    """Say whether a name is that of a table, a column, a file or folder, or something that can be imported."""
    table, _, column = name.partition(".")
    if table in TABLES:
        return not column or column in TABLES[table].names
    return (HOUSE / name).exists() or _is_importable(name)


def _is_importable(name: str) -> bool:
    try:
        resolve_name(name)
    except (ImportError, AttributeError, ValueError):
        return False
    return True


@pytest.mark.parametrize(("word", "meaning", "carried_by"), WORDS, ids=[word for word, *_ in WORDS])
def test_a_word_of_the_glossary_is_carried_by_what_is_there(word: str, meaning: str, carried_by: str) -> None:
    names = CODE.findall(carried_by)
    assert names, f"{word}: say in the third column what carries it"
    assert [name for name in names if not is_there(name)] == []


def test_each_word_stands_there_once() -> None:
    words = [word for word, *_ in WORDS]
    assert sorted(set(words)) == sorted(words)


@pytest.mark.parametrize(
    ("name", "is_known"),
    [
        ("quotations.cue_text", True),
        ("quotations.cue_words", False),
        ("schemas.words.SpanRole.CUE", True),
        ("schemas.words.SpanRole.HINT", False),
        ("schemas.columns.Span.start", True),
        ("flows.label.quotations", True),
        ("flows.label.citations", False),
        ("tests/gold", True),
        ("tests/silver", False),
    ],
)
def test_a_name_is_told_from_one_that_is_not_there(name: str, is_known: bool) -> None:
    assert is_there(name) is is_known
