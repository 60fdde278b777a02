"""One shard function on every engine: the same bytes, whoever reads, and whoever is killed while reading."""

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.texts_as_tables import write_shards
from flows.assemble import bundles, shuffle
from flows.engines import Engine, Workers, read_by, refuse_impossible
from flows.errors import Refused
from flows.publish import parts as publish_parts
from flows.shards import read_shard
from tests.a_build import PERSONS, PLACES, report, tables, write_texts
from tests.publish.in_parts import divide_few

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).resolve().parent.parent
TEXTS = {f"report-{n}": report(PERSONS[n % 4], PLACES[n % 3], n % 28 + 1) for n in range(40)}
PATIENCE_SECONDS = 120
needs_dask = pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="no distributed; `make everything` brings it")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_texts(tmp_path_factory.mktemp("sources"), TEXTS)


@pytest.fixture(scope="module", autouse=True)
def _in_parts() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        divide_few(patch)
        yield


@pytest.fixture
def several_bundles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each task write a few of the parts, a slice of the texts at a time, of rows that others dealt out."""
    monkeypatch.setattr(publish_parts, "CHARACTERS_PER_SLICE", 1)
    monkeypatch.setattr(bundles, "CHARACTERS_PER_BUNDLE", 500)
    monkeypatch.setattr(shuffle, "READS_OF_A_SHUFFLE", 0)
    monkeypatch.setattr(shuffle, "SHARDS_IN_A_GROUP", 2)


@pytest.fixture(scope="module")
def by_one_thread(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("one-thread")
    return tables(sources, folder / "store", folder / "data")


@pytest.mark.usefixtures("several_bundles")
@pytest.mark.parametrize("workers", [Workers(Engine.THREADS, 3), Workers(Engine.PROCESSES, 1), Workers(Engine.PROCESSES, 3)], ids=str)
def test_every_engine_and_number_of_workers_gives_the_same_bytes(
    workers: Workers, sources: Path, by_one_thread: dict[str, bytes], tmp_path: Path
) -> None:
    assert tables(sources, tmp_path / "store", tmp_path / "release" / "data", workers) == by_one_thread
    assert len(list((tmp_path / "hashes").glob("bundle-*.json"))) > 2
    assert len([name for name in by_one_thread if name.startswith("quotations/")]) > 2


def slowly(shard: Path, store: Path) -> Path:
    """Read a shard, but not before it is told whose process has begun."""
    (store / "begun" / str(os.getpid())).touch()
    time.sleep(0.2)
    return read_shard(shard, store)


def killing_its_worker(shard: Path, store: Path) -> Path:
    os.kill(os.getpid(), signal.SIGKILL)
    return shard


def failing(shard: Path, store: Path) -> Path:
    raise Refused(f"{shard.name[:3]} cannot be read")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """Run a Dask scheduler and two workers, each a process of its own that nobody starts again, and return the scheduler's address."""
    file = tmp_path / "scheduler.json"
    said = ["--scheduler-file", str(file), "--no-dashboard"]
    python = [sys.executable, "-m", "dask"]
    started = [subprocess.Popen([*python, "scheduler", "--host", "127.0.0.1", "--port", "0", *said], cwd=HOUSE, stderr=subprocess.DEVNULL)]
    try:
        wait_for(file.is_file)
        for _ in range(2):
            worker = [*python, "worker", "--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path / "dask"), *said]
            started.append(subprocess.Popen(worker, cwd=HOUSE, stderr=subprocess.DEVNULL))
        yield json.loads(file.read_text())["address"]
    finally:
        for process in started:
            process.kill()
            process.wait()


def wait_for(condition: object) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.05)


@needs_dask
def test_a_dask_worker_that_is_killed_changes_nothing(cluster: str, sources: Path, by_one_thread: dict[str, bytes], tmp_path: Path) -> None:
    store = tmp_path / "store"
    begun = store / "begun"
    begun.mkdir(parents=True)
    shards = write_shards(sources, store)
    done, killed = set(), None
    for parts in read_by(Workers(Engine.DASK, address=cluster), slowly, shards, store):
        done.add(parts)
        if killed is None and len(list(begun.iterdir())) == 2:
            killed = int(next(begun.iterdir()).name)
            os.kill(killed, signal.SIGKILL)
            assert len(done) < len(shards)
    assert killed is not None
    assert {parts.name for parts in done} == {shard.name for shard in shards}
    assert tables(sources, store, tmp_path / "data") == by_one_thread


@needs_dask
@pytest.mark.usefixtures("several_bundles")
def test_dask_on_this_machine_gives_the_same_bytes(sources: Path, by_one_thread: dict[str, bytes], tmp_path: Path) -> None:
    assert tables(sources, tmp_path / "store", tmp_path / "data", Workers(Engine.DASK, 2)) == by_one_thread


@pytest.mark.parametrize("engine", [Engine.THREADS, Engine.PROCESSES])
def test_what_a_worker_refuses_is_refused(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="007 cannot be read"):
        list(read_by(Workers(engine, 1), failing, [tmp_path / "007-abc"], tmp_path))


@pytest.mark.parametrize("engine", [Engine.PROCESSES, pytest.param(Engine.DASK, marks=needs_dask)])
def test_a_killed_process_says_that_what_was_read_is_kept(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"was killed.*what was read is kept"):
        list(read_by(Workers(engine, 1), killing_its_worker, [tmp_path / "007-abc"], tmp_path))


@needs_dask
def test_an_address_where_no_scheduler_answers_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import dask

    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}), pytest.raises(Refused, match="no scheduler answers there"):
        list(read_by(Workers(Engine.DASK, address="tcp://127.0.0.1:9"), read_shard, [tmp_path], tmp_path))


@pytest.mark.parametrize(
    ("workers", "message"),
    [
        (Workers(Engine.PROCESSES, address="tcp://127.0.0.1:8786"), "goes with --engine dask"),
        (Workers(Engine.DASK, 2, "tcp://127.0.0.1:8786"), "leave one of the two out"),
    ],
)
def test_what_cannot_be_meant_is_refused(workers: Workers, message: str) -> None:
    with pytest.raises(Refused, match=message):
        refuse_impossible(workers)


def test_dask_without_its_packages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Refused, match="extra `dask`"):
        refuse_impossible(Workers(Engine.DASK))
