"""The lists of persons and offices are read whole, or refused with what is wrong."""

import re
from datetime import date
from pathlib import Path

import pytest

from flows.errors import Refused
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.gazetteer import read_gazetteer, refuse_unlisted_principals
from flows.label.speakers.gazetteer import Gazetteer, Membership, Name, OfficeDeclared, Person, Term
from schemas.words import Language

PERSON = """
gender = "female"
wikidata_id = "Q42"
[[names]]
language = "en"
name = "Ada Example"
preferred = true
[[names]]
language = "ru"
name = "Ада Пример"
[[terms]]
office = "mayor-of-example"
from = 2020-01-02
until = 2024-05-06
[[terms]]
office = "mayor-of-example"
from = 2025-01-01
"""
OFFICE = """
country = "KZ"
[[names]]
language = "en"
name = "Mayor"
preferred = true
"""


def lists(folder: Path, person: str = PERSON, office: str = OFFICE) -> Path:
    for kind, name, content in (("speakers", "ada-example", person), ("offices", "mayor-of-example", office)):
        (folder / kind).mkdir()
        (folder / kind / f"{name}.toml").write_text(content, encoding="utf-8")
    return folder


def test_persons_and_offices_are_read(tmp_path: Path) -> None:
    assert read_gazetteer(lists(tmp_path)) == Gazetteer(
        (
            Person(
                "ada-example",
                "female",
                "Q42",
                (Name(Language.ENGLISH, "Ada Example", True), Name(Language.RUSSIAN, "Ада Пример", False)),
                (Term("mayor-of-example", date(2020, 1, 2), date(2024, 5, 6)), Term("mayor-of-example", date(2025, 1, 1), None)),
            ),
        ),
        (OfficeDeclared("mayor-of-example", "KZ", (Name(Language.ENGLISH, "Mayor", True),)),),
    )


def test_missing_folders_are_an_empty_list(tmp_path: Path) -> None:
    assert read_gazetteer(tmp_path) == Gazetteer()


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('"mayor-of-example"\nfrom = 2025', '"mayor-of-exmple"\nfrom = 2025', "terms[1].office = 'mayor-of-exmple': no file offices/"),
        ("2020-01-02", '"2020-01-02"', "terms[0].from = '2020-01-02': must be a date without quotes"),
        ("2020-01-02", "2024-06-01", "terms[0]: until 2024-05-06 lies before from 2024-06-01"),
        ("2020-01-02", "2025-01-01", "'mayor-of-example' from 2025-01-01 stands there twice"),
        ('"ru"', '"fr"', "names[1].language = 'fr': must be one of"),
        ('"ru"', '"en"', None),
        ('"ru"\nname = "Ада Пример"', '"en"\nname = "Ada E"\npreferred = true', "2 names are preferred in 'en'"),
        ('"ru"\nname = "Ада Пример"', '"en"\nname = "Ada Example"', "stands there twice"),
        ("preferred", "prefered", "names[0].prefered: no such key; did you mean 'preferred'?"),
        ('"female"', '"none"', 'gender = \'none\': must be "female" or "male"'),
        ('"Q42"', '"42"', "wikidata_id = '42': must be a Wikidata item"),
        ("gender", "sex", "sex: no such key"),
        ("[[names]]", "[[terms]]", "names: is missing"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, right: str, wrong: str, told: str | None) -> None:
    folder = lists(tmp_path, person=PERSON.replace(right, wrong))
    if told is None:
        read_gazetteer(folder)
        return
    with pytest.raises(Refused) as refused:
        read_gazetteer(folder)
    assert told in str(refused.value)
    assert "speakers/ada-example.toml: " in str(refused.value)


def test_a_principal_speaker_is_on_the_list(tmp_path: Path) -> None:
    gazetteer = read_gazetteer(lists(tmp_path))
    source = SourceDeclaration(
        source_id="press",
        publisher="A press service",
        languages=(Language.ENGLISH,),
        licence="None",
        attribution="A press service",
        text_may_be_published=False,
        least_speeches=0,
        files="press",
        principal_speaker="ada-example",
    )
    refuse_unlisted_principals([source], gazetteer)
    with pytest.raises(Refused, match="did you mean 'ada-example'"):
        refuse_unlisted_principals([source.model_copy(update={"principal_speaker": "ada-exampl"})], gazetteer)


def test_the_lists_that_ship_with_the_project_are_right() -> None:
    gazetteer = read_gazetteer(Path(__file__).parents[2] / "sources")
    assert "kassym-jomart-tokayev" in {person.speaker_id for person in gazetteer.persons}


def test_what_research_asks_of_persons_and_offices_is_read(tmp_path: Path) -> None:
    more = PERSON.replace("wikidata_id", 'birth_year = 1971\ncountry = "KZ"\nwikidata_id')
    more += '[[memberships]]\nparty = "Harbour"\nchamber = "Town Council"\nfrom = 2019-05-02\n'
    read = read_gazetteer(lists(tmp_path, more, OFFICE.replace("[[names]]", 'institution = "City Hall"\n[[names]]', 1)))
    assert read.persons[0].birth_year == 1971
    assert read.persons[0].country == "KZ"
    assert read.persons[0].memberships == (Membership("Harbour", "Town Council", date(2019, 5, 2), None),)
    assert read.offices[0].institution == "City Hall"


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ("birth_year = 9999", "birth_year = 9999: must be a year without quotes, from 1000 to 2100"),
        ('birth_year = "1971"', "birth_year = '1971': must be a year"),
        ('country = "Kazakhstan"', "country = 'Kazakhstan': must be two capital letters"),
    ],
)
def test_wrong_facts_of_a_person_are_refused(tmp_path: Path, added: str, told: str) -> None:
    with pytest.raises(Refused, match=re.escape(told)):
        read_gazetteer(lists(tmp_path, f"{added}\n{PERSON}"))


@pytest.mark.parametrize(
    ("membership", "told"),
    [
        ("from = 2019-05-02", "memberships[0]: names neither a party nor a chamber"),
        ('party = "Harbour"\nfrom = 2019-05-02\nuntil = 2019-05-01', "memberships[0]: until 2019-05-01 lies before from 2019-05-02"),
        ('party = "Harbour"\npary = "H"', "memberships[0].pary: no such key; did you mean 'party'?"),
    ],
)
def test_wrong_memberships_are_refused(tmp_path: Path, membership: str, told: str) -> None:
    with pytest.raises(Refused, match=re.escape(told)):
        read_gazetteer(lists(tmp_path, f"{PERSON}[[memberships]]\n{membership}\n"))
