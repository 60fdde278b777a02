"""The per-text function that every engine runs alike: a text in, its sentences and quotations out, by our rules with all labels on."""

from functools import cache
from pathlib import Path

from flows.clean.cleaning import clean
from flows.clean.draft import Cleaned
from flows.fetch.gazetteer import read_gazetteer
from flows.label.language.decide import language_of
from flows.label.speakers.gazetteer import Gazetteer
from flows.label.speech import Known, label


@cache
def _gazetteer(sources: str) -> Gazetteer:
    return read_gazetteer(Path(sources))


def marks_of(name: str, text: str, sources: str) -> dict[str, list[str]]:
    """Return the texts of the sentences and quotations, and who says each quotation; all empty where the text cannot be read."""
    cleaned = clean(text.encode(), None, name)
    if not isinstance(cleaned, Cleaned):
        return {"sentences": [], "quotations": [], "speakers": []}
    known = Known(name, "corpus", "", "CC0-1.0", None, country="KZ")
    found = label(known, cleaned, language_of(cleaned.text), _gazetteer(sources))
    return {
        "sentences": [sentence.text for sentence in found.sentences],
        "quotations": [quotation.text for quotation in found.quotations],
        "speakers": [quotation.speaker_name or "" for quotation in found.quotations],
    }
