"""The measured accuracies that ship with the rules: `rostra measure --write` writes them, releases carry them."""

import json
from pathlib import Path

from schemas.labelers import LabelerScore
from schemas.words import Language

FOLDER = Path(__file__).parent
FILE = "scores.jsonl"


def measured_scores() -> list[LabelerScore]:
    """Return the scores that ship beside this module, none where nothing was measured yet."""
    path = FOLDER / FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [_score(json.loads(line)) for line in lines]


def write_scores(scores: list[LabelerScore]) -> Path:
    """Replace the shipped scores that were measured anew, keep the others, and return the file."""
    path = FOLDER / FILE
    kept = {_key(score): score for score in (*measured_scores(), *scores)}
    path.write_text("".join(json.dumps(kept[key]._asdict(), ensure_ascii=False) + "\n" for key in sorted(kept)), encoding="utf-8")
    return path


def _key(score: LabelerScore) -> tuple[str, str, str, str]:
    return score.labeler, score.language, score.on_what, score.measure


def _score(found: dict[str, object]) -> LabelerScore:
    return LabelerScore(**{**found, "language": Language(str(found["language"]))})  # type: ignore[arg-type]
