"""Promises over whole tables, computed by DuckDB alone: characters are code points, long texts are no trouble, nothing is a crash."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.promises import PROMISES
from expectations.spans import BLOCK, PIECE
from expectations.violations import NOT_COMPUTED, Violations, violations
from flows.duck import duck
from tests.expectations.valid_dataset import COUNTS, valid_rows, write_rows

pytestmark = pytest.mark.slow

TEXT = "Әр үйде 👩🏽‍🏫 кітап, é é, 𝄞\u200b № ½ ﬁ…"


def found(rows: Mapping[str, Sequence[Any]], folder: Path) -> dict[str, Violations]:
    """Return what is found of each promise where these tables alone are there."""
    write_rows(rows, folder)
    files = {name: [folder / f"{name}.parquet"] for name in rows}
    with duck(folder) as connection:
        return {f"{one.promise.table}.{one.promise.name}": one for one in violations(PROMISES, files, COUNTS, connection)}


def with_text(text: str, spans: Sequence[tuple[int, int]]) -> dict[str, list[Any]]:
    """Return a speech of this text with a sentence for each of these spans."""
    rows = valid_rows()
    speech, sentence = rows["speeches"][0]._replace(text=text), rows["sentences"][0]
    sentences = [sentence._replace(span_start=start, span_end=end, text=text[start:end]) for start, end in spans]
    return {"speeches": [speech], "sentences": sentences}


def test_the_valid_dataset_has_no_violations(tmp_path: Path) -> None:
    assert {name: one.rows for name, one in found(valid_rows(), tmp_path).items() if one.rows} == {}


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), st.data())
def test_duckdb_counts_and_cuts_by_code_points(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    asked = {"text": text, "at": start, "size": end - start}
    cut, length = duckdb.execute("SELECT substring($text, $at + 1, $size), length($text)", asked).fetchall()[0]
    assert (cut, length) == (text[start:end], len(text))


@pytest.mark.parametrize("length", [PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_every_span_of_a_long_text_is_found_and_every_shifted_one_is_not(length: int, tmp_path: Path) -> None:
    text = (TEXT * (BLOCK // len(TEXT) + 2 * PIECE))[: BLOCK + 4 * PIECE]
    starts = [0, 1, PIECE - 1, PIECE, BLOCK - PIECE - 1, BLOCK - 1, BLOCK, BLOCK + 1, len(text) - length]
    rows = with_text(text, [(start, start + length) for start in starts])
    assert found(rows, tmp_path)["sentences.spans_hold_their_text"].rows == 0
    rows["sentences"] = [row._replace(span_start=row.span_start + 1, span_end=row.span_end + 1) for row in rows["sentences"]]
    assert found(rows, tmp_path)["sentences.spans_hold_their_text"].rows == len(starts)


@pytest.mark.parametrize("white", [" ", "\n\n", "\t", "\x0b", "\x1c", "\x85", "\xa0", "\u1680", "\u2009", "\u2028", "\u3000"])
def test_what_python_calls_white_need_not_be_covered(white: str, tmp_path: Path) -> None:
    assert white.isspace()
    rows = with_text(f"Бір.{white}Екі.", [(0, 4), (4 + len(white), 8 + len(white))])
    assert found(rows, tmp_path)["sentences.spans_cover_the_text"].rows == 0


@pytest.mark.parametrize("lost", [".", "\u200b", "\u0301", "\ufeff", "\x00", "👩"])
def test_everything_else_must_be_covered(lost: str, tmp_path: Path) -> None:
    assert not lost.isspace()
    rows = with_text(f"Бір {lost} Екі.", [(0, 3), (6, 10)])
    assert found(rows, tmp_path)["sentences.spans_cover_the_text"].examples == ("city-hall.library",)


@pytest.mark.parametrize("broken", [False, True])
def test_a_slice_at_a_time_finds_what_all_at_once_do(broken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = valid_rows()
    assert len(rows["speeches"]) > 1
    if broken:
        rows["sentences"] = [row._replace(text=row.text + "!") for row in rows["sentences"]]
        rows["quotations"] = [row._replace(text="Nothing.", speech_id="nobody's") for row in rows["quotations"]]
        rows["paragraphs"] = rows["paragraphs"][1:]
    at_once = found(rows, tmp_path)
    monkeypatch.setattr("expectations.violations.BYTES_PER_SLICE", 1)
    assert found(rows, tmp_path) == at_once
    assert any(one.rows for one in at_once.values()) is broken


def test_what_cannot_be_computed_says_why(tmp_path: Path) -> None:
    rows = valid_rows()
    del rows["speeches"]
    one = found(rows, tmp_path)["sentences.speech_id_refers_to_speeches"]
    assert one.rows == NOT_COMPUTED
    assert "Table with name speeches does not exist" in one.examples[0]


def test_promises_are_declared_without_great_expectations() -> None:
    heavy = "{'great_expectations', 'pandas', 'pyarrow', 'duckdb', 'prefect'}"
    code = f"import sys, flows.validate; sys.exit(str({heavy} & set(sys.modules)) if {heavy} & set(sys.modules) else 0)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_two_promises_on_a_table_share_a_name() -> None:
    names = [(promise.table, promise.name) for promise in PROMISES]
    assert len(set(names)) == len(names)
