"""`rostra push zenodo:` against a stand-in that speaks InvenioRDM's REST."""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flows.publish.schema import INDEX_SCHEMA, breaches
from tests.publish.a_release import ROWS, SPEECH, published
from tests.push.a_repository import TOKEN, InvenioRepository
from tests.push.stand_in import served
from tests.rostra.a_store import files_of, read

HOUSE = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture
def repository() -> Iterator[InvenioRepository]:
    repository = InvenioRepository()
    with served(repository) as repository.address:
        yield repository


@pytest.fixture
def store(tmp_path: Path) -> Path:
    published(tmp_path / "store", with_pages=True)
    return tmp_path / "store"


def rostra(*arguments: str, token: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ZENODO_", "PREFECT_"))}
    environment |= {"ZENODO_TOKEN": token} if token else {}
    command = [sys.executable, "-m", "rostra", *arguments]
    found = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, env=environment, timeout=120, check=False)
    assert TOKEN not in found.stdout + found.stderr
    return found


def push(repository: InvenioRepository, store: Path, *options: str, token: str | None = TOKEN) -> subprocess.CompletedProcess[str]:
    return rostra("push", f"zenodo:{repository.address}", "--store", str(store), *options, token=token)


def test_without_being_told_to_send_it_says_what_it_would_send(repository: InvenioRepository, store: Path) -> None:
    before = files_of(store)
    without_token = push(repository, store, token=None)
    assert without_token.returncode == 0 and "11 files to send" in without_token.stdout and repository.asked == []
    found = push(repository, store)
    assert found.returncode == 0 and "a dry run: nothing was sent" in found.stdout, found.stderr
    assert {asked.method for asked in repository.asked} == {"GET"} and repository.records == {}
    assert files_of(store) == before


def test_a_deposit_holds_the_release_and_its_doi_stands_in_index_catalogue_list_and_citation(
    repository: InvenioRepository, store: Path
) -> None:
    folder = store / "releases" / "1.0.0"
    before = files_of(folder)
    found = push(repository, store, "--send")
    assert found.returncode == 0, found.stderr
    (record,) = repository.records.values()
    assert record.is_published
    archive = zipfile.ZipFile(io.BytesIO(record.files["rostra-1.0.0.zip"] or b""))
    assert {name.removeprefix("1.0.0/"): archive.read(name) for name in archive.namelist()} == before
    assert record.files["SHA256SUMS"] == before["SHA256SUMS"] and record.files["README.md"] == before["README.md"]
    assert record.metadata["version"] == "1.0.0" and record.metadata["publication_date"] == "2026-02-10"
    assert record.metadata["rights"][0] == {"id": "cc-by-4.0"}
    assert files_of(folder) == before, "what is published never changes"
    index = read(store)
    deposit = {"doi": "10.5281/zenodo.101", "concept_doi": "10.5281/zenodo.100", "url": f"{repository.address}/records/101"}
    assert index["releases"][0]["deposit"] == deposit and breaches(INDEX_SCHEMA, index) == []
    assert 'href="https://doi.org/10.5281/zenodo.101"' in (store / "index.html").read_text()
    assert "https://doi.org/10.5281/zenodo.101" in rostra("list", "--store", str(store)).stdout
    cited = rostra("cite", "--store", str(store)).stdout
    assert "version 1.0.0" in cited and "https://doi.org/10.5281/zenodo.101" in cited and "https://doi.org/10.5281/zenodo.100" in cited
    assert "doi = {10.5281/zenodo.101}" in rostra("cite", "--store", str(store), "--as", "bibtex").stdout
    again = push(repository, store, "--send")
    assert again.returncode == 0 and "is deposited already" in again.stdout and len(repository.records) == 1


def test_the_next_release_names_the_doi_of_all_versions_and_is_deposited_as_the_next_of_them(
    repository: InvenioRepository, store: Path
) -> None:
    assert push(repository, store, "--send").returncode == 0
    assert not published(store).is_new, "a DOI alone makes no release"
    folder = published(store, {**ROWS, "speeches": [SPEECH._replace(spoken_on=date(2026, 2, 11))]}).folder
    assert 'value: "10.5281/zenodo.100"' in (folder / "CITATION.cff").read_text()
    assert "https://doi.org/10.5281/zenodo.100" in (folder / "README.md").read_text()
    assert not published(store, {**ROWS, "speeches": [SPEECH._replace(spoken_on=date(2026, 2, 11))]}).is_new
    found = push(repository, store, "--send")
    assert found.returncode == 0, found.stderr
    first, second = repository.records.values()
    assert first.parent == second.parent and second.metadata["version"] == folder.name
    assert [entry["deposit"]["doi"] for entry in read(store)["releases"]] == ["10.5281/zenodo.101", "10.5281/zenodo.102"]


def test_a_deposit_that_broke_off_goes_on_where_it_stood(repository: InvenioRepository, store: Path) -> None:
    repository.breaks_at = "README.md"
    broken = push(repository, store, "--send")
    assert broken.returncode == 1 and "the push broke off" in broken.stderr, broken.stderr
    (draft,) = repository.records.values()
    there = set(draft.committed)
    repository.breaks_at, repository.asked = None, []
    assert there and push(repository, store, "--send").returncode == 0
    sent = {asked.path.split("/")[-2] for asked in repository.asked if asked.path.endswith("/content")}
    assert "README.md" in sent and not sent & there
    assert len(repository.records) == 1 and draft.is_published


def test_one_that_was_published_but_not_noted_is_noted(repository: InvenioRepository, store: Path) -> None:
    before = (store / "releases.json").read_bytes()
    assert push(repository, store, "--send").returncode == 0
    (store / "releases.json").write_bytes(before)  # killed between the two
    repository.asked = []
    found = push(repository, store, "--send")
    assert found.returncode == 0, found.stderr
    assert {asked.method for asked in repository.asked} == {"GET"} and len(repository.records) == 1
    assert read(store)["releases"][0]["deposit"]["doi"] == "10.5281/zenodo.101"


def test_a_version_that_is_deposited_with_other_files_is_told_and_left_alone(repository: InvenioRepository, store: Path) -> None:
    before = (store / "releases.json").read_bytes()
    assert push(repository, store, "--send").returncode == 0
    (store / "releases.json").write_bytes(before)
    repository.records["101"].files["README.md"] = b"# Another dataset\n"
    found = push(repository, store, "--send")
    assert found.returncode == 1 and "holds 1.0.0 with other files than here" in found.stderr


def test_a_file_that_arrives_otherwise_leaves_the_draft_a_draft(repository: InvenioRepository, store: Path) -> None:
    repository.damages = "SHA256SUMS"
    found = push(repository, store, "--send")
    assert found.returncode == 1 and "SHA256SUMS arrived as md5:" in found.stderr
    assert not repository.records["101"].is_published and "deposit" not in read(store)["releases"][0]
    repository.damages = None
    assert push(repository, store, "--send").returncode == 0


def test_a_doi_for_trials_is_told_and_stands_in_no_index(store: Path) -> None:
    sandbox = InvenioRepository(prefix="10.5072")
    with served(sandbox) as sandbox.address:
        found = push(sandbox, store, "--send")
    assert found.returncode == 0 and "a DOI for trials" in found.stdout
    assert "deposit" not in json.loads((store / "releases.json").read_text())["releases"][0]


def test_nothing_is_deposited_without_a_token_or_with_one_that_is_not_taken(repository: InvenioRepository, store: Path) -> None:
    without = push(repository, store, "--send", token=None)
    assert without.returncode == 2 and "ZENODO_TOKEN is not set" in without.stderr
    wrong = push(repository, store, "--send", token="a-wrong-one")  # noqa: S106
    assert wrong.returncode == 1 and "is answered 403: Permission denied." in wrong.stderr and "a-wrong-one" not in wrong.stderr
    assert repository.records == {}
