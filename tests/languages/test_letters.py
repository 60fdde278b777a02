"""The letters of each language, and what they decide elsewhere."""

import pytest

from flows.label.language.letters import HELD, evidence, script_of
from flows.languages.letters import alphabets, frequencies, plain, shares
from flows.languages.lists import other_lists
from flows.languages.pack import packs


def test_a_letter_is_read_as_it_is_most_often_written() -> None:
    assert plain("Ёлка и ещё") == "елка и еще"


def test_alphabets_are_known_of_all_that_are_held_and_of_their_neighbours() -> None:
    assert list(alphabets())[: len(HELD)] == list(HELD)
    assert {"be", "bg", "mk", "sr", "tt", "ky"} <= alphabets().keys()
    assert "ы" in alphabets()["be"] and "и" not in alphabets()["be"]


def test_letters_are_told_how_often_they_stand_by_the_first_language_that_says_it() -> None:
    assert frequencies()["о"] == 110
    assert frequencies()["қ"] == 31
    assert shares("kk")["о"] == 0.027
    assert shares("en") == {}


def test_the_letters_of_a_text_tell_which_languages_could_have_written_it() -> None:
    seen = evidence("Қала әкімі")
    assert seen.script == "Cyrillic"
    assert (seen.unwritten["kk"], seen.unwritten["ru"], seen.is_written_in("kk"), seen.is_written_in("ru")) == (0, 4, True, False)


def test_a_language_that_adds_letters_must_show_one() -> None:
    assert not evidence("Новый мост").is_written_in("kk")
    assert evidence("Новый мост").is_written_in("ru")


@pytest.mark.parametrize(("text", "script"), [("a", "Latin"), ("ж", "Cyrillic"), ("ქ", "Georgian")])
def test_the_script_of_a_letter_is_as_unicode_names_it(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize("name", ["telling", "telling_endings"])
def test_what_tells_a_language_is_written_with_its_letters(name: str) -> None:
    lists = {**{one.language.value: one.lines(name) for one in packs()}, **other_lists(name)}
    known = {code: forms for code, forms in lists.items() if code in alphabets()}
    written = {code: [form for form in forms if script_of(form[0]) == script_of(min(alphabets()[code]))] for code, forms in known.items()}
    assert [(code, form) for code, forms in written.items() for form in forms if not set(form) <= alphabets()[code]] == []
