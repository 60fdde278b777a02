"""Only what changed is read again, and the tables are those of a full rebuild."""

import shutil
from itertools import count
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.texts_as_tables import planned
from flows import rule_sets, shards
from flows.assemble import tables as assembling
from flows.errors import Refused
from flows.label.speakers.gazetteer import Gazetteer, OfficeDeclared
from flows.label.speech import Labelled
from flows.shards import ShardInput, remove_partial_parts, write_parts
from schemas.columns import Table
from schemas.sources import SetAside
from tests.a_build import PERSONS, PLACES, report, tables, write_texts

pytestmark = pytest.mark.slow  # the language of a text is told by profiles that take a second to load

NAMES = tuple(f"report-{number}" for number in range(6))
TEXTS = st.builds(report, st.sampled_from(PERSONS), st.sampled_from(PLACES), st.integers(1, 2)) | st.just("Too short.")
STATES = st.dictionaries(st.sampled_from(NAMES), TEXTS, min_size=1)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(STATES, min_size=2, max_size=3))
def test_after_any_edits_the_tables_are_those_of_a_full_rebuild(
    states: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("edits")
    for number, texts in enumerate(states):
        edited = tables(write_texts(folder / "sources", texts), folder / "store", folder / f"data-{number}")
    assert edited == tables(folder / "sources", folder / "fresh", folder / "rebuilt")


def some_texts() -> dict[str, str]:
    return {name: report(PERSONS[number % 4], PLACES[number % 3], number + 1) for number, name in enumerate(NAMES)}


def part_names(store: Path) -> set[str]:
    return {path.name for path in (store / "parts").iterdir()}


def test_one_changed_text_redoes_one_shard_and_a_removed_one_disappears(tmp_path: Path) -> None:
    sources, store, texts = tmp_path / "sources", tmp_path / "store", some_texts()
    tables(write_texts(sources, texts), store, tmp_path / "one")
    before = part_names(store)
    tables(write_texts(sources, {**texts, NAMES[0]: report("Peter Holm", "market", 9)}), store, tmp_path / "two")
    assert len(before) == len(NAMES)
    assert len(part_names(store) - before) == 1
    del texts[NAMES[1]]
    tables(write_texts(sources, texts), store, tmp_path / "three")
    assert len(part_names(store) - before) == 1
    speeches = pq.read_table(tmp_path / "three" / "speeches.parquet").column("speech_id").to_pylist()
    assert sorted(speeches) == sorted(f"gazette.{name}" for name in texts)


@pytest.fixture
def texts_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that are read from now on."""
    found: list[str] = []
    read = shards.read_text

    def noted(store: Path, member: ShardInput, gazetteer: Gazetteer) -> Labelled | SetAside:
        found.append(Path(member.fetched.origin).stem)
        return read(store, member, gazetteer)

    monkeypatch.setattr(shards, "read_text", noted)
    return found


def divide_by(number: int, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(shards, "LEAST_SLOTS", 1)
    patch.setattr(shards, "slots_for", lambda texts: number)


def test_another_number_of_shards_has_no_text_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts_read: list[str]) -> None:
    sources, store, texts = tmp_path / "sources", tmp_path / "store", {**some_texts(), "scrap": "Too short."}
    divide_by(1, monkeypatch)
    whole = tables(write_texts(sources, texts), store, tmp_path / "one")
    assert sorted(texts_read) == sorted(texts)
    for number in (4, 2):
        divide_by(number, monkeypatch)
        assert tables(sources, store, tmp_path / f"{number}") == whole
    assert len(texts_read) == len(texts)
    assert {name.partition("-of-")[2][:5] for name in part_names(store)} == {"00001", "00002", "00004"}


def test_of_a_shard_that_changed_the_changed_text_alone_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts_read: list[str]
) -> None:
    sources, store, texts = tmp_path / "sources", tmp_path / "store", some_texts()
    divide_by(1, monkeypatch)
    tables(write_texts(sources, texts), store, tmp_path / "before")
    (first,) = part_names(store)
    changed = {**texts, NAMES[0]: report("Peter Holm", "market", 9)}
    after = tables(write_texts(sources, changed), store, tmp_path / "after")
    assert texts_read[len(texts) :] == [NAMES[0]]
    assert after == tables(sources, tmp_path / "fresh", tmp_path / "rebuilt")
    shutil.rmtree(store / "parts" / (part_names(store) - {first}).pop())
    damaged = store / "parts" / first / "sentences.parquet"
    content = bytearray(damaged.read_bytes())
    content[100:200] = bytes(100)
    damaged.write_bytes(content)
    texts_read.clear()
    assert tables(sources, store, tmp_path / "damaged") == after
    assert sorted(texts_read) == sorted(changed)


def test_a_change_of_the_rules_or_of_the_known_persons_redoes_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources, store = write_texts(tmp_path / "sources", some_texts()), tmp_path / "store"
    names = {shard.name for shard in planned(sources, store)}
    assert names == {shard.name for shard in planned(sources, store)}
    known = Gazetteer(offices=(OfficeDeclared("mayor", "KZ", ()),))
    assert names.isdisjoint(shard.name for shard in planned(sources, store, known))
    monkeypatch.setattr(shards, "rules_sha256", lambda: "0" * 64)
    assert names.isdisjoint(shard.name for shard in planned(sources, store))


def test_the_rules_hash_follows_every_file_of_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "list.en.txt").write_text("said\n")
    monkeypatch.setattr(rule_sets, "files", lambda package: tmp_path)
    before = rule_sets.packages_sha256(("rules",))
    (tmp_path / "list.en.txt").write_text("said\ntold\n")
    assert rule_sets.packages_sha256(("rules",)) != before


def test_a_worker_with_other_rules_reads_nothing(tmp_path: Path) -> None:
    sources, store = write_texts(tmp_path / "sources", some_texts()), tmp_path / "store"
    shard = planned(sources, store)[0]
    with pytest.raises(Refused, match="is not that of the machine"):
        write_parts(store, shard._replace(rules_sha256="0" * 64), Gazetteer())
    assert not (store / "parts").exists()


def test_a_shard_that_another_worker_has_finished_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources, store = write_texts(tmp_path / "sources", some_texts()), tmp_path / "store"
    shard = planned(sources, store)[0]
    numbers = count()

    def overtaken(*arguments: object) -> dict[Table, list[object]]:
        if next(numbers) == 0:
            write_parts(store, shard, Gazetteer())
        return read(*arguments)  # type: ignore[arg-type]

    read = shards._rows_of
    monkeypatch.setattr(shards, "_rows_of", overtaken)
    assert write_parts(store, shard, Gazetteer()).name == shard.name
    assert part_names(store) == {shard.name}


def test_what_a_killed_worker_left_is_removed(tmp_path: Path) -> None:
    left = tmp_path / "parts" / "000-abc.0123.partial"
    left.mkdir(parents=True)
    (tmp_path / "parts" / "000-abc").mkdir()
    remove_partial_parts(tmp_path)
    assert part_names(tmp_path) == {"000-abc"}


def test_parts_are_written_in_batches_of_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "slots_for", lambda texts: 1)
    monkeypatch.setattr(shards, "TEXTS_AT_ONCE", 2)
    sources, store = write_texts(tmp_path / "sources", some_texts()), tmp_path / "store"
    (shard,) = planned(sources, store)
    metadata = pq.read_metadata(write_parts(store, shard, Gazetteer()) / "speeches.parquet")
    assert [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)] == [2, 2, 2]


def test_texts_are_put_in_order_a_slice_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources, store = write_texts(tmp_path / "sources", some_texts()), tmp_path / "store"
    whole = tables(sources, store, tmp_path / "whole")
    monkeypatch.setattr(assembling, "BYTES_PER_SLICE", 300)
    assert tables(sources, store, tmp_path / "sliced") == whole
    days = pq.read_table(tmp_path / "sliced" / "speeches.parquet").column("spoken_on").to_pylist()
    assert days == sorted(days)
    assert len(days) == len(NAMES)
