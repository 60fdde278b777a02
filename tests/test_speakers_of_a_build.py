"""What the tables say of speakers beside their names: gender, office and party on the day, in `quotations` too."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from flows.fetch.mapped_people import CACHE_OF_USER
from tests.a_build import tables, write_texts

OFFICE = 'country = "KZ"\ninstitution = "City Hall"\n[[names]]\nlanguage = "en"\nname = "Mayor"\npreferred = true\n'
ANNA = """gender = "female"
birth_year = 1971
country = "KZ"
[[names]]
language = "en"
name = "Anna Petrova"
preferred = true
[[terms]]
office = "mayor"
from = 2026-02-03
[[terms]]
office = "deputy-mayor"
from = 2020-01-01
until = 2026-02-05
[[memberships]]
party = "Spring"
until = 2026-02-03
[[memberships]]
party = "Harbour"
chamber = "Town Council"
from = 2026-02-04
"""


@pytest.fixture(scope="module")
def quotations(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The rows of `quotations` of three reports, on three days, of a listed woman, and one of an unlisted man."""
    folder = tmp_path_factory.mktemp("build")
    said = "2026-02-0{day}\n\n“It is open,” {who} said. The bridge was opened yesterday, and {day}00 came to see it.\n"
    texts = {f"d{day}": said.format(day=day, who="Anna Petrova") for day in (2, 3, 4)} | {"other": said.format(day=4, who="Peter Holm")}
    sources = write_texts(folder / "sources", texts)
    for kind, name, content in (("offices", "mayor", OFFICE), ("offices", "deputy-mayor", OFFICE), ("speakers", "anna-petrova", ANNA)):
        (sources / kind).mkdir(exist_ok=True)
        (sources / kind / f"{name}.toml").write_text(content, encoding="utf-8")
    tables(sources, folder, folder / "data")
    rows: list[dict[str, Any]] = pq.read_table(folder / "data" / "quotations.parquet").to_pylist()
    return sorted(rows, key=lambda row: row["speech_id"])


def test_office_and_party_are_those_of_the_day(quotations: list[dict[str, Any]]) -> None:
    told = [(row["speaker_office"], row["speaker_party"]) for row in quotations]
    assert told == [("deputy-mayor", "Spring"), ("mayor", "Spring"), ("mayor", "Harbour"), (None, None)]


def test_gender_is_that_of_the_list_or_of_the_name(quotations: list[dict[str, Any]]) -> None:
    assert [row["speaker_gender"] for row in quotations] == ["female"] * 3 + ["male"]


def test_a_quotation_says_alone_where_it_stands_and_how_it_is_cited(quotations: list[dict[str, Any]]) -> None:
    row = quotations[0]
    assert (row["source_id"], row["text"], row["clean_text"], row["words"]) == ("gazette", "It is open,", "It is open", 3)


def test_of_a_long_list_those_are_published_whom_a_text_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_OF_USER, str(tmp_path / "cache"))
    said = "2026-02-03\n\n“It is open,” Mara Quist said. The bridge was opened yesterday. “It is wide,” Quist said to those who came.\n"
    sources = write_texts(tmp_path / "sources", {"opening": said})
    (sources / "people").mkdir()
    rows = "speaker_id,name,gender,party,from\nm-quist,Mara Quist,female,Harbour,2020-01-01\ntove-alm,Tove Alm,,,\n"
    (sources / "people" / "town.csv").write_text(rows, encoding="utf-8")
    (sources / "people" / "town.toml").write_text('licence = "CC0-1.0"\nattribution = "The Town"\n', encoding="utf-8")
    tables(sources, tmp_path, tmp_path / "data")
    made = {name: pq.read_table(tmp_path / "data" / f"{name}.parquet").to_pylist() for name in ("speakers", "quotations", "person_lists")}
    assert [(row["speaker_id"], row["is_listed"], row["list_id"]) for row in made["speakers"]] == [("m-quist", True, "town")]
    told = [(row["speaker_id"], row["speaker_name"], row["speaker_gender"], row["speaker_party"]) for row in made["quotations"]]
    assert told == [("m-quist", "Mara Quist", "female", "Harbour")] * 2
    assert made["person_lists"] == [{"list_id": "town", "licence": "CC0-1.0", "attribution": "The Town", "url": None}]
