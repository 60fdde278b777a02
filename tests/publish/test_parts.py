"""A table that is too large for one file stands in parts, and everyone reads it as one table."""

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import rostra
from flows import parquet
from flows.parquet import cut_large_tables, files_of, write_table
from flows.publish.judges import in_spark, panel
from flows.publish.steps import Asked
from rostra.store import read_index, release_folder
from rostra.verify import verify
from schemas.sentences import SENTENCES, Sentence
from tests.publish.three_languages import declare


def sentence(n: int) -> Sentence:
    return Sentence(f"a.b.s{n}", "a.b", "a.b.p0", n, n, n + 1, f"Sentence {n}.", 2)


def compressed(path: Path) -> int:
    """Return the bytes of a file's column chunks; the footer comes to that."""
    metadata = pq.read_metadata(path)
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    return sum(group.column(place).total_compressed_size for group in groups for place in range(group.num_columns))


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "BYTES_PER_FILE", 10_000)
    monkeypatch.setattr(parquet, "ROWS_PER_GROUP", 100)
    monkeypatch.setattr(parquet, "ROWS_PER_GROUP_OF_LONG_TEXT", 100)


def test_the_parts_hold_the_rows_in_their_order(tmp_path: Path, small_files: None) -> None:
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
def test_a_release_in_parts_passes_every_judge_and_is_read_as_one(
    prefect_server: None, cffconvert: str, tmp_path: Path, small_files: None
) -> None:
    from flows.build_release import run

    store = tmp_path / "store"
    sources = declare(tmp_path / "sources")
    assert run(sources, store, lambda stage, done, total: None, Asked(with_judges=True)).published.is_new
    release = release_folder(store)
    told = json.loads((release / "release.json").read_text(encoding="utf-8"))
    counted = {table["name"]: table for table in told["tables"]}
    assert len(list((release / "data" / "quotation_spans").glob("part-*.parquet"))) > 1
    assert verify(release, read_index(store).releases[0].checksums_sha256)
    assert rostra.load("quotation_spans", store=store).num_rows == counted["quotation_spans"]["rows"]
    assert {one["verdict"] for one in json.loads((release / "validation/judges.json").read_text(encoding="utf-8"))["judges"]} == {
        panel.PASSED
    }
    assert shutil.which("java") is None or in_spark.troubles(release) == []
    assert not run(sources, store, lambda stage, done, total: None, Asked()).published.is_new
