"""The amounts of each language, beside their values."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.label.cut import cut_of
from flows.label.dates.find import find_dates
from flows.label.expressions.read import read_sentences
from flows.label.quantities.find import find_quantities
from flows.label.quantities.found import FoundQuantity
from flows.languages.lists import entries_of
from schemas.words import Language

FOLDER = Path(__file__).parent
MARKED = re.compile(r"\[([^=\]]+)=([^\]]+)\]")


def found_in(text: str, language: Language) -> list[FoundQuantity]:
    document = cut_of(text, language).document._replace(language=language, stretches=())
    sentences = read_sentences(document)
    return find_quantities(document, sentences, find_dates(document, sentences))


def cases() -> Iterator[tuple[Language, str]]:
    for language in Language:
        for _, line in entries_of((FOLDER / f"quantities.{language}.txt").read_text(encoding="utf-8")):
            yield language, line


def shown(text: str, one: FoundQuantity) -> tuple[str, str]:
    counted = text[slice(*one.counted)] if one.counted else ""
    value = int(one.value) if one.value == int(one.value) else one.value
    return text[slice(*one.span)], f"{value} {one.unit or counted}"


@pytest.mark.parametrize(("language", "line"), list(cases()))
def test_amounts_are_found_with_their_values(language: Language, line: str) -> None:
    text = MARKED.sub(r"\1", line)
    assert [shown(text, one) for one in found_in(text, language)] == MARKED.findall(line)


@pytest.mark.parametrize(
    ("text", "lowest", "highest"),
    [("More than 130 members came.", 130, None), ("It is up to 40 km long.", None, 40), ("They want 5 to 7 per cent.", 5, 7)],
)
def test_bounds_are_told(text: str, lowest: float | None, highest: float | None) -> None:
    (found,) = found_in(text, Language.ENGLISH)
    assert (found.lowest, found.highest) == (lowest, highest)


def test_the_first_end_of_a_range_has_the_thousands_of_its_last() -> None:
    (found,) = found_in("От 50 до 100 тысяч рублей.", Language.RUSSIAN)
    assert (found.lowest, found.highest) == (50_000, 100_000)


@pytest.mark.parametrize(
    ("text", "language", "direction"),
    [
        ("Prices rose by 3.2 % in May.", "en", "rise"),
        ("They cut the main rate by 0.5 points.", "en", "fall"),
        ("It was a 4 % drop.", "en", "fall"),
        ("It rose to 5 %.", "en", None),
        ("Цены выросли на 3,2 %.", "ru", "rise"),
        ("На 4 % подешевел рубль.", "ru", "fall"),
        ("Рост составил 4 %.", "ru", None),
        ("Баға 3,2 пайызға өсті.", "kk", "rise"),
        ("Ціни зросли на 3,2 %.", "uk", "rise"),
    ],
)
def test_which_way_something_changed_is_told(text: str, language: str, direction: str | None) -> None:
    (found,) = found_in(text, Language(language))
    assert found.direction == direction
