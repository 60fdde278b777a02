"""A Russian name in any case: its dictionary form, and the gender that it tells."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from flows.label.speakers.declension import dictionary_forms
from flows.label.speakers.names import Gender, genders
from flows.languages.pack import pack
from schemas.words import Language

Case = Literal["nominative", "oblique", "unsure"]
STEM = r".+(?:ов|ев|ёв|ин|ын)"
# Ахметов · Ахметова (hers, or his in the genitive) · Ахметовой · Ахметову · Ахметовым, Ахметове
MALE_SURNAME = re.compile(STEM)
SURNAME_ON_A = re.compile(f"({STEM})а")
FEMALE_OBLIQUE = re.compile(f"({STEM})ой")
SURNAME_ON_U = re.compile(f"({STEM})у")
MALE_OBLIQUE = re.compile(f"({STEM})(?:ым|е)")
# Достоевский · Достоевская · Достоевского, Достоевскому, Достоевским · Достоевской, Достоевскую
MALE_ADJECTIVE, FEMALE_ADJECTIVE = re.compile(r".+[сц]кий"), re.compile(r".+[сц]кая")
MALE_ADJECTIVE_OBLIQUE = re.compile(r"(.+[сц]к)(?:ого|ому|им|ом)")
FEMALE_ADJECTIVE_OBLIQUE = re.compile(r"(.+[сц]к)(?:ой|ую)")
MALE_PATRONYMIC, FEMALE_PATRONYMIC = re.compile(r".+(?:[оеь]вич|ич|[уұ]лы|оглы)"), re.compile(r".+(?:[оеь]вна|ична|[кқ]ызы)")
MALE_PATRONYMIC_OBLIQUE = re.compile(r"(.+(?:[оеь]вич|ьич|мич))(?:а|у|ем|е)")
FEMALE_PATRONYMIC_OBLIQUE = re.compile(r"(.+(?:[оеь]вн|ичн))(?:ы|е|у|ой)")
# Макрона, Байденом: a surname without a sign, declined as a noun is
DECLINED = re.compile(r"(.{2,}[бвгджзклмнпрстфхцчшщ])(?:а|у|ом|ем|е)|(.{2,}[аеёиоуыэюя])(?:я|ю|ем)|(.{2,}[лнтр])(?:я|ю|ем)")
FEMALE_GIVEN_ENDINGS = (("ии", "ия"), ("ию", "ия"), ("ией", "ия"), ("ы", "а"), ("е", "а"), ("у", "а"), ("ой", "а"), ("и", "я"), ("ю", "я"))
MALE_GIVEN_ENDINGS = (("ом", ""), ("ем", "й"), ("а", ""), ("у", ""), ("е", ""), ("я", "й"), ("ю", "й"))


class ReadName(NamedTuple):
    """A name in its dictionary form."""

    words: tuple[str, ...]
    gender: Gender
    case: Case


def first_names() -> dict[str, Gender]:
    """Return the first names of the list with the gender that each tells."""
    return genders(Language.RUSSIAN, "first_names")


@lru_cache(maxsize=8192)
def given_of(word: str) -> tuple[str, Gender, Case] | None:
    """Return the listed first name that a word is a case of, its gender and the case; None where it is none.

    >>> given_of("Данияра")
    ('Данияр', 'male', 'oblique')
    """
    known = first_names()
    if word in known:
        return word, known[word], "nominative"
    for form in dictionary_forms(word, Language.RUSSIAN):
        if form in known:
            return form, known[form], "oblique"
    return None


def read_name(words: tuple[str, ...], is_oblique: bool | None = None) -> ReadName:
    """Return a name in the nominative; `is_oblique` says what the words around it tell of its case.

    >>> read_name(("Данияра", "Ахметова")).words
    ('Данияр', 'Ахметов')
    >>> read_name(("Айгуль", "Ахметовой")).words
    ('Айгуль', 'Ахметова')
    """
    *before, surname = words
    given = before[0] if before and not before[0].endswith(".") else ""
    told, case = _told(given, before[1:], surname, is_oblique)
    if case == "nominative":
        return ReadName(words, _sure(told, given), case)
    if told == "male" and case == "oblique":
        return ReadName((*_given_back(before, "male"), _male(surname)), "male", case)
    if told == "female" and case == "oblique":
        return ReadName((*_given_back(before, "female"), _female(surname)), "female", case)
    return ReadName(words, _sure(told, given), case)


def _sure(told: Gender, given: str) -> Gender:
    if told != "either" or not given:
        return told
    listed = given_of(given)
    if listed is not None:
        return listed[1]
    return "female" if given.endswith(("а", "я")) and given not in pack(Language.RUSSIAN).lines("male_names") else "either"


def _told(given: str, middle: list[str], surname: str, is_oblique: bool | None) -> tuple[Gender, Case]:
    """Return the gender and the case that the words of a name tell."""
    for word in middle:
        for pattern, gender, case in _PATRONYMICS:
            if pattern.fullmatch(word):
                return gender, case
    return _by_surname(given, surname.rpartition("-")[2], is_oblique)


_PATRONYMICS: tuple[tuple[re.Pattern[str], Gender, Case], ...] = (
    (FEMALE_PATRONYMIC, "female", "nominative"),
    (MALE_PATRONYMIC, "male", "nominative"),
    (FEMALE_PATRONYMIC_OBLIQUE, "female", "oblique"),
    (MALE_PATRONYMIC_OBLIQUE, "male", "oblique"),
)
_SURNAMES: tuple[tuple[re.Pattern[str], Gender, Case], ...] = (
    (MALE_PATRONYMIC, "male", "nominative"),  # Қуанышұлы
    (FEMALE_PATRONYMIC, "female", "nominative"),
    (MALE_SURNAME, "male", "nominative"),
    (MALE_ADJECTIVE, "male", "nominative"),
    (FEMALE_ADJECTIVE, "female", "nominative"),
    (FEMALE_OBLIQUE, "female", "oblique"),
    (MALE_OBLIQUE, "male", "oblique"),
    (MALE_ADJECTIVE_OBLIQUE, "male", "oblique"),
    (FEMALE_ADJECTIVE_OBLIQUE, "female", "oblique"),
)


def _by_surname(given: str, surname: str, is_oblique: bool | None) -> tuple[Gender, Case]:
    for pattern, gender, case in _SURNAMES:
        if pattern.fullmatch(surname):
            return gender, case
    listed = given_of(given) if given else None
    if SURNAME_ON_A.fullmatch(surname):
        return _hers_or_his(given, listed, is_oblique, ("а", "я"))
    if SURNAME_ON_U.fullmatch(surname):
        return _hers_or_his_on_u(given, listed), "oblique"
    if listed is not None:
        is_declined = listed[2] == "oblique" or (listed[1] == "male" and is_oblique and DECLINED.fullmatch(surname))  # с Джо Байденом
        return listed[1], "oblique" if is_declined else "nominative"
    if is_oblique is None:
        return "either", "unsure"
    return ("male" if is_oblique and DECLINED.fullmatch(surname) else "either"), "oblique" if is_oblique else "nominative"


def _hers_or_his_on_u(given: str, listed: tuple[str, Gender, Case] | None) -> Gender:
    """Return the gender of a name such as `Ахметову`: hers in the accusative, his in the dative."""
    if listed and listed[2] == "oblique":
        return listed[1]
    return "either" if not given else "male" if given.endswith(("у", "ю")) else "female"


def _hers_or_his(
    given: str, listed: tuple[str, Gender, Case] | None, is_oblique: bool | None, endings: tuple[str, ...]
) -> tuple[Gender, Case]:
    """Tell whether a name such as `Ахметова` is a woman's in the nominative or a man's in another case."""
    if listed and listed[2] == "oblique" and listed[1] == "male":
        return "male", "oblique"
    if given and not given.endswith(endings):
        return "female", "nominative"  # Айгуль Ахметова
    if is_oblique is not None:
        return ("male", "oblique") if is_oblique else ("female", "nominative")
    if listed and listed[1] == "female" and listed[2] == "nominative":
        return "female", "nominative"
    return ("female", "nominative") if given else ("either", "unsure")


def _given_back(before: list[str], gender: Gender) -> list[str]:
    """Return the first name and the patronymic of a declined name in the nominative."""
    if not before:
        return before
    restored = [_given(before[0], gender)]
    for word in before[1:]:
        female, male = FEMALE_PATRONYMIC_OBLIQUE.fullmatch(word), MALE_PATRONYMIC_OBLIQUE.fullmatch(word)
        restored.append(female.group(1) + "а" if female else male.group(1) if male else word)
    return restored


def _given(word: str, gender: Gender) -> str:
    if word.endswith("."):
        return word
    head, hyphen, last = word.rpartition("-")
    listed = given_of(word)
    if listed is not None and listed[1] in (gender, "either"):
        return listed[0]
    if hyphen and (one := given_of(last)) is not None:
        return head + hyphen + one[0]
    for ending, nominative in FEMALE_GIVEN_ENDINGS if gender == "female" else MALE_GIVEN_ENDINGS:
        stem = word[: len(word) - len(ending)]
        if word.endswith(ending) and len(stem) > 2:
            return stem + (nominative if nominative != "й" or stem[-1] in "аеиоуы" else "ь" if ending in ("я", "ю", "ем") else nominative)
    return word


def _male(surname: str) -> str:
    head, hyphen, last = surname.rpartition("-")
    for pattern in (SURNAME_ON_A, SURNAME_ON_U, MALE_OBLIQUE):
        if match := pattern.fullmatch(last):
            return _male_head(head) + hyphen + match.group(1)
    if match := MALE_ADJECTIVE_OBLIQUE.fullmatch(last):
        return _male_head(head) + hyphen + match.group(1) + "ий"
    if (match := DECLINED.fullmatch(last)) and not MALE_PATRONYMIC.fullmatch(last):
        return head + hyphen + (match.group(1) or (match.group(2) and match.group(2) + "й") or match.group(3) + "ь")
    return surname


def _male_head(head: str) -> str:
    """Return the first part of a double surname in the nominative: Мамина-Сибиряка."""
    match = SURNAME_ON_A.fullmatch(head) or SURNAME_ON_U.fullmatch(head) or MALE_OBLIQUE.fullmatch(head)
    return match.group(1) if match else head


def _female(surname: str) -> str:
    parts = []
    for part in surname.split("-"):
        stem = FEMALE_OBLIQUE.fullmatch(part) or SURNAME_ON_U.fullmatch(part)
        adjective = FEMALE_ADJECTIVE_OBLIQUE.fullmatch(part)
        parts.append(stem.group(1) + "а" if stem else adjective.group(1) + "ая" if adjective else part)
    return "-".join(parts)
