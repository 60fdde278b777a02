"""What a single word, or a phrase, tells of the name that it stands in or beside."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import product

from flows.label.speakers.case_forms import bare_forms
from flows.languages.letters import plain
from flows.languages.pack import Pack
from schemas.words import MentionKind

ANY_ENDING = "*"
LONGEST_ENDING = 6
MOST_PLACE_WORDS = 4
MOST_FORMS = 6
SHORTEST_STEM, LONGEST_CASE_ENDING = 3, 2
LINK, NOTHING = "link", "nothing"
CAPITAL_OF = "{}-capital"


@lru_cache(maxsize=16_384)
def kind_told(word: str, where: str, pack: Pack) -> MentionKind | None:
    """Return what a word tells of a name where it stands: `within` it, `before` or `behind` it; None where the list is silent.

    >>> from flows.languages.pack import pack
    >>> from schemas.words import Language
    >>> kind_told("Министерства", "within", pack(Language("ru"))).value
    'organisation'
    """
    whole, beginnings = _told(where, pack)
    if word in whole:
        return whole[word]
    shortest = max(len(word) - LONGEST_ENDING, 0)
    return next((beginnings[word[:end]] for end in range(len(word), shortest, -1) if word[:end] in beginnings), None)


@lru_cache(maxsize=16_384)
def told_before(word: str, pack: Pack) -> MentionKind | None:
    """Return what the word before a name tells of it, also where it opens its sentence: Company | X."""
    return kind_told(word, "before", pack) or kind_told(word.lower(), "before", pack)


@lru_cache(maxsize=16_384)
def kind_told_small(word: str, pack: Pack) -> MentionKind | None:
    """Return what a word in small letters would tell within a name: what the ministry of a Federal ministry is."""
    return kind_told(word.capitalize(), "within", pack) if word[:1].islower() else None


@lru_cache(maxsize=16_384)
def is_adjective(word: str, pack: Pack) -> bool:
    """Tell whether a word ends as adjectives do, in a language that declines them."""
    return pack.patterns["adjective"].fullmatch(plain(word)) is not None


@cache
def _told(where: str, pack: Pack) -> tuple[Mapping[str, MentionKind], Mapping[str, MentionKind]]:
    """Return the words of a place of the list with their kinds: whole ones, and the beginnings of those with any ending."""
    whole: dict[str, MentionKind] = {}
    beginnings: dict[str, MentionKind] = {}
    for kind, place, words in pack.rows("mention_words"):
        for word in words.split() if place == where and kind not in (LINK, NOTHING) else ():
            into, written = (beginnings, word.removesuffix(ANY_ENDING)) if word.endswith(ANY_ENDING) else (whole, word)
            into.setdefault(written, MentionKind(kind))
    return whole, beginnings


@lru_cache(maxsize=32_768)
def stem_of(word: str) -> str:
    """Return what forms of a word have in common, by its length alone; one in capitals alone as it is, in small letters."""
    low = plain(word)
    return low if word.isupper() else low[: max(SHORTEST_STEM, len(low) - LONGEST_CASE_ENDING)]


@cache
def linking(pack: Pack) -> frozenset[str]:
    """Return the small words that may stand within a name."""
    return _words_of(LINK, pack)


@cache
def naming_nothing(pack: Pack) -> frozenset[str]:
    """Return the words in capitals that are no names."""
    return _words_of(NOTHING, pack)


def _words_of(named: str, pack: Pack) -> frozenset[str]:
    return frozenset(word for kind, _, words in pack.rows("mention_words") if kind == named for word in words.split())


@cache
def places(pack: Pack) -> Mapping[str, str]:
    """Return the countries, regions and cities of the lists by their names, with the code of a country or a capital; empty for others."""
    known: dict[str, str] = dict.fromkeys((region for (region,) in pack.places("regions")), "")
    known |= {city: CAPITAL_OF.format(code[0]) if code else "" for city, *code in pack.places("cities")}
    for code, *names in pack.places("countries"):
        known.update(dict.fromkeys(names, code))
    heads, _ = _told("within", pack)
    return {name: code for name, code in known.items() if heads.get(name) is not MentionKind.ORGANISATION}


@lru_cache(maxsize=16_384)
def place_named(words: tuple[str, ...], pack: Pack) -> str | None:
    """Return the code of the place that words name in any case: empty for one that has none; None where the lists hold no such place."""
    known, name = places(pack), " ".join(words)
    if name in known:
        return known[name]
    if len(words) > MOST_PLACE_WORDS:
        return None
    forms = [bare_forms(word, pack)[: MOST_FORMS if len(words) > 1 else None] for word in words]
    if len(words) > 2:
        forms[1:-1] = [form[:1] for form in forms[1:-1]]
    return next((known[name] for one in product(*forms) if (name := " ".join(one)) in known), None)


def longest_place(words: Sequence[str], first: int, pack: Pack) -> int:
    """Return where the longest place of the lists ends that begins at a word: at `first` where none does."""
    for end in range(min(len(words), first + MOST_PLACE_WORDS), first, -1):
        if place_named(tuple(words[first:end]), pack) is not None:
            return end
    return first
