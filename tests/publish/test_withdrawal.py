"""Taking back what was published: yanked versions, withdrawn texts."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from flows.errors import NotAsAsked, Refused
from flows.publish.facts import BuildFacts
from flows.publish.on_disk import acquire
from flows.publish.withdrawal import Withdrawn, withdraw, yank
from rostra.store import read_index, release_folder
from rostra.verify import verify
from schemas.labelers import Labeler
from tests.publish.a_release import ROWS, SPEECH, published

OTHER = SPEECH._replace(
    speech_id="gazette.on-rivers", text="Rivers matter, the minister said now.", text_sha256="2" * 64, raw_sha256="3" * 64
)
BOTH = {**ROWS, "speeches": [SPEECH, OTHER]}
RELABELLED = {"labelers": [Labeler("quotations", "1.0.1", "1" * 64)]}
BUILD = BuildFacts("", None, "2026-03-01", "0123abc", "f" * 64)


def passed(data: Path, fetched: Mapping[str, int]) -> dict[str, Any]:
    return {"is_passed": True, "tables": []}


def withdrawn(store: Path, *speech_ids: str) -> Withdrawn:
    with acquire(store, wait_seconds=0):
        return withdraw(store, speech_ids, "the publisher asked for it", BUILD, passed)


def statuses(store: Path) -> dict[str, str]:
    return {release.version: release.status for release in read_index(store).releases}


def rows_of(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return found


def test_a_yanked_version_keeps_its_bytes_and_the_latest_skips_it(tmp_path: Path) -> None:
    published(tmp_path)
    published(tmp_path, BOTH)
    yank(tmp_path, "1.1.0", "dates are\na day off")
    assert statuses(tmp_path) == {"1.0.0": "published", "1.1.0": "yanked"}
    index = read_index(tmp_path)
    assert index.latest == "1.0.0" and index.releases[1].reason == "dates are a day off"
    assert verify(tmp_path / "releases" / "1.1.0") and index.releases[1].checksums_sha256


def test_the_number_goes_up_from_a_yanked_version_and_the_difference_from_the_published_one(tmp_path: Path) -> None:
    published(tmp_path)
    published(tmp_path, BOTH)
    yank(tmp_path, "1.1.0", "wrong")
    found = published(tmp_path, BOTH)
    assert found.version == "1.2.0"
    manifest = json.loads((found.folder / "release.json").read_text())
    assert manifest["difference"]["from"] == manifest["previous"] == "1.0.0"
    assert manifest["difference"]["tables"]["speeches"] == {"added": 1, "removed": 0, "changed": 0}


def test_what_cannot_be_yanked_is_refused(tmp_path: Path) -> None:
    published(tmp_path)
    with pytest.raises(NotAsAsked, match=r"no release 3\.0\.0; it has 1\.0\.0"):
        yank(tmp_path, "3.0.0", "wrong")
    with pytest.raises(Refused, match="--reason is empty"):
        yank(tmp_path, "1.0.0", " ")


def test_a_withdrawn_text_is_gone_from_the_store(tmp_path: Path) -> None:
    published(tmp_path)
    published(tmp_path, BOTH)
    found = withdrawn(tmp_path, OTHER.speech_id)
    assert found.published is not None and found.published.version == "2.0.0"
    assert statuses(tmp_path) == {"1.0.0": "published", "1.1.0": "withdrawn", "2.0.0": "published"}
    entry = read_index(tmp_path).releases[1]
    assert entry.reason == "the publisher asked for it" and entry.checksums_sha256 is None
    assert sorted(path.name for path in (tmp_path / "releases").iterdir()) == ["1.0.0", "2.0.0"]
    verify(release_folder(tmp_path))
    left = [path for path in tmp_path.rglob("*") if path.is_file() and holds(path, "Rivers matter")]
    assert left == []


def holds(path: Path, text: str) -> bool:
    if path.suffix == ".parquet":
        return text in str(pq.read_table(path).to_pylist())
    return text.encode() in path.read_bytes()


def test_a_withdrawal_leaves_a_tombstone_and_differences_list_ids_alone(tmp_path: Path) -> None:
    published(tmp_path, BOTH)
    withdrawn(tmp_path, OTHER.speech_id)
    release = release_folder(tmp_path)
    [stone] = rows_of(release / "data" / "withdrawn.parquet")
    assert stone["speech_id"] == OTHER.speech_id and stone["reason"] == "the publisher asked for it"
    assert rows_of(release / "diff" / "1.0.0-to-2.0.0" / "speeches.removed.parquet") == [{"speech_id": OTHER.speech_id}]
    registered = {row["row_id"]: row for row in rows_of(release / "registry.parquet") if row["table_name"] == "speeches"}
    assert registered[OTHER.speech_id]["last_seen"] == "1.0.0" and registered[OTHER.speech_id]["content_sha256"] is None
    assert registered[SPEECH.speech_id]["last_seen"] is None
    [aside] = rows_of(release / "data" / "set_aside.parquet")
    assert aside["reason"] == "withdrawn"


def test_the_tombstones_go_on_to_later_releases(tmp_path: Path) -> None:
    published(tmp_path, BOTH)
    withdrawn(tmp_path, OTHER.speech_id)
    later = published(tmp_path, {**ROWS, **RELABELLED})
    assert later.version == "2.0.1"
    assert len(rows_of(later.folder / "data" / "withdrawn.parquet")) == 1


def test_a_version_whose_difference_holds_the_text_is_removed_too(tmp_path: Path) -> None:
    published(tmp_path, BOTH)
    published(tmp_path)  # the speech went, and stands in the difference
    withdrawn(tmp_path, OTHER.speech_id)
    assert statuses(tmp_path) == {"1.0.0": "withdrawn", "2.0.0": "withdrawn", "3.0.0": "published"}


def test_a_copy_of_the_text_goes_with_it(tmp_path: Path) -> None:
    published(tmp_path, {**ROWS, "speeches": [SPEECH, OTHER, OTHER._replace(speech_id="gazette.rivers-again")]})
    assert withdrawn(tmp_path, OTHER.speech_id).speech_ids == ("gazette.on-rivers", "gazette.rivers-again")
    assert [row["speech_id"] for row in rows_of(release_folder(tmp_path) / "data" / "speeches.parquet")] == [SPEECH.speech_id]


def test_the_only_text_can_be_withdrawn(tmp_path: Path) -> None:
    published(tmp_path)
    withdrawn(tmp_path, SPEECH.speech_id)
    assert rows_of(release_folder(tmp_path) / "data" / "speeches.parquet") == []
    assert statuses(tmp_path) == {"1.0.0": "withdrawn", "2.0.0": "published"}


def test_what_was_made_from_a_yanked_version_is_yanked(tmp_path: Path) -> None:
    published(tmp_path, BOTH)
    yank(tmp_path, "1.0.0", "wrong")
    withdrawn(tmp_path, OTHER.speech_id)
    assert statuses(tmp_path) == {"1.0.0": "withdrawn", "2.0.0": "yanked"}


def test_withdrawing_again_says_that_it_was_done(tmp_path: Path) -> None:
    published(tmp_path, BOTH)
    withdrawn(tmp_path, OTHER.speech_id)
    assert withdrawn(tmp_path, OTHER.speech_id).published is None
    with pytest.raises(NotAsAsked, match=r"no release holds gazette\.nowhere"):
        withdrawn(tmp_path, "gazette.nowhere")
