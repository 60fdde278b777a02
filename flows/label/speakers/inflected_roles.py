"""What a Russian or Kazakh word or phrase says of an office or a trade, whatever case it stands in."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from flows.label.quotations.kazakh_words import agents
from flows.label.quotations.russian_words import AGENTS, oblique_agents
from flows.label.speakers.declension import dictionary_forms
from flows.languages.pack import pack
from schemas.words import Language

POSSESSIVE = re.compile(r"(.{3,}?)(?:сы|сі|ы|і)")
PLURAL = re.compile(r".+(?:лар|лер|дар|дер|тар|тер)(?:ы|і)?(?:[а-яәіңғүұқөһ]{2,3})?")
# полковнигі: полковник
VOICED = {"г": "к", "ғ": "қ", "б": "п"}
FORMER = frozenset(("бывший", "бывшая", "бывшего", "бывшей", "бывшему", "бывшим", "бұрынғы"))
ACTING = frozenset(("и.о.", "врио", "обязанности", "міндетін"))


@lru_cache(maxsize=8192)
def is_role(word: str, language: Language) -> bool:
    """Tell whether a word, in any case, is a role or an institution rather than a name."""
    lowered = word.lower().replace("ё", "е")
    if language is Language.KAZAKH:
        return any(form in agents() for form in dictionary_forms(lowered, language))
    return lowered in AGENTS or lowered in oblique_agents()


def is_person_role(word: str, language: Language) -> bool:
    """Tell whether a word, in any case, stands for one person: `министру`, but neither `министрам` nor `министерству`."""
    return is_role(word, language) and not is_group(_main(word.lower().replace("ё", "е"), language), language)


def _main(lowered: str, language: Language) -> str:
    if language is Language.KAZAKH:
        return lowered
    return next((form for form in dictionary_forms(lowered, language) if form in AGENTS), lowered)


def roles_of(parts: Sequence[str], language: Language) -> list[str]:
    """Return a role in small letters and its dictionary form, and its main word: `министр финансов`, `министр`."""
    lowered = [part.lower().replace("ё", "е") for part in parts]
    if language is Language.KAZAKH:
        return _kazakh_roles(lowered)
    at = next((index for index, part in enumerate(lowered) if is_role(part, language)), None)
    if at is None:
        return []
    main = _main(lowered[at], language)
    if is_group(main, language):
        return []
    full = " ".join([main, *lowered[at + 1 :]])
    if full in _same_roles():
        return [_same_roles()[full]]
    before = lowered[at - 1] if at else ""
    if before in FORMER or before in ACTING:
        prefix = "экс-" if before in FORMER else "и.о.-"
        main, full = prefix + main, prefix + full
    return [full, main] if full != main else [main]


def _kazakh_roles(lowered: list[str]) -> list[str]:
    if not lowered or not is_role(lowered[-1], Language.KAZAKH) or is_group(lowered[-1], Language.KAZAKH):
        return []
    main = kazakh_main(lowered[-1])
    if not FORMER.isdisjoint(lowered) or not ACTING.isdisjoint(lowered):
        main = f"экс-{main}"
    return [" ".join([*lowered[:-1], main]), main] if lowered[:-1] else [main]


@lru_cache(maxsize=8192)
def kazakh_main(word: str) -> str:
    """Return a Kazakh word for one who speaks without endings: `министрінің` is `министр`."""
    known = words_of_kazakh_roles()
    for form in dictionary_forms(word, Language.KAZAKH):
        match = POSSESSIVE.fullmatch(form)
        stem = match.group(1) if match else form
        bare = next((one for one in (form, stem, stem[:-1] + VOICED.get(stem[-1], stem[-1])) if one in known), None)
        if bare:
            return bare
    return word


@cache
def _same_roles() -> dict[str, str]:
    """Return the role under which a person is met, by what else it is called."""
    return {row[0]: row[1] for row in pack(Language.RUSSIAN).rows("same_roles")}


@cache
def wider_roles(language: Language) -> dict[str, tuple[str, ...]]:
    """Return the roles under which a person may be met whom a text calls by general words, by these words."""
    return {words: tuple(role.strip() for role in roles.split(",")) for words, roles in pack(language).rows("wider_roles")}


@lru_cache(maxsize=8192)
def is_group(word: str, language: Language) -> bool:
    """Tell whether a word for those who speak stands for several persons or an institution."""
    if language is Language.KAZAKH and PLURAL.fullmatch(word):
        return True
    if language is Language.RUSSIAN and word.endswith(("ам", "ям", "ами", "ями")):
        return True
    groups = _groups(language)
    return any(form in groups or (language is Language.KAZAKH and form[:-1] in groups) for form in dictionary_forms(word, language))


@cache
def _groups(language: Language) -> frozenset[str]:
    return frozenset(pack(language).lines("groups"))


@cache
def words_of_kazakh_roles() -> frozenset[str]:
    """Return the Kazakh nouns for those who speak, without any ending."""
    return pack(Language.KAZAKH).of_class["agent"]
