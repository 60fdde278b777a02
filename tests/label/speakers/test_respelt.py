import pytest

from flows.label.speakers.gazetteer import Gazetteer, Name, Person
from flows.label.speakers.known import known
from flows.label.speakers.respelt import person_respelt
from flows.languages.pack import pack
from schemas.words import Language

EN, RU, KK = Language.ENGLISH, Language.RUSSIAN, Language.KAZAKH
ERLAN = Person("yerlan-zhumabayev", "male", None, (Name(EN, "Yerlan Zhumabayev", True),), ())
KNOWN = known(Gazetteer((ERLAN, Person("dina-zhumabayeva", "female", None, (Name(EN, "Dina Zhumabayeva", True),), ()))))


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Erlan Jumabaev", EN),
        ("Jumabaev", EN),
        ("E. Zhumabaev", EN),
        ("Ерлан Жумабаев", RU),
        ("Ерлан Серикович Жумабаев", RU),
        ("Жұмабаев", KK),
    ],
)
def test_a_listed_person_is_known_in_spellings_that_the_list_lacks(name: str, language: Language) -> None:
    assert person_respelt(KNOWN, name, pack(language)) is ERLAN


@pytest.mark.parametrize("name", ["Nurlan Jumabaev", "N. Jumabaev", "Erlan Akhmetov"])
def test_who_shares_parts_of_the_name_is_somebody_else(name: str) -> None:
    assert person_respelt(KNOWN, name, pack(EN)) is None
