import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.label.speakers.case_forms import dictionary_forms
from flows.languages.pack import Pack, pack, packs
from schemas.words import Language

RUSSIAN = [
    ("Токаев", "Токаева Токаеву Токаевым Токаеве"),
    ("Назарбаева", "Назарбаевой Назарбаеву"),
    ("Касым-Жомарт", "Касым-Жомарта Касым-Жомарту Касым-Жомартом Касым-Жомарте"),
    ("Ирина", "Ирины Ирине Ирину Ириной"),
    ("Дмитрий", "Дмитрия Дмитрию Дмитрием Дмитрии"),
    ("Игорь", "Игоря Игорю Игорем Игоре"),
    ("Достоевский", "Достоевского Достоевскому Достоевским"),
    ("глава", "главы главе главу главой"),
    ("президент", "президента президенту президентом президенте"),
    ("министерство", "министерства министерству министерством министерстве"),
]
KAZAKH = [
    ("Тоқаев", "Тоқаевтың Тоқаевқа Тоқаевты Тоқаевта Тоқаевтан Тоқаевпен"),
    ("Бектенов", "Бектеновтің Бектеновке Бектеновты Бектеновтен Бектеновпен"),
    ("Президент", "Президенттің Президентке Президентті Президентте Президенттен Президентпен"),
    ("басшысы", "басшысының басшысына басшысын басшысында басшысынан басшысымен"),
    ("министрі", "министрінің министріне министрін министрінде министрінен министрімен"),
    ("Айгүл", "Айгүлдің Айгүлге Айгүлді Айгүлден"),
    ("Жанна", "Жаннаның Жаннаға Жаннаны Жаннадан Жаннамен"),
]


@pytest.mark.parametrize(("dictionary", "forms"), RUSSIAN)
def test_each_case_of_a_russian_name_or_role_leads_back_to_its_dictionary_form(dictionary: str, forms: str) -> None:
    missing = [form for form in forms.split() if dictionary not in dictionary_forms(form, pack(Language.RUSSIAN))]
    assert missing == []


@pytest.mark.parametrize(("dictionary", "forms"), KAZAKH)
def test_each_case_of_a_kazakh_name_or_role_leads_back_to_its_dictionary_form(dictionary: str, forms: str) -> None:
    missing = [form for form in forms.split() if dictionary not in dictionary_forms(form, pack(Language.KAZAKH))]
    assert missing == []


def test_the_word_itself_is_the_first_form() -> None:
    assert dictionary_forms("Токаева", pack(Language.RUSSIAN))[0] == "Токаева"


def test_english_words_have_no_cases() -> None:
    assert dictionary_forms("Tokayev", pack(Language.ENGLISH)) == ("Tokayev",)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=20), st.sampled_from(packs()))
def test_any_word_has_its_own_form_and_none_is_empty(word: str, language: Pack) -> None:
    forms = dictionary_forms(word, language)
    assert forms[0] == word
    assert all(forms[1:])
    assert len(forms) == len(set(forms))
