"""What is to be weighed of a name: its words, its form, and what stands beside it, as short marks."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from flows.label.mentions.names import Name, is_acronym, is_given
from flows.label.mentions.words import kind_told, kind_told_small, place_named, told_before
from flows.label.quotations.cues import words_of
from flows.label.speakers.name_forms import is_patronymic, surname_forms
from flows.label.speakers.role_words import country_of, is_person_role
from flows.languages.letters import plain
from flows.languages.pack import Pack
from schemas.words import MentionKind

BEGINNING, SHORT_BEGINNINGS = 5, (3, 4)
SHORT_ENDING, ENDING, LONG_ENDING = 2, 3, 4
MOST_WORDS = 4


class Beside(NamedTuple):
    """The words around a name in its paragraph, empty where there is none."""

    before: str
    behind: str
    behind_that: str
    is_marked: bool
    """True where the name stands within quotation marks of its own."""
    opens: bool
    """True where it opens its sentence."""
    signs_before: str
    signs_behind: str
    """What of the two characters right before and behind it is no letter, digit or space."""
    head: str = ""
    """The first noun, among the words in small letters behind it, that ends the names of a kind: Tax and customs | service."""


class Elsewhere(NamedTuple):
    """How the words of a name stand in the rest of its text."""

    is_small: bool
    """True where the first word stands in small letters too: it is a common word."""
    is_capital: bool
    """True where the first word stands in capitals within a sentence."""
    is_full: bool
    """True where a single word is the last of a person's full name."""


Group = tuple[Callable[..., Iterator[str]], tuple[object, ...]]
"""A function that yields marks, and what it yields them of: the same of the same, so that their weights are summed once."""


def groups_of(
    words: tuple[str, ...], name: Name, beside: Beside, elsewhere: Elsewhere, by_rules: MentionKind | None, pack: Pack
) -> tuple[Group, ...]:
    """Return the marks of a name in groups: of each of its words, of all, of those beside it, and of how it stands there."""
    before, behind, behind_that, *_ = beside
    first, last, count = words[0], words[-1], len(words)
    told = told_before(before, pack), kind_told(behind, "behind", pack)
    return (
        (_of_first, (first, pack)),
        (_of_last, (last, count)),
        (_of_words, (words, name.is_titled, pack)),
        (_of_word_before, (before, pack)),
        (_of_word_behind, (behind, pack)),
        (_of_words_behind, (behind, behind_that, pack)),
        (_of_marks, (plain(before)[:BEGINNING], beside.is_marked, count, _is_of_country(beside, pack))),
        (_of_fit, (_ending(before), _ending(first), _ending(last), beside.opens, count, beside.head)),
        (_of_standing, (count, first.isascii(), by_rules, told, beside[3:7])),
        (_of_text, (elsewhere, beside.opens, count, is_acronym(first))),
        (_of_saying, (_may_say(before, pack), not beside.signs_behind and _may_say(behind, pack), _is_latin_behind(beside), count)),
    )


def _ending(word: str) -> str:
    return plain(word)[-SHORT_ENDING:]


def _of_first(word: str, pack: Pack) -> Iterator[str]:
    first = plain(word)
    for length in SHORT_BEGINNINGS:
        yield f"begins {first[:length]}"
    yield f"first ends {first[-SHORT_ENDING:]}"
    yield f"first {first}"
    yield f"begins {first[:BEGINNING]}"
    yield f"first ends {first[-ENDING:]}"
    yield f"country {country_of(word, pack) is not None}"


def _of_last(word: str, words: int) -> Iterator[str]:
    last = plain(word)
    yield f"last begins {last[:LONG_ENDING]}"
    yield f"ends {last[-SHORT_ENDING:]} {words}"
    yield f"last {last}"
    yield f"last begins {last[:BEGINNING]}"
    yield f"ends {last[-ENDING:]}"
    yield f"ends {last[-LONG_ENDING:]}"


def _of_words(words: tuple[str, ...], is_titled: bool, pack: Pack) -> Iterator[str]:
    """Yield what the words of a name tell together."""
    first, last = words[0], words[-1]
    yield f"words {min(len(words), MOST_WORDS)}"
    yield f"form {_form(first)} {_form(last)} {min(len(words), MOST_WORDS)}"
    if len(words) > 1:
        yield f"both end {_ending(first)} {_ending(last)}"
        yield f"both end {_ending(first)[-1:]} {_ending(last)[-1:]} {len(words)}"
    yield f"titled {is_titled}"
    for word in words[1:-1]:
        yield f"within {plain(word)[:BEGINNING]}"
    known = place_named(words, pack)
    person = f"{is_given(first, pack)} {bool(surname_forms(last, pack))} {is_patronymic(last, pack)}"
    yield f"place {'no' if known is None else len(known)}"
    yield f"person {person}"
    yield f"person {person} {known is None} {is_titled}"
    yield f"shape {len(words)} {is_acronym(first)} {last.isascii()} {'-' in last} {last[-1:].isdigit()}"
    yield f"told {kind_told(first, 'within', pack)} {kind_told(last, 'within', pack)}"


@lru_cache(maxsize=16_384)
def _form(word: str) -> str:
    """Return how a word is written: its first two characters and its last as A, a, 9 or the sign, and whether its letters are Latin."""
    written = ("A" if sign.isupper() else "9" if sign.isdigit() else "a" if sign.isalpha() else sign for sign in word[:2] + word[-1:])
    return "".join(written) + ("l" if word.isascii() else "")


def _of_neighbour(place: str, word: str) -> Iterator[str]:
    """Yield what the letters of a word beside a name tell; `place` is where it stands."""
    yield f"{place} {word}"
    yield f"{place} begins {word[:BEGINNING]}"
    yield f"{place} ends {word[-ENDING:]}"
    yield f"{place} ends {word[-SHORT_ENDING:]}"


def _of_word_before(word: str, pack: Pack) -> Iterator[str]:
    before = plain(word)
    yield from _of_neighbour("before", before)
    yield f"before ends {before[-LONG_ENDING:]}"
    yield f"before heads {kind_told_small(word, pack)}"
    yield f"role {bool(before) and is_person_role(word, pack)}"


def _of_word_behind(word: str, pack: Pack) -> Iterator[str]:
    behind = plain(word)
    yield from _of_neighbour("behind", behind)
    yield f"behind heads {kind_told_small(word, pack)} {behind[-SHORT_ENDING:]}"


def _of_words_behind(word: str, following: str, pack: Pack) -> Iterator[str]:
    yield f"behind that begins {plain(following)[:BEGINNING]}"
    yield f"behind heads {kind_told_small(word, pack)} {kind_told_small(following, pack)}"


def _is_of_country(beside: Beside, pack: Pack) -> bool:
    """Tell whether a place stands in brackets behind a name: Jane Roe (Norway)."""
    return beside.signs_behind == "(" and place_named((beside.behind,), pack) is not None


def _of_marks(before: str, is_marked: bool, words: int, is_of_country: bool) -> Iterator[str]:
    """Yield what the word before a name tells where quotation marks stand around the name, or none, and a place in brackets behind it."""
    yield f"marked {is_marked} before {before}"
    yield f"marked {is_marked} {words}"
    yield f"of country {is_of_country} {words}"


def _of_fit(before: str, first: str, last: str, opens: bool, words: int, head: str) -> Iterator[str]:
    """Yield how the endings of a name fit one another, that of the word before it, and the noun in small letters that ends it."""
    yield f"fit {before} {first}"
    yield f"fit {before} {last} {words}"
    yield f"opens {opens} {first} {words}"
    if head:
        yield f"head {head}"
        yield f"head {head} {opens} {first}"


def _of_standing(
    words: int,
    is_latin: bool,
    by_rules: MentionKind | None,
    told: tuple[MentionKind | None, MentionKind | None],
    around: tuple[bool, bool, str, str],
) -> Iterator[str]:
    """Yield how a name stands in its text, whatever its words are; `told` is what the words before and behind it tell of it."""
    is_marked, opens, signs_before, signs_behind = around
    before, behind = told
    yield "any"
    yield f"rules {by_rules}"
    yield f"rules {by_rules} {words}"
    yield f"marked {is_marked} opens {opens}"
    yield f"beside {before} {behind} {is_marked}"
    yield f"signs {signs_before}"
    yield f"signs behind {signs_behind}"
    yield f"latin {is_latin} {words} {signs_before}"


def _of_text(elsewhere: Elsewhere, opens: bool, words: int, is_abbreviation: bool) -> Iterator[str]:
    """Yield how the words of a name stand in the rest of its text."""
    is_small, is_capital, is_full = elsewhere
    yield f"small {is_small} {opens} {words} {is_abbreviation}"
    yield f"capital {is_capital} {opens} {words}"
    yield f"capital {is_capital} small {is_small} {opens}"
    yield f"full {is_full}"


@lru_cache(maxsize=16_384)
def _may_say(word: str, pack: Pack) -> bool:
    """Tell whether a word may be a reporting verb."""
    return word != "" and bool(words_of(pack.language)[word].cues)


def _is_latin_behind(beside: Beside) -> bool:
    """Tell whether Latin letters stand in brackets behind a name: how it is written in its own language."""
    return beside.signs_behind == "(" and beside.behind.isascii()


def _of_saying(is_said: bool, says: bool, is_latin_behind: bool, words: int) -> Iterator[str]:
    """Yield whether a verb of saying stands beside a name, and whether the name stands behind it in Latin letters, in brackets."""
    yield f"says {says} {words}"
    yield f"said {is_said} {words}"
    yield f"latin behind {is_latin_behind} {words}"
