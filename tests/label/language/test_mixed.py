"""Each paragraph of a text in several languages is read by the rules of its own."""

from pathlib import Path

import pytest

from flows.label.cut import cut_of
from flows.label.language import language_of
from flows.label.quotations.find import find_quotations
from flows.label.speakers.attribute import attribute
from flows.label.speakers.gazetteer import Gazetteer
from schemas.words import Language

CASES = (Path(__file__).parent / "mixed.txt").read_text(encoding="utf-8").split("\n== ")[1:]
NOBODY = Gazetteer()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.partition("\n")[0])
def test_paragraphs_are_read_as_the_cases_say(case: str) -> None:
    rows = [line.partition(" | ") for line in case.splitlines()[1:] if line]
    text = "\n\n".join(paragraph for _, _, paragraph in rows)
    main = language_of(text).language
    assert main is not None
    told = cut_of(text, main).languages
    shown = [f"{f'({one.language.foreign})' if one.language.foreign else one.language.language} {one.read_as or '-'}" for one in told]
    assert shown == [said for said, _, _ in rows]


def test_a_speaker_met_in_one_language_is_the_same_person_in_the_other() -> None:
    text = (
        "«Жол күзге дейін ашылады», – деді министр Тимур Беков.\n\n"
        "«Мы построим эту дорогу до конца мая, и все жители посёлка смогут ездить по ней», – сказал Беков журналистам."
    )
    document = cut_of(text, Language.KAZAKH).document
    found = find_quotations(document)
    assert [text[slice(*quotation.cue[0])] for quotation in found] == ["деді", "сказал"]
    assert [said.speaker_name for said in attribute(document, found, NOBODY).attributions] == ["Тимур Беков", "Тимур Беков"]


def test_paragraphs_of_other_languages_are_not_labelled() -> None:
    text = (
        "“We will stay,” the minister told reporters at the site.\n\n"
        "« Nous resterons ici jusqu'à la fin de la semaine », a dit le ministre aux journalistes de la ville.\n\n"
        "“The road is open,” she told the people of the villages."
    )
    cut = cut_of(text, Language.ENGLISH)
    assert len(cut.paragraphs) == 3
    assert len(cut.document.paragraphs) == 2
    assert len(find_quotations(cut.document)) == 2
