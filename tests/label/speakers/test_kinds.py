from pathlib import Path

import pytest

from flows.label.cut import cut_of
from flows.label.quotations.find import find_quotations
from flows.label.speakers.attribute import attribute
from flows.label.speakers.gazetteer import Gazetteer, Name, OfficeDeclared, Person
from schemas.words import Form, Language, SpeakerKind
from tests.label.quotations.reading import document_of

EN = Language.ENGLISH
NOBODY = Gazetteer((), ())


def cases() -> list[tuple[Language, str, list[str]]]:
    lines = (Path(__file__).parent / "kinds.txt").read_text(encoding="utf-8").splitlines()
    blocks = "\n".join("" if line.startswith("#") else line for line in lines).split("\n\n")
    read = [block.strip().splitlines() for block in blocks if block.strip()]
    return [(Language(head.partition(" | ")[0]), head.partition(" | ")[2], answers) for head, *answers in read]


@pytest.mark.parametrize(("language", "text", "answers"), cases(), ids=[text for _, text, _ in cases()])
def test_each_source_is_of_its_kind(language: Language, text: str, answers: list[str]) -> None:
    document = cut_of(text.replace("¶", "\n\n"), language).document
    found = find_quotations(document)
    said_by = attribute(document, found, NOBODY).attributions
    told = [f"{text[slice(*one.source[0])]} | {said.speaker_kind} | {said.speaker_name}" for one, said in zip(found, said_by, strict=True)]
    assert told == answers


def test_an_unnamed_minister_of_one_text_is_nobody_in_another() -> None:
    document = document_of("The minister said that the pier was safe.")
    ids = [
        attribute(document._replace(text_id=one), find_quotations(document), NOBODY).attributions[0].speaker_id for one in ("a.b", "a.c")
    ]
    assert ids[0] != ids[1]


def test_a_listed_office_that_nobody_held_is_one_in_all_texts_of_its_country() -> None:
    gazetteer = Gazetteer((), (OfficeDeclared("president-of-atlantis", "XA", (Name(EN, "President", True),)),))
    document = document_of("The President said that the pier was safe.")._replace(country="XA")
    said = attribute(document, find_quotations(document), gazetteer).attributions[0]
    assert (said.speaker_id, said.speaker_kind) == ("president-of-atlantis", SpeakerKind.OFFICE)


def test_whoever_presides_or_asks_is_an_office_of_the_sitting() -> None:
    text = "MR. SPEAKER: Order! The honourable member has the floor.\n\nJANE ROE: I thank you. The pier is safe.\n\nMR. SPEAKER: Order!"
    document = document_of(text)._replace(form=Form.DEBATE, text_id="hansard.monday")
    said = attribute(document, find_quotations(document), NOBODY).attributions
    assert [one.speaker_kind for one in said] == [SpeakerKind.OFFICE, SpeakerKind.PERSON, SpeakerKind.OFFICE]
    assert said[0].speaker_id == said[2].speaker_id != "mr-speaker"


def test_a_surname_of_two_listed_persons_stays_open_and_names_both() -> None:
    roes = tuple(Person(f"{name.lower()}-roe", "either", None, (Name(EN, f"{name} Roe", True),), ()) for name in ("Ann", "Bo"))
    document = document_of("Roe said that the pier was safe.")
    said = attribute(document, find_quotations(document), Gazetteer(roes)).attributions[0]
    assert said.speaker_id is None
    assert [one.speaker_id for one in said.candidates] == ["ann-roe", "bo-roe"]


def test_two_men_who_share_a_first_name_and_a_patronymic_are_two() -> None:
    text = "Ким Нурлан Серикович заявил, что мост готов. Ахметов Нурлан Серикович заявил, что мост стар."
    document = cut_of(text, Language.RUSSIAN).document
    said = attribute(document, find_quotations(document), NOBODY).attributions
    assert [one.speaker_id for one in said] == ["nurlan-kim", "nurlan-ahmetov"]
