"""Persons of long lists: looked up without being read, and named by a text only in full."""

from datetime import date

import pytest

from flows.label.cut import cut_of
from flows.label.quotations.find import find_quotations
from flows.label.speakers.attribute import attribute
from flows.label.speakers.gazetteer import Gazetteer, Membership, Name, OfficeDeclared, People, Person, Term
from flows.label.speakers.people import NO_PEOPLE, is_whole, people_bytes
from flows.label.speech import speaker_named
from schemas.words import Language
from tests.label.quotations.reading import document_of

TERM = Term("mayor", date(2020, 1, 2), None)
HARBOUR = Membership("Harbour", "Town Council", date(2019, 5, 2), None)


def person(speaker_id: str, *names: str, language: Language = Language.ENGLISH, **more: object) -> Person:
    return Person(speaker_id, "either", None, tuple(Name(language, name, not at) for at, name in enumerate(names)), (), **more)  # type: ignore[arg-type]


MARA = person("mara-quist", "Mara Quist", "Mara Elna Quist", birth_year=1971, memberships=(HARBOUR,), list_id="town")._replace(
    terms=(TERM,)
)
TOVE = person("tove-quist", "Tove Quist")
ONE_OF_TWO = person("per-vik-1", "Per Vik")
OTHER_OF_TWO = person("per-vik-2", "Per Vik")
KAIRA = person("kaira-belova", "Кайра Белова", language=Language.RUSSIAN)
PEOPLE = People("some", people_bytes([MARA, TOVE, ONE_OF_TWO, OTHER_OF_TWO, KAIRA]))
GAZETTEER = Gazetteer(people=PEOPLE)


def said_by(text: str, language: Language = Language.ENGLISH, gazetteer: Gazetteer = GAZETTEER) -> list[str | None]:
    document = cut_of(text, language).document
    return [one.speaker_id for one in attribute(document, find_quotations(document), gazetteer).attributions]


def test_a_person_comes_back_whole() -> None:
    assert len(PEOPLE) == 5
    assert PEOPLE.person("mara-quist") == MARA
    assert PEOPLE.person("mara") is None
    assert PEOPLE.holders("mayor") == [MARA]
    assert PEOPLE.named("MARA QUIST") == [MARA]
    assert [found for _, found in PEOPLE.bearing(Language.ENGLISH, "quist")] == [MARA, MARA, TOVE]
    assert PEOPLE.bearing(Language.RUSSIAN, "quist") == []


def test_nobody_is_an_empty_list() -> None:
    assert not NO_PEOPLE
    assert NO_PEOPLE.person("mara-quist") is None
    nobody = People("none", people_bytes([]))
    assert len(nobody) == 0
    assert nobody.named("Mara Quist") == []


@pytest.mark.parametrize("cut", [0, 1, 31, 32, 100, -1])
def test_bytes_that_are_cut_are_told(cut: int) -> None:
    whole = people_bytes([MARA, TOVE])
    assert is_whole(whole)
    assert not is_whole(whole[:cut])


def test_the_full_name_names_a_person_and_then_the_surname_too() -> None:
    text = "“It is open,” said Mara Quist. The day was long. “It is wide,” Quist said."
    assert said_by(text) == ["mara-quist", "mara-quist"]


def test_a_surname_alone_names_nobody_of_a_long_list() -> None:
    assert said_by("“It is open,” Quist said.") == ["quist-e3b0c442"]  # somebody of this text alone


def test_another_first_name_is_another_person() -> None:
    assert said_by("“It is open,” Jane Quist said.") == ["jane-quist"]


def test_a_name_that_two_bear_names_neither_and_both_are_candidates() -> None:
    two = Gazetteer(people=People("two", people_bytes([person("liv-vik-1", "Liv Vik"), person("liv-vik-2", "Liv Vik")])))
    document = cut_of("“It is open,” Liv Vik said. The day was long. “It is wide,” Vik said.", Language.ENGLISH).document
    said = attribute(document, find_quotations(document), two).attributions
    assert [(one.speaker_id, [person.speaker_id for person in one.candidates]) for one in said] == [(None, ["liv-vik-1", "liv-vik-2"])] * 2


def test_a_middle_name_tells_which_of_two_namesakes_is_meant() -> None:
    two = [person("liv-roe-1", "Liv Roe", "Liv Ann Roe"), person("liv-roe-2", "Liv Roe", "Liv Dee Roe")]
    gazetteer = Gazetteer(people=People("two", people_bytes(two)))
    assert said_by("“It is open,” Liv Dee Roe said. “It is wide,” Roe added.", gazetteer=gazetteer) == ["liv-roe-2"] * 2


def test_names_are_known_in_their_cases() -> None:
    assert said_by("По словам Кайры Беловой, мост открыт. «Он широк», – сказала Белова.", Language.RUSSIAN) == ["kaira-belova"] * 2


def test_one_of_our_own_goes_before_one_of_a_long_list() -> None:
    own = person("own-quist", "Mara Quist")
    assert said_by("“It is open,” Mara Quist said.", gazetteer=GAZETTEER._replace(persons=(own,))) == ["own-quist"]


def test_an_office_has_its_holder_from_a_long_list() -> None:
    office = OfficeDeclared("mayor", "KZ", (Name(Language.ENGLISH, "Mayor of Aktau", True),))
    text = "“It is open,” the Mayor of Aktau said. The Mayor of Aktau then left for Kazakhstan."
    assert said_by(text, gazetteer=GAZETTEER._replace(offices=(office,))) == ["mara-quist"]


def test_who_is_told_beside_a_text_is_found_too() -> None:
    assert speaker_named("tove quist", GAZETTEER) == "tove-quist"
    assert speaker_named("Per Vik", GAZETTEER) is None


def test_a_listed_surname_may_be_the_first_name_of_somebody_else() -> None:
    listed = Gazetteer((Person("erlan-karin", "male", None, (Name(Language.ENGLISH, "Erlan Karin", True),), ()),), ())
    text = "“The pier is safe,” Karin Lindqvist said. “Yes,” Karin said. “No,” Asel Karin said. “It is,” Erlan Karin said."
    document = document_of(text)
    said = [one.speaker_id for one in attribute(document, find_quotations(document), listed).attributions]
    assert said == ["karin-lindkvist", "karin-lindkvist", "asel-karin", "erlan-karin"]
