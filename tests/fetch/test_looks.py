"""Files that look as they did are not read again."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.errors import Refused
from flows.fetch import files, unpacking
from flows.fetch.declarations import read_sources
from flows.fetch.fetched import Fetched
from flows.fetch.files import read_by
from flows.fetch.kept_members import forget_members
from flows.fetch.looks import looks_path, read_looks
from flows.fetch.snapshots import read_snapshot, sha256_of, snapshot_path
from tests.a_build import write_texts
from tests.clean.formats.made import a_zip


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("flows.fetch.looks.TICK_NS", 0)  # the files of a test are never older than the clock's tick
    return write_texts(tmp_path / "sources", {"one": "One text.", "two": "Two texts."})


def fetched(sources: Path) -> dict[str, Fetched]:
    (declaration,) = read_sources(sources)
    return {text.origin: text for text in files.fetch_files(declaration, sources, sources.parent / "store")}


def fetched_without_reading(sources: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Fetched]:
    def nothing_new(store: Path, raw: bytes, *, is_forced: bool) -> str:
        raise AssertionError(f"{raw!r} was read")

    with monkeypatch.context() as patch:
        patch.setattr(files, "keep_snapshot", nothing_new)
        return fetched(sources)


def test_a_file_that_looks_as_before_is_not_read_again(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = fetched(sources)
    assert fetched_without_reading(sources, monkeypatch) == first


def an_archive(sources: Path, **texts: str) -> None:
    (sources / "texts" / "2031.zip").write_bytes(a_zip({f"{name}.txt": text for name, text in texts.items()}))


def unpacked(sources: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Fetch, and return which containers were unpacked for it."""
    seen: list[str] = []

    def unpacked_and_seen(path: Path, *given: Any) -> Iterator[Fetched]:
        seen.append(path.name)
        return unpacking.unpacked(path, *given)

    with monkeypatch.context() as patch:
        patch.setattr(files, "unpacked", unpacked_and_seen)
        fetched(sources)
    return seen


def test_a_container_is_unpacked_again_where_it_changed_and_not_where_another_file_did(
    sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_archive(sources, road="The road.", bridge="The bridge.")
    first = fetched(sources)
    (sources / "texts" / "one.txt").write_text("Another text.")
    assert unpacked(sources, monkeypatch) == []
    assert {name: text for name, text in fetched(sources).items() if text.part_of} == {n: t for n, t in first.items() if t.part_of}
    an_archive(sources, road="The roof.", bridge="The bridge.")
    assert unpacked(sources, monkeypatch) == ["2031.zip"]
    assert fetched(sources)["2031.zip/road.txt"].sha256 == sha256_of(b"The roof.")


def test_a_container_is_unpacked_again_where_a_snapshot_of_it_is_gone_or_what_it_gave_is_damaged(
    sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_archive(sources, road="The road.")
    store, first = sources.parent / "store", fetched(sources)
    snapshot_path(store, str(first["2031.zip/road.txt"].sha256)).unlink()
    assert unpacked(sources, monkeypatch) == ["2031.zip"]
    [kept] = (store / "manifests" / "gazette").iterdir()
    kept.write_bytes(b"{")
    assert unpacked(sources, monkeypatch) == ["2031.zip"]
    assert fetched(sources) == first


def test_what_containers_gave_is_kept_while_they_are_there_and_until_a_text_is_withdrawn(sources: Path) -> None:
    an_archive(sources, road="The road.")
    store, folder = sources.parent / "store", sources.parent / "store" / "manifests" / "gazette"
    fetched(sources)
    (sources / "texts" / "2031.zip").rename(sources / "texts" / "2032.zip")
    assert "2032.zip/road.txt" in fetched(sources)
    assert len(list(folder.iterdir())) == 1
    forget_members(store)
    assert not folder.exists() and looks_path(store, "gazette").exists()


@pytest.mark.parametrize("keeps_its_times", [False, True])
def test_a_file_of_the_same_size_with_other_words_is_read(keeps_its_times: bool, sources: Path) -> None:
    fetched(sources)
    path = sources / "texts" / "one.txt"
    before = path.stat()
    path.write_text("One tent.")
    if keeps_its_times:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert fetched(sources)["one.txt"].sha256 == sha256_of(b"One tent.")


def test_a_file_that_has_just_been_written_is_read_again(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.fetch.looks.TICK_NS", 10**18)
    fetched(sources)
    assert read_looks(sources.parent / "store", "gazette", read_by()) == {}


def test_files_that_other_code_read_are_read_again(sources: Path) -> None:
    fetched(sources)
    assert read_looks(sources.parent / "store", "gazette", read_by()) and not read_looks(sources.parent / "store", "gazette", "others")


def test_a_removed_file_leaves_the_manifest(sources: Path) -> None:
    fetched(sources)
    (sources / "texts" / "one.txt").unlink()
    assert set(fetched(sources)) == {"two.txt"}
    assert set(read_looks(sources.parent / "store", "gazette", read_by())) == {"two.txt"}


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"one.txt": 3}', b'{"read_by": "%s", "files": {"one.txt": [[1], "a"]}}'])
def test_a_damaged_manifest_is_none(damage: bytes, sources: Path) -> None:
    first = fetched(sources)
    looks_path(sources.parent / "store", "gazette").write_bytes(damage.replace(b"%s", read_by().encode()))
    assert fetched(sources) == first


def test_a_snapshot_that_is_gone_is_written_again(sources: Path) -> None:
    sha256 = str(fetched(sources)["one.txt"].sha256)
    snapshot_path(sources.parent / "store", sha256).unlink()
    fetched(sources)
    assert read_snapshot(sources.parent / "store", sha256) == b"One text."


def test_a_damaged_snapshot_is_written_again_by_the_build_after_the_one_that_found_it(sources: Path) -> None:
    store = sources.parent / "store"
    sha256 = str(fetched(sources)["one.txt"].sha256)
    snapshot_path(store, sha256).write_bytes(b"One tent.")
    fetched(sources)
    with pytest.raises(Refused, match="damaged"):
        read_snapshot(store, sha256)
    fetched(sources)
    assert read_snapshot(store, sha256) == b"One text."
