"""What a source phrase says of a person, whatever case it stands in."""

import re
from collections.abc import Sequence
from functools import lru_cache

from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.tokens import plain
from flows.label.speakers.agents import oblique_agents
from flows.label.speakers.name_forms import first_name_forms, first_names, is_full_name, is_patronymic, read_name
from flows.label.speakers.names import Gender, Reading
from flows.label.speakers.role_words import is_country, is_role, roles_of
from flows.languages.pack import Pack

# Маулен Ашимбаев, председатель Сената · Ричард Баучер (Richard Boucher)
MAIN_PART = re.compile(r"[^,(\[]+")
MARKED = re.compile(r"[«“\"„][^»”\"“]*[»”\"“]")
WORD = re.compile(r"(?:[^\W\d_]\.)+|[^\W_]+(?:[-‑'’][^\W_]+)*")


@lru_cache(maxsize=4096)
def read_inflected(phrase: str, pack: Pack, is_oblique: bool | None = None) -> Reading:
    """Read a source phrase; the name stands in its dictionary form where the phrase tells its case.

    `is_oblique` says what the words around the phrase tell of its case, if anything.

    >>> from flows.languages.pack import pack
    >>> from schemas.words import Language
    >>> read_inflected("министра финансов Данияра Ахметова", pack(Language.RUSSIAN)).name
    'Данияр Ахметов'
    >>> read_inflected("Қаржы министрі Данияр Ахметовтің", pack(Language.KAZAKH)).roles
    ('қаржы министр', 'министр')
    """
    main = MAIN_PART.match(phrase)
    head = MARKED.sub(" ", main.group()) if main else ""
    rest = phrase[main.end() :] if main else ""
    parts = WORD.findall(head)
    first = name_start(parts, pack)
    name_parts, role_parts = parts[first:], parts[:first]
    roles = roles_of(role_parts, pack)
    if rest.startswith(","):
        if not name_parts and "head_last" in pack.flags:
            apposed = read_inflected(rest[1:].strip(), pack)  # құрылтай мүшесі, жазушы Сәуле Асанова
            return apposed._replace(roles=tuple(dict.fromkeys((*apposed.roles, *roles))))
        roles += roles_of(WORD.findall(rest), pack)
    if not name_parts:
        return Reading(None, tuple(dict.fromkeys(roles)), role_gender(role_parts, pack), False)
    read = read_name(tuple(name_parts), pack, case_hint(role_parts, pack, is_oblique))
    return Reading(" ".join(read.words), tuple(dict.fromkeys(roles)), read.gender, bool(roles) or is_full_name(read.words, pack))


def case_hint(role_parts: Sequence[str], pack: Pack, is_oblique: bool | None = None) -> bool | None:
    """Tell whether the role before a name stands in a case other than the nominative; what is known else, where there is no role."""
    role = _first_role(role_parts, pack)
    return role in oblique_agents(pack) if role else is_oblique


def role_gender(role_parts: Sequence[str], pack: Pack) -> Gender:
    """Return the gender that a role tells by its ending."""
    role = _first_role(role_parts, pack)
    return "female" if pack.patterns["female_role"].fullmatch(role) else "male" if pack.patterns["male_role"].fullmatch(role) else "either"


def _first_role(parts: Sequence[str], pack: Pack) -> str:
    return next((plain(part) for part in parts if is_role(part, pack)), "")


def name_start(parts: Sequence[str], pack: Pack) -> int:
    """Return the index from which on the words that end a phrase are a name: мэр Бишкека | Айбек Жунушалиев; its length where none are."""
    first = len(parts)
    while first and _is_name(parts[first - 1], pack) and parts[first - 1].isascii() == parts[-1].isascii():
        first -= 1  # главный экономист Halyk Research Мадина Кабжанова: another script, another name
    run = parts[first:]
    has_given = len(run) > 2 and first_name_forms(run[-2], pack) and run[0] not in first_names(pack)
    return len(parts) - 2 if has_given and not any(is_patronymic(word, pack) for word in run) else first


@lru_cache(maxsize=16_384)
def _is_name(part: str, pack: Pack) -> bool:
    if not part[0].isupper() or (part.isupper() and len(part) > 1 and "." not in part):
        return False
    return not is_role(part, pack) and not is_country(part, pack)


def leaves_source_out(text: str, quotation: FoundQuotation, pack: Pack) -> bool:
    """Tell whether a quotation without a source is by whoever spoke last: `Также подчеркнул, что …`, but not `Сообщается, что …`."""
    if quotation.source or not quotation.cue or quotation.is_relayed or "drops_subject" not in pack.flags:
        return False
    words = text[quotation.cue[0].start : quotation.cue[0].end].lower().split()
    return pack.patterns["impersonal"].fullmatch(words[-1 if "verb_final" in pack.flags else 0]) is None
