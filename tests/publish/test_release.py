"""Publishing to a store on a disk."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from flows.errors import NotAsAsked, Refused
from flows.publish.facts import BuildFacts
from flows.publish.on_disk import acquire, refuse_unwritable
from rostra.store import read_index, release_folder
from rostra.verify import verify
from schemas.dataset import TABLES
from schemas.labelers import Labeler
from tests.publish.a_release import ROWS, published

FILES = 3 * len(TABLES) + 13  # each table and its samples; the descriptors and the registry
OTHER_ROWS = {**ROWS, "labelers": [Labeler("quotations", "1.0.1", "1" * 64)]}


def test_the_first_release_is_1_0_0_and_whole(tmp_path: Path) -> None:
    found = published(tmp_path)
    assert found.is_new and found.version == "1.0.0"
    assert verify(found.folder) == FILES
    assert read_index(tmp_path).latest == "1.0.0"


def test_coreutils_agree_that_it_is_whole(tmp_path: Path) -> None:
    folder = published(tmp_path).folder
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, check=True)


def test_publishing_the_same_again_publishes_nothing(tmp_path: Path) -> None:
    published(tmp_path)
    again = published(tmp_path)
    assert not again.is_new and again.version == "1.0.0"
    assert [path.name for path in (tmp_path / "releases").iterdir()] == ["1.0.0"]


def test_another_day_and_another_commit_are_no_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(tmp_path)
    monkeypatch.setattr("tests.publish.a_release.BUILD", BuildFacts("", None, "2027-01-01", "fff", None))
    assert not published(tmp_path).is_new


def test_a_changed_labeler_publishes_the_next_version_beside_the_old_one(tmp_path: Path) -> None:
    published(tmp_path)
    found = published(tmp_path, OTHER_ROWS)
    assert found.is_new and found.version == "1.0.1"
    assert [release.version for release in read_index(tmp_path).releases] == ["1.0.0", "1.0.1"]
    assert json.loads((found.folder / "release.json").read_text())["previous"] == "1.0.0"
    assert verify(release_folder(tmp_path, "1.0.0")) == FILES
    assert verify(found.folder) == FILES + 2  # what differs: a report, and the labelers that changed


def test_two_stores_get_the_same_bytes(tmp_path: Path) -> None:
    one, two = published(tmp_path / "one").folder, published(tmp_path / "two").folder
    assert (one / "SHA256SUMS").read_bytes() == (two / "SHA256SUMS").read_bytes()


def test_files_of_a_release_are_read_only(tmp_path: Path) -> None:
    folder = published(tmp_path).folder
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()} == {0o444}


def test_a_lost_index_is_made_again_from_the_releases(tmp_path: Path) -> None:
    published(tmp_path)
    (tmp_path / "releases.json").unlink()
    assert published(tmp_path, OTHER_ROWS).version == "1.0.1"
    assert [release.version for release in read_index(tmp_path).releases] == ["1.0.0", "1.0.1"]


def test_nobody_builds_upon_a_damaged_or_lost_latest_release(tmp_path: Path) -> None:
    notice = published(tmp_path).folder / "NOTICE.md"
    notice.chmod(0o644)
    notice.write_text("something else")
    with pytest.raises(NotAsAsked, match=r"NOTICE\.md: altered"):
        published(tmp_path)
    shutil.rmtree(notice.parent)
    with pytest.raises(NotAsAsked, match="gone, though"):
        published(tmp_path)


def test_a_second_build_on_the_same_store_is_refused_while_the_first_works(tmp_path: Path) -> None:
    with acquire(tmp_path, wait_seconds=0), pytest.raises(Refused, match="another build works on it"):
        refuse_unwritable(tmp_path)  # is silent: whoever works on it can write to it
        acquire(tmp_path, wait_seconds=0)


def test_nothing_is_published_into_a_folder_of_downloads(tmp_path: Path) -> None:
    (tmp_path / "releases.json").write_text('{"releases_in": "."}', encoding="utf-8")
    with pytest.raises(Refused, match="holds releases that were downloaded"):
        refuse_unwritable(tmp_path)


@pytest.mark.parametrize("ask", [partial(acquire, wait_seconds=0), refuse_unwritable])
def test_a_store_that_is_a_file_is_refused(ask: Callable[[Path], object], tmp_path: Path) -> None:
    (tmp_path / "store").write_text("")
    with pytest.raises(Refused, match="cannot be written to"):
        ask(tmp_path / "store")


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_folders_of_a_release_can_be_moved_by_their_owner(tmp_path: Path) -> None:
    folder = published(tmp_path).folder
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_dir()} == {0o755}
