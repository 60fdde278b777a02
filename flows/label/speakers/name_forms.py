"""A name in any case: its dictionary form, and the gender that it tells."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple, cast

from flows.label.speakers.case_forms import dictionary_forms
from flows.label.speakers.names import Gender, fits, genders
from flows.languages.pack import Pack

# J. · K.-J. – but not: U.S.
INITIALS = re.compile(r"[^\W\d_]\.(?:-[^\W\d_]\.)?")
SHORTEST_NAME = 3


class WordForm(NamedTuple):
    """One way to understand a word of a name."""

    nominative: str
    gender: Gender
    is_oblique: bool


class ReadName(NamedTuple):
    """A name in its dictionary form."""

    words: tuple[str, ...]
    gender: Gender
    is_oblique: bool | None
    """Whether it stood in another case than the nominative; None where nothing tells."""


def first_names(pack: Pack) -> dict[str, Gender]:
    """Return the first names of the list with the gender that each tells."""
    return genders(pack, "first_names")


def is_first_name(word: str, pack: Pack) -> bool:
    """Tell whether a word is a first name of either list or of the dictionary, as it stands."""
    return word in genders(pack, "given_names") or is_given(word, pack)


@lru_cache(maxsize=8192)
def is_given(word: str, pack: Pack) -> bool:
    """Tell whether a word is a first name of the list or of the dictionary, as it stands."""
    return word in first_names(pack) or any(not form.is_oblique for form in _of_dictionary(word, pack))


@lru_cache(maxsize=8192)
def _of_dictionary(word: str, pack: Pack) -> tuple[WordForm, ...]:
    is_word = "tells_first_names" in pack.flags and word[:1].isupper() and word.isalpha()
    return tuple(WordForm(*form) for form in pack.rule("first_names")(word)) if is_word else ()


@lru_cache(maxsize=8192)
def first_name_forms(word: str, pack: Pack) -> tuple[WordForm, ...]:
    """Return how a word is a form of first names of the list or of the dictionary, the nominative first.

    >>> from flows.languages.pack import pack
    >>> from schemas.words import Language
    >>> first_name_forms("Данияра", pack(Language("ru")))
    (WordForm(nominative='Данияр', gender='male', is_oblique=True),)
    """
    listed = listed_name_forms(word, pack)
    if listed and not listed[0].is_oblique:
        return listed
    others = _of_dictionary(word, pack)
    return tuple(sorted(dict.fromkeys((*listed, *others)), key=lambda form: form.is_oblique))


@lru_cache(maxsize=8192)
def listed_name_forms(word: str, pack: Pack) -> tuple[WordForm, ...]:
    """Return how a word is a form of first names of the list, the nominative first."""
    known = first_names(pack)
    forms = (form for form in dictionary_forms(word, pack) if form in known)
    return tuple(WordForm(form, known[form], form != word) for form in forms if form == word or not _stands_still(form, known[form], pack))


def _stands_still(name: str, gender: Gender, pack: Pack) -> bool:
    """Tell whether a first name is the same in every case: a woman's that ends with a consonant, Кристин."""
    return pack.grammar == "inflected" and gender == "female" and pack.patterns["changing_end"].fullmatch(name[-1]) is None


@lru_cache(maxsize=16_384)
def forms_of(word: str, part: str, pack: Pack, gender: Gender = "either") -> tuple[WordForm, ...]:
    """Return how a word may be understood as a part of a name of that gender (`surname`, `patronymic` …), by its longest ending."""
    endings, longest = _endings(pack, part)
    for start in range(max(len(word) - longest, 1), len(word)):
        found = endings.get(word[start:])
        forms = [form for form in found if fits(form.gender, gender)] if found else None
        if forms and start + len(forms[0].nominative) >= SHORTEST_NAME:
            return tuple(form._replace(nominative=word[:start] + form.nominative) for form in forms)
    return ()


@cache
def _endings(pack: Pack, part: str) -> tuple[dict[str, list[WordForm]], int]:
    """Return how a part of a name may be understood by its ending, and the length of the longest ending."""
    found: dict[str, list[WordForm]] = {}
    for named, gender, stems, nominative, *oblique in pack.rows("name_endings"):
        for stem in (_bare(one) for one in stems.split() if named == part):
            form = WordForm(stem + _bare(nominative), cast(Gender, gender), False)
            found.setdefault(form.nominative, []).append(form)
            for ending in " ".join(oblique).split():
                found.setdefault(stem + ending, []).append(form._replace(is_oblique=True))
    return found, max(map(len, found), default=0)


def _bare(ending: str) -> str:
    return "" if ending == "-" else ending


@lru_cache(maxsize=8192)
def surname_forms(word: str, pack: Pack) -> tuple[WordForm, ...]:
    """Return how the last word of a name may be understood whose ending is one of a surname or a patronymic."""
    last = word.rpartition("-")[2]
    return forms_of(last, "patronymic", pack) or forms_of(last, "surname", pack)


@lru_cache(maxsize=8192)
def is_surname(word: str, pack: Pack) -> bool:
    """Tell whether a word in the nominative ends as surnames do."""
    return any(not form.is_oblique for form in surname_forms(word, pack))


@lru_cache(maxsize=8192)
def read_name(words: tuple[str, ...], pack: Pack, is_oblique: bool | None = None, told: Gender = "either") -> ReadName:
    """Return a name in the nominative, given name first; `is_oblique` and `told` say what the words around it tell of case and gender.

    >>> from flows.languages.pack import pack
    >>> from schemas.words import Language
    >>> read_name(("Данияра", "Ахметова"), pack(Language("ru"))).words
    ('Данияр', 'Ахметов')
    >>> read_name(("Ахметовтің",), pack(Language("kk"))).words
    ('Ахметов',)
    """
    words = _given_first(words, pack)
    if told == "female" and not is_oblique and _may_be_hers(words, pack):
        return ReadName(words, told, False)  # сестра подсудимого Феруза Эргашева
    gender, is_oblique = _told(words, pack, is_oblique)
    if is_oblique and (gender != "either" or _endings(pack, "any")[0]):
        words = (*(_nominative(word, gender, pack) for word in words[:-1]), _last_nominative(words[-1], gender, pack))
    own = gender if is_oblique else _own_gender(words, gender, pack)
    if own == "either":
        own = told if told != "either" and not is_oblique else _gender_of_given(words, pack)
    return ReadName(words, own, is_oblique)


def _own_gender(words: tuple[str, ...], gender: Gender, pack: Pack) -> Gender:
    """Return the gender of a name in the nominative: Ольга Рудович is a woman, and Рудович alone may be one; so is Бақыт Жүнісова."""
    if len(words) == 1:
        return "either" if forms_of(words[0], "patronymic", pack, "male") else gender
    given: Gender = next((form.gender for form in first_name_forms(words[0], pack)[:1] if not form.is_oblique), "either")
    is_told = given == "either" or (gender == "female" and pack.grammar == "verb-final")  # -ова is no case there
    return gender if is_told else given


def _may_be_hers(words: tuple[str, ...], pack: Pack) -> bool:
    """Tell whether a name may be a woman's in the nominative by the endings of its first and its last word."""
    is_given = len(words) > 1 and any(not form.is_oblique for form in forms_of(words[0], "name", pack, "female"))
    return is_given and any(not form.is_oblique for form in forms_of(words[-1], "surname", pack, "female"))


def _given_first(words: tuple[str, ...], pack: Pack) -> tuple[str, ...]:
    """Return the words of a name with the surname last: Сейткулов Д. М. is Д. М. Сейткулов."""
    if len(words) < 2:
        return words
    first, second = words[:2]
    if len(words) == 3 and not is_patronymic(second, pack) and forms_of(words[-1], "patronymic", pack) and not words[-1].endswith("."):
        return (*words[1:], first) if is_given(second, pack) or not is_given(first, pack) else words  # Ким Нурлан Серикович
    is_reversed = is_given(second, pack) and not is_given(first, pack) and is_surname(first, pack)
    if is_reversed or (words[-1].endswith(".") and not first.endswith(".")):
        return (*words[1:], first)
    return words


def is_full_name(words: tuple[str, ...], pack: Pack) -> bool:
    """Tell whether the words themselves show that they are a person's full name: by a listed first name, initials, an ending."""
    is_given = len(words) > 1 and (is_first_name(words[0], pack) or INITIALS.fullmatch(words[0]) is not None)
    return is_given or (len(words) > 1 and is_surname(words[-1], pack))


def is_patronymic(word: str, pack: Pack) -> bool:
    """Tell whether a word stands between a first name and a surname: a patronymic in any case, an initial."""
    return word.endswith(".") or bool(forms_of(word, "patronymic", pack))


@lru_cache(maxsize=8192)
def is_by_patronymic(name: str, pack: Pack) -> bool:
    """Tell whether a name is a first name and a patronymic alone, as people are addressed: Нурлан Серикович."""
    words = name.split()
    if len(words) != 2 or words[1].endswith("."):
        return False
    given = first_name_forms(words[0], pack)
    genders_told = {form.gender for form in given} if given else {"either"}
    return any(fits(form.gender, cast(Gender, one)) for form in forms_of(words[1], "patronymic", pack) for one in genders_told)


def end_of_name(words: Sequence[str], first: int, pack: Pack) -> int:
    """Return where a name among words in capitals ends: behind the surname, or the patronymic after it: Айгүл Серікова | Үкімет."""
    for at in range(first + 1, len(words) - 1):
        if surname_forms(words[at], pack) and not surname_forms(words[at + 1], pack):
            return at + 1
    return len(words)


def _told(words: tuple[str, ...], pack: Pack, hint: bool | None) -> tuple[Gender, bool | None]:
    """Return the gender that the words of a name tell together, and whether they stand in another case than the nominative."""
    given = next((word for word in words[:-1] if not word.endswith(".")), "")
    forms = _signs(words, pack)
    if not forms:
        return _told_by_given(given, words[-1], pack, hint)
    likely = _likely(forms, given, hint, pack)
    if given or len({form[1:] for form in likely}) == 1:
        return likely[0].gender, likely[0].is_oblique
    return "either", all(form.is_oblique for form in likely) or None


def _likely(forms: Sequence[WordForm], given: str, hint: bool | None, pack: Pack) -> Sequence[WordForm]:
    """Return how a surname is to be understood beside a given name and what else is known of its case; the nominative first."""
    agreeing = [form for form in forms if _agrees(form, given, pack)] or forms
    return [form for form in agreeing if form.is_oblique is hint] or sorted(agreeing, key=lambda form: form.is_oblique)


def _signs(words: Sequence[str], pack: Pack) -> Sequence[WordForm]:
    """Return how a surname may be understood that tells gender or case; how a patronymic may, where the surname leaves a choice."""
    signs = [form for form in surname_forms(words[-1], pack) if form.is_oblique or form.gender != "either"]
    middle = next((forms for word in words[1:-1] if (forms := forms_of(word, "patronymic", pack))), ())
    return signs if len(signs) == 1 and (signs[0].is_oblique or not middle) else middle or signs


def _agrees(form: WordForm, given: str, pack: Pack) -> bool:
    """Tell whether a surname may be understood so behind a given name: Данияра Ахметова is a man, Айгуль Ахметова is none."""
    may_stand_still = not form.is_oblique or form.gender == "female"  # Айгуль Ахметовой
    if listed := first_name_forms(given, pack):
        return any(fits(one.gender, form.gender) and (one.is_oblique == form.is_oblique or may_stand_still) for one in listed)
    return not given or may_stand_still or _is_declined(given, pack)


def _is_declined(word: str, pack: Pack) -> bool:
    return any(form.is_oblique for form in forms_of(word, "name", pack, "male"))


def _told_by_given(given: str, last: str, pack: Pack, hint: bool | None) -> tuple[Gender, bool | None]:
    """Return the gender of a name whose last word shows none by its ending, and whether it stands in another case than the nominative."""
    if not (is_given(last, pack) or forms_of(last, "still", pack)) and forms_of(last, "any", pack):
        return "either", True
    is_declined = hint is True and _is_declined(last, pack)
    forms = [form for form in first_name_forms(given, pack) if hint is not False or not form.is_oblique]  # директор Александру Сырбу
    for one in sorted(forms, key=lambda form: form.is_oblique is not hint):
        return one.gender, one.is_oblique or (one.gender == "male" and is_declined)  # с Джо Байденом
    if hint is None and not _endings(pack, "name")[0]:
        return "either", False
    return "male" if is_declined else "either", hint


def _gender_of_given(words: tuple[str, ...], pack: Pack) -> Gender:
    """Return the gender that a first name before a surname tells by the list, or by its ending."""
    given = words[0] if len(words) > 1 else ""
    if listed := first_name_forms(given, pack):
        return listed[0].gender
    if told := genders(pack, "given_names").get(given):
        return told
    is_hers = any(not form.is_oblique for form in forms_of(given, "name", pack, "female"))
    return "female" if is_hers and given not in pack.lines("male_names") else "either"


def _nominative(word: str, gender: Gender, pack: Pack) -> str:
    """Return a first name or a patronymic of a declined name in the nominative."""
    if listed := [form.nominative for form in first_name_forms(word, pack) if fits(form.gender, gender)]:
        return listed[0]
    head, hyphen, last = word.rpartition("-")
    if hyphen and (forms := first_name_forms(last, pack)):
        return head + hyphen + forms[0].nominative
    return _restored(word, ("patronymic", "name"), gender, pack)


def _last_nominative(word: str, gender: Gender, pack: Pack) -> str:
    *heads, last = word.split("-")
    heads = [_restored(part, ("surname",), gender, pack) for part in heads]
    return "-".join((*heads, _restored(last, ("patronymic", "surname", "any", "name" if gender == "male" else "any"), gender, pack)))


def _restored(word: str, parts: Sequence[str], gender: Gender, pack: Pack) -> str:
    forms = next((forms for part in parts if (forms := forms_of(word, part, pack, gender))), ())
    return next((form.nominative for form in forms if form.is_oblique), word)
