import pytest

from flows.label.speakers.phrases import read_phrase
from flows.languages.pack import pack
from schemas.words import Language

READINGS = [
    ("ru", "министр финансов Данияр Ахметов", "Данияр Ахметов", ("министр финансов",), "male"),
    ("ru", "министра финансов Данияра Ахметова", "Данияр Ахметов", ("министр финансов",), "male"),
    ("ru", "Депутат Айгуль Сарсенова", "Айгуль Сарсенова", ("депутат",), "female"),
    ("ru", "Сарсеновой", "Сарсенова", (), "female"),
    ("ru", "Президент Казахстана Касым-Жомарт Токаев", "Касым-Жомарт Токаев", ("президент казахстана",), "male"),
    ("ru", "Маулен Ашимбаев, председатель Сената", "Маулен Ашимбаев", ("председатель сената",), "male"),
    ("ru", "аналитик Ирина Ли", "Ирина Ли", ("аналитик",), "female"),
    ("ru", "Глава МИД РФ", None, ("глава мид рф",), "either"),
    ("ru", "главный экономист Harbour Bank Ирина Ли", "Ирина Ли", ("экономист harbour bank",), "female"),
    ("ru", "его подзащитный", None, ("подзащитный",), "male"),
    ("ru", "бывший министр торговли Данияр Ахметов", "Данияр Ахметов", ("экс-министр торговли",), "male"),
    ("ru", "глава Минфина", None, ("министр финансов",), "either"),
    ("ru", "народный избранник", None, ("депутат",), "either"),
    ("ru", "Ахметова", "Ахметова", (), "either"),
    ("ru", "Премьер-министр", None, ("премьер-министр",), "either"),
    ("ru", "пресс-служба завода «Восток»", None, (), "either"),
    ("kk", "Қаржы министрі Данияр Ахметов", "Данияр Ахметов", ("министр қаржы",), "male"),
    ("kk", "Премьер-министр Олжас Бектеновтің", "Олжас Бектенов", ("премьер-министр",), "male"),
    ("kk", "Президенттің", None, ("президент",), "either"),
    ("kk", "Мемлекет басшысы", None, ("басшы мемлекет",), "either"),
    ("en", "Kazakhstan’s Foreign Minister Murat Nurtleu", "Murat Nurtleu", ("minister kazakhstan’s foreign",), "male"),
    ("en", "Robby Baker, the campaign manager", "Robby Baker", ("manager campaign",), "male"),
    ("en", "the company's chief executive, Dina Omarova,", "Dina Omarova", ("executive company’s chief",), "female"),
    ("en", "the mayor of Aktau, Dina Omarova", "Dina Omarova", ("mayor aktau",), "female"),
    ("en", "Minister of Water Resources and Irrigation Nurgali Seitov", "Nurgali Seitov", ("minister water resources irrigation",), "male"),
    ("en", "Transport and Regional Development Michael Roe", "Michael Roe", (), "male"),
    ("en", "former president Jane Roe", "Jane Roe", ("ex-president former",), "female"),
    ("en", "Rep. Anna Lopez (D-Ohio)", "Anna Lopez", ("representative",), "female"),
    ("en", "Mr. Peña", "Peña", (), "male"),
    ("en", "James O’Neill Jr.", "James O’Neill Jr", (), "male"),
    ("en", "Marat Sultanbek of the Horizon Centre", "Marat Sultanbek", (), "male"),
    ("en", "The Atlantis Times", None, (), "either"),
    ("en", "the White House", None, (), "either"),
    ("en", "the activist group Green Belt", None, (), "either"),
    ("en", "officials", None, (), "either"),
    ("uk", "міністра фінансів Тараса Шевчука", "Тарас Шевчук", ("міністр фінансів",), "male"),
    ("uk", "Наталії Вербицької", "Наталія Вербицька", (), "female"),
]


@pytest.mark.parametrize(("language", "phrase", "name", "roles", "gender"), READINGS, ids=[reading[1] for reading in READINGS])
def test_a_phrase_tells_a_name_its_roles_and_a_gender(
    language: str, phrase: str, name: str | None, roles: tuple[str, ...], gender: str
) -> None:
    reading = read_phrase(phrase, pack(Language(language)))
    assert (reading.name, reading.roles, reading.gender) == (name, roles, gender)
