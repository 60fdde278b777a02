"""The persons whom a Russian or Kazakh text names anywhere, with the titles beside them."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from flows.label.quotations.kazakh_words import ABLATIVE, CONVERB, DATIVE, LOCATIVE, words
from flows.label.quotations.russian_words import ADVERBS, AGENTS, CONNECTIVES, PREPOSITIONS, SUBORDINATORS
from flows.label.speakers.inflected import WORD, is_country, is_full_name, name_start, named
from flows.label.speakers.inflected_roles import ACTING, FORMER, is_group, is_person_role, is_role, roles_of
from flows.label.speakers.kazakh_names import end_of_name
from flows.label.speakers.names import Reading
from flows.languages.pack import pack
from flows.segment.document import Document
from schemas.columns import Span
from schemas.words import Language

UPPER = "A-ZÀ-ÖØ-ÞА-ЯЁӘҒҚҢӨҰҮҺІ"
# Мэр Бишкека Айбек Жунушалиев · Қ.К. Тоқаев · Сейткулов Д.М.: words in capitals and initials, one space between
WORD_IN_CAPITALS = rf"[{UPPER}][^\W\d_]++(?:[-‑’'][^\W\d_]++)*+"
INITIALS = rf"[{UPPER}]\.(?:[ ]?[{UPPER}]\.)?"
CAPITALS = re.compile(rf"(?<![\w.-])(?:{INITIALS}[ ]?)?{WORD_IN_CAPITALS}(?:[ ](?:{WORD_IN_CAPITALS}|{INITIALS})){{0,8}}")
# what stands between a name and the words before it that do not belong to it
BOUNDARY = re.compile(r"[.!?…;:,«»“”\"„()—–\n]")
# , вице-министр энергетики, · – әкім –
APPOSED = re.compile(r"(?:,| [–—-]| \() ?([^.!?…;:,«»“”\"„()—–\n]{2,80})")
REACH = 140
MOST_ROLE_WORDS = 10
RUSSIAN_FUNCTION_WORDS = ADVERBS | PREPOSITIONS | CONNECTIVES | SUBORDINATORS
VERB_ENDINGS = ("лся", "лась", "лось", "ла", "ло", "ли", "ет", "ит", "ют")
GENITIVE_ENDINGS = ("а", "я", "ы", "и", "ого", "его")


class Named(NamedTuple):
    """A person as one place of a text names them."""

    span: Span
    words: tuple[str, ...]
    """The name as written there, given name first."""
    reading: Reading
    is_subject: bool
    """True where the name stands in the nominative and no preposition is before it."""


@cache
def _named_after(language: Language) -> frozenset[str]:
    return frozenset(pack(language).lines("named_after"))


def _function_words(language: Language) -> frozenset[str]:
    return words("frame") if language is Language.KAZAKH else RUSSIAN_FUNCTION_WORDS


def names_in(document: Document) -> Iterator[Named]:
    """Yield the persons that a Russian or Kazakh text names, in order: in full, or by a surname alone that may be somebody's."""
    text, language = document.text, document.language
    for run in CAPITALS.finditer(text):
        before = text[max(run.start() - REACH, 0) : run.start()]
        if (before.endswith(("«", "“", '"', "„")) and text[run.end() : run.end() + 1] in '»”“"') or _is_thing(text, run, before, language):
            continue
        found = _named(text, run, before, language)
        if found is not None:
            yield found


def _is_thing(text: str, run: re.Match[str], before: str, language: Language) -> bool:
    """Tell whether the name is one of a street, a theatre or a prize."""
    if language is Language.RUSSIAN:
        last = before.rstrip(" .").rpartition(" ")[2].lower()
        return before.endswith(" ") and last in _named_after(language)
    following = WORD.match(text, run.end() + 1, run.end() + 40)
    return following is not None and following.group().lower() in _named_after(language)


def _named(text: str, run: re.Match[str], before: str, language: Language) -> Named | None:
    parts = WORD.findall(run.group())
    left = WORD.findall(BOUNDARY.split(before)[-1])[-MOST_ROLE_WORDS:]
    first = name_start(parts, language)
    if first == len(parts):
        return None
    if not first and len(parts) > 1 and not left and parts[0].lower() in _function_words(language):
        first = 1  # Позже Ахметов
    if language is Language.KAZAKH:
        parts = parts[: end_of_name(parts, first)]
    role_parts, hint = _role_before([*left, *parts[:first]], language)
    written = tuple(parts[first:])
    preposition = bool(left) and not first and not role_parts and left[-1].lower() in PREPOSITIONS
    read = named(written, language, True if preposition and language is Language.RUSSIAN else hint)
    roles = roles_of(role_parts, language) if role_parts else []
    if (apposed := APPOSED.match(text, run.end())) is not None:
        roles += _role_behind(WORD.findall(apposed.group(1)), language)
    is_person = len(written) > 1 and (bool(roles) or is_full_name(read.words, language))
    if len(written) > 1 and not is_person:
        return None
    reading = Reading(" ".join(read.words), tuple(dict.fromkeys(roles)), read.gender, is_person)
    return Named(Span(run.start(), run.end()), written, reading, read.case == "nominative" and not preposition)


def _role_before(tokens: Sequence[str], language: Language) -> tuple[list[str], bool | None]:
    """Return the role that stands right before a name, with its complement, and whether it stands in a case other than the nominative."""
    return _kazakh_role(tokens) if language is Language.KAZAKH else _russian_role(tokens)


def _russian_role(tokens: Sequence[str]) -> tuple[list[str], bool | None]:
    language = Language.RUSSIAN
    head: int | None = None
    for at in range(len(tokens) - 1, -1, -1):
        low = tokens[at].lower().replace("ё", "е")
        if is_role(low, language):
            if not is_person_role(low, language):
                continue  # директор департамента министерства
            head = at
            if not (low.endswith(GENITIVE_ENDINGS) and at and is_person_role(tokens[at - 1], language)):
                break
        elif _closes_role(low):
            break
    if head is None:
        return [], None
    first = head - 1 if head and tokens[head - 1].lower() in FORMER | ACTING else head
    is_governed = first < head and tokens[first].lower() in ACTING  # и.о. министра Данияр Ахметов
    return list(tokens[first:]), None if is_governed else _is_oblique_role(tokens[head])


def _is_oblique_role(word: str) -> bool:
    return word.lower().replace("ё", "е") not in AGENTS


def _closes_role(low: str) -> bool:
    """Tell whether a word ends the search for a role before a name: a verb, an adverb; по and в may stand within one."""
    return low in ADVERBS or (low in CONNECTIVES and low != "и") or low.endswith(VERB_ENDINGS)


def _kazakh_role(tokens: Sequence[str]) -> tuple[list[str], bool | None]:
    language = Language.KAZAKH
    if not tokens or not is_person_role(tokens[-1], language):
        return [], None
    first = len(tokens) - 1
    while first and len(tokens) - first < 7:
        low = tokens[first - 1].lower()
        if (
            not is_role(low, language)
            and not is_country(low, language)
            and any(p.fullmatch(low) for p in (LOCATIVE, ABLATIVE, DATIVE, CONVERB))
        ):
            break
        first -= 1
    return list(tokens[first:]), None


def _role_behind(tokens: Sequence[str], language: Language) -> list[str]:
    """Return the role in apposition behind a name: Данияр Ахметов, вице-министр энергетики, …"""
    if language is Language.RUSSIAN:
        at = next((index for index, token in enumerate(tokens[:2]) if is_role(token, language)), None)
        return roles_of(tokens, language) if at is not None and tokens[0][0].islower() else []
    at = next(
        (index for index, token in enumerate(tokens[:6]) if is_person_role(token, language) and not is_group(token.lower(), language)), None
    )
    return roles_of(tokens[: at + 1], language) if at is not None and tokens[0][0].islower() else []
