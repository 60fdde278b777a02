import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.label.quotations.find import find_quotations
from flows.label.quotations.found import FoundQuotation
from flows.label.speakers.attribute import attribute
from flows.label.speakers.gazetteer import Gazetteer, Name, OfficeDeclared, Person, Term
from flows.segment.document import Document
from schemas.columns import Span
from schemas.words import Language, SpeakerMethod
from tests.label.quotations.reading import document_of

MARKED = json.loads((Path(__file__).parent / "first_speech.json").read_text(encoding="utf-8"))
QUOTATIONS: list[dict[str, Any]] = MARKED["quotations"]
TOKAYEV = Person(
    "kassym-jomart-tokayev",
    "male",
    None,
    (Name(Language.ENGLISH, "Kassym-Jomart Tokayev", True),),
    (Term("president-of-kazakhstan", date(2019, 3, 20), None),),
)
PRESIDENT = OfficeDeclared(
    "president-of-kazakhstan", "KZ", (Name(Language.ENGLISH, "President", True), Name(Language.ENGLISH, "Head of State", False))
)
GAZETTEER = Gazetteer((TOKAYEV,), (PRESIDENT,))


@pytest.fixture(scope="module")
def document() -> Document:
    return document_of(MARKED["text"])._replace(spoken_on=date.fromisoformat(MARKED["spoken_on"]), country=MARKED["country"])


@pytest.fixture(scope="module")
def found(document: Document) -> list[FoundQuotation]:
    return find_quotations(document)


def spans(marks: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in marks)


def test_the_first_speech_holds_its_sixteen_quotations_and_no_other(found: list[FoundQuotation]) -> None:
    assert [quotation.content for quotation in found] == [spans(marked["content"]) for marked in QUOTATIONS]


@pytest.mark.parametrize("part", ["verbatim", "cue", "source"])
def test_every_part_of_them_is_marked_to_the_letter(found: list[FoundQuotation], part: str) -> None:
    assert [getattr(quotation, part) for quotation in found] == [spans(marked[part]) for marked in QUOTATIONS]


def test_their_kinds_are_told(found: list[FoundQuotation]) -> None:
    assert [quotation.kind for quotation in found] == [marked["kind"] for marked in QUOTATIONS]


def test_the_president_told_them_to_the_cabinet_once(document: Document, found: list[FoundQuotation]) -> None:
    addressees = [document.text[start:end] for quotation in found for start, end in quotation.addressee]
    assert addressees == [marked["addressee"] for marked in QUOTATIONS if marked["addressee"]]


@pytest.mark.parametrize("country", ["KZ", None])
def test_all_of_them_are_the_presidents_whether_or_not_the_country_is_told(
    document: Document, found: list[FoundQuotation], country: str | None
) -> None:
    attributed = attribute(document._replace(country=country), found, GAZETTEER)
    assert {one.speaker_id for one in attributed.attributions} == {"kassym-jomart-tokayev"}
    assert [person.speaker_id for person in attributed.persons] == ["kassym-jomart-tokayev"]


def test_the_way_in_which_each_speaker_was_told_is_kept(document: Document, found: list[FoundQuotation]) -> None:
    methods = [one.method for one in attribute(document, found, GAZETTEER).attributions]
    assert methods.count(SpeakerMethod.NAME) == 4
    assert methods.count(SpeakerMethod.PRONOUN) == 5
    assert methods.count(SpeakerMethod.ROLE) == 7
