"""A gender is told by a first name of one gender, a patronymic, or the text; never by how an unknown first name ends."""

import pytest

from flows.label.speakers.names import Gender as Reading
from flows.label.speakers.told_gender import gender_in_text, gender_of_name
from flows.languages.pack import pack
from schemas.words import Gender, Language


@pytest.mark.parametrize(
    ("name", "language", "gender"),
    [
        ("Anna Petrova", "en", Gender.FEMALE),
        ("Peter Holm", "en", Gender.MALE),
        ("Zyx Holm", "en", None),
        ("Holm", "en", None),
        ("Айгуль Ким", "ru", Gender.FEMALE),
        ("Квинт Сергеевич Ким", "ru", Gender.MALE),
        ("Квинта Молина", "ru", None),
        ("Айгүл Серікова", "kk", Gender.FEMALE),
        ("Олена Коваленко", "uk", Gender.FEMALE),
        ("", "en", None),
    ],
)
def test_a_name_tells_its_gender_for_sure(name: str, language: str, gender: Gender | None) -> None:
    assert gender_of_name(name, pack(Language(language))) == gender


@pytest.mark.parametrize(
    ("name", "language", "reading", "gender"),
    [
        ("Zyx Holm", "en", "female", Gender.FEMALE),  # Mrs Zyx Holm
        ("Zyx Holm", "en", "either", None),
        ("Квинта Вебер", "ru", "female", None),  # the ending alone
        ("Квинта Ахметова", "ru", "female", Gender.FEMALE),
    ],
)
def test_a_text_tells_it_where_the_ending_of_a_first_name_is_not_all(
    name: str, language: str, reading: Reading, gender: Gender | None
) -> None:
    assert gender_in_text(name, reading, pack(Language(language))) == gender
