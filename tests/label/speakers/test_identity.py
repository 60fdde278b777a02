import pytest

from flows.label.speakers.identity import LONGEST_SLUG, full_speaker_id_of, is_within, speaker_id_of, speaker_id_within
from flows.languages.pack import Pack, pack
from schemas.words import Language

EN, RU, KK, UK = (pack(language) for language in (Language.ENGLISH, Language.RUSSIAN, Language.KAZAKH, Language.UKRAINIAN))


@pytest.mark.parametrize(
    ("speaker_id", "names"),
    [
        (
            "erlan-jumabaev",
            [
                ("Yerlan Zhumabayev", EN),
                ("Erlan Jumabaev", EN),
                ("Yerlan Serikuly Zhumabayev", EN),
                ("Ерлан Жумабаев", RU),
                ("Ерлан Серикович Жумабаев", RU),
                ("Ерлан Жұмабаев", KK),
                ("Ерлан Серікұлы Жұмабаев", KK),
            ],
        ),
        ("kasym-jomart-ahmetov", [("Kassym‑Jomart Akhmetov", EN), ("Qasym-Jomart Ahmetov", EN), ("Қасым-Жомарт Ахметов", KK)]),
        ("dmitry-kovalev", [("Dmitri Kovalyov", EN), ("Dmitriy Kovalev", EN), ("Дмитрий Ковалёв", RU), ("Дмитрий Ковалев", RU)]),
        ("yulia-boiko", [("Yuliia Boyko", EN), ("Юлія Бойко", UK)]),
        ("tatiana-golubeva", [("Tatyana Golubeva", EN), ("Татьяна Голубева", RU)]),
        ("alexander-vorobiev", [("Aleksandr Vorobyov", EN), ("Александр Воробьёв", RU), ("Alexander Vorobyev", EN)]),
        ("iryna-demianenko", [("Ірина Дем’яненко", UK), ("Ірина Дем'яненко", UK), ("Iryna Demyanenko", EN)]),
        ("aigul-smagulova", [("Айгүл Смағұлова", KK), ("Aygul Smagulova", EN), ("Айгуль Смагулова", RU)]),
        ("john-roe", [("John Roe", EN), ("John F. Roe", EN), ("Jöhn Roe", EN)]),
    ],
)
def test_one_person_has_one_id_in_every_spelling_and_script(speaker_id: str, names: list[tuple[str, Pack]]) -> None:
    assert {name: speaker_id_of(name, known) for name, known in names} == {name: speaker_id for name, _ in names}


def test_two_who_share_parts_of_a_name_are_two() -> None:
    names = ("Нурлан Серикович Ахметов", "Нурлан Серикович Ким", "Нурлан Ахметова", "Ерлан Ахметов", "Нурлан Ахмедов")
    assert len({speaker_id_of(name, RU) for name in names}) == len(names)


def test_a_patronymic_can_tell_namesakes() -> None:
    names = ("Иван Петрович Сидоров", "Иван Олегович Сидоров")
    assert len({speaker_id_of(name, RU) for name in names}) == 1
    assert len({full_speaker_id_of(name, RU) for name in names}) == 2


def test_who_is_known_by_a_text_alone_is_nobody_in_another() -> None:
    mine, theirs = (speaker_id_within(text_id, "Minister of Trade") for text_id in ("gazette.one", "gazette.two"))
    assert mine != theirs
    assert mine.startswith("minister-of-trade-")
    assert [is_within("gazette.one", one) for one in (mine, theirs, "minister-of-trade")] == [True, False, False]


def test_a_name_in_letters_without_a_table_is_told_by_a_hash() -> None:
    assert speaker_id_of("王芳") != speaker_id_of("王敏")
    assert speaker_id_of("王芳").isascii()


def test_a_very_long_name_is_cut_and_told_by_a_hash() -> None:
    long = " ".join(["Commission"] * 40)
    assert len(speaker_id_of(long)) < LONGEST_SLUG + 20
    assert speaker_id_of(long) != speaker_id_of(long + " of Roe")
