"""A table that is too large for one file stands in parts, and everyone reads it as one table."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import rostra
from flows import parquet
from flows.parquet import cut_large_tables, files_of, write_table
from flows.publish.judges import panel
from rostra.store import read_index, release_folder
from rostra.verify import verify
from schemas.sentences import SENTENCES, Sentence
from tests.publish.small_files import small_files


def sentence(n: int) -> Sentence:
    return Sentence(f"a.b.s{n}", "a.b", "a.b.p0", n, n, n + 1, f"Sentence {n}.", 2)


def compressed(path: Path) -> int:
    """Return the bytes of a file's column chunks; the footer comes to that."""
    metadata = pq.read_metadata(path)
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    return sum(group.column(place).total_compressed_size for group in groups for place in range(group.num_columns))


def test_the_parts_hold_the_rows_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_files(monkeypatch)
    write_table(SENTENCES, [sentence(n) for n in range(2_000)], tmp_path / "sentences.parquet")
    cut_large_tables([SENTENCES], tmp_path)
    parts = files_of(SENTENCES, tmp_path)
    assert parts[0].relative_to(tmp_path).as_posix() == f"sentences/part-00000-of-{len(parts):05}.parquet"
    assert len(parts) > 2
    assert not (tmp_path / "sentences.parquet").exists()
    assert [row[3] for part in parts for row in parquet.read_rows(SENTENCES, part)] == list(range(2_000))
    assert all(compressed(part) <= 10_000 for part in parts)


def test_a_small_table_stays_one_file(tmp_path: Path) -> None:
    write_table(SENTENCES, [sentence(0)], tmp_path / "sentences.parquet")
    cut_large_tables([SENTENCES], tmp_path)
    assert files_of(SENTENCES, tmp_path) == (tmp_path / "sentences.parquet",)


@pytest.mark.slow
def test_a_release_in_parts_passes_every_judge_and_is_read_as_one(parts_store: Path) -> None:
    release = release_folder(parts_store)
    told = json.loads((release / "release.json").read_text(encoding="utf-8"))
    counted = {table["name"]: table for table in told["tables"]}
    assert len(list((release / "data" / "quotation_spans").glob("part-*.parquet"))) > 1
    assert verify(release, read_index(parts_store).releases[0].checksums_sha256)
    assert rostra.load("quotation_spans", store=parts_store).num_rows == counted["quotation_spans"]["rows"]
    judged = json.loads((release / "validation/judges.json").read_text(encoding="utf-8"))["judges"]
    assert {one["name"]: one["verdict"] for one in judged} == {judge.name: panel.PASSED for judge in panel.JUDGES}


@pytest.mark.slow
@pytest.mark.usefixtures("prefect_server")
def test_the_same_texts_in_parts_are_no_change(parts_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.build_release import run

    small_files(monkeypatch)
    assert not run(parts_store.parent / "sources", parts_store, lambda stage, done, total: None).published.is_new
