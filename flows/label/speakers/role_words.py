"""What a word or a phrase says of an office or a trade, whatever case it stands in."""

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import product, takewhile

from flows.label.speakers.case_forms import bare_forms, dictionary_forms
from flows.label.speakers.names import Gender, genders
from flows.languages.letters import plain
from flows.languages.pack import Pack, packs
from schemas.words import SpeakerKind


@cache
def agents(pack: Pack) -> frozenset[str]:
    """Return the nouns for those who speak in the nominative, in small letters: also in the plural and with what says whose they are."""
    return plain_agents(pack) | pack.of_class["nominative-agent"]


@cache
def oblique_agents(pack: Pack) -> frozenset[str]:
    """Return their forms in other cases that are no nominative of another."""
    return pack.of_class["oblique-agent"]


@cache
def plain_agents(pack: Pack) -> frozenset[str]:
    """Return the nouns for those who speak as the lexicon and the titles list them, in small letters."""
    return pack.of_class["agent"] | titles(pack).keys()


@cache
def titles(pack: Pack) -> dict[str, Gender]:
    """Return the titles of the list in small letters, without a stop, with the gender that each tells."""
    return {plain(word).rstrip("."): gender for word, gender in genders(pack, "titles").items()}


@lru_cache(maxsize=8192)
def is_title(word: str, pack: Pack) -> bool:
    """Tell whether a word is a title by the list, or by being one cut short: Cr Roe."""
    return plain(word).rstrip(".") in titles(pack) or pack.patterns["short_title"].fullmatch(word) is not None


@cache
def words_of(pack: Pack, *classes: str) -> frozenset[str]:
    """Return the words of some classes of the lexicon."""
    return frozenset().union(*(pack.of_class.get(one, ()) for one in classes))


@cache
def describing(pack: Pack, *classes: str) -> frozenset[str]:
    """Return the nouns of some classes by which news describes somebody named before: trades, what one is in politics, voices."""
    return frozenset(noun for name, nouns in pack.rows("describing") if name in classes for noun in nouns.split())


@cache
def links(pack: Pack) -> frozenset[str]:
    """Return the words that link a noun to what narrows it behind: the mayor | of Aktau."""
    return words_of(pack, "of", "to", "preposition", "relative", "conjunction")


@cache
def narrowing_links(pack: Pack) -> frozenset[str]:
    """Return the words behind which a role is only narrowed; where its noun stands last none joins: мәдениет және ақпарат министрі."""
    return links(pack) - pack.words("joining") if pack.grammar == "verb-final" else links(pack)


@cache
def determiners(pack: Pack) -> frozenset[str]:
    """Return the words that open a noun phrase and are no part of a role or a name: the, her."""
    return words_of(pack, "determiner", "possessive", "her")


@cache
def speaker_nouns(pack: Pack) -> dict[str, SpeakerKind]:
    """Return the kind of each noun of the list; of one that stands there twice, the first."""
    found: dict[str, SpeakerKind] = {}
    for kind, nouns in pack.rows("speaker_nouns"):
        for noun in nouns.split():
            found.setdefault(plain(noun), SpeakerKind(kind))
    return found


@lru_cache(maxsize=16_384)
def is_role(word: str, pack: Pack) -> bool:
    """Tell whether a word, in any case, is a role or an institution: by the forms that are known, else by its endings."""
    low, oblique = plain(word), oblique_agents(pack)
    if pack.patterns["short_title"].fullmatch(word):
        return True
    return low in agents(pack) or low in oblique or (not oblique and not agents(pack).isdisjoint(dictionary_forms(low, pack)))


@lru_cache(maxsize=8192)
def is_person_role(word: str, pack: Pack) -> bool:
    """Tell whether a word, in any case, stands for one person: `министру`, but neither `министрам` nor `министерству`."""
    return is_role(word, pack) and not is_group(main_word(plain(word), pack), pack)


@lru_cache(maxsize=16_384)
def person_cases(word: str, pack: Pack) -> frozenset[str]:
    """Return the cases in which a word may stand for one person by the dictionary: `nomn`, `gent` …; none where there is no dictionary."""
    low = plain(word)
    return pack.rule("cases_of_person")(low) if "tells_persons" in pack.flags and low.isalpha() else frozenset()


@lru_cache(maxsize=8192)
def names_person(word: str, pack: Pack) -> bool:
    """Tell whether a word, in any case, stands for one person: by the lists, or where they do not hold it by the dictionary."""
    return is_person_role(word, pack) or (not is_role(word, pack) and bool(person_cases(word, pack)))


@lru_cache(maxsize=8192)
def is_nominative(word: str, pack: Pack) -> bool:
    """Tell whether a noun for one person stands in the nominative, by the lists or the dictionary."""
    return plain(word) not in oblique_agents(pack) if is_role(word, pack) else "nomn" in person_cases(word, pack)


@lru_cache(maxsize=8192)
def _is_trade(low: str, pack: Pack) -> bool:
    """Tell whether a word stands for one person by what they do, and not by whose kin or friend they are."""
    return speaker_nouns(pack).get(low) is not SpeakerKind.PERSON and bool(person_cases(low, pack))


@lru_cache(maxsize=8192)
def is_place(word: str, pack: Pack) -> bool:
    """Tell whether a word, in any case, names a country or a place that the dictionary holds."""
    return country_of(word, pack) is not None or ("tells_places" in pack.flags and word.isalpha() and pack.rule("is_place")(word))


@lru_cache(maxsize=8192)
def main_word(word: str, pack: Pack, is_oblique: bool | None = None) -> str:
    """Return a word for one who speaks, in small letters, without endings: `министрінің` is `министр`.

    In another case than the nominative it is one person where it can be: `по словам главы`.
    """
    forms = [form for form in bare_forms(word, pack) if form in plain_agents(pack)]
    single = (form for form in forms if is_oblique and not is_group(form, pack))
    return next(single, forms[0] if forms else word)


@lru_cache(maxsize=8192)
def is_group(word: str, pack: Pack) -> bool:
    """Tell whether a word for those who speak stands for several persons or an institution."""
    return pack.patterns["plural_role"].fullmatch(word) is not None or not pack.words("groups").isdisjoint(bare_forms(word, pack))


def roles_of(parts: Sequence[str], pack: Pack, is_oblique: bool | None = None) -> list[str]:
    """Return the role that words give one person, if any, in small letters, its main noun first and without endings: `министр финансов`.

    `is_oblique` says whether they stand in another case than the nominative, as far as that is known.
    """
    lowered = [low for part in parts if (low := plain(part)) not in determiners(pack)]
    at = _head(lowered, pack) if lowered else None
    word = "" if at is None else main_word(lowered[at], pack, is_oblique)
    main = _same_roles(pack).get(word, word)  # Sen. is a senator
    if at is None or is_group(main, pack) or main in pack.words("courtesies"):
        return []
    if "head_last" not in pack.flags:
        return [_changed(main, lowered[max(at - 1, 0) : at], lowered[at + 1 :], pack)]
    narrowing = takewhile(lambda word: word not in words_of(pack, "relative"), lowered[at + 1 :])
    return [_changed(main, lowered[:at], [*(word for word in narrowing if word not in links(pack)), *lowered[:at]], pack)]


def _changed(main: str, before: Sequence[str], beside: Sequence[str], pack: Pack) -> str:
    """Return a role under the name that it is met by, with the mark of a former or an acting holder."""
    role = " ".join((main, *beside))
    changes = modifiers(pack, "former", "acting")
    mark = next((changes[word] for word in before if word in changes), None)
    return _same_roles(pack).get(role) or (f"{mark}-{role}" if mark else role)


def _head(lowered: Sequence[str], pack: Pack) -> int | None:
    """Return the place of the main noun of a role: the first; in a language whose phrases end with it, the last before a preposition."""
    if "head_last" not in pack.flags:
        return next((index for index, word in enumerate(lowered) if is_role(word, pack) or _is_trade(word, pack)), None)
    end = next((index for index, word in enumerate(lowered) if index and word in narrowing_links(pack)), len(lowered))
    return end - 1 if is_role(lowered[end - 1], pack) else None


@cache
def modifiers(pack: Pack, *kinds: str) -> dict[str, str]:
    """Return the words that make an office a `former`, an `acting` or a `deputy` one, each with the mark of such a role."""
    rows = [words.split() for kind, words in pack.rows("office_modifiers") if kind in kinds]
    return {word: words[0] for words in rows for word in words}


@cache
def _same_roles(pack: Pack) -> dict[str, str]:
    """Return the role under which a person is met, by what else it is called."""
    return {_head_first(other, pack): _head_first(role, pack) for other, role in pack.rows("same_roles")}


@cache
def wider_roles(pack: Pack) -> dict[str, tuple[str, ...]]:
    """Return the roles under which a person may be met whom a text calls by general words, by these words."""
    return {
        _head_first(" ".join(one), pack): tuple(_head_first(role, pack) for role in roles.split(","))
        for words, roles in pack.rows("wider_roles")
        for one in product(*(word.split("/") for word in words.split()))
    }


def _head_first(role: str, pack: Pack) -> str:
    words = role.split()
    return " ".join((words[-1], *words[:-1]) if "head_last" in pack.flags else words)


@lru_cache(maxsize=8192)
def country_of(word: str, pack: Pack) -> str | None:
    """Return the code of the country that a word, in any case, names (ISO 3166-1 alpha-2)."""
    return next((code for form in dictionary_forms(word.lower(), pack) if (code := countries().get(form))), None)


@cache
def countries() -> dict[str, str]:
    """Return the codes of countries by the words for them, in small letters, of all languages."""
    return {word.lower(): code for one in packs() for code, *words in one.rows("countries") for word in words}


def behind_relative(words: list[str], pack: Pack) -> list[str]:
    """Return the words of a phrase behind the clause that stands before its noun, where the head is last: жиынды ашқан | Үкімет басшысы.

    Of `Дина Омарова деген оқырман` what she is stands first, as before any name.
    """
    if "head_last" not in pack.flags:
        return words
    clause = pack.patterns["participle"]
    may_end = (at for at in range(len(words) - 2, 0, -1) if words[at].islower() and not is_role(words[at], pack))  # not: Төлеген
    last = next((at for at in may_end if clause.fullmatch(words[at])), -1)
    if last > 0 and words[last] in words_of(pack, "called") and words[last - 1][0].isupper():
        return [*words[last + 1 :], *words[:last]]  # оқырман | Дина Омарова
    return words[last + 1 :]
