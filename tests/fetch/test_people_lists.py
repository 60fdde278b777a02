"""Long lists of persons are read whole, and kept; or refused with file, line and column."""

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.errors import Refused
from flows.fetch import people_lists
from flows.fetch.gazetteer import read_gazetteer
from flows.fetch.mapped_people import CACHE_OF_USER, cache_folder
from flows.label.speakers.gazetteer import Gazetteer, Membership, Name, PeopleList, Person, Term
from schemas.words import Language

LIST = """speaker_id,name,name_ru,gender,birth_year,country,wikidata_id,office,party,chamber,from,until
mara-quist,Mara Quist|M. Quist,Мара Квист,female,1971,KZ,Q404,,Harbour,Town Council,2019-05-02,2022-01-01
mara-quist,,,,,,,mayor,,,2022-01-02,
бад,Bad,,,,,,,,,,
"""
GOOD = LIST.replace("бад,Bad,,,,,,,,,,\n", "per-vik,Пер Вік,,,,,,,,,,\n")
BESIDE = 'licence = "CC0-1.0"\nattribution = "The Town Register"\nurl = "https://town.example/persons"\n'
OFFICE = 'country = "KZ"\n[[names]]\nlanguage = "en"\nname = "Mayor"\n'
OWN = 'gender = "female"\nwikidata_id = "Q404"\n[[names]]\nlanguage = "en"\nname = "Mara Quist"\n'


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A cache of one's own."""
    monkeypatch.setenv(CACHE_OF_USER, str(tmp_path / "cache"))
    yield


def lists(folder: Path, content: str | bytes = GOOD, name: str = "town.csv") -> Path:
    for kind in ("people", "offices"):
        (folder / kind).mkdir(exist_ok=True)
    (folder / "offices" / "mayor.toml").write_text(OFFICE, encoding="utf-8")
    (folder / "people" / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def test_a_list_is_read(tmp_path: Path) -> None:
    read = read_gazetteer(lists(tmp_path)).people
    assert len(read) == 2
    names = (
        Name(Language.RUSSIAN, "Мара Квист", True),
        Name(Language.ENGLISH, "Mara Quist", True),
        Name(Language.ENGLISH, "M. Quist", False),
    )
    memberships = (Membership("Harbour", "Town Council", date(2019, 5, 2), date(2022, 1, 1)),)
    terms = (Term("mayor", date(2022, 1, 2), None),)
    assert read.person("mara-quist") == Person("mara-quist", "female", "Q404", names, terms, 1971, "KZ", memberships, "town")


def test_a_name_without_language_is_one_in_each_that_its_letters_allow(tmp_path: Path) -> None:
    found = read_gazetteer(lists(tmp_path)).people.person("per-vik")
    assert found is not None
    assert {name.language for name in found.names} == {Language.KAZAKH, Language.UKRAINIAN}  # і is no letter of Russian


def test_a_parquet_file_says_the_same(tmp_path: Path) -> None:
    rows = [{"speaker_id": "mara-quist", "name": "Mara Quist", "birth_year": 1971, "party": "Harbour", "from": date(2019, 5, 2)}]
    pq.write_table(pa.Table.from_pylist(rows), lists(tmp_path, name="unused.txt") / "people" / "town.parquet")
    found = read_gazetteer(tmp_path).people.person("mara-quist")
    assert found is not None
    assert (found.birth_year, found.memberships) == (1971, (Membership("Harbour", None, date(2019, 5, 2), None),))


def test_terms_and_attribution_stand_beside_a_list(tmp_path: Path) -> None:
    lists(tmp_path, BESIDE, "town.toml")
    lists(tmp_path, "speaker_id,name\nx,Xa Yb\n", "other.csv")
    assert read_gazetteer(lists(tmp_path)).lists == (
        PeopleList("other", None, None, None),
        PeopleList("town", "CC0-1.0", "The Town Register", "https://town.example/persons"),
    )


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("gender", "gendre", "town.csv, line 1, column 'gendre': no such column; did you mean 'gender'?"),
        ("speaker_id", "colour", "town.csv, line 1: has no column 'speaker_id'"),
        ("name_ru", "name", "town.csv, line 1, column 'name': stands there twice"),
        ("per-vik", "Per Vik", "town.csv, line 4, column 'speaker_id': 'Per Vik': must be the person's key"),
        (",female,", ",f,", "town.csv, line 2, column 'gender': 'f': must be female or male"),
        ("1971", "197", "town.csv, line 2, column 'birth_year': '197': must be a year"),
        ("KZ", "Kz", "town.csv, line 2, column 'country': 'Kz': must be two capital letters"),
        ("Q404", "404", "town.csv, line 2, column 'wikidata_id': '404': must be a Wikidata item"),
        ("mayor", "mayr", "town.csv, line 3, column 'office': 'mayr': no file offices/mayr.toml declares it; did you mean 'mayor'?"),
        ("2022-01-02", "", "town.csv, line 3, column 'from': is empty; a term of an office needs its first day"),
        ("2019-05-02", "2.5.2019", "town.csv, line 2, column 'from': '2.5.2019': must be a day such as"),
        ("2019-05-02", "2019-02-30", "town.csv, line 2, column 'from': '2019-02-30': must be a day"),
        ("2022-01-01", "2019-05-01", "town.csv, line 2, column 'until': 2019-05-01 lies before `from`, 2019-05-02"),
        ("Harbour,Town Council", ",", "town.csv, line 2, column 'from': says when, but the row names no office, party or chamber"),
        ("mara-quist,,,,,", "mara-quist,,,male,,", "line 3, column 'gender': 'male', but 'female' in an earlier row of 'mara-quist'"),
        ("Пер Вік", "", "town.csv, line 4, column 'name': 'per-vik' has no name in the letters of a language"),
        ("Пер Вік", "Per\u202eVik", "town.csv, line 4, column 'name': 'Per\\u202eVik': must be a text of one line"),
        ("per-vik,", "per-vik,,,,,,,,,,,,,", "town.csv, line 4: has"),
        ("Пер Вік", '"Пер', "town.csv, line 4: is no row of a CSV file"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_column(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    assert right in GOOD
    with pytest.raises(Refused, match=re.escape(told)):
        read_gazetteer(lists(tmp_path, GOOD.replace(right, wrong, 1)))


def test_problems_are_told_together_but_not_without_end(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_gazetteer(lists(tmp_path, "speaker_id,name\n" + "A B,Anna\n" * 10_000))
    assert str(refused.value).count("\n") == 50


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"town\.csv, line 2: is not UTF-8"):
        read_gazetteer(lists(tmp_path, b"speaker_id,name\nx,\xff\xfe\n"))
    (tmp_path / "people" / "town.csv").unlink()
    with pytest.raises(Refused, match=r"town\.parquet: is no Parquet file"):
        read_gazetteer(lists(tmp_path, b"PAR1", "town.parquet"))


def test_a_list_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_lists, "LARGEST_LIST_BYTES", 10)
    with pytest.raises(Refused, match="holds more than 10 bytes"):
        read_gazetteer(lists(tmp_path))
    monkeypatch.setattr(people_lists, "LARGEST_LIST_BYTES", 1000)
    monkeypatch.setattr(people_lists, "MOST_ROWS", 2)
    with pytest.raises(Refused, match="has more than 2 rows"):
        read_gazetteer(lists(tmp_path))


def test_whom_a_file_of_speakers_declares_stands_as_declared_there(tmp_path: Path) -> None:
    (tmp_path / "speakers").mkdir()
    (tmp_path / "speakers" / "m-quist.toml").write_text(OWN, encoding="utf-8")
    read = read_gazetteer(lists(tmp_path))
    assert len(read.people) == 1
    assert read.people.person("mara-quist") is None


def test_one_id_of_two_persons_is_refused(tmp_path: Path) -> None:
    lists(tmp_path, "speaker_id,name,wikidata_id\nmara-quist,Mara Quist,Q505\n", "zoo.csv")
    with pytest.raises(Refused, match=r"zoo\.csv, line 2, column 'speaker_id': 'mara-quist' is another person elsewhere"):
        read_gazetteer(lists(tmp_path))


def test_an_unchanged_list_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_gazetteer(lists(tmp_path))
    monkeypatch.setattr(people_lists, "people_bytes", None)
    again = read_gazetteer(tmp_path)
    assert bytes(again.people.content) == bytes(first.people.content)
    assert repr(again) == repr(first)


def test_what_is_kept_and_damaged_is_made_again(tmp_path: Path) -> None:
    read_gazetteer(lists(tmp_path))
    (kept,) = cache_folder().iterdir()
    kept.write_bytes(kept.read_bytes()[:-1])
    assert len(read_gazetteer(tmp_path).people) == 2


def test_where_nothing_can_be_kept_it_is_read_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_OF_USER, os.devnull)
    assert len(read_gazetteer(lists(tmp_path)).people) == 2


def test_no_list_is_nobody(tmp_path: Path) -> None:
    assert read_gazetteer(tmp_path) == Gazetteer()
