"""A store in an object store: S3 as moto serves it, read through fsspec by the same door as all others."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import rostra
from rostra.diff import Question, difference
from rostra.download import Heard, Wish, download
from rostra.errors import BrokenOff, NotAsAsked, Refused
from rostra.mirror import mirror
from rostra.places import file_names, filesystem_of, place_of
from rostra.store import read_index
from rostra.verify import promised_of, verify
from tests.rostra.a_store import SPEECHES, Making, files_of, made, marked
from tests.rostra.servers import Wire, free_port

pytestmark = pytest.mark.slow

WORDS = {
    "AWS_ACCESS_KEY_ID": "reader",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """Serve S3 on this machine and return its address."""
    moto = pytest.importorskip("moto.server", reason="moto is not installed: make everything")
    server = moto.ThreadedMotoServer("127.0.0.1", free_port())
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3: str, store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Put the store into a bucket and return its address."""
    import s3fs

    for name, value in {**WORDS, "AWS_ENDPOINT_URL": s3}.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    filesystem = s3fs.S3FileSystem()
    filesystem.mkdir("speech")
    put(filesystem, store)
    yield "s3://speech/rostra"
    filesystem.rm("speech", recursive=True)
    s3fs.S3FileSystem.clear_instance_cache()


def put(filesystem: Any, store: Path) -> None:
    for name, content in files_of(store).items():
        filesystem.pipe_file(f"speech/rostra/{name}", content)


def test_a_release_comes_whole_from_an_object_store(bucket: str, store: Path, tmp_path: Path) -> None:
    found = download(bucket, tmp_path / "here", Wish())
    assert files_of(found.folder) == files_of(store / "releases" / "1.0.0")


def test_what_broke_off_goes_on_where_it_stopped(
    bucket: str, s3: str, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(store, "1.1.0", Making(files={"long.bin": bytes(range(256)) * 80_000}))
    put(place_filesystem(bucket), store)
    wire = Wire(int(s3.rpartition(":")[2]))
    monkeypatch.setenv("AWS_ENDPOINT_URL", wire.address)
    fresh_s3()

    def breaks(arrived: int) -> None:
        part = tmp_path / "here/.partial/1.1.0/long.bin"
        if wire.most_bytes is None and part.exists() and part.stat().st_size:
            wire.most_bytes = 1000

    with pytest.raises((BrokenOff, Refused)):
        download(bucket, tmp_path / "here", Wish(), Heard(arrived=breaks))
    already = (tmp_path / "here/.partial/1.1.0/long.bin").stat().st_size
    assert already >= 8_000_000 and [path.name for path in (tmp_path / "here").iterdir()] == [".partial"]
    wire.most_bytes, wire.asked = None, []
    fresh_s3()
    found = download(bucket, tmp_path / "here", Wish())
    assert files_of(found.folder) == files_of(store / "releases" / "1.1.0")
    assert min(int(piece.removeprefix("bytes=").split("-")[0]) for piece in wire.ranges("long.bin") if piece) == already
    wire.close()


def test_tables_in_an_object_store_are_asked_loaded_and_compared(bucket: str, store: Path) -> None:
    assert rostra.sql(bucket, "SELECT count(*) AS n FROM speeches").to_pylist() == [{"n": 2}]
    assert rostra.load("speeches", store=bucket).equals(SPEECHES)
    made(store, "1.1.0", Making(previous="1.0.0"))
    put(place_filesystem(bucket), store)
    assert read_index(bucket).latest == "1.1.0"
    assert set(difference(bucket, Question("1.0.0", "latest")).tables.values()) == {(0, 0, 0)}


def test_a_release_in_an_object_store_is_verified_with_what_should_not_be_there(bucket: str) -> None:
    place = place_of(f"{bucket}/releases/1.0.0")
    assert verify(place, promised_of(place, None)) == 4
    assert len(file_names(place) or ()) == 5
    filesystem = place_filesystem(bucket)
    filesystem.pipe_file("speech/rostra/releases/1.0.0/more", b"X")
    filesystem.pipe_file("speech/rostra/releases/1.0.0/README.md", b"# A dataseT\n")
    filesystem.rm_file("speech/rostra/releases/1.0.0/data/sources.parquet")
    with pytest.raises(NotAsAsked) as caught:
        verify(place)
    assert [line.split(":")[0].strip() for line in str(caught.value).splitlines()[1:]] == ["README.md", "data/sources.parquet", "more"]


def test_a_file_larger_than_announced_is_left(bucket: str, tmp_path: Path) -> None:
    place_filesystem(bucket).pipe_file("speech/rostra/releases/1.0.0/README.md", bytes(20_000_000))
    with pytest.raises(NotAsAsked, match=r"README\.md: larger than the announced 12 bytes"):
        download(bucket, tmp_path / "here", Wish())
    assert not any((tmp_path / "here").iterdir())


def test_a_bucket_that_is_not_there_and_one_without_leave(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(
        Refused, match=r"holds no releases\.json, so no store of releases, and no SHA256SUMS, so no release; is the address"
    ):
        rostra.sql("s3://nowhere/rostra", "SELECT 1")
    for name in WORDS:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", "/nonexistent")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    fresh_s3()
    with pytest.raises(Refused, match="credentials"):
        rostra.sql(bucket, "SELECT 1")


def fresh_s3() -> None:
    """Have the next call make its connections anew, from the environment."""
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()


def place_filesystem(bucket: str) -> Any:
    from rostra.places import filesystem_of

    return filesystem_of(place_of(bucket))


def test_a_mirror_follows_a_bucket(bucket: str, store: Path, tmp_path: Path) -> None:
    mirror(bucket, tmp_path / "mirror")
    made(store, "1.1.0")
    marked(store, "1.0.0", "withdrawn", "at the author's request")
    put(filesystem_of(place_of(bucket)), store)
    found = mirror(bucket, tmp_path / "mirror")
    assert found.removed == ("1.0.0",) and found.latest == "1.1.0"
    assert files_of(tmp_path / "mirror" / "releases" / "1.1.0") == files_of(store / "releases" / "1.1.0")
    assert read_index(tmp_path / "mirror") == read_index(store)
