"""A list of others becomes one of ours: every format, right, broken and hostile; what cannot be read is named."""

import csv
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.errors import NotAsAsked, Refused
from flows.fetch.gazetteer import read_gazetteer
from flows.fetch.mapped_people import CACHE_OF_USER
from flows.label.speakers.gazetteer import PeopleList
from flows.people import reading
from flows.people.commands import app
from flows.people.imported import Form, Imported, Seat, Terms
from flows.people.importing import Asked, import_list
from flows.people.reading import places_of, read_list
from flows.people.writing import keys_of

LISTS = Path(__file__).parent / "lists"
TERMS = Terms("CC0-1.0", "The Town Register")
MARA = Form(None, "Mara Quist")
IN_RUSSIAN = Form("ru", "Мара Квист")
PER = Form(None, "Per Vik")
ALSO = Form(None, "Mara Elna Quist")


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of one's own."""
    monkeypatch.setenv(CACHE_OF_USER, str(tmp_path / "cache"))


@pytest.mark.parametrize(
    ("name", "forms", "country", "seats"),
    [
        ("popolo.json", (MARA, IN_RUSSIAN, ALSO), None, (Seat("Harbour Party", "Town Council", "2016-09-01", "2021-08-31"),)),
        ("targets.simple.csv", (MARA, Form(None, "Мара Квист"), ALSO), "KZ", ()),
        ("entities.ftm.json", (MARA, Form(None, "Мара Квист"), ALSO), "KZ", (Seat("Harbour Party", None, "2016-09-01", "2021-12-31"),)),
        (
            "query.csv",
            (IN_RUSSIAN, MARA, ALSO, Form(None, "M. Quist")),
            "KZ",
            (Seat("Spring Party", None, "2010-01-01", "2016-08-31"), Seat("Harbour Party", None, "2016-09-01", None)),
        ),
        (
            "listPerson.xml",
            (MARA, IN_RUSSIAN),
            None,
            (Seat(None, "Town Council", "2016-09-01", "2021-08-31"), Seat("Harbour Party", None, "2016-09-01", None)),
        ),
    ],
)
def test_a_person_of_each_format(name: str, forms: tuple[Form, ...], country: str | None, seats: tuple[Seat, ...]) -> None:
    mara = read_list(LISTS / name).people[0]
    gender = None if name.startswith("targets") else "female"
    assert mara == Imported(mara.key, forms, gender, 1971, country, "Q4040404", seats)


@pytest.mark.parametrize(
    ("name", "second"),
    [
        ("popolo.json", Imported("77b2-per", (PER,), "male", 1960, None, None, (Seat(None, "Town Council", "2018-01-01", "2021-08-31"),))),
        ("targets.simple.csv", Imported("NK-8xhTUk", (PER,))),  # of two years or countries, neither
        ("entities.ftm.json", Imported("NK-8xhTUk", (PER,))),
        ("query.csv", Imported("Q5050505", (PER,), "male", None, None, "Q5050505")),
        ("listPerson.xml", Imported("VikPer", (PER,), "male", None, None, None, (Seat("OLD", None, "2010-01-01", "2012-06-30"),))),
    ],
)  # fmt: skip
def test_what_a_list_does_not_tell_stays_unknown(name: str, second: Imported) -> None:
    assert read_list(LISTS / name).people[1] == second


@pytest.mark.parametrize(
    ("name", "people", "unread"),
    [
        ("popolo.json", 3, []),
        (
            "popolo.broken.json",
            1,
            ["posts:", "organizations: is no list", "memberships[2]: is no object", "memberships[0]: names no", "persons[1]: has no id"],
        ),
        ("targets.simple.csv", 2, ["1 of schema 'Company': are no persons"]),
        ("targets.broken.csv", 1, ["line 2: has no id, or no name", "line 3: has no id, or no name", "1 of schema 'unknown'"]),
        ("entities.ftm.json", 2, ["1 of schema 'Vessel': are no persons"]),
        ("entities.broken.json", 1, ["line 2: has no name", "line 3: is no entity", "line 4: is no entity", "line 5: is no entity"]),
        ("query.csv", 2, ["column 'image': means nothing here", "Q6060606: has no label"]),
        ("query.broken.csv", 1, ["line 3: has no Wikidata item", "line 4: has no Wikidata item", "Q5050505: has no label"]),
        ("listPerson.xml", 2, ["VikPer: an affiliation with '#GOV' is left out"]),
        ("listPerson.broken.xml", 1, ["person 1: has no xml:id", "Nobody: has no xml:id, or no name"]),
    ],
)
def test_what_cannot_be_read_is_named(name: str, people: int, unread: list[str]) -> None:
    found = read_list(LISTS / name)
    assert len(found.people) == people
    told = "\n".join(places_of(found))
    assert [one for one in unread if one not in told] == []


def test_organisations_are_named_by_the_list_beside_that_of_persons(tmp_path: Path) -> None:
    persons = """<listPerson xmlns="http://www.tei-c.org/ns/1.0"><person xml:id="QuistMara"><persName><surname>Quist</surname>
      <forename>Mara</forename></persName><affiliation role="member" ref="#group.HAR" from="2016-09-01"/>
      <affiliation role="member" ref="#TC" from="2016-09-01"/><affiliation role="member" ref="#GOV"/></person></listPerson>"""
    organisations = """<listOrg xmlns="http://www.tei-c.org/ns/1.0">
      <org xml:id="TC" role="parliament"><orgName full="yes">Town Council</orgName></org>
      <org xml:id="group.HAR" role="parliamentaryGroup"><orgName full="yes">Harbour Party</orgName></org>
      <org xml:id="GOV" role="government"><orgName>Cabinet</orgName></org></listOrg>"""
    (tmp_path / "Town-listPerson.xml").write_text(persons, encoding="utf-8")
    (tmp_path / "Town-listOrg.xml").write_text(organisations, encoding="utf-8")
    found = read_list(tmp_path / "Town-listPerson.xml")
    assert found.people[0].seats == (Seat("Harbour Party", None, "2016-09-01", None), Seat(None, "Town Council", "2016-09-01", None))
    assert places_of(found) == [
        "QuistMara: an affiliation with '#GOV' is left out: its role is 'government', and neither a party's nor a parliament's"
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ((LISTS / "listPerson.hostile.xml").read_bytes(), "declares or uses entities of its own"),
        (b"<listPerson><person>", "cannot be parsed"),
        (b"<feed/>", "is XML without a listPerson"),
        (b"[" * 100_000, "within one another, more than can be read"),
        (b'{"persons": [' + b'{"a":' * 100_000, "within one another, more than can be read"),
        (b'{"persons": 7}', 'is JSON without "persons"'),
        (b'{"persons": [}', "is not JSON"),
        (b"a,b\n1,2\n", "line 1: names no columns of a format that is read"),
        (b"", "line 1: names no columns"),
        (b"item,itemLabel\nQ1,\xff\n", "line 2: is not UTF-8"),
        (b'item,itemLabel\nQ1,"Mara', "line 2: is no row of a CSV file"),
        (b"item,itemLabel\nQ1," + b"a" * 1_000_001, "line 2: is no row of a CSV file (field larger than field limit"),
    ],
)
def test_hostile_and_foreign_files_are_refused(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "list").write_bytes(content)
    with pytest.raises(Refused, match=re.escape(told)):
        read_list(tmp_path / "list")


def test_sizes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    for name in ("targets.simple.csv", "entities.ftm.json"):
        with pytest.raises(Refused, match="has more than 2"):
            read_list(LISTS / name)
    monkeypatch.setattr(reading, "LARGEST_FILE_BYTES", 100)
    with pytest.raises(Refused, match="holds more than 100 bytes"):
        read_list(LISTS / "popolo.json")


def test_many_names_and_long_ones_are_cut_off(tmp_path: Path) -> None:
    names = [f"Mara {'x' * number}" for number in range(1, 300)]
    person = {"id": "a", "name": "Mara Quist", "other_names": [{"name": name} for name in names]}
    (tmp_path / "list").write_text(json.dumps({"persons": [person]}))
    (mara,) = read_list(tmp_path / "list").people
    assert len(mara.forms) == 40


@pytest.mark.parametrize("name", ["popolo.json", "targets.simple.csv", "entities.ftm.json", "query.csv", "listPerson.xml"])
@pytest.mark.parametrize("is_parquet", [False, True])
def test_what_was_imported_is_read_by_a_build(tmp_path: Path, name: str, is_parquet: bool) -> None:
    done = import_list(LISTS / name, tmp_path, Asked("town", "SE", TERMS, is_parquet))
    read = read_gazetteer(tmp_path)
    assert len(read.people) == done.persons
    mara = read.people.person("mara-quist")
    assert mara is not None
    assert (mara.birth_year, mara.wikidata_id, mara.list_id) == (1971, "Q4040404", "town")
    assert len(mara.memberships) == len(read_list(LISTS / name).people[0].seats)
    assert {person.country for person in read.people.named("Per Vik")} == {"SE"}
    assert read.lists[0][:3] == ("town", "CC0-1.0", "The Town Register")


def test_namesakes_have_keys_that_no_order_changes() -> None:
    people = [Imported("1", (MARA,), wikidata_id="Q1"), Imported("2", (MARA,)), Imported("3", (PER,))]
    keys = keys_of(people, {})
    assert keys[0] == "mara-quist-q1"
    assert keys[2] == "per-vik"
    assert keys_of(people[::-1], {}) == keys[::-1]
    assert len(set(keys)) == 3


def test_a_key_that_somebody_else_has_is_not_given() -> None:
    assert keys_of([Imported("1", (MARA,), wikidata_id="Q1")], {"mara-quist": "Q2"}) == ["mara-quist-q1"]
    assert keys_of([Imported("1", (MARA,), wikidata_id="Q1")], {"mara-quist": "Q1"}) == ["mara-quist"]


def test_terms_are_those_of_the_list_unless_one_says_otherwise(tmp_path: Path) -> None:
    import_list(LISTS / "listPerson.xml", tmp_path, Asked("town"))
    import_list(LISTS / "targets.simple.csv", tmp_path, Asked("zoo", terms=Terms(None, "The Zoo")))
    assert read_gazetteer(tmp_path).lists == (
        PeopleList("town", "https://creativecommons.org/licenses/by/4.0/", "The Town Register of Speeches", None),
        PeopleList("zoo", "CC-BY-NC-4.0", "The Zoo", "https://www.opensanctions.org/"),
    )


def test_a_list_without_terms_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="does not say on which terms it is offered; say it with --licence and --attribution"):
        import_list(LISTS / "popolo.json", tmp_path, Asked("town"))
    assert not (tmp_path / "people").exists()


def test_a_list_is_replaced_where_that_is_asked_alone(tmp_path: Path) -> None:
    import_list(LISTS / "query.csv", tmp_path, Asked("town"))
    with pytest.raises(Refused, match=r"town\.csv: is there already"):
        import_list(LISTS / "query.csv", tmp_path, Asked("town", is_parquet=True))
    import_list(LISTS / "query.csv", tmp_path, Asked("town", is_parquet=True, replaces=True))
    assert sorted(path.name for path in (tmp_path / "people").iterdir()) == ["town.parquet", "town.toml"]


def test_a_file_of_nobody_is_not_as_asked(tmp_path: Path) -> None:
    (tmp_path / "list").write_text('{"persons": [{"id": "a"}]}')
    with pytest.raises(NotAsAsked, match=r"holds no person that can be read\npersons\[0\]: has no id"):
        import_list(tmp_path / "list", tmp_path, Asked("town", terms=TERMS))


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    asked = ["import", str(LISTS / "query.csv"), "--sources", str(tmp_path), "--as", "town", "--country", "se"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert "2 persons, 2 memberships, 2 not read" in done.output
    assert "not read: Q6060606: has no label" in done.output
    with (tmp_path / "people" / "town.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["speaker_id"] for row in rows] == ["mara-quist", "mara-quist", "per-vik"]
    assert rows[0]["name"] == "Mara Quist|Mara Elna Quist|M. Quist"
    assert rows[2]["country"] == "SE"
