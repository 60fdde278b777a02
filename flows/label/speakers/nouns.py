"""What kind of source a phrase without a person's name is: an office, an organisation, a group, a document; and what it is called."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from flows.label.speakers.base_form import base_form
from flows.label.speakers.case_forms import bare_forms
from flows.label.speakers.name_forms import is_given, is_surname
from flows.label.speakers.names import POSSESSIVE, WORD
from flows.label.speakers.phrases import END_OF_MAIN
from flows.label.speakers.role_words import country_of, determiners, is_group, is_role, is_title, links, main_word, speaker_nouns, words_of
from flows.languages.letters import plain
from flows.languages.pack import Pack
from schemas.words import SpeakerKind

SHORTEST_STEM = 4
LONGEST_ENDING = 3
LONGEST_ACRONYM = 7
PLURALS = (("ies", "y"), ("es", ""), ("s", ""))
AMPERSAND = "&"
NAME_WORD = re.compile(rf"{WORD.pattern}|{AMPERSAND}")
# the watchdog | , Open Steppe
NAMED = re.compile(r",\s+(?P<name>[^\W\d_a-z][^,(\[)\]–—]*)")
MOST_WORDS_OF_NAME = 5


class Noun(NamedTuple):
    """What a phrase says of a source that it does not name as a person."""

    kind: SpeakerKind
    name: str
    """The phrase in the nominative, without its article."""
    head: str
    """Its main noun, in small letters and in the dictionary form as far as the lists know it."""
    is_proper: bool
    """True where the phrase is a name of its own, the same in every text: the Ministry of Finance, but not the ministry."""


@lru_cache(maxsize=8192)
def read_noun(phrase: str, pack: Pack, *, is_governed: bool | None = None) -> Noun | None:
    """Return what a phrase stands for as a source; None where it holds no word.

    `is_governed` says whether it stands in another case than the nominative, None where that is not known.

    >>> from flows.languages.pack import pack
    >>> from schemas.words import Language
    >>> [read_noun(phrase, pack(Language("en"))).kind.value for phrase in ("the Ministry of Finance", "Officials", "a 2014 study by Roe")]
    ['organisation', 'group', 'document']
    >>> read_noun("the Ministry of Finance", pack(Language("en"))).name
    'Ministry of Finance'
    """
    main = END_OF_MAIN.split(phrase, maxsplit=1)[0]
    words = [POSSESSIVE.sub("", word) for word in NAME_WORD.findall(main)]
    first = next((at for at, word in enumerate(words) if word.lower() not in determiners(pack)), len(words))
    if first < len(words) and words[first].lower() in words_of(pack, "of"):
        first = 0  # one of the advisers
    has_article, words = first > 0, _without_day(_without_verb(words[first:], pack), pack)
    if not words:
        return None
    head = _head(words, pack)
    end = next((at for at, word in enumerate(words[: head + 1]) if word.lower() in links(pack)), head + 1)  # одного | из протестующих
    words = [*base_form(tuple(words[:end]), pack, is_governed=is_governed), *words[end:]]
    kind, noun = _kind(words, head, pack)
    is_proper = _is_proper(words, head, kind, pack, has_article=has_article)
    if kind is SpeakerKind.ORGANISATION and has_article and not is_proper and (name := _named_behind(phrase[len(main) :])):
        return Noun(kind, name, noun, True)
    return Noun(kind, " ".join(words), noun, is_proper)


def _named_behind(rest: str) -> str | None:
    """Return the name of an organisation that stands behind what it is: the watchdog | , Open Steppe"""
    named = NAMED.match(rest)
    words = NAME_WORD.findall(named["name"]) if named else []
    is_name = 0 < len(words) <= MOST_WORDS_OF_NAME and all(word[0].isupper() or word == AMPERSAND for word in words)
    return " ".join(words) if is_name else None


def is_source_noun(word: str, pack: Pack) -> SpeakerKind | None:
    """Return what a word stands for, by the lists alone; None for one that they do not hold."""
    found = _listed(plain(word), pack)
    return found[0] if found else None


@cache
def _stems(pack: Pack) -> dict[str, str]:
    """Return the nouns of the list by what stays of them in every case, where a language has cases."""
    if "has_cases" not in pack.flags:
        return {}
    stems = {noun[:-1] if pack.patterns["changing_end"].fullmatch(noun[-1]) else noun: noun for noun in reversed(speaker_nouns(pack))}
    return {stem: noun for stem, noun in stems.items() if len(stem) >= SHORTEST_STEM}


@lru_cache(maxsize=16_384)
def _listed(low: str, pack: Pack) -> tuple[SpeakerKind, str, bool] | None:
    """Return the kind of a word, its dictionary form, and whether it stands in the plural; None for one that no list holds."""
    known = speaker_nouns(pack)
    if low in known:
        return known[low], low, False
    singular = _singular(low, known)
    if singular:
        return known[singular], singular, True
    form = next((one for one in bare_forms(low, pack) if one in known), None) or _by_stem(low, pack)
    if form is None and "-" in low:
        return _listed(low.rpartition("-")[2], pack)  # ex-wife
    if form:
        return known[form], form, pack.patterns["several"].fullmatch(low) is not None and form != low
    return (SpeakerKind.ORGANISATION, low, False) if low.capitalize() in pack.words("organisations") else None


def _singular(low: str, known: dict[str, SpeakerKind]) -> str | None:
    if low.endswith("men") and low[:-2] + "an" in known:
        return low[:-2] + "an"
    return next((one for ending, own in PLURALS if low.endswith(ending) and (one := low[: -len(ending)] + own) in known), None)


def _by_stem(low: str, pack: Pack) -> str | None:
    stems = _stems(pack)
    return next((stems[low[:end]] for end in range(len(low), max(len(low) - LONGEST_ENDING - 1, 0), -1) if low[:end] in stems), None)


def _head(words: Sequence[str], pack: Pack) -> int:
    """Return the place of the main noun: the last before what narrows it behind; where it stands first, the first that may be one."""
    if "head_last" in pack.flags:
        narrowed = (at for at, word in enumerate(words) if at and word.lower() in links(pack) and word not in pack.words("joining"))
        end = next(narrowed, len(words))
        is_trade = pack.patterns["agentive"].fullmatch(words[end - 1]) is not None  # the jury foreman
        if is_trade or _is_known(words[end - 1], pack) or words[end - 1][0].isupper():
            return end - 1
        return next((at for at in range(end - 1, -1, -1) if _is_known(words[at], pack)), end - 1)  # protesters | marching
    known = (at for at, word in enumerate(words) if _is_known(word, pack))
    return next(known, next((at for at, word in enumerate(words) if not pack.patterns["adjective"].fullmatch(word.lower())), 0))


def _is_known(word: str, pack: Pack) -> bool:
    return _listed(plain(word), pack) is not None or is_role(word, pack) or is_acronym(word)


def _without_verb(words: list[str], pack: Pack) -> list[str]:
    """Return words without the auxiliary that a source has taken with it: the Government | doesn’t."""
    last = plain(words[-1]) if len(words) > 1 else ""
    is_verb = last in words_of(pack, "auxiliary") or pack.patterns["negated_ending"].search(last.replace("’", "'")) is not None
    return words[:-1] if is_verb else words


def _without_day(words: list[str], pack: Pack) -> list[str]:
    """Return words without the day that ends them: a report released | Friday."""
    is_day = len(words) > 2 and words[-1] in words_of(pack, "time") and words[-1] not in words_of(pack, "name-too")
    return words[:-1] if is_day and words[0][0].islower() else words


def is_acronym(word: str) -> bool:
    """Tell whether a word is the letters of a longer name: FBI, МВД, G20."""
    letters = word.replace(".", "")
    return 1 < len(letters) <= LONGEST_ACRONYM and letters[0].isupper() and sum(map(str.isupper, letters)) * 2 > len(letters)


def _kind(words: Sequence[str], head: int, pack: Pack) -> tuple[SpeakerKind, str]:
    """Return the kind of a phrase, and its main noun in the dictionary form."""
    word, low = words[head], plain(words[head])
    if _is_joined(words, head, pack):
        return SpeakerKind.GROUP, low
    if AMPERSAND in words or (len(words) > 1 and word in pack.words("organisations")):
        return SpeakerKind.ORGANISATION, low  # Roe & Sons, the New York Post
    if listed := _listed(low, pack):
        return _of_listed(*listed, is_name=word[0].isupper() and len(words) > 1 and (head > 0 or "head_last" in pack.flags)), listed[1]
    if _is_name_of_body(word, pack):
        return SpeakerKind.ORGANISATION, low
    return _by_form(word, low, pack), main_word(low, pack)


def _of_listed(kind: SpeakerKind, _: str, is_plural: bool, *, is_name: bool) -> SpeakerKind:
    """Return the kind of a noun of the list: several officials are a group, the United States one organisation."""
    is_many = kind in (SpeakerKind.OFFICE, SpeakerKind.PERSON) or (kind is SpeakerKind.ORGANISATION and not is_name)
    return SpeakerKind.GROUP if is_plural and is_many else kind


def _by_form(word: str, low: str, pack: Pack) -> SpeakerKind:
    """Return the kind of a noun that no list of sources holds, by what else is known of it and by its ending."""
    if is_role(word, pack):
        many = is_group(main_word(low, pack), pack) or pack.patterns["several"].fullmatch(low) is not None
        return SpeakerKind.GROUP if many else SpeakerKind.OFFICE
    if pack.patterns["several"].fullmatch(low):
        return SpeakerKind.GROUP
    if word[0].isupper():
        return SpeakerKind.ORGANISATION
    if pack.patterns["aged"].fullmatch(low):
        return SpeakerKind.PERSON
    return SpeakerKind.OFFICE if pack.patterns["agentive"].fullmatch(low) else SpeakerKind.DOCUMENT


def _is_name_of_body(word: str, pack: Pack) -> bool:
    """Tell whether a main noun is a country, or the letters or the mixed capitals of a company: South Korea, the FBI, ExxonMobil."""
    return country_of(word, pack) is not None or is_acronym(word) or _has_capital_within(word)


def _has_capital_within(word: str) -> bool:
    return any(before.islower() and letter.isupper() for before, letter in pairwise(word[1:]))


def _is_joined(words: Sequence[str], head: int, pack: Pack) -> bool:
    """Tell whether a phrase joins two who speak: regulators and farmers – but not the Securities and Exchange Commission."""
    joining = pack.words("joining")
    at = next((at for at, word in enumerate(words[:-1]) if at and word in joining and word != AMPERSAND), None)
    if at is None:
        return False
    if "head_last" in pack.flags:
        is_one_name = all(word[0].isupper() for word in (words[at - 1], words[at + 1], words[head]))
        return at < head + 1 and not (is_one_name and _is_known(words[head], pack))
    return at == head + 1 or (at > head and is_source_noun(words[at + 1], pack) is not None and words[at + 1][0].isupper())


def _is_proper(words: Sequence[str], head: int, kind: SpeakerKind, pack: Pack, *, has_article: bool) -> bool:
    """Tell whether a phrase is a name: by capitals that are neither a sentence's first letter nor those of an adjective of a country."""
    if kind in (SpeakerKind.OFFICE, SpeakerKind.PERSON):
        return False
    word = words[head]
    if len(words) == 1:
        return word[0].isupper() and (is_acronym(word) or not _is_known(word, pack))
    if word[0].isupper() and (head or has_article or is_acronym(word)):
        return True
    if "has_cases" in pack.flags or kind is SpeakerKind.GROUP:
        return kind is SpeakerKind.ORGANISATION
    return _has_name(words[head + 1 :] if kind is SpeakerKind.DOCUMENT else words[0 if has_article else 1 :], pack)


def _has_name(words: Sequence[str], pack: Pack) -> bool:
    return any(one[0].isupper() and country_of(one, pack) is None for one in words)


def is_person_name(name: str, pack: Pack) -> bool:
    """Tell whether a name in capitals that nothing else explains is more likely a person's than a body's."""
    words = [word for word in name.split() if word not in pack.words("name_particles")]
    if not words or any(is_acronym(word) or _listed(plain(word), pack) or country_of(word, pack) for word in words):
        return False
    if is_given(words[0], pack) or is_surname(words[-1], pack):
        return True
    is_plain = all(word[0].isupper() and not any(letter.isupper() for letter in word[3:]) for word in words)
    several = pack.patterns["several"].fullmatch(words[-1].lower()) is not None
    return 2 <= len(words) <= 3 and is_plain and not several


def is_titled(phrase: str, pack: Pack) -> bool:
    """Tell whether a title or a courtesy stands in a phrase: Mr. Obama."""
    return any(is_title(word, pack) for word in WORD.findall(phrase)[:-1])
