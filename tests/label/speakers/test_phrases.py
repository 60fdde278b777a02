import pytest

from flows.label.speakers.phrases import read_phrase
from flows.languages.pack import pack
from schemas.words import Language

READINGS = [
    ("ru", "министр финансов Данияр Ахметов", "Данияр Ахметов", ("министр финансов", "министр"), "male"),
    ("ru", "министра финансов Данияра Ахметова", "Данияр Ахметов", ("министр финансов", "министр"), "male"),
    ("ru", "Депутат Айгуль Сарсенова", "Айгуль Сарсенова", ("депутат",), "female"),
    ("ru", "Сарсеновой", "Сарсенова", (), "female"),
    ("ru", "Президент Казахстана Касым-Жомарт Токаев", "Касым-Жомарт Токаев", ("президент казахстана", "президент"), "male"),
    ("ru", "Маулен Ашимбаев, председатель Сената", "Маулен Ашимбаев", ("председатель сената", "председатель"), "male"),
    ("ru", "аналитик Ирина Ли", "Ирина Ли", ("аналитик",), "female"),
    ("ru", "Глава МИД РФ", None, ("глава мид рф", "глава"), "either"),
    ("ru", "главный экономист Harbour Bank Ирина Ли", "Ирина Ли", ("экономист harbour bank", "экономист"), "female"),
    ("ru", "его подзащитный", None, ("подзащитный",), "male"),
    ("ru", "бывший министр торговли Данияр Ахметов", "Данияр Ахметов", ("экс-министр торговли", "экс-министр"), "male"),
    ("ru", "глава Минфина", None, ("министр финансов",), "either"),
    ("ru", "народный избранник", None, ("депутат",), "either"),
    ("ru", "Ахметова", "Ахметова", (), "either"),
    ("ru", "Премьер-министр", None, ("премьер-министр",), "either"),
    ("ru", "пресс-служба завода «Восток»", None, (), "either"),
    ("kk", "Қаржы министрі Данияр Ахметов", "Данияр Ахметов", ("қаржы министр", "министр"), "male"),
    ("kk", "Премьер-министр Олжас Бектеновтің", "Олжас Бектенов", ("премьер-министр",), "male"),
    ("kk", "Президенттің", None, ("президент",), "either"),
    ("kk", "Мемлекет басшысы", None, ("мемлекет басшы", "басшы"), "either"),
]


@pytest.mark.parametrize(("language", "phrase", "name", "roles", "gender"), READINGS, ids=[reading[1] for reading in READINGS])
def test_a_phrase_tells_a_name_its_roles_and_a_gender(
    language: str, phrase: str, name: str | None, roles: tuple[str, ...], gender: str
) -> None:
    reading = read_phrase(phrase, pack(Language(language)))
    assert (reading.name, reading.roles, reading.gender) == (name, roles, gender)
