"""What is to be weighed of a name: its words, its form, and what stands beside it, as short marks."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from flows.label.mentions.names import Name, is_acronym, is_given
from flows.label.mentions.words import kind_told, kind_told_small, place_named
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


class Standing(NamedTuple):
    """How a name stands in its text, whatever its words are."""

    words: int
    is_latin: bool
    by_rules: MentionKind | None
    before: MentionKind | None
    behind: MentionKind | None
    """What the words before and behind it tell of it."""
    is_marked: bool
    opens: bool
    signs_before: str
    signs_behind: str


Group = tuple[Callable[..., Iterator[str]], tuple[object, ...]]
"""A function that yields marks, and what it yields them of: the same of the same, so that their weights are summed once."""


def groups_of(words: tuple[str, ...], name: Name, beside: Beside, by_rules: MentionKind | None, pack: Pack) -> tuple[Group, ...]:
    """Return the marks of a name in groups: of its words, of the word before it, of those behind it, and of how it stands there."""
    told = kind_told(beside.before, "before", pack), kind_told(beside.behind, "behind", pack)
    return (
        (_of_words, (words, name.is_titled, pack)),
        (_of_word_before, (beside.before, pack)),
        (_of_words_behind, (beside.behind, beside.behind_that, pack)),
        (_of_fit, (*(plain(word)[-SHORT_ENDING:] for word in (beside.before, words[0], words[-1])), beside.opens, len(words))),
        (
            _of_standing,
            (
                Standing(
                    len(words),
                    words[0].isascii(),
                    by_rules,
                    *told,
                    beside.is_marked,
                    beside.opens,
                    beside.signs_before,
                    beside.signs_behind,
                ),
            ),
        ),
    )


def _of_words(words: tuple[str, ...], is_titled: bool, pack: Pack) -> Iterator[str]:
    first, last = plain(words[0]), plain(words[-1])
    yield f"words {min(len(words), MOST_WORDS)}"
    yield f"form {_form(words[0])} {_form(words[-1])} {min(len(words), MOST_WORDS)}"
    for length in SHORT_BEGINNINGS:
        yield f"begins {first[:length]}"
    yield f"last begins {last[:LONG_ENDING]}"
    yield f"ends {last[-SHORT_ENDING:]} {len(words)}"
    yield f"first ends {first[-SHORT_ENDING:]}"
    if len(words) > 1:
        yield f"both end {first[-SHORT_ENDING:]} {last[-SHORT_ENDING:]}"
        yield f"both end {first[-1:]} {last[-1:]} {len(words)}"
    yield f"first {first}"
    yield f"last {last}"
    yield f"begins {first[:BEGINNING]}"
    yield f"last begins {last[:BEGINNING]}"
    yield f"ends {last[-ENDING:]}"
    yield f"ends {last[-LONG_ENDING:]}"
    yield f"first ends {first[-ENDING:]}"
    yield f"titled {is_titled}"
    for word in words[1:-1]:
        yield f"within {plain(word)[:BEGINNING]}"
    known = place_named(words, pack)
    person = f"{is_given(words[0], pack)} {bool(surname_forms(words[-1], pack))} {is_patronymic(words[-1], pack)}"
    yield f"place {'no' if known is None else len(known)}"
    yield f"person {person}"
    yield f"person {person} {known is None} {is_titled}"
    yield f"shape {len(words)} {is_acronym(words[0])} {words[-1].isascii()} {'-' in words[-1]} {words[-1][-1:].isdigit()}"
    yield f"country {country_of(words[0], pack) is not None}"
    yield f"told {kind_told(words[0], 'within', pack)} {kind_told(words[-1], 'within', pack)}"


def _form(word: str) -> str:
    """Return how a word is written: its first two characters and its last as A, a, 9 or the sign, and whether its letters are Latin."""
    written = ("A" if sign.isupper() else "9" if sign.isdigit() else "a" if sign.isalpha() else sign for sign in word[:2] + word[-1:])
    return "".join(written) + ("l" if word.isascii() else "")


def _of_word_before(word: str, pack: Pack) -> Iterator[str]:
    before = plain(word)
    yield f"before {before}"
    yield f"before begins {before[:BEGINNING]}"
    yield f"before ends {before[-ENDING:]}"
    yield f"before ends {before[-SHORT_ENDING:]}"
    yield f"before ends {before[-LONG_ENDING:]}"
    yield f"before heads {kind_told_small(word, pack)}"
    yield f"role {bool(before) and is_person_role(word, pack)}"


def _of_words_behind(word: str, following: str, pack: Pack) -> Iterator[str]:
    behind = plain(word)
    yield f"behind {behind}"
    yield f"behind begins {behind[:BEGINNING]}"
    yield f"behind ends {behind[-ENDING:]}"
    yield f"behind ends {behind[-SHORT_ENDING:]}"
    yield f"behind that begins {plain(following)[:BEGINNING]}"
    yield f"behind heads {kind_told_small(word, pack)} {kind_told_small(following, pack)}"
    yield f"behind heads {kind_told_small(word, pack)} {behind[-SHORT_ENDING:]}"


def _of_fit(before: str, first: str, last: str, opens: bool, words: int) -> Iterator[str]:
    """Yield how the endings of a name fit one another and that of the word before it."""
    yield f"fit {before} {first}"
    yield f"fit {before} {last} {words}"
    yield f"opens {opens} {first} {words}"


def _of_standing(one: Standing) -> Iterator[str]:
    yield "any"
    yield f"rules {one.by_rules}"
    yield f"rules {one.by_rules} {one.words}"
    yield f"marked {one.is_marked} opens {one.opens}"
    yield f"beside {one.before} {one.behind} {one.is_marked}"
    yield f"signs {one.signs_before}"
    yield f"signs behind {one.signs_behind}"
    yield f"latin {one.is_latin} {one.words} {one.signs_before}"
