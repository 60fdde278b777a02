"""The measured accuracies that ship with the rules: `rostra measure --write` writes them, releases carry them."""

import json
from pathlib import Path
from typing import Any

from schemas.labelers import LabelerScore
from schemas.words import CueClass, Language, QuotationKind, SpeakerMethod

FOLDER = Path(__file__).parent
FILE = "scores.jsonl"
WORDS = {"language": Language, "kind": QuotationKind, "cue_class": CueClass, "speaker_method": SpeakerMethod}


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
