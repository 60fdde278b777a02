"""The reader's half: list, latest, verify, sql and load on a published store."""

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

import rostra
from rostra.cli import app
from rostra.errors import NotAsAsked, Refused
from rostra.store import promised_by_index, read_index, release_folder
from rostra.verify import read_checksums, verify
from tests.publish.a_release import published


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    published(folder)
    return folder


def test_a_table_is_loaded_as_arrow(store: Path) -> None:
    assert rostra.load("sources", store=store).column("source_id").to_pylist() == ["gazette"]


def test_a_table_that_is_not_there_is_named_with_those_that_are(store: Path) -> None:
    with pytest.raises(NotAsAsked, match=r"no table 'speach'.*speeches"):
        rostra.load("speach", store=store)
    with pytest.raises(NotAsAsked, match="no table"):
        rostra.load("../data/sources", store=store)


def test_a_query_sees_each_table_as_a_view(store: Path) -> None:
    assert rostra.sql(store, "SELECT count(*) AS n FROM labelers").to_pylist() == [{"n": 1}]


def test_a_wrong_query_is_refused_in_one_message(store: Path) -> None:
    with pytest.raises(Refused, match="cannot be answered"):
        rostra.sql(store, "SELEC 1")


def test_a_query_without_an_answer_is_refused(store: Path) -> None:
    with pytest.raises(Refused, match="has no answer"):
        rostra.sql(store, "")


def test_two_columns_of_one_name_keep_their_values(store: Path) -> None:
    found = CliRunner().invoke(app, ["sql", "--store", str(store), "--as", "markdown", "SELECT 1 AS a, 2 AS a"])
    assert found.stdout.splitlines()[-1] == "| 1 | 2 |"


def test_nested_values_are_printed_as_text_in_csv(store: Path) -> None:
    found = CliRunner().invoke(app, ["sql", "--store", str(store), "SELECT [1, 2] AS list, {'a': 1} AS struct, 3 AS n"])
    assert list(csv.reader(found.stdout.splitlines())) == [["list", "struct", "n"], ["[1, 2]", "{'a': 1}", "3"]]


def test_a_version_that_is_not_there_is_named_with_those_that_are(store: Path) -> None:
    with pytest.raises(NotAsAsked, match=r"no release 9\.9\.9; it has 1\.0\.0"):
        release_folder(store, "9.9.9")


def test_an_empty_store_has_no_latest(tmp_path: Path) -> None:
    assert read_index(tmp_path).releases == ()
    with pytest.raises(Refused, match="holds no release yet"):
        release_folder(tmp_path)


def test_a_store_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no such folder"):
        read_index(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "content", ["", "[]", '{"latest": "1.0.0", "releases": []}', '{"latest": null, "releases": [{"version": "../1"}]}']
)
def test_an_index_that_lies_is_not_as_asked(content: str, tmp_path: Path) -> None:
    (tmp_path / "releases.json").write_text(content)
    with pytest.raises(NotAsAsked, match="not an index of releases"):
        read_index(tmp_path)


def test_an_altered_a_missing_and_an_added_file_are_each_named(tmp_path: Path) -> None:
    folder = published(tmp_path).folder
    for name in ("NOTICE.md", "LICENSE"):
        (folder / name).chmod(0o644)
    (folder / "NOTICE.md").write_bytes((folder / "NOTICE.md").read_bytes().replace(b"Whose", b"whose"))
    (folder / "LICENSE").unlink()
    (folder / "data" / "extra.parquet").write_bytes(b"")
    with pytest.raises(NotAsAsked) as caught:
        verify(folder)
    assert [line.split(":")[0].strip() for line in str(caught.value).splitlines()[1:]] == ["LICENSE", "NOTICE.md", "data/extra.parquet"]


def test_checksums_that_were_changed_with_the_data_are_caught_by_the_index(tmp_path: Path) -> None:
    folder = published(tmp_path).folder
    sums = folder / "SHA256SUMS"
    sums.chmod(0o644)
    sums.write_text(sums.read_text().replace("\n", " \n", 1))
    promised = promised_by_index(folder)
    assert promised is not None
    with pytest.raises(NotAsAsked, match="not the one in the store's index"):
        verify(folder, promised)


def test_a_lost_index_is_said_to_be_lost(tmp_path: Path) -> None:
    published(tmp_path)
    (tmp_path / "releases.json").unlink()
    with pytest.raises(Refused, match=r"releases\.json is lost"):
        release_folder(tmp_path)


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "data/../../outside"])
def test_a_name_that_leads_out_of_the_release_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  {name}\n")
    with pytest.raises(NotAsAsked, match="leads out of the release"):
        read_checksums(tmp_path)


def test_a_folder_without_checksums_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(NotAsAsked, match="no release, or only a half of one"):
        verify(tmp_path)
