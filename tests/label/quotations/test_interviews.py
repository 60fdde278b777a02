import pytest

from flows.label.quotations.turns import turns_of
from schemas.words import Form, Language
from tests.label.quotations.reading import document_of
from tests.label.quotations.turns import Case, answers_to, cases_of, form_told, read

CASES, BRIEFINGS = cases_of("interviews"), cases_of("briefings")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text.split("\n")[0])
def test_each_interview_is_read_as_its_answer_says(case: Case) -> None:
    assert answers_to(case, Form.INTERVIEW) == case.answers


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text.split("\n")[0])
def test_each_interview_is_told_to_be_one(case: Case) -> None:
    assert form_told(case.text, case.language) is Form.INTERVIEW


@pytest.mark.parametrize("case", BRIEFINGS, ids=lambda case: case.text.split("\n")[0])
def test_each_briefing_is_read_as_its_answer_says(case: Case) -> None:
    assert answers_to(case, Form.BRIEFING) == case.answers


@pytest.mark.parametrize("case", BRIEFINGS, ids=lambda case: case.text.split("\n")[0])
def test_each_briefing_is_told_to_be_one(case: Case) -> None:
    assert form_told(case.text, case.language) is Form.BRIEFING


def test_whoever_answers_alone_is_the_one_whom_the_text_is_about() -> None:
    text = "Herald: When will it open?\n\nRoe: In May.\n\nHerald: And the road?\n\nRoe: It is ready."
    document = document_of(text)._replace(form=Form.INTERVIEW)
    assert [(turn.is_question, turn.is_principal) for turn in turns_of(document)] == [(True, False), (False, True)] * 2


def test_of_two_who_answer_neither_is_taken_for_the_one_whom_the_text_is_about() -> None:
    text = "Herald: When will it open?\n\nA. Roe: In May.\n\nHerald: And the road?\n\nB. Doe: It is ready."
    document = document_of(text)._replace(form=Form.INTERVIEW)
    assert not any(turn.is_principal for turn in turns_of(document))


def test_turns_that_are_lines_of_one_paragraph_are_told_apart() -> None:
    document, found = read("Q: Is it so?\nA: I think it is.\n\nQ: Since when?\nA: Since May.", Language.ENGLISH, Form.INTERVIEW)
    words = [document.text[slice(*quotation.content[0])] for quotation in found]
    assert words == ["Is it so?", "I think it is.", "Since when?", "Since May."]
