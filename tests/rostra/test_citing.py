"""`rostra cite`, and the DOI of a deposit in what else a reader is told."""

import json
from pathlib import Path

import pytest

from rostra.errors import NotAsAsked
from rostra.index import Deposit, as_entry, concept_doi, index_of
from tests.rostra.a_store import Making, made, read, write
from tests.rostra.test_addresses import called

CITATION = """cff-version: 1.2.0
title: "Speeches of the {river}"
version: "1.0.0"
date-released: "2026-02-10"
authors:
  - name: "The gazette"
"""
DEPOSIT = {"doi": "10.5281/zenodo.101", "concept_doi": "10.5281/zenodo.100", "url": "https://zenodo.org/records/101"}


@pytest.fixture
def cited(tmp_path: Path) -> Path:
    made(tmp_path / "store", "1.0.0", Making(files={"CITATION.cff": CITATION.encode()}))
    return tmp_path / "store"


def deposited(store: Path, deposit: object = DEPOSIT) -> None:
    index = read(store)
    index["releases"][0]["deposit"] = deposit
    write(store, index)


def test_a_release_is_cited_by_what_its_citation_says(cited: Path) -> None:
    assert called("cite", "--store", str(cited))[1] == "The gazette. Speeches of the {river}, version 1.0.0, 2026-02-10.\n"


def test_one_that_was_deposited_is_cited_by_its_doi(cited: Path) -> None:
    deposited(cited)
    line, all_versions = called("cite", "1.0.0", "--store", str(cited))[1].splitlines()
    assert line.endswith("version 1.0.0, 2026-02-10. https://doi.org/10.5281/zenodo.101")
    assert all_versions == "All versions together: https://doi.org/10.5281/zenodo.100"
    assert "https://doi.org/10.5281/zenodo.101" in called("list", "--store", str(cited))[1]


def test_an_entry_for_bibtex_keeps_names_whole_and_escapes_what_would_end_it(cited: Path) -> None:
    deposited(cited)
    entry = called("cite", "--store", str(cited), "--as", "bibtex")[1]
    assert entry.startswith("@misc{rostra-1.0.0,\n  author = {{The gazette}},\n  title = {{Speeches of the \\{river\\}}},\n")
    assert "  doi = {10.5281/zenodo.101},\n" in entry and entry.endswith("}\n")


def test_a_downloaded_release_keeps_its_doi(cited: Path, tmp_path: Path) -> None:
    deposited(cited)
    assert called("download", "1.0.0", "--store", str(cited), "--to", str(tmp_path / "here"))[0] == 0
    assert "10.5281/zenodo.101" in called("cite", "--store", str(tmp_path / "here"))[1]


@pytest.mark.parametrize(
    "deposit",
    [
        {**DEPOSIT, "doi": "javascript:alert(1)"},
        {**DEPOSIT, "doi": "10.5281/a b"},
        {**DEPOSIT, "url": "file:///etc"},
        {"doi": "10.5281/a"},
        "a",
    ],
)
def test_an_index_whose_deposit_cannot_be_cited_is_refused(cited: Path, deposit: object) -> None:
    deposited(cited, deposit)
    with pytest.raises(NotAsAsked, match=r"releases\.json"):
        index_of((cited / "releases.json").read_bytes(), str(cited / "releases.json"))


def test_what_an_index_says_of_a_deposit_is_written_as_it_was_read(cited: Path) -> None:
    without = index_of((cited / "releases.json").read_bytes(), "here")
    assert "deposit" not in as_entry(without.releases[0]) and concept_doi(without) is None
    deposited(cited)
    index = index_of(json.dumps(read(cited)).encode(), "here")
    assert index.releases[0].deposit == Deposit(**DEPOSIT)
    assert as_entry(index.releases[0]) == read(cited)["releases"][0] and concept_doi(index) == "10.5281/zenodo.100"
