"""A word of a language stands in its folder: the rules' code holds none, docstrings and comments apart."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.languages.declared import CUE_KINDS, DATE_LABELS, FLAGS, LISTS, MODIFIERS, PATTERNS, TAKES, WALLS, WAYS, WORD_CLASSES
from flows.languages.pack import pack
from flows.languages.terms import LETTERS
from schemas.words import Language

HOUSE = Path(__file__).parents[2]
RULES = [path for folder in ("clean", "segment", "label") for path in sorted((HOUSE / "flows" / folder).rglob("*.py"))]
CYRILLIC_WORD = re.compile("[\u0400-\u052f]{2}")
ENGLISH_WORD = re.compile("[A-Za-z]{4,}")
# what words of a pattern, or of a list in one text, stand between
BETWEEN_WORDS = re.compile(r"\\.|\(\?P<\w+>|\(\?[aimsx]*[:=!<)]|[^A-Za-z_\\-]+")
NAMES = {
    *CUE_KINDS,
    *DATE_LABELS,
    *FLAGS,
    *LETTERS,
    *LISTS,
    *MODIFIERS,
    *PATTERNS,
    *TAKES,
    *WORD_CLASSES,
    "label",
    "mark",
    "named",
    "speaker",
    "attributed",
    "calling",
    "thanking",
}
OF_PAGES = {*WALLS, *WAYS, "head"}
"""What lists and patterns are called in the code, though English has the same word."""


def texts_in(code: str) -> Iterator[tuple[int, str]]:
    """Yield the texts of a module that are no docstrings, each with its line."""
    tree = ast.parse(code)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)]
    documented = {id(line.value) for body in bodies for line in body if isinstance(line, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield node.lineno, node.value


def is_of_words(text: str, words: set[str]) -> bool:
    """Tell whether a text is one of some words, several of them, or a pattern with them alone."""
    found = {word.lower() for word in BETWEEN_WORDS.split(text) if word}
    return text.lower() in words or (len(found) > 1 and found <= words)


def words_of_lists() -> set[str]:
    """Return English words that no name in code has: forms of reporting verbs that are no plain ones, first names, titles, months."""
    english = pack(Language.ENGLISH)
    forms = {form for row in english.rows("cues") for form in forms_of(row) if form != row[0].split()[0]}
    named = {word for name in ("first_names", "titles") for _, *words in english.rows(name) for word in words}
    months = {month for month, _ in english.rows("months")}
    return {word.lower() for word in forms | named | months if ENGLISH_WORD.fullmatch(word)} - NAMES


def forms_of(row: tuple[str, ...]) -> Iterator[str]:
    verb, irregular = row[0].split()[0], row[3] if len(row) > 3 else ""
    yield from pack(Language.ENGLISH).rule("verb_forms")(verb, irregular)


@pytest.mark.parametrize("path", RULES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_no_word_of_a_language_stands_in_the_code_of_rules(path: Path) -> None:
    words = (
        set() if "formats" in path.parts else words_of_lists() - (OF_PAGES if "clean" in path.parts else set())
    )  # formats: names of elements
    texts = list(texts_in(path.read_text(encoding="utf-8")))
    assert [(line, text) for line, text in texts if CYRILLIC_WORD.search(text)] == []
    assert [(line, text) for line, text in texts if is_of_words(text, words)] == []


def test_a_word_in_code_would_be_found() -> None:
    assert [text for _, text in texts_in('"""Said."""\nWORDS = ("said", "сказал")')] == ["said", "сказал"]
    assert (
        is_of_words("said", {"said"}) and is_of_words("said told", {"said", "told"}) and is_of_words(r"(?:said|told)\b", {"said", "told"})
    )
    assert not is_of_words("said_on", {"said"}) and not is_of_words("said is", {"said", "told"})
    assert {"told", "tokayev", "january"} & words_of_lists() == {"told", "january"} and CYRILLIC_WORD.search("сказал")
