"""The table `pages` changes with every look at a page: alone, that makes no release."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.publish.on_disk import Published
from rostra.verify import verify
from schemas.pages import Page
from schemas.speeches import Speech
from tests.publish.a_release import ROWS, SPEECH, published
from tests.publish.test_number import TITLED, difference_of, rows_of

NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)
HAD = SPEECH._replace(url="https://press.example/1", retrieved_at=NOON)
OTHER = SPEECH._replace(
    speech_id="gazette.on-rivers", text_sha256="2" * 64, raw_sha256="2" * 64, url="https://press.example/2", retrieved_at=NOON
)
SEEN = Page(HAD.speech_id, NOON, is_gone=False)


def released(store: Path, speeches: list[Speech], *pages: Page, with_pages: bool = False) -> Published:
    found = published(store, {**ROWS, "speeches": speeches, "pages": list(pages)}, with_pages=with_pages)
    verify(found.folder)
    return found


def pages_of(release: Published) -> list[dict[str, Any]]:
    return rows_of(release.folder / "data" / "pages.parquet")


@pytest.mark.parametrize(
    "later", [SEEN._replace(last_seen_at=NOON.replace(day=11)), SEEN._replace(is_gone=True), SEEN._replace(last_seen_at=None)]
)
@pytest.mark.parametrize("with_pages", [False, True])
def test_a_look_at_a_page_alone_publishes_nothing(tmp_path: Path, later: Page, with_pages: bool) -> None:
    first = released(tmp_path, [HAD], SEEN, with_pages=with_pages)
    again = released(tmp_path, [HAD], later, with_pages=with_pages)
    assert not again.is_new and again.version == first.version == "1.0.0"
    assert pages_of(again) == [SEEN._asdict()]


def test_with_another_change_the_looks_are_published_too_and_are_a_patch(tmp_path: Path) -> None:
    released(tmp_path, [HAD], SEEN)
    later = SEEN._replace(last_seen_at=NOON.replace(day=11), is_gone=True)
    found = released(tmp_path, [HAD, OTHER], later, Page(OTHER.speech_id, NOON, is_gone=False))
    assert found.version == "1.1.0" and pages_of(found)[0] == later._asdict()
    told = difference_of(found.folder)
    assert told["level"] == "minor" and told["tables"]["pages"] == {"added": 1, "removed": 0, "changed": 1}


def test_with_a_description_in_other_words_the_looks_are_a_patch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    released(tmp_path, [HAD], SEEN)
    monkeypatch.setattr("flows.publish.card.DATASET", TITLED)
    later = SEEN._replace(is_gone=True)
    found = released(tmp_path, [HAD], later)
    assert found.version == "1.0.1" and pages_of(found) == [later._asdict()]
    assert difference_of(found.folder)["tables"]["pages"] == {"added": 0, "removed": 0, "changed": 1}


def test_a_page_that_came_or_went_is_published(tmp_path: Path) -> None:
    released(tmp_path, [HAD, OTHER], SEEN)
    assert released(tmp_path, [HAD, OTHER], SEEN, Page(OTHER.speech_id, NOON, is_gone=False)).is_new


def test_the_moment_at_which_its_snapshot_was_had_stands_with_the_speech(tmp_path: Path) -> None:
    released(tmp_path, [HAD], SEEN)
    found = released(tmp_path, [HAD._replace(retrieved_at=NOON.replace(day=12), raw_sha256="3" * 64)], SEEN)
    assert found.is_new and rows_of(found.folder / "data" / "speeches.parquet")[0]["retrieved_at"] == NOON.replace(day=12)
