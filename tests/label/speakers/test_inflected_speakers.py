from datetime import date
from pathlib import Path

import pytest

from flows.fetch.gazetteer import read_gazetteer
from flows.label.cut import cut_of
from flows.label.quotations.find import find_quotations
from flows.label.speakers.attribute import attribute
from flows.label.speakers.gazetteer import Gazetteer
from flows.languages.pack import pack
from schemas.words import Language
from tests.label.speakers.telling import name_told

COUNTRIES = {Language.RUSSIAN: "KZ", Language.KAZAKH: "KZ", Language.UKRAINIAN: "UA"}
HOUSE = Path(__file__).resolve().parents[3]


def cases() -> list[tuple[Language, str, list[str]]]:
    found: list[tuple[Language, str, list[str]]] = []
    for path in sorted(Path(__file__).parent.glob("speakers.*.txt")):
        language = Language(path.name.split(".")[1])
        lines = path.read_text(encoding="utf-8").splitlines() if "has_cases" in pack(language).flags else ()
        blocks = "\n".join("" if line.startswith("#") else line for line in lines).split("\n\n")
        found += [(language, *_case(block)) for block in blocks if block.strip()]
    return found


def _case(block: str) -> tuple[str, list[str]]:
    text, *answers = block.strip().splitlines()
    return text, answers


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return read_gazetteer(HOUSE / "sources")


@pytest.mark.parametrize(("language", "text", "answers"), cases(), ids=[text for _, text, _ in cases()])
def test_each_case_is_attributed_as_its_answer_says(language: Language, text: str, answers: list[str], gazetteer: Gazetteer) -> None:
    document = cut_of(text.replace("¶", "\n\n"), language).document._replace(spoken_on=date(2026, 2, 10), country=COUNTRIES[language])
    found = find_quotations(document)
    attributed = attribute(document, found, gazetteer).attributions
    told = [
        f"{document.text[slice(*quotation.source[0])] if quotation.source else '-'} | {name_told(one)}"
        for quotation, one in zip(found, attributed, strict=True)
    ]
    assert told == answers
