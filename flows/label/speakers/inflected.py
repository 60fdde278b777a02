"""What a Russian or Kazakh source phrase says of a person, whatever case it stands in."""

import re
from functools import cache

from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.kazakh_words import GENITIVE, agents
from flows.label.quotations.russian_words import AGENTS, oblique_agents
from flows.label.speakers.declension import dictionary_forms
from flows.label.speakers.names import Gender, Reading
from flows.lists import word_list
from schemas.words import Language

# Маулен Ашимбаев, председатель Сената · Ричард Баучер (Richard Boucher)
MAIN_PART = re.compile(r"[^,(\[]+")
MARKED = re.compile(r"[«“\"„][^»”\"“]*[»”\"“]")
WORD = re.compile(r"(?:[^\W\d_]\.)+|[^\W_]+(?:[-‑'’][^\W_]+)*")
FEMALE_SURNAME = re.compile(r".+(?:ова|ева|ёва|ина|ская|цкая|қызы|кызы)")
MALE_SURNAME = re.compile(r".+(?:ов|ев|ёв|ин|ский|цкий|ұлы|улы)")
OBLIQUE_FEMALE = re.compile(r"(.+(?:ов|ев|ёв|ин))(?:ой|у)")
OBLIQUE_MALE = re.compile(r"(.+(?:ов|ев|ёв|ин))(?:а|у|ым|е)")
POSSESSIVE = re.compile(r"(.{3,}?)(?:сы|сі|ы|і)")
PLURAL = re.compile(r".+(?:лар|лер|дар|дер|тар|тер)(?:ы|і)?(?:[а-яәіңғүұқөһ]{2,3})?")
# по словам Ахметова, сказала Ахметова: a surname alone may be a man's in the genitive
OF_EITHER = re.compile(r"[^\W\d_]+(?:ова|ева|ёва|ина)")
# подзащитный, пенсионерка: roles whose ending tells the gender; a министр may be either
MALE_ROLE = re.compile(r".+(?:ый|ий)")
FEMALE_ROLE = re.compile(r".+(?:ая|ница|рка|тка|нка)|мать|вдова|сестра|дочь|женщина|девушка|бабушка|мама|тетя")
FORMER = frozenset(("бывший", "бывшая", "бывшего", "бывшей", "бывшему", "бывшим"))
# отмечено, сообщается, сообщили: nobody is named, and nobody is meant who was named before
NO_ONE_MEANT = re.compile(r".*(?:но|ны|ся|сь|ли|ют|ят|ут|ат)")


def read_inflected(phrase: str, language: Language) -> Reading:
    """Read a Russian or Kazakh source phrase; the name stands in its dictionary form where the phrase tells its case.

    >>> read_inflected("министра финансов Данияра Ахметова", Language.RUSSIAN).name
    'Данияр Ахметов'
    >>> read_inflected("Қаржы министрі Данияр Ахметовтің", Language.KAZAKH).roles
    ('қаржы министр', 'министр')
    """
    main = MAIN_PART.match(phrase)
    head = MARKED.sub(" ", main.group()) if main else ""
    parts = WORD.findall(head)
    if language is Language.KAZAKH and parts and GENITIVE.fullmatch(parts[-1].lower()):
        parts[-1] = parts[-1][:-3]
    first = len(parts)
    while first and _is_name(parts[first - 1], language) and parts[first - 1].isascii() == parts[-1].isascii():
        first -= 1  # главный экономист Halyk Research Мадина Кабжанова: another script, another name
    name_parts, role_parts = parts[first:], parts[:first]
    if language is Language.KAZAKH and main is not None and not name_parts and phrase[main.end() : main.end() + 1] == ",":
        apposed = read_inflected(phrase[main.end() + 1 :].strip(), language)  # құрылтай мүшесі, жазушы Сәуле Асанова
        return apposed._replace(roles=tuple(dict.fromkeys((*apposed.roles, *_roles(role_parts, language)))))
    main_role = next((part.lower() for part in role_parts if is_role(part, language)), "")
    is_oblique = main_role in oblique_agents()
    if language is Language.RUSSIAN:
        name_parts = [_nominative(part, is_oblique) for part in name_parts]
    roles = _roles(role_parts, language)
    if main is not None and phrase[main.end() : main.end() + 1] == ",":
        roles += _roles(WORD.findall(phrase[main.end() :]), language)
    name = " ".join(name_parts) or None
    has_surname = len(name_parts) > 1 and any(p.fullmatch(name_parts[-1].lower()) for p in (FEMALE_SURNAME, MALE_SURNAME))
    gender = "either" if language is Language.RUSSIAN and OF_EITHER.fullmatch(phrase) else _gender(name_parts)
    if not name_parts and language is Language.RUSSIAN:
        gender = "female" if FEMALE_ROLE.fullmatch(main_role) else "male" if MALE_ROLE.fullmatch(main_role) else "either"
    return Reading(name, tuple(dict.fromkeys(roles)), gender, name is not None and (bool(roles) or has_surname))


def leaves_source_out(text: str, quotation: FoundQuotation, language: Language) -> bool:
    """Tell whether a quotation without a source is by whoever spoke last: `Также подчеркнул, что …`, but not `Сообщается, что …`."""
    if quotation.source or not quotation.cue or quotation.is_relayed or language is Language.ENGLISH:
        return False
    last = text[quotation.cue[0].start : quotation.cue[0].end].split()[0 if language is Language.RUSSIAN else -1].lower()
    return language is Language.KAZAKH or not NO_ONE_MEANT.fullmatch(last)


def is_role(word: str, language: Language) -> bool:
    """Tell whether a word, in any case, is a role or an institution rather than a name."""
    lowered = word.lower().replace("ё", "е")
    if language is Language.KAZAKH:
        return any(form in agents() for form in dictionary_forms(lowered, language))
    return lowered in AGENTS or lowered in oblique_agents()


def _is_name(part: str, language: Language) -> bool:
    if not part[0].isupper() or (part.isupper() and len(part) > 1 and "." not in part):
        return False
    return not is_role(part, language) and not _is_country(part, language)


def _is_country(part: str, language: Language) -> bool:
    return any(form in _countries() for form in dictionary_forms(part.lower(), language))


@cache
def _countries() -> frozenset[str]:
    lines = word_list("flows.label.speakers", "countries.txt")
    return frozenset(word.lower() for line in lines for word in line.split()[1:])


def _nominative(part: str, is_oblique: bool) -> str:
    """Return a name's word in the nominative, where its ending or the role before it tells the case."""
    if (match := OBLIQUE_FEMALE.fullmatch(part)) and part.endswith("ой"):
        return match.group(1) + "а"
    if is_oblique:
        if match := OBLIQUE_MALE.fullmatch(part):
            return match.group(1)
        if part.endswith(("а", "у")) and len(part) > 3:
            return part[:-1]
        if part.endswith(("я", "ю")) and len(part) > 3:
            return part[:-1] + ("й" if part[-2] in "аеиоу" else "ь")
    return part


def _roles(parts: list[str], language: Language) -> list[str]:
    """Return a role in small letters and its dictionary form, and its main word: `министр финансов`, `министр`."""
    lowered = [part.lower().replace("ё", "е") for part in parts]
    if language is Language.KAZAKH:
        if not lowered or not is_role(lowered[-1], language) or _is_group(lowered[-1], language):
            return []
        main = lowered[-1]
        if main not in words_of_kazakh_roles() and (match := POSSESSIVE.fullmatch(main)) and match.group(1) in words_of_kazakh_roles():
            main = match.group(1)
        return [" ".join([*lowered[:-1], main]), main] if lowered[:-1] else [main]
    at = next((index for index, part in enumerate(lowered) if is_role(part, language)), None)
    if at is None:
        return []
    main = next((form for form in dictionary_forms(lowered[at], language) if form in AGENTS), lowered[at])
    if _is_group(main, language):
        return []
    full = " ".join([main, *lowered[at + 1 :]])
    if full in _same_roles():
        return [_same_roles()[full]]
    if at and lowered[at - 1] in FORMER:
        main, full = f"экс-{main}", f"экс-{full}"
    return [full, main] if full != main else [main]


@cache
def _same_roles() -> dict[str, str]:
    """Return the role under which a person is met, by what else it is called."""
    lines = (line.partition("=") for line in word_list("flows.label.speakers", "same_roles.ru.txt"))
    return {other.strip(): role.strip() for other, _, role in lines}


def _is_group(word: str, language: Language) -> bool:
    """Tell whether a word for those who speak stands for several persons or an institution."""
    if language is Language.KAZAKH and PLURAL.fullmatch(word):
        return True
    if language is Language.RUSSIAN and word.endswith(("ам", "ям", "ами", "ями")):
        return True
    groups = word_list("flows.label.speakers", f"groups.{language}.txt")
    return any(form in groups or (language is Language.KAZAKH and form[:-1] in groups) for form in dictionary_forms(word, language))


@cache
def words_of_kazakh_roles() -> frozenset[str]:
    """Return the Kazakh nouns for those who speak, without any ending."""
    return frozenset(word_list("flows.label.quotations", "agents.kk.txt"))


def _gender(name_parts: list[str]) -> Gender:
    """Tell a person's gender by the surname, else by the first name; `either` where neither tells."""
    if not name_parts:
        return "either"
    last = name_parts[-1].lower()
    if FEMALE_SURNAME.fullmatch(last):
        return "female"
    if MALE_SURNAME.fullmatch(last):
        return "male"
    if (
        len(name_parts) > 1
        and name_parts[0].endswith(("а", "я"))
        and name_parts[0] not in word_list("flows.label.speakers", "male_names.ru.txt")
    ):
        return "female"
    return "either"
