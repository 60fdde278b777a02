"""By which rules each paragraph of a text in several languages is read, whatever its length."""

import pytest

from flows.label.language.stretches import languages_of
from schemas.columns import Span
from schemas.words import Language
from tests.growth import cpu_seconds

RUSSIAN = "Президент сказал, что дорога готова и это хорошо для всех жителей нашего города."
ENGLISH = "The mayor said that the new road would be open to all of us by the end of May."


def read_as(paragraphs: list[str]) -> list[Language | None]:
    spans, start = [], 0
    for paragraph in paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + 2
    return [told.read_as for told in languages_of("\n\n".join(paragraphs), spans, Language.ENGLISH)]


def test_a_paragraph_that_tells_nothing_is_read_as_those_around_it_where_they_agree() -> None:
    ru, en = Language.RUSSIAN, Language.ENGLISH
    assert read_as([RUSSIAN, "12 (3)", RUSSIAN, "12 (3)", ENGLISH]) == [ru, ru, ru, en, en]


@pytest.mark.slow
def test_ten_times_the_paragraphs_that_tell_nothing_take_about_ten_times_as_long() -> None:
    def seconds(times: int) -> float:
        return cpu_seconds(lambda: read_as([RUSSIAN, *["12 (3)"] * times, ENGLISH]))

    seconds(10)
    assert seconds(40_000) < 30 * seconds(4_000) + 0.2
