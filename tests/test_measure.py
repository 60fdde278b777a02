"""The measuring command: what it tells, what it keeps, and the figures on our own marked texts."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import scores as kept
from flows.errors import Refused
from flows.fetch.gazetteer import read_gazetteer
from flows.label.cut import cut_of
from flows.label.quotations.find import find_quotations
from flows.label.speakers.attribute import attribute
from flows.label.speakers.gazetteer import Gazetteer
from flows.measure.by_class import RIGHTLY_OPEN, by_class
from flows.measure.labeler_scores import scores
from flows.rule_sets import labelers
from schemas.labelers import LabelerScore
from schemas.words import Language

HOUSE = Path(__file__).resolve().parent.parent
TEXT = """date 2026-03-01

Anna Belova said that it rains. “It pours,” she added.

====

indirect
content that it rains
cue said
source Anna Belova
speaker Anna Belova

direct
content It pours,
cue added
source she
speaker Anna Belova
"""


def marked(folder: Path, text: str = TEXT) -> Path:
    (folder / "own" / "en").mkdir(parents=True)
    (folder / "own" / "en" / "rain.txt").write_text(text, encoding="utf-8")
    return folder / "own"


def test_a_text_that_is_read_as_it_is_marked_scores_a_hundred(tmp_path: Path) -> None:
    found = {score.measure: score for score in scores([marked(tmp_path)], Gazetteer())}
    assert found["quotations[all], F1"][:4] == ("quotations", Language.ENGLISH, "quotations[all], F1", "own")
    assert (found["quotations[all], F1"].value, found["quotations[all], F1"].n) == (100.0, 2)
    assert found["speaker right, of those matched"].value == 100.0
    assert found["quotations[all], F1"].measured_sha256 in {labeler.sha256 for labeler in labelers()}


def test_a_mark_that_the_rules_do_not_find_lowers_the_score(tmp_path: Path) -> None:
    other = TEXT.replace("content that it rains", "content it rains").replace("speaker Anna Belova", "speaker somebody-else")
    found = {score.measure: score.value for score in scores([marked(tmp_path, other)], Gazetteer())}
    assert found["quotations[all], F1"] == 50.0
    assert found["speaker right, of those matched"] == 0.0


def test_what_was_found_is_counted_by_kind_and_cue_and_by_how_its_speaker_was_resolved() -> None:
    text = "Anna Belova said that it rains. “It pours,” she added."
    document = cut_of(text, Language.ENGLISH).document
    found = find_quotations(document)
    said_by = attribute(document, found, Gazetteer()).attributions
    marked = [{"content": [[17, 30]], "speaker": "Anna Belova"}]
    assert by_class(document, found, said_by, marked) == {
        **{"indirect": 1, "indirect right": 1, "indirect by verb": 1, "indirect by verb right": 1},
        **{"direct": 1, "direct right": 0, "direct by verb": 1, "direct by verb right": 0},
        **{"method name": 1, "method name right": 1},
    }


def test_sentences_are_measured_too(tmp_path: Path) -> None:
    import gzip

    lines = [{"text": text, "newdoc": False, "newpar": False, "nospace": False} for text in ("It rains.", "It pours.", "We stay.")]
    (tmp_path / "en_own.sentences.json.gz").write_bytes(gzip.compress(json.dumps(lines).encode()))
    [score] = scores([tmp_path / "en_own.sentences.json.gz"], Gazetteer())
    assert (score.labeler, score.on_what, score.value, score.n) == ("segmentation", "en_own", 100.0, 3)


def test_names_times_and_amounts_are_measured_where_they_are_marked(tmp_path: Path) -> None:
    (tmp_path / "own" / "en").mkdir(parents=True)
    (tmp_path / "own" / "en" / "rain.named").write_text(
        "date 2026-02-10\n\n{Anna Belova|person} lost {3.2 per cent|quantity 3.2 %} in {Oslo|place} on {yesterday|date 2026-02-08}.",
        encoding="utf-8",
    )
    found = {score.measure: score.value for score in scores([tmp_path / "own"], Gazetteer())}
    assert (found["mentions exact, F1"], found["quantities: value right, of all"]) == (100.0, 100.0)
    assert (found["dates, F1"], found["dates: value right, of all"]) == (100.0, 0.0)
    assert "person, F1" not in found  # one is too few to tell


@pytest.mark.parametrize("marks", ["{Oslo|town}", "{Oslo|place", "{Oslo}"])
def test_a_mark_that_cannot_be_read_is_named(tmp_path: Path, marks: str) -> None:
    (tmp_path / "own" / "en").mkdir(parents=True)
    (tmp_path / "own" / "en" / "rain.named").write_text(f"date 2026-02-10\n\nIn {marks}.", encoding="utf-8")
    with pytest.raises(Refused, match=r"rain: \{Oslo"):
        list(scores([tmp_path / "own"], Gazetteer()))


def test_gold_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="neither a file nor a folder"):
        list(scores([tmp_path / "nowhere"], Gazetteer()))
    with pytest.raises(Refused, match="holds no marked text"):
        list(scores([tmp_path], Gazetteer()))


def test_scores_measured_anew_replace_the_old_ones_and_leave_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    score = LabelerScore("quotations", Language.ENGLISH, "quotations[all], F1", "own", None, None, None, 90.0, 80.0, 95.0, 40, "0" * 64)
    other = score._replace(on_what="another")
    kept.write_scores([score, other])
    kept.write_scores([score._replace(value=91.0)])
    assert kept.measured_scores() == [other, score._replace(value=91.0)]


@pytest.mark.golden
def test_the_figures_on_our_own_texts_are_as_accepted(golden: Callable[[str, str], None]) -> None:
    found = scores([HOUSE / "tests" / "gold", HOUSE / "tests" / "held_out"], read_gazetteer(HOUSE / "sources"))
    of_all = (score for score in found if score.kind is None and score.speaker_method is None and score.measure != RIGHTLY_OPEN)
    lines = [f"{score.language} {score.on_what}: {score.measure}: {score.value} % of {score.n}" for score in of_all]
    golden("accuracy.txt", "\n".join(lines) + "\n")
