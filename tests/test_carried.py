"""Tasks by workers who see no folder of the build: the object store carries all. What they make whole releases of, tests/publish tells."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import carried as carrying
from flows.carried import FILES, carried
from flows.engines import Engine, Workers, at_work, refuse_impossible
from flows.errors import NotAsAsked, Refused
from flows.publish.bucket import Bucket
from flows.tasks import here, reading
from tests.publish.a_bucket import address, bucket

__all__ = ["address", "bucket"]


def beside(path: Path, _: Path) -> Iterator[Path]:
    return path.parent.glob("*.txt")


@reading(beside)
def count_letters(path: Path, folder: Path) -> Path:
    """Write into the folder how many letters stand beside a file, and return a folder that says so too."""
    assert OF_THE_BUILD not in folder.parents
    letters = sum(len(text.read_text()) for text in path.parent.glob("*.txt"))
    made = folder / f"made-of-{path.stem}"
    made.mkdir()
    for place in (folder / path.stem, made / "letters"):
        place.write_text(str(letters))
    return made


OF_THE_BUILD = Path()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    store = tmp_path / "store"
    (store / "asked").mkdir(parents=True)
    (store / "asked" / "one.json").write_text("{}")
    for name, content in (("a", "four"), ("b", "more")):
        (store / "asked" / f"{name}.txt").write_text(content)
    monkeypatch.setattr("tests.test_carried.OF_THE_BUILD", store)
    return store


def count(address: str, store: Path) -> list[Path]:
    with carried(here, address, store) as run:
        return list(run(count_letters, [store / "asked" / "one.json"], store / "counted"))


def test_what_a_task_reads_goes_there_and_what_it_makes_comes_back(bucket: Bucket, store: Path) -> None:
    assert count(bucket.address, store) == [store / "counted" / "made-of-one"]
    assert (store / "counted" / "one").read_text() == (store / "counted" / "made-of-one" / "letters").read_text() == "8"
    assert [path.name for path in (store / "counted").iterdir() if path.suffix] == []
    assert bucket.names("") == []


def test_nothing_is_put_or_fetched_twice(bucket: Bucket, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[str] = []
    fetch = Bucket.fetch

    def noted(bucket: Bucket, name: str, path: Path) -> None:
        fetched.append(name)
        fetch(bucket, name, path)

    monkeypatch.setattr(Bucket, "fetch", noted)
    with carried(here, bucket.address, store) as run:
        for _ in range(2):
            assert list(run(count_letters, [store / "asked" / "one.json"], store / "counted"))
        put = [name for name in bucket.names("") if FILES in name]
    by_the_worker, by_the_build_twice = 3, 2 * 2
    assert len(fetched) == by_the_worker + by_the_build_twice
    assert len(put) == 3 + 1 + 1 + 2  # what is read; what is made, and asked, twice alike; and two answers, of other moments


def test_a_worker_of_other_rules_refuses(bucket: Bucket, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = iter(("of the build", "of the worker"))
    monkeypatch.setattr(carrying, "made_with_sha256", lambda: next(versions))
    with pytest.raises(Refused, match=r"asked/one.json: the worker's code.*install the same on both"):
        count(bucket.address, store)


def test_bytes_that_are_not_those_of_their_hash_are_refused_and_removed(
    bucket: Bucket, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch = Bucket.fetch

    def damaged(bucket: Bucket, name: str, path: Path) -> None:
        fetch(bucket, name, path)
        path.write_bytes(path.read_bytes()[:-1])

    monkeypatch.setattr(Bucket, "fetch", damaged)
    with pytest.raises(Refused, match=r"/files/[0-9a-f]{64}: its bytes are not those of its name \(asked/.*run again"):
        count(bucket.address, store)


def test_what_somebody_removed_is_named(bucket: Bucket, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(bucket: Bucket, name: str, path: Path) -> None:
        raise FileNotFoundError(name)

    monkeypatch.setattr(Bucket, "fetch", gone)
    with pytest.raises(Refused, match=r"is gone .*let nobody remove it"):
        count(bucket.address, store)


def test_an_object_store_that_is_not_there_is_named(address: str, store: Path) -> None:
    with pytest.raises(NotAsAsked, match="s3://nobodys-bucket/work"):
        count(f"{address}nobodys-bucket/work", store)


@pytest.mark.parametrize("workers", [Workers(through="s3://bucket/work"), Workers(Engine.PROCESSES, through="/shared")])
def test_a_way_that_workers_cannot_use_is_refused(workers: Workers) -> None:
    with pytest.raises(Refused, match="name an object store that all workers see"):
        refuse_impossible(workers)


def test_what_a_worker_has_of_a_run_goes_with_its_process() -> None:
    with at_work(Workers(Engine.PROCESSES, 1)) as run:
        (folder,) = run(folder_of_the_worker, [Path("s3://bucket/work")], Path())
    assert not folder.exists()


def folder_of_the_worker(address: Path, _: Path) -> Path:
    folder = carrying._folder_of(str(address))
    assert folder.is_dir()
    return folder
