"""What is visible in a store is whole, whatever happens while it is written."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.errors import Refused
from flows.fetch.snapshots import is_whole, keep_snapshot, read_snapshot
from tests.fetch.site import ARTICLE, snapshots


def test_bytes_lie_under_their_hash(tmp_path: Path) -> None:
    sha256 = keep_snapshot(tmp_path, ARTICLE)
    assert snapshots(tmp_path) == [tmp_path / "snapshots" / sha256[:2] / sha256]
    assert is_whole(tmp_path, sha256)
    assert read_snapshot(tmp_path, sha256) == ARTICLE


def test_a_missing_snapshot_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="run the build again to fetch it anew"):
        read_snapshot(tmp_path, "0" * 64)


@pytest.mark.parametrize("interrupted", ["fsync", "replace"])
def test_an_interrupted_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, interrupted: str) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(*{"fsync": (os, "fsync"), "replace": (Path, "replace")}[interrupted], interrupt)
    with pytest.raises(KeyboardInterrupt):
        keep_snapshot(tmp_path, ARTICLE)
    monkeypatch.undo()
    assert not snapshots(tmp_path)
    assert is_whole(tmp_path, keep_snapshot(tmp_path, ARTICLE))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB; modes and quotas do not hold root back, a disk's size does."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], check=False).returncode:
        pytest.skip("only root can mount a small disk here")
    yield disk
    subprocess.run(["umount", disk], check=True)


def leave_it_small(disk: Path) -> None:
    assert disk.is_mount()


def close(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)


@pytest.mark.parametrize(("trouble", "told"), [(leave_it_small, "No space left"), (close, "Read-only file system")])
def test_a_store_that_cannot_be_written_is_refused_and_stays_as_it_was(
    small_disk: Path, trouble: Callable[[Path], None], told: str
) -> None:
    trouble(small_disk)
    with pytest.raises(Refused, match=rf"cannot be written \({told}.*\); make room there, or name another store"):
        keep_snapshot(small_disk, b"x" * 100_000)
    assert not snapshots(small_disk)
