"""The outside judges, on real releases: the first speech's, and one of the project's own test texts in three languages."""

import json
import shutil
from pathlib import Path

import pytest

from flows.errors import NotAsAsked
from flows.publish.judges import in_spark, panel
from flows.publish.judges.apart import troubles_apart
from flows.publish.manifest import VERDICTS
from rostra.store import read_index, release_folder
from tests.publish.a_release import published

pytestmark = pytest.mark.slow


def test_every_judge_passes_the_first_speech(first_store: Path, cffconvert: str) -> None:
    verdicts = panel.ask(release_folder(first_store))
    assert {verdict.name: verdict.verdict for verdict in verdicts} == {judge.name: panel.PASSED for judge in panel.JUDGES}


@pytest.mark.skipif(shutil.which("java") is None, reason="no java, which Spark needs")
@pytest.mark.usefixtures("quick_java")
def test_spark_reads_every_table_as_declared_whole_or_in_parts(first_store: Path, three_store: Path, parts_store: Path) -> None:
    releases = [release_folder(store).resolve() for store in (first_store, three_store, parts_store)]
    assert troubles_apart(in_spark.__name__, releases, {}) == [[], [], []]


def test_the_release_says_who_was_asked_in_which_version_and_what_each_said(three_store: Path) -> None:
    told = json.loads((release_folder(three_store) / VERDICTS).read_text(encoding="utf-8"))["judges"]
    assert [one["name"] for one in told] == [judge.name for judge in panel.JUDGES]
    assert {one["verdict"] for one in told} == {panel.PASSED}
    assert all(one["version"] and one["detail"] for one in told)


def test_nobody_asked_is_an_empty_list(first_store: Path) -> None:
    assert json.loads((release_folder(first_store) / VERDICTS).read_text(encoding="utf-8")) == {"judges": []}


def test_what_a_judge_rejects_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.publish.judges.in_polars.troubles", lambda release: ["speeches: too many bridges"])
    with pytest.raises(NotAsAsked, match=r"(?s)nothing is published.*Polars.*too many bridges"):
        published(tmp_path, with_judges=True)
    assert read_index(tmp_path).releases == ()
    monkeypatch.undo()
    assert published(tmp_path).is_new
