"""What a word or a phrase says of an office or a trade, whatever case it stands in."""

from collections.abc import Sequence
from functools import cache, lru_cache

from flows.label.quotations.tokens import plain
from flows.label.speakers.agents import is_agent, plain_agents
from flows.label.speakers.case_forms import bare_forms, dictionary_forms
from flows.languages.pack import Pack, packs


@lru_cache(maxsize=8192)
def is_role(word: str, pack: Pack) -> bool:
    """Tell whether a word, in any case, is a role or an institution rather than a name."""
    return is_agent(plain(word), pack)


@lru_cache(maxsize=8192)
def is_person_role(word: str, pack: Pack) -> bool:
    """Tell whether a word, in any case, stands for one person: `министру`, but neither `министрам` nor `министерству`."""
    return is_role(word, pack) and not is_group(main_word(plain(word), pack), pack)


@lru_cache(maxsize=8192)
def main_word(word: str, pack: Pack) -> str:
    """Return a word for one who speaks, in small letters, without endings: `министрінің` is `министр`."""
    return next((form for form in bare_forms(word, pack) if form in plain_agents(pack)), word)


@lru_cache(maxsize=8192)
def is_group(word: str, pack: Pack) -> bool:
    """Tell whether a word for those who speak stands for several persons or an institution."""
    return pack.patterns["plural_role"].fullmatch(word) is not None or not _groups(pack).isdisjoint(bare_forms(word, pack))


@cache
def _groups(pack: Pack) -> frozenset[str]:
    return frozenset(pack.lines("groups"))


def roles_of(parts: Sequence[str], pack: Pack) -> list[str]:
    """Return a role in small letters and its dictionary form, and its main word: `министр финансов`, `министр`."""
    lowered = [plain(part) for part in parts]
    is_last = "head_last" in pack.flags
    at = next((index for index, part in enumerate(lowered) if is_role(part, pack) and (not is_last or index == len(lowered) - 1)), None)
    main = "" if at is None else main_word(lowered[at], pack)
    if at is None or is_group(main, pack):
        return []
    beside = lowered[:at] if is_last else lowered[at + 1 :]
    same = _same_roles(pack).get(_joined(main, beside, pack))
    if same is not None:
        return [same]
    before = lowered[:at] if is_last else lowered[max(at - 1, 0) : at]
    mark = next((mark for word in before if (mark := modifiers(pack, "former", "acting").get(word))), None)
    main = f"{mark}-{main}" if mark else main
    return list(dict.fromkeys((_joined(main, beside, pack), main)))


def _joined(main: str, beside: Sequence[str], pack: Pack) -> str:
    return " ".join((*beside, main) if "head_last" in pack.flags else (main, *beside))


@cache
def modifiers(pack: Pack, *kinds: str) -> dict[str, str]:
    """Return the words that make an office a `former`, an `acting` or a `deputy` one, each with the mark of such a role."""
    rows = [words.split() for kind, words in pack.rows("office_modifiers") if kind in kinds]
    return {word: words[0] for words in rows for word in words}


@cache
def _same_roles(pack: Pack) -> dict[str, str]:
    """Return the role under which a person is met, by what else it is called."""
    return {row[0]: row[1] for row in pack.rows("same_roles")}


@cache
def wider_roles(pack: Pack) -> dict[str, tuple[str, ...]]:
    """Return the roles under which a person may be met whom a text calls by general words, by these words."""
    return {words: tuple(role.strip() for role in roles.split(",")) for words, roles in pack.rows("wider_roles")}


@lru_cache(maxsize=8192)
def is_country(word: str, pack: Pack) -> bool:
    """Tell whether a word, in any case, is one of a country of the lists."""
    return country_of(word, pack) is not None


@lru_cache(maxsize=8192)
def country_of(word: str, pack: Pack) -> str | None:
    """Return the code of the country that a word, in any case, names (ISO 3166-1 alpha-2)."""
    return next((code for form in dictionary_forms(word.lower(), pack) if (code := countries().get(form))), None)


@cache
def countries() -> dict[str, str]:
    """Return the codes of countries by the words for them, in small letters, of all languages."""
    return {word.lower(): code for one in packs() for code, *words in one.rows("countries") for word in words}
