"""The door to tables on disk."""

import hashlib
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows import parquet
from flows.parquet import in_order, is_whole, read_rows, write_batches, write_table
from schemas.sentences import SENTENCES, Sentence
from schemas.speakers import OFFICES, Office


def sentence(n: int, text: str = "Бұл — сөйлем.") -> Sentence:
    return Sentence(f"a.b.s{n}", "a.b", "a.b.p0", n, n, n + 1, text, 2)


def test_rows_come_back_as_they_went_in(tmp_path: Path) -> None:
    first = Office("somebody", "president", "KZ", None, date(2019, 3, 20), None)
    rows = [first, first._replace(institution="Presidency", from_on=date(2022, 11, 26), until_on=date(2029, 1, 1))]
    assert write_table(OFFICES, rows, tmp_path / "offices.parquet") == 2
    assert list(read_rows(OFFICES, tmp_path / "offices.parquet")) == rows


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_table(SENTENCES, [sentence(n) for n in range(100)], tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_file_that_lost_its_end_is_not_whole(tmp_path: Path) -> None:
    path = tmp_path / "sentences.parquet"
    assert not is_whole(path)
    write_table(SENTENCES, [sentence(n) for n in range(100)], path)
    assert is_whole(path)
    whole = path.read_bytes()
    for left in (b"", b"PAR", whole[:-1], whole[: len(whole) // 2], whole[:-100] + bytes(100)):
        path.write_bytes(left)
        assert not is_whole(path)


def test_a_value_that_does_not_fit_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(pa.ArrowInvalid):
        write_table(SENTENCES, [(*sentence(0)[:6], None, 2)], tmp_path / "sentences.parquet")
    assert list(tmp_path.iterdir()) == []


def test_the_old_file_stays_whole_while_a_new_one_fails(tmp_path: Path) -> None:
    path = tmp_path / "sentences.parquet"
    write_table(SENTENCES, [sentence(0)], path)
    before = path.read_bytes()
    with pytest.raises(pa.ArrowInvalid):
        write_table(SENTENCES, [(*sentence(0)[:7], None)], path)
    assert path.read_bytes() == before


def test_long_texts_make_small_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "BYTES_PER_GROUP", 10_000)
    write_table(SENTENCES, [sentence(n, "x" * 3_000) for n in range(10)], tmp_path / "sentences.parquet")
    groups = pq.ParquetFile(tmp_path / "sentences.parquet").metadata
    assert [groups.row_group(n).num_rows for n in range(groups.num_row_groups)] == [3, 3, 3, 1]


def test_the_file_says_what_its_columns_mean_and_how_it_is_sorted(tmp_path: Path) -> None:
    write_table(SENTENCES, [sentence(0)], tmp_path / "sentences.parquet")
    found = pq.ParquetFile(tmp_path / "sentences.parquet")
    field = found.schema_arrow.field("span_start")
    assert field.metadata[b"description"].startswith(b"First character")
    assert field.metadata[b"PARQUET:field_id"] == str(SENTENCES.column("span_start").field_id).encode()
    assert [SENTENCES.names[column.column_index] for column in found.metadata.row_group(0).sorting_columns] == ["speech_id", "position"]
    footer = {key: value for key, value in found.metadata.metadata.items() if key != b"ARROW:schema"}
    assert footer == {b"dataset": b"rostra", b"schema_version": b"2.0.0", b"table": b"sentences", b"licence": b"CC-BY-4.0"}


def test_rows_are_sorted_as_declared_with_nulls_last() -> None:
    rows = [("b", "x", "KZ", None, date(2020, 1, 1)), ("a", "x", "KZ", None, None), ("a", "x", "KZ", None, date(2020, 1, 1))]
    assert [row[0:5:4] for row in in_order(OFFICES, rows)] == [("a", date(2020, 1, 1)), ("a", None), ("b", date(2020, 1, 1))]


def test_how_rows_are_cut_into_batches_does_not_matter(tmp_path: Path) -> None:
    hashes = pa.table({"row_id": [hashlib.sha256(b"%d" % n).hexdigest() for n in range(60_000)]})
    for rows in (1_000, 65_536):
        write_batches(hashes.to_batches(max_chunksize=rows), hashes.schema, tmp_path / f"{rows}.parquet")
    assert (tmp_path / "1000.parquet").read_bytes() == (tmp_path / "65536.parquet").read_bytes()
