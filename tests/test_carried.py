"""Shards read by two processes that see no folder of the build: the object store carries all, and the tables are the same."""

import os
from pathlib import Path

import pytest

from benchmarks.texts_as_tables import write_shards
from flows import shards
from flows.carried import carried
from flows.engines import Engine, Workers, at_work, refuse_impossible
from flows.errors import Refused
from flows.publish.bucket import Bucket
from flows.shards import read_shard
from tests.a_build import PERSONS, PLACES, report, tables, write_texts
from tests.publish.a_bucket import address, bucket

__all__ = ["address", "bucket"]

OF_THE_BUILD = "of-the-build"


def read_apart(shard: Path, store: Path) -> Path:
    """Read a shard in a folder that is none of the build's, and leave a note of which process did."""
    assert not (store / OF_THE_BUILD).exists() and not shard.with_name(OF_THE_BUILD).exists()
    parts = read_shard(shard, store)
    (parts / f"by-{os.getpid()}").touch()
    return parts


@pytest.mark.slow
def test_two_processes_without_a_common_folder_read_what_one_thread_reads(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "slots_for", lambda texts: 4)
    monkeypatch.setattr(shards, "LEAST_SLOTS", 4)
    texts = {f"report-{number}": report(PERSONS[number % 4], PLACES[number % 3], number % 28 + 1) for number in range(12)}
    sources, store = write_texts(tmp_path / "sources", texts), tmp_path / "store"
    with at_work(Workers(Engine.PROCESSES, 2)) as run:
        read = carried(run, bucket.address)
        for content in (texts, {**texts, "report-0": report("Jane Alder", "museum", 7)}):
            planned = write_shards(write_texts(sources, content), store)
            for folder in (store, store / "shards"):
                (folder / OF_THE_BUILD).touch()
            parts = list(read(read_apart, planned, store))
    assert len({note.name for folder in parts for note in folder.glob("by-*")}) == 2
    assert bucket.names("") == []
    read_before = {folder: folder.stat().st_ino for folder in parts}
    assert tables(sources, store, tmp_path / "data") == tables(sources, tmp_path / "other", tmp_path / "by-one-thread")
    assert {folder: folder.stat().st_ino for folder in parts} == read_before


@pytest.mark.parametrize("workers", [Workers(through="s3://bucket/work"), Workers(Engine.PROCESSES, through="/shared")])
def test_a_way_that_workers_cannot_use_is_refused(workers: Workers) -> None:
    with pytest.raises(Refused, match="name an object store that all workers see"):
        refuse_impossible(workers)
