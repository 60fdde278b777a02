"""What is to be weighed of a name: its words, its form, and what stands beside it, as short marks."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from flows.label.mentions.names import Name, is_acronym, is_given
from flows.label.mentions.words import kind_told, place_named
from flows.label.speakers.name_forms import is_patronymic, surname_forms
from flows.label.speakers.role_words import country_of, is_person_role
from flows.languages.letters import plain
from flows.languages.pack import Pack
from schemas.words import MentionKind

BEGINNING, ENDING, LONG_ENDING = 5, 3, 4


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
    """The two characters right before and behind it."""


@lru_cache(maxsize=32_768)
def marks_of(words: tuple[str, ...], name: Name, beside: Beside, by_rules: MentionKind | None, pack: Pack) -> tuple[str, ...]:
    """Return the marks of a name: what the lists know of its words, how these begin and end, and which words stand beside it."""
    return (
        *_of_words(words, name, pack),
        *_of_neighbours(beside, pack),
        f"rules {by_rules}",
        f"rules {by_rules} {len(words)}",
        f"{words[0].isascii()} {len(words)} {_signs(beside.signs_before)}",
        "any",
    )


def _of_words(words: tuple[str, ...], name: Name, pack: Pack) -> Iterator[str]:
    first, last = plain(words[0]), plain(words[-1])
    yield f"words {min(len(words), 4)}"
    yield f"first {first}"
    yield f"last {last}"
    yield f"begins {first[:BEGINNING]}"
    yield f"last begins {last[:BEGINNING]}"
    yield f"ends {last[-ENDING:]}"
    yield f"ends {last[-LONG_ENDING:]}"
    yield f"first ends {first[-ENDING:]}"
    yield f"titled {name.is_titled}"
    for word in words[1:-1]:
        yield f"within {plain(word)[:BEGINNING]}"
    known = place_named(words, pack)
    yield f"place {'no' if known is None else len(known)}"
    person = f"{is_given(words[0], pack)} {bool(surname_forms(words[-1], pack))} {is_patronymic(words[-1], pack)}"
    yield f"person {person}"
    yield f"person {person} {known is None} {name.is_titled}"
    yield f"shape {len(words)} {is_acronym(words[0])} {words[-1].isascii()} {'-' in words[-1]} {words[-1][-1:].isdigit()}"
    yield f"country {country_of(words[0], pack) is not None}"
    yield f"told {kind_told(words[0], 'within', pack)} {kind_told(words[-1], 'within', pack)}"


def _of_neighbours(beside: Beside, pack: Pack) -> Iterator[str]:
    before, behind, behind_that = plain(beside.before), plain(beside.behind), plain(beside.behind_that)
    yield f"before {before}"
    yield f"before begins {before[:BEGINNING]}"
    yield f"before ends {before[-ENDING:]}"
    yield f"behind {behind}"
    yield f"behind begins {behind[:BEGINNING]}"
    yield f"behind ends {behind[-ENDING:]}"
    yield f"behind that begins {behind_that[:BEGINNING]}"
    yield f"marked {beside.is_marked} opens {beside.opens}"
    told = f"{kind_told(beside.before, 'before', pack)} {kind_told(beside.behind, 'behind', pack)}"
    yield f"beside {told} {beside.is_marked}"
    yield f"signs {_signs(beside.signs_before)}"
    yield f"signs behind {_signs(beside.signs_behind)}"
    yield f"role {bool(before) and is_person_role(beside.before, pack)}"


def _signs(characters: str) -> str:
    return "".join(sign for sign in characters if not sign.isalnum() and not sign.isspace())
