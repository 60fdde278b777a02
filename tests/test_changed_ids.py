from pathlib import Path

import pyarrow.parquet as pq

from flows.changed_ids import Moved, told_by_names, with_earlier_ones
from schemas.speakers import SpeakerIdChange as Change
from tests.a_build import report, tables, write_texts

THEN = {"ann-roe-1f": {"Ann Roe"}, "mr-speaker": {"Mr Speaker"}, "lost": {"Bo Lost"}, "omar-khan": {"Omar Khan"}}
CALLED = {"ann-roe": {"Ann Roe", "Анн Роу"}, "mr-speaker-1": {"Mr. Speaker"}, "mr-speaker-2": {"MR. SPEAKER"}, "bo-kim": {"Bo Kim"}}
NOW = {*CALLED, "omar-han"}


def test_an_id_that_is_gone_has_the_new_one_of_its_quotations() -> None:
    moved = [Moved("ann-roe-1f", "ann-roe", 2), Moved("ann-roe-1f", "bo-kim", 7)]
    assert told_by_names({"ann-roe-1f": {"Ann Roe"}}, NOW, CALLED, moved) == [Change("ann-roe-1f", "ann-roe", 2)]


def test_an_id_that_was_several_speakers_has_several_rows() -> None:
    moved = [Moved("mr-speaker", "mr-speaker-1", 3), Moved("mr-speaker", "mr-speaker-2", 1)]
    found = told_by_names({"mr-speaker": {"Mr. Speaker"}}, NOW, CALLED, moved)
    assert [change.speaker_id for change in found] == ["mr-speaker-1", "mr-speaker-2"]


def test_where_no_quotation_tells_the_name_does() -> None:
    assert told_by_names({"omar-khan": {"Omar Khan"}, "lost": {"Bo Lost"}}, NOW, CALLED, []) == [Change("omar-khan", "omar-han", 0)]


def test_what_earlier_releases_said_is_kept_and_followed() -> None:
    kept = [Change("roe", "ann-roe-1f", 4), Change("bo", "bo-kim", 1), Change("gone", "nobody-now", 1)]
    found = with_earlier_ones(kept, [Change("ann-roe-1f", "ann-roe", 2)], NOW)
    assert found == [Change("ann-roe-1f", "ann-roe", 2), Change("bo", "bo-kim", 1), Change("roe", "ann-roe", 4)]


def test_an_id_that_somebody_has_again_did_not_change() -> None:
    assert with_earlier_ones([Change("ann-roe", "bo-kim", 1)], [], NOW) == []


LISTED = """
gender = "female"

[[names]]
language = "en"
name = "Anna Petrova"
preferred = true
"""


def test_a_person_who_is_listed_under_another_id_now_is_found_by_the_old_one(tmp_path: Path) -> None:
    sources, store = write_texts(tmp_path / "sources", {"a": report("Anna Petrova", "bridge", 3)}), tmp_path / "store"
    tables(sources, store, tmp_path / "first" / "data")
    (sources / "speakers").mkdir()
    (sources / "speakers" / "anna-petrova-of-aktau.toml").write_text(LISTED)
    for earlier, later in (("first", "second"), ("second", "third")):  # kept in every release from then on
        tables(sources, store, tmp_path / later / "data", earlier=tmp_path / earlier)
        told = pq.read_table(tmp_path / later / "data" / "speaker_id_changes.parquet").to_pylist()
        assert told == [{"old_speaker_id": "anna-petrova", "speaker_id": "anna-petrova-of-aktau", "quotations": 2}]
