from datetime import date
from pathlib import Path

import pytest

from flows.label.quotations.find import find_quotations
from flows.label.speakers.attribute import attribute
from flows.label.speakers.gazetteer import Gazetteer, Name, OfficeDeclared, Person, Term
from flows.label.speakers.identity import speaker_id_of
from schemas.words import Language, SpeakerKind, SpeakerMethod
from tests.label.quotations.reading import document_of
from tests.label.speakers.telling import person_told

EN = Language.ENGLISH
ADA = Person("ada-example", "female", None, (Name(EN, "Ada Example", True),), (Term("president", date(2020, 1, 1), None),))
BEN = Person(
    "ben-example-smith", "male", None, (Name(EN, "Ben Example-Smith", True),), (Term("minister", date(2021, 1, 1), date(2023, 6, 30)),)
)
OFFICES = (
    OfficeDeclared("president", "XA", (Name(EN, "President", True), Name(EN, "Head of State", False))),
    OfficeDeclared("minister", "XA", (Name(EN, "Minister of Justice", True),)),
)
GAZETTEER = Gazetteer((ADA, BEN), OFFICES)


def cases() -> list[tuple[str, list[str]]]:
    lines = (Path(__file__).parent / "speakers.en.txt").read_text(encoding="utf-8").splitlines()
    blocks = "\n".join("" if line.startswith("#") else line for line in lines).split("\n\n")
    return [(text, answers) for block in blocks if block.strip() for text, *answers in [block.strip().splitlines()]]


@pytest.mark.parametrize(("text", "answers"), cases(), ids=[text for text, _ in cases()])
def test_each_case_is_attributed_as_its_answer_says(text: str, answers: list[str]) -> None:
    document = document_of(text.replace("¶", "\n\n"))._replace(spoken_on=date(2022, 3, 1), country="XA")
    found = find_quotations(document)
    attributed = attribute(document, found, GAZETTEER).attributions
    told = [
        f"{document.text[quotation.source[0].start : quotation.source[0].end]} | {person_told(one)}"
        for quotation, one in zip(found, attributed, strict=True)
    ]
    assert told == answers


def test_an_office_is_held_by_nobody_else_on_another_day() -> None:
    document = document_of("The Minister of Justice said that the law was clear.")._replace(spoken_on=date(2024, 3, 1), country="XA")
    assert attribute(document, find_quotations(document), GAZETTEER).attributions[0].speaker_kind is SpeakerKind.OFFICE


def test_a_bare_role_in_a_text_of_no_known_country_needs_its_holder_or_its_country_named() -> None:
    document = document_of("The President said that the law was clear.")
    assert attribute(document, find_quotations(document), GAZETTEER).attributions[0].speaker_kind is SpeakerKind.OFFICE
    named = document_of("Ada Example came to Aktau. The President said that the law was clear.")
    assert attribute(named, find_quotations(named), GAZETTEER).attributions[0].method is SpeakerMethod.ROLE


def test_the_office_of_something_that_the_text_names_is_not_that_of_the_country() -> None:
    document = document_of("The union was glad. Its president said that the law was clear.")._replace(
        spoken_on=date(2026, 2, 10), country="XA"
    )
    assert attribute(document, find_quotations(document), GAZETTEER).attributions[0].speaker_kind is SpeakerKind.OFFICE
    bare = document_of("The union was glad. The President said that the law was clear.")._replace(spoken_on=date(2026, 2, 10), country="XA")
    assert attribute(bare, find_quotations(bare), GAZETTEER).attributions[0].speaker_id == "ada-example"


def test_a_pronoun_in_the_sentence_of_a_name_tells_whom_a_later_one_does_not_mean() -> None:
    document = document_of(
        "Minister Tomas Berel spoke first. Deputy Asu Kal listened; she shook her head. “The money is spent,” he answered."
    )
    assert attribute(document, find_quotations(document), GAZETTEER).attributions[0].speaker_name == "Tomas Berel"


def test_the_person_whom_a_text_is_about_is_meant_by_its_first_pronoun() -> None:
    document = document_of("“The law is clear,” she said.")._replace(principal_speaker_id="ada-example")
    assert attribute(document, find_quotations(document), GAZETTEER).attributions[0].speaker_id == "ada-example"


def test_an_addressee_is_resolved_by_name() -> None:
    document = document_of("Anna Petrova told Ada Example that the law was clear.")
    attributed = attribute(document, find_quotations(document), GAZETTEER)
    assert attributed.attributions[0].addressee_id == "ada-example"
    assert [person.speaker_id for person in attributed.persons] == ["anna-petrova", "ada-example"]


def test_no_quotations_give_no_attributions() -> None:
    assert attribute(document_of("It rained."), [], GAZETTEER).attributions == ()


@pytest.mark.parametrize(
    ("name", "speaker_id"),
    [
        ("Murat Nurtleu", "murat-nurtleu"),
        ("Gulnar Omarova", "gulnar-omarova"),
        ("Robert O'Neill", "robert-o-neill"),
    ],
)
def test_a_name_in_plain_letters_is_its_own_id(name: str, speaker_id: str) -> None:
    assert speaker_id_of(name) == speaker_id


@pytest.mark.parametrize("name", ["François Hollande", "Тоқаев", "A" * 200])
def test_a_name_that_loses_letters_keeps_an_id_of_its_own(name: str) -> None:
    assert speaker_id_of(name) != speaker_id_of(name + "a")
    assert speaker_id_of(name).isascii()
    assert len(speaker_id_of(name)) <= 120
