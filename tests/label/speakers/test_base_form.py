import pytest

from flows.label.quotations.find import find_quotations
from flows.label.speakers.attribute import attribute
from flows.label.speakers.base_form import base_form
from flows.label.speakers.gazetteer import Gazetteer
from flows.languages.pack import pack
from schemas.words import Language
from tests.label.quotations.reading import document_of

RU, UK, KK = Language.RUSSIAN, Language.UKRAINIAN, Language.KAZAKH
NOBODY = Gazetteer((), ())


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        (RU, "Министр сообщил, что причал готов.¶По словам министра, он открыт.", "Министр"),
        (RU, "В министерстве сказали, что причал готов.¶По данным министерства, он открыт.", "министерство"),
        (RU, "В городском совете сказали, что причал готов.¶Городской совет добавил, что он открыт.", "городской совет"),
        (RU, "По мнению рыбаков, причал опасен.¶Рыбаки добавили, что он закрыт.", "рыбаки"),
        (UK, "У міністерстві сказали, що причал готовий.¶За даними міністерства, він відкритий.", "міністерство"),
        (UK, "У міській раді сказали, що причал готовий.¶Міська рада додала, що він відкритий.", "міська рада"),
        (KK, "Министр айлақ дайын екенін айтты.¶Министрдің айтуынша, ол ашық.", "Министр"),
        (KK, "Хабарламада айлақ дайын екені айтылған.¶Хабарламаға сәйкес, ол ашық.", "Хабарлама"),
    ],
)
def test_an_unnamed_source_is_one_in_whatever_case_it_stands(language: Language, text: str, name: str) -> None:
    document = document_of(text.replace("¶", "\n\n"), language)
    first, second = attribute(document, find_quotations(document), NOBODY).attributions
    assert first.speaker_id == second.speaker_id
    assert first.speaker_name == name


@pytest.mark.parametrize(
    ("words", "is_governed", "base"),
    [
        (("министерства",), False, ("министерства",)),  # several ministries
        (("министерства",), True, ("министерство",)),
        (("власти",), None, ("власти",)),
        (("Кремле",), True, ("Кремль",)),
        (("МВД",), True, ("МВД",)),
        (("актере",), True, ("актер",)),  # no ё that the text does not write
    ],
)
def test_a_noun_stands_in_the_nominative_of_the_number_that_the_text_gives(
    words: tuple[str, ...], is_governed: bool | None, base: tuple[str, ...]
) -> None:
    assert base_form(words, pack(RU), is_governed=is_governed) == base


def test_a_pronoun_is_of_the_gender_of_the_body_that_it_means() -> None:
    document = document_of("Прокуратура сказала, что причал закрыт.\n\nОн добавил, что причал опасен.", RU)
    assert attribute(document, find_quotations(document), NOBODY).attributions[1].speaker_id is None
