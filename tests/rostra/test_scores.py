"""`quotations_with_scores`: what is expected of a quotation, by what was last measured on blind texts."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from rostra import load
from rostra.query import sql
from rostra.scores import VIEW
from tests.publish.a_release import published

QUOTATIONS = """
CREATE TABLE quotations AS SELECT * FROM (VALUES
    (0, 'en', 'direct', 'verb', 'name', NULL), (1, 'en', 'direct', 'open', 'name', NULL), (2, 'en', 'direct', 'verb', NULL, NULL),
    (3, 'en', 'direct', 'verb', 'name', 'Dana Li'), (4, 'en', 'mixed', 'verb', 'name', NULL), (5, 'kk', 'direct', 'verb', 'name', NULL)
) AS held (n, language, kind, cue_class, speaker_method, corrected_by)
"""
SCORES = """
CREATE TABLE labeler_scores AS SELECT * FROM (VALUES
    ('en', 'held_out', 'found', 'direct', 'verb', NULL, 95.0, 60), ('en', 'held_out', 'found', 'direct', NULL, NULL, 90.0, 80),
    ('en', 'held_out', 'by name', NULL, NULL, 'name', 80.0, 40), ('en', 'gold', 'by name', NULL, NULL, 'name', 99.0, 400),
    ('en', 'held_out', 'speaker left open, rightly', NULL, NULL, NULL, 50.0, 20), ('en', 'held_out', 'F1', NULL, NULL, NULL, 10.0, 9)
) AS held (language, on_what, measure, kind, cue_class, speaker_method, value, n)
"""


def test_what_is_expected_is_that_of_the_class_or_the_kind_and_of_the_method() -> None:
    with duckdb.connect() as connection:
        connection.execute(QUOTATIONS + ";" + SCORES)
        found: Any = connection.execute(f"SELECT n, expected_right, expected_right_n FROM ({VIEW}) ORDER BY n").fetchall()
    assert found == [(0, 0.76, 40), (1, 0.72, 40), (2, 0.475, 20), (3, None, None), (4, None, None), (5, None, None)]


def test_the_view_is_there_for_queries_and_loading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(store := tmp_path / "store")
    names = ["quotation_id", "expected_right", "expected_right_n"]
    assert sql(store, f"SELECT {', '.join(names)} FROM quotations_with_scores").column_names == names
    assert load("quotations_with_scores", store=store, columns=names).column_names == names
    assert load("quotations_with_scores", store=store).column_names[-2:] == names[1:]
