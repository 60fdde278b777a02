"""The measured accuracies that ship with the rules: `rostra measure --write` writes them, releases carry them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from schemas.labelers import LabelerScore
from schemas.words import CueClass, Form, Language, QuotationKind, SpeakerMethod

FOLDER = Path(__file__).parent
FILE = "scores.jsonl"
WORDS = {"language": Language, "kind": QuotationKind, "cue_class": CueClass, "speaker_method": SpeakerMethod}
SPEAKER_RIGHT = "speaker right, of those matched"
OF_A_FORM = ("quotations[all], F1", "quotations[direct], F1", "quotations[mixed], F1", "quotations[indirect], F1", SPEAKER_RIGHT)
"""The measures that are told of each form of text apart: a card shows them."""


OF_NAMES = ("mentions, F1", "dates, F1", "dates: value right, of all", "quantities, F1", "quantities: value right, of all")
"""The measures of what texts name, and when and how much they say: a card shows them."""


class Measured(NamedTuple):
    """How well a language's texts of one form are read, in percent of exact agreement."""

    on_what: str
    language: Language
    form: Form
    figures: tuple[LabelerScore | None, ...]
    """One of each measure of `OF_A_FORM`; None where the texts hold nothing of it."""


def of_one_form(on_what: str, form: Form) -> str:
    """Return what a measuring on the texts of one form alone is called.

    >>> of_one_form("held_out", Form.DEBATE)
    'held_out, debate'
    """
    return f"{on_what}, {form}"


def measured_by_form(scores: Iterable[LabelerScore], on_what: str) -> list[Measured]:
    """Return the scores of each language and form on the named texts, in the order of languages and forms."""
    known = {(score.on_what, score.language, score.measure): score for score in scores}
    rows = [(language, form) for language in Language for form in Form]
    found = [
        Measured(on_what, language, form, tuple(known.get((of_one_form(on_what, form), language, measure)) for measure in OF_A_FORM))
        for language, form in rows
    ]
    return [measured for measured in found if any(measured.figures)]


def measured_of_names(scores: Iterable[LabelerScore], on_what: str) -> list[tuple[Language, tuple[LabelerScore | None, ...]]]:
    """Return each language measured on the named texts with its score of each measure of `OF_NAMES`; None where there is none."""
    known = {(score.language, score.measure): score for score in scores if score.on_what == on_what}
    rows = [(language, tuple(known.get((language, measure)) for measure in OF_NAMES)) for language in Language]
    return [(language, figures) for language, figures in rows if any(figures)]


def measured_scores() -> list[LabelerScore]:
    """Return the scores that ship beside this module, none where nothing was measured yet."""
    path = FOLDER / FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [_score(json.loads(line)) for line in lines]


def write_scores(scores: list[LabelerScore]) -> Path:
    """Replace the shipped scores that were measured anew, keep the others, and return the file."""
    path = FOLDER / FILE
    kept = {_key(score): score for score in (*measured_scores(), *scores)}
    path.write_text("".join(json.dumps(_said(kept[key]), ensure_ascii=False) + "\n" for key in sorted(kept)), encoding="utf-8")
    return path


def _said(score: LabelerScore) -> dict[str, Any]:
    return {name: value for name, value in score._asdict().items() if value is not None}


def _key(score: LabelerScore) -> tuple[str, str, str, str]:
    return score.labeler, score.language, score.on_what, score.measure


def _score(found: dict[str, Any]) -> LabelerScore:
    words = {name: word(found[name]) for name, word in WORDS.items() if name in found}
    values: dict[str, Any] = {name: words.get(name, found.get(name)) for name in LabelerScore._fields}
    return LabelerScore(**values)
