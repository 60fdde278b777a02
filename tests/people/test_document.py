"""docs/persons.md says what is so: its files are read, its columns are those that are declared."""

import re
from pathlib import Path

import pytest

from flows.fetch.gazetteer import read_gazetteer
from flows.fetch.mapped_people import CACHE_OF_USER
from flows.fetch.people_lists import COLUMNS

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "persons.md").read_text(encoding="utf-8")
FILE = re.compile(r"^```\w+ (?P<name>\S+)\n(?P<content>.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_files_of_the_document_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_OF_USER, str(tmp_path / "cache"))
    for found in FILE.finditer(DOCUMENT):
        (tmp_path / found["name"]).parent.mkdir(exist_ok=True)
        (tmp_path / found["name"]).write_text(found["content"], encoding="utf-8")
    read = read_gazetteer(tmp_path)
    assert [person.speaker_id for person in read.persons] == ["mara-quist"]
    assert len(read.people) == 2
    per = read.people.person("per-vik")
    assert per is not None
    assert [one.party for one in per.memberships] == ["Spring Party", "Harbour Party"]
    assert read.lists[0].attribution == "The Town Register"


def test_the_columns_of_the_document_are_those_that_are_declared() -> None:
    for column, holds in COLUMNS.items():
        assert f"| `{column}` | {holds.replace('|', '&#124;')} |" in DOCUMENT
