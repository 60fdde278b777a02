import gzip
import json
from pathlib import Path

import pytest

from flows.measure.sentences import score_sentences
from schemas.words import Language


def gold(folder: Path, *sentences: tuple[str, bool]) -> Path:
    path = folder / "en_own.sentences.json.gz"
    rows = [{"text": text, "newdoc": False, "newpar": begins, "nospace": False} for text, begins in sentences]
    path.write_bytes(gzip.compress(json.dumps(rows).encode()))
    return path


def test_ends_are_counted_with_those_of_paragraphs_and_without(tmp_path: Path) -> None:
    path = gold(tmp_path, ("One ended.", True), ("Two ended.", False), ("a third without a stop", True), ("and its second half.", False))
    figures = score_sentences(path, Language.ENGLISH)
    assert figures.sentences == 4
    assert figures.exact_sentences == 2
    assert (figures.precision, figures.recall) == (1, 3 / 4)
    assert figures.f1 == pytest.approx(6 / 7)
    assert figures.f1_inner == pytest.approx(2 / 3)


def test_a_cut_within_a_sentence_is_a_false_end(tmp_path: Path) -> None:
    figures = score_sentences(gold(tmp_path, ("He left. Not so, she said.", True)), Language.ENGLISH)
    assert (figures.precision, figures.recall) == (1 / 2, 1)
