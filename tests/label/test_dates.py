"""The expressions of time of each language, beside their values."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flows.label.cut import cut_of
from flows.label.dates.find import find_dates
from flows.label.dates.found import FoundDate
from flows.label.expressions.read import read_sentences
from flows.languages.lists import entries_of
from schemas.words import DateKind, Language

FOLDER = Path(__file__).parent
SPOKEN_ON = date(2026, 2, 10)
MARKED = re.compile(r"\[([^=\]]+)=([^\]]+)\]")


def found_in(text: str, language: Language, spoken_on: date | None = SPOKEN_ON) -> list[FoundDate]:
    document = cut_of(text, language).document._replace(spoken_on=spoken_on, language=language, stretches=())
    return find_dates(document, read_sentences(document))


def cases() -> Iterator[tuple[Language, str]]:
    for language in Language:
        for _, line in entries_of((FOLDER / f"dates.{language}.txt").read_text(encoding="utf-8")):
            yield language, line


@pytest.mark.parametrize(("language", "line"), cases())
def test_times_are_found_with_their_values(language: Language, line: str) -> None:
    text = MARKED.sub(r"\1", line)
    found = [(text[slice(*one.span)], one.value or "-") for one in found_in(text, language)]
    assert found == MARKED.findall(line)


def test_without_a_day_a_relative_time_has_no_value() -> None:
    (found,) = found_in("It began yesterday.", Language.ENGLISH, None)
    assert (found.value, found.is_relative, found.anchor_on) == (None, True, None)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("ASTANA, 5 March 2026 – It began yesterday.", "en", "2026-03-04"),
        ("A bridge opens in Oslo Thursday, 5 March 2026 It was begun yesterday.", "en", "2026-03-04"),
        ("5 марта 2026 года\n\nЭто началось вчера.", "ru", "2026-03-04"),
        ("She was born on 5 March 1950. It began yesterday.", "en", None),
        ("С 5 марта 2020 года действует запрет. Это началось вчера.", "ru", None),
        ("5 марта 2020 года Дина Серик уехала. Это началось вчера.", "ru", None),
        ("Dina Serik (Oslo, 5 March 1950 – 2020) came yesterday.", "en", None),
    ],
)
def test_a_date_that_stands_in_no_sentence_is_the_day_of_a_text_whose_day_is_not_known(text: str, language: str, value: str | None) -> None:
    assert found_in(text, Language(language), None)[-1].value == value


def test_a_year_is_that_of_the_days_near_it_alone() -> None:
    said = "It began in 2012. On 4 September it rained. It rained on 5 May. Last June it did not."
    assert [one.value for one in found_in(said, Language.ENGLISH, None)] == ["2012", "2012-09-04", "--05-05", None]


def test_the_day_from_which_a_time_was_reckoned_is_told() -> None:
    (found,) = found_in("It began last week.", Language.ENGLISH)
    assert (found.kind, found.anchor_on) == (DateKind.WEEK, SPOKEN_ON)


def test_what_is_not_exact_is_told_so() -> None:
    assert [one.is_approximate for one in found_in("About 1920, and in 1930.", Language.ENGLISH)] == [True, False]


@pytest.mark.parametrize("text", ["9" * 5000 + " years", "the 99999999 BC", "30 February 2026", "billion " * 2000 + "years ago"])
def test_no_text_is_too_odd(text: str) -> None:
    found_in(text, Language.ENGLISH)
