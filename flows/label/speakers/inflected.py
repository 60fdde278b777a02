"""What a Russian or Kazakh source phrase says of a person, whatever case it stands in."""

import re
from functools import cache, lru_cache

from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.russian_words import oblique_agents
from flows.label.speakers import kazakh_names, russian_names
from flows.label.speakers.declension import dictionary_forms
from flows.label.speakers.inflected_roles import is_role, roles_of
from flows.label.speakers.names import Gender, Reading
from flows.languages.pack import packs
from schemas.words import Language

# Маулен Ашимбаев, председатель Сената · Ричард Баучер (Richard Boucher)
MAIN_PART = re.compile(r"[^,(\[]+")
MARKED = re.compile(r"[«“\"„][^»”\"“]*[»”\"“]")
WORD = re.compile(r"(?:[^\W\d_]\.)+|[^\W_]+(?:[-‑'’][^\W_]+)*")
SURNAME = {
    Language.RUSSIAN: re.compile(r".+(?:[оеё]ва?|[иы]на?|[сц]кий|[сц]кая|[қк]ызы|[ұу]лы|енко|вич)"),
    Language.KAZAKH: re.compile(r".+(?:[оеё]ва?|[иы]на?|[сц]кий|[сц]кая|[қк]ызы|[ұу]лы|енко|вич)"),
}
# подзащитный, пенсионерка: roles whose ending tells the gender; a министр may be either
MALE_ROLE = re.compile(r".+(?:ый|ий)")
FEMALE_ROLE = re.compile(r".+(?:ая|ница|рка|тка|нка|чица)|мать|вдова|сестра|дочь|женщина|девушка|бабушка|мама|тетя")
# отмечено, сообщается, сообщили; айтылды, жүктелді: nobody is named, and nobody is meant who was named before
NO_ONE_MEANT = {
    Language.RUSSIAN: re.compile(r".*(?:но|ны|ся|сь|ли|ют|ят|ут|ат)"),
    Language.KAZAKH: re.compile(r".{2,}(?:[ыі]л|л[ыі]н|ал|ел)(?:ды|ді|ған|ген|ады|еді|мақ|мек|у|уде)|.+(?:дан|ден|лан|лен)[ыі]л?(?:ды|ді)"),
}
# бөлді, алды, салды: verbs whose stem ends as a passive does
NOT_PASSIVE = frozenset(("бөлді", "алды", "салды", "келді", "қалды", "болды", "білді", "жасалды"))


@lru_cache(maxsize=4096)
def read_inflected(phrase: str, language: Language, is_oblique: bool | None = None) -> Reading:
    """Read a Russian or Kazakh source phrase; the name stands in its dictionary form where the phrase tells its case.

    `is_oblique` says what the words around the phrase tell of its case, if anything.

    >>> read_inflected("министра финансов Данияра Ахметова", Language.RUSSIAN).name
    'Данияр Ахметов'
    >>> read_inflected("Қаржы министрі Данияр Ахметовтің", Language.KAZAKH).roles
    ('қаржы министр', 'министр')
    """
    main = MAIN_PART.match(phrase)
    head = MARKED.sub(" ", main.group()) if main else ""
    parts = WORD.findall(head)
    first = name_start(parts, language)
    name_parts, role_parts = parts[first:], parts[:first]
    if language is Language.KAZAKH and main is not None and not name_parts and phrase[main.end() : main.end() + 1] == ",":
        apposed = read_inflected(phrase[main.end() + 1 :].strip(), language)  # құрылтай мүшесі, жазушы Сәуле Асанова
        return apposed._replace(roles=tuple(dict.fromkeys((*apposed.roles, *roles_of(role_parts, language)))))
    roles = roles_of(role_parts, language)
    if main is not None and phrase[main.end() : main.end() + 1] == ",":
        roles += roles_of(WORD.findall(phrase[main.end() :]), language)
    if not name_parts:
        return Reading(None, tuple(dict.fromkeys(roles)), role_gender(role_parts, language), False)
    words, gender, _ = named(tuple(name_parts), language, case_hint(role_parts, language, is_oblique))
    return Reading(" ".join(words), tuple(dict.fromkeys(roles)), gender, bool(roles) or is_full_name(words, language))


def case_hint(role_parts: list[str], language: Language, is_oblique: bool | None = None) -> bool | None:
    """Tell whether the role before a name stands in a case other than the nominative; what is known else, where there is no role."""
    main_role = next((part.lower().replace("ё", "е") for part in role_parts if is_role(part, language)), "")
    if language is Language.KAZAKH or not main_role:
        return is_oblique
    return main_role in oblique_agents()


@lru_cache(maxsize=8192)
def named(words: tuple[str, ...], language: Language, is_oblique: bool | None) -> russian_names.ReadName:
    """Return a name in its dictionary form, given name first."""
    words = _given_first(words, language)
    if language is Language.RUSSIAN:
        return russian_names.read_name(words, is_oblique)
    surname, case = kazakh_names.surname_of(words[-1])
    restored = (*words[:-1], surname)
    return russian_names.ReadName(restored, kazakh_names.gender_of(restored), case)


def _given_first(words: tuple[str, ...], language: Language) -> tuple[str, ...]:
    """Return the words of a name with the surname last: Сейткулов Д. М. is Д. М. Сейткулов."""
    if len(words) > 1 and words[-1].endswith(".") and not words[0].endswith("."):
        return (*words[1:], words[0])
    first_names = _first_names(language)
    if len(words) > 1 and words[1] in first_names and words[0] not in first_names and SURNAME[language].fullmatch(words[0]):
        return (*words[1:], words[0])
    return words


def _first_names(language: Language) -> dict[str, Gender]:
    return russian_names.first_names() if language is Language.RUSSIAN else kazakh_names.first_names()


def is_full_name(words: tuple[str, ...], language: Language) -> bool:
    """Tell whether the words themselves show that they are a person's full name: by a first name of the list or the surname's ending."""
    if len(words) < 2:
        return False
    return words[0] in _first_names(language) or SURNAME[language].fullmatch(words[-1]) is not None


def name_start(parts: list[str], language: Language) -> int:
    """Return the index from which on the words that end a phrase are a name: мэр Бишкека | Айбек Жунушалиев; its length where none are."""
    first = len(parts)
    while first and _is_name(parts[first - 1], language) and parts[first - 1].isascii() == parts[-1].isascii():
        first -= 1  # главный экономист Halyk Research Мадина Кабжанова: another script, another name
    run = parts[first:]
    if len(run) > 2 and not any(_is_patronymic(word) for word in run):
        firsts = _first_names(language)
        is_given = run[-2] in firsts or (language is Language.RUSSIAN and russian_names.given_of(run[-2]) is not None)
        if is_given and run[0] not in firsts:
            return len(parts) - 2
    return first


def _is_patronymic(word: str) -> bool:
    return word.endswith(("вич", "вна", "ұлы", "қызы", "улы", "кызы", "вича", "вичу", "вичем", "вны", "вне", "вной")) or word.endswith(".")


def role_gender(role_parts: list[str], language: Language) -> Gender:
    """Return the gender that a Russian role tells by its ending."""
    if language is Language.KAZAKH:
        return "either"
    role = next((part.lower().replace("ё", "е") for part in role_parts if is_role(part, language)), "")
    return "female" if FEMALE_ROLE.fullmatch(role) else "male" if MALE_ROLE.fullmatch(role) else "either"


def leaves_source_out(text: str, quotation: FoundQuotation, language: Language) -> bool:
    """Tell whether a quotation without a source is by whoever spoke last: `Также подчеркнул, что …`, but not `Сообщается, что …`."""
    if quotation.source or not quotation.cue or quotation.is_relayed or language is Language.ENGLISH:
        return False
    words = text[quotation.cue[0].start : quotation.cue[0].end].split()
    last = words[0 if language is Language.RUSSIAN else -1].lower()
    return last in NOT_PASSIVE or not NO_ONE_MEANT[language].fullmatch(last)


@lru_cache(maxsize=16_384)
def _is_name(part: str, language: Language) -> bool:
    if not part[0].isupper() or (part.isupper() and len(part) > 1 and "." not in part):
        return False
    return not is_role(part, language) and not is_country(part, language)


@lru_cache(maxsize=8192)
def is_country(part: str, language: Language) -> bool:
    """Tell whether a word, in any case, is one of a country of the list."""
    return any(form in _countries() for form in dictionary_forms(part.lower(), language))


@cache
def _countries() -> frozenset[str]:
    return frozenset(word.lower() for one in packs() for _, *words in one.rows("countries") for word in words)
