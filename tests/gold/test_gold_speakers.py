"""The persons of the marked texts of languages with cases are found by name, role and pronoun, with the project's own list of persons."""

from datetime import date
from pathlib import Path

import pytest

from flows.fetch.gazetteer import read_gazetteer
from flows.label.quotations.find import find_quotations
from flows.label.speakers.attribute import attribute
from flows.measure.marked_texts import read_marked_text
from schemas.words import Language
from tests.label.quotations.reading import document_of

HERE = Path(__file__).parent
FILES = sorted(path for language in ("ru", "kk", "uk") for path in (HERE / language).glob("[012][0-9]-*.txt"))
GAZETTEER = read_gazetteer(HERE.parent.parent / "sources")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_each_quotation_is_by_the_person_who_is_marked(path: Path) -> None:
    gold = read_marked_text(path)
    document = document_of(gold["text"], Language(gold["lang"]))._replace(
        spoken_on=date.fromisoformat(gold["date"]), country=gold["country"], principal_speaker_id=gold["principal"]
    )
    found = find_quotations(document)
    told = {
        quotation.content[0].start: (one.speaker_id, one.speaker_name)
        for quotation, one in zip(found, attribute(document, found, GAZETTEER).attributions, strict=True)
        if not quotation.is_relayed
    }
    wrong = [
        (quote["speaker"], told.get(quote["content"][0][0]))
        for quote in gold["quotes"]
        if quote["speaker"] and quote["speaker"] not in told.get(quote["content"][0][0], ())
    ]
    assert wrong == []
