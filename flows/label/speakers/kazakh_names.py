"""A Kazakh name in any case: its dictionary form, and the gender that it tells."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from flows.label.speakers.names import Gender, genders
from schemas.words import Language

# Тоқаевтың, Бейсеноваға, Серікұлын: behind a surname of this form any ending is one of case
SURNAME = re.compile(r"(.+(?:[еоё]ва?|ина?|[сц]кий|[сц]кая|ұлы|қызы|улы|кызы|ич))")
CASE_ENDING = r"(?:[ндт][ыі]ң|[ғгқк][ае]|на|не|[ндт][ыі]|н|н?[дт][ае]|[дтн][ае]н|[мбп]ен)"
DECLINED_SURNAME = re.compile(SURNAME.pattern + CASE_ENDING)
# Әбдіраманның, Хольцерді, Сатпайға, Сатпаймен: behind another name only the endings that hardly any name has
DECLINED = re.compile(r"(.{3,}?)(?:[ндт][ыі]ң|[ғгқк][ае]|[дтн][ыі]|[мбп]ен)")
PATRONYMIC = re.compile(r".+(?:ұлы|қызы|улы|кызы|вич|вна)(?:" + CASE_ENDING + ")?")
FEMALE = re.compile(r".+(?:[еоё]ва|ина|[сц]кая|қызы|кызы)")
MALE = re.compile(r".+(?:[еоё]в|ин|[сц]кий|ұлы|улы)")
Case = Literal["nominative", "oblique"]


def first_names() -> dict[str, Gender]:
    """Return the first names of the list with the gender that each tells."""
    return genders(Language.KAZAKH, "first_names")


@lru_cache(maxsize=8192)
def surname_of(word: str) -> tuple[str, Case]:
    """Return the last word of a name without its case ending, and whether it had one.

    >>> surname_of("Тоқаевтың")
    ('Тоқаев', 'oblique')
    >>> surname_of("Ахметова")
    ('Ахметова', 'nominative')
    """
    if SURNAME.fullmatch(word) or word in first_names():
        return word, "nominative"
    match = DECLINED_SURNAME.fullmatch(word) or DECLINED.fullmatch(word)
    return (match.group(1), "oblique") if match else (word, "nominative")


def end_of_name(words: Sequence[str], first: int) -> int:
    """Return where a name among words in capitals ends: behind the surname, or the patronymic after it: Айгүл Серікова | Үкімет."""
    for at in range(first + 1, len(words) - 1):
        is_surname = SURNAME.fullmatch(words[at]) or DECLINED_SURNAME.fullmatch(words[at])
        if is_surname and not (PATRONYMIC.fullmatch(words[at + 1]) or SURNAME.fullmatch(words[at + 1])):
            return at + 1
    return len(words)


def gender_of(words: tuple[str, ...]) -> Gender:
    """Return the gender that a name tells by its surname or patronymic, else by its first name."""
    for word in reversed(words):
        lowered = word.lower()
        if FEMALE.fullmatch(lowered):
            return "female"
        if MALE.fullmatch(lowered):
            return "male"
    return first_names().get(words[0], "either") if words else "either"
