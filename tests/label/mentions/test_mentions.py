"""The named things of small texts, with their kinds and whom they stand for."""

import pytest

from flows.label.cut import cut_of
from flows.label.mentions.find import find_mentions
from flows.label.quotations.find import find_quotations
from flows.label.rows import held_by
from flows.label.speakers.attribute import MetSpeaker
from schemas.columns import Span
from schemas.words import Language

ENGLISH = [
    ("The Ministry of Finance met in Oslo.", [("Ministry of Finance", "organisation"), ("Oslo", "place")]),
    ("The draft goes to Parliament, Marta Roe said.", [("Parliament", "organisation"), ("Marta Roe", "person")]),
    ("The Water Act was signed in Kazakhstan.", [("Water Act", "law"), ("Kazakhstan", "place")]),
    ("He wrote on the platforms eFerry and eHarbour.", [("eFerry", "platform"), ("eHarbour", "platform")]),
    ("On Monday I read it in May.", []),
    ("PRIME MINISTER: We asked NATO.\n\nMR STONE: I did not.", [("NATO", "organisation")]),
    ("The University of Oslo met.", [("University of Oslo", "organisation")]),
    ("He plays for the Boston Red Herons.", [("Boston Red Herons", "organisation")]),
    ("They met engineers at ORBA yesterday.", [("ORBA", "organisation")]),
    ("It was Shane O’Neill who asked Maria D'Angelo.", [("Shane O’Neill", "person"), ("Maria D'Angelo", "person")]),
    ("THEY LEFT THE HALL before Anna Petrova spoke.", [("Anna Petrova", "person")]),
]
RUSSIAN = [
    ("Об этом Марина Орлова сообщила в Осло.", [("Марина Орлова", "person"), ("Осло", "place")]),
    ("В Казахстане обсудили Конституцию.", [("Казахстане", "place"), ("Конституцию", "law")]),
    ("Об этом сообщило Министерство внутренних дел.", [("Министерство внутренних дел", "organisation")]),
    ("Вчера ответила Федеральная налоговая служба.", [("Федеральная налоговая служба", "organisation")]),
    ("Об этом сказала Урсула фон дер Ляйен.", [("Урсула фон дер Ляйен", "person")]),
    ("Академик Роальд Зиннурович Самойлов уехал.", [("Роальд Зиннурович Самойлов", "person")]),
    ("Судья Зорин ушёл.", [("Зорин", "person")]),
    ("Это решил глава ФИФА Зепп Лунд.", [("ФИФА", "organisation"), ("Зепп Лунд", "person")]),
]
KAZAKH = [
    ("Айгүл Серікова Алматы қаласында сөйледі.", [("Айгүл Серікова", "person"), ("Алматы", "place")]),
    ("Бұл туралы Денсаулық сақтау министрлігі хабарлады.", [("Денсаулық сақтау министрлігі", "organisation")]),
    ("Ауыл және орман шаруашылығы министрлігі хабарлады.", [("Ауыл және орман шаруашылығы министрлігі", "organisation")]),
]
UKRAINIAN = [
    ("Верховний суд скасував вирок.", [("Верховний суд", "organisation")]),
    ("Марія Бойко виступила у Львові.", [("Марія Бойко", "person"), ("Львові", "place")]),
]
CASES = [
    (language, text, told)
    for language, cases in (("en", ENGLISH), ("ru", RUSSIAN), ("kk", KAZAKH), ("uk", UKRAINIAN))
    for text, told in cases
]


def mentions(text: str, language: str = "en", persons: tuple[MetSpeaker, ...] = ()) -> list[tuple[str, str, str | None]]:
    """Return the text, kind and entity of each mention."""
    found = find_mentions(cut_of(text, Language(language)).document, persons)
    return [(text[slice(*one.span)], one.kind.value, one.entity_id) for one in found]


@pytest.mark.parametrize(("language", "text", "told"), CASES)
def test_names_have_their_kind(language: str, text: str, told: list[tuple[str, str]]) -> None:
    assert [one[:2] for one in mentions(text, language)] == told


def test_a_country_has_its_code_and_a_capital_its_own() -> None:
    assert [entity for _, _, entity in mentions("В Казахстане и в Осло.", "ru")] == ["KZ", "NO-capital"]


def test_a_surname_alone_is_the_speaker_whom_the_text_has() -> None:
    roe = MetSpeaker("marta-roe", "Marta Roe", False, "female")
    found = mentions("Marta Roe left. The crew praised Roe.", "en", (roe,))
    assert found == [("Marta Roe", "person", "marta-roe"), ("Roe", "person", "marta-roe")]


def test_a_name_that_tells_little_is_what_its_other_bearings_are() -> None:
    alone, beside = "Наото Кан уехал.", "Наото Кан уехал. Потом Кан вернулся."
    assert [kind for _, kind, _ in mentions(alone, "ru")] == ["person"]
    assert [kind for _, kind, _ in mentions(beside, "ru")] == ["person", "person"]


def test_the_innermost_quotation_holds_a_mention() -> None:
    text = "“Oslo is far,” said Marta Roe in Bergen."
    quotations = find_quotations(cut_of(text, Language.ENGLISH).document)
    places = [Span(at, at + len(name)) for name in ("Oslo", "Bergen") if (at := text.index(name)) >= 0]
    assert held_by(places, quotations) == [0, None]


def test_hostile_capitals_are_read_in_time() -> None:
    assert len(mentions("A" * 20_000 + " " + "Aa " * 20_000)) < 20_000
