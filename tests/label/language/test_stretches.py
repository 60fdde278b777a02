"""The language of stretches of about 40 characters, written by somebody who made no list: `python -m benchmarks.stretches` prints them all.

The stretches are blind: a failure tells counts, and nobody who makes lists or profiles looks at a text.
"""

from pathlib import Path

import pytest

from benchmarks.stretches import accuracy, stretches

STRETCHES = stretches()
# Percent of the stretches that are given their language, or kept out where it is not held.
LEAST_PERCENT = {"uk": 99, "ru": 97, "be": 92, "bg": 97, "sr": 98, "mk": 99, "kk": 99, "en": 99}
ENOUGH = {"uk": 500, "ru": 150, "be": 150, "bg": 150, "sr": 60, "mk": 60, "kk": 60, "en": 60}


@pytest.mark.slow
@pytest.mark.parametrize("code", LEAST_PERCENT)
def test_short_stretches_are_given_their_language_or_kept_out(code: str) -> None:
    row = accuracy(code, STRETCHES[code])
    assert row.percent >= LEAST_PERCENT[code]


def test_there_are_enough_stretches_each_once_and_about_forty_characters_long() -> None:
    assert set(STRETCHES) == set(ENOUGH)
    assert [code for code, texts in STRETCHES.items() if not ENOUGH[code] <= len(set(texts)) == len(texts)] == []
    lengths = {len(text) for texts in STRETCHES.values() for text in texts}
    assert (min(lengths), max(lengths)) == (33, 48)


def test_what_a_wrong_stretch_was_taken_for_is_counted() -> None:
    row = accuracy("ru", ["Министр сообщил, что новый мост, который строили три года, откроют до зимы.", "12 345"])
    assert (row.right, row.n, row.percent, row.taken_for) == (1, 2, 50.0, {"none": 1})


def test_a_line_without_its_code_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.tsv").write_text("ru\tНовый мост откроют до зимы\nНовый мост\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"own\.tsv, line 2: write a language code, a tab and a text"):
        stretches(tmp_path / "own.tsv")
