"""What printed pages carry that nobody says."""

import pytest

from flows.clean.furniture import is_page_number, is_told_page, masked, running_heads

HEAD = "Ministry of Roads, 2031, page 7"


@pytest.mark.parametrize("line", ["Page 2 of 7", "p. 3", "2/7", "- 2/7 -", "стр. 2 из 7", "7 бет", "сторінка 4"])
def test_a_number_that_is_told_to_be_a_pages_is_one(line: str) -> None:
    assert is_page_number(line) and is_told_page(line)


@pytest.mark.parametrize("line", ["2", "- 2 -", "[12]", "_ 3 _"])
def test_a_bare_number_may_be_a_pages_and_does_not_say_so(line: str) -> None:
    assert is_page_number(line) and not is_told_page(line)


@pytest.mark.parametrize("line", ["", "page", "10 May", "Page 2 of the report", "civil", "2 of the 7"])
def test_other_lines_are_no_page_numbers(line: str) -> None:
    assert not is_page_number(line)


def test_a_running_head_is_known_whatever_page_it_numbers_and_what_is_said_again_is_none() -> None:
    said = ["Thank you.", "Yes, of course.", "The road is open"] * 3
    heads = running_heads([*(HEAD.replace("7", str(number)) for number in range(3)), *said[:-1], "The road is closed"])
    assert heads == {masked(HEAD)}


def test_hostile_lines_take_time_in_step_with_their_length() -> None:
    assert not is_page_number("(" * 1_000_000)
    assert running_heads(["_" * 90] * 100_000) == {"_" * 90}
