"""A sentence as the expressions of time and amount read it: numbers, known words and signs, each with the letter of its class."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache, partial
from typing import NamedTuple

from flows.label.expressions.numbers import ALIKE, DASH, Item, number_kind, number_of, roman_of, with_numbers
from flows.languages.letters import plain
from flows.languages.pack import Pack
from flows.languages.terms import LETTERS
from schemas.columns import Span

# US$ · p.m. or a word · '71 · a sign · 2026-02-10, 10.02.2026 or 13/02/2026 · 14:30 · a number with its ending: words first, as most are
PIECE = r"""
    (?P<unit> [A-Z]{{1,3}}+\$ | °\ ?[CFСF](?!\w) )
  | (?P<word> [^\W\d_]{{2,}}+ (?: ['’ʼ][^\W\d_]{{2,}}+ )?
      | [^\W\d_]\.\ ?[^\W\d_]\.(?!\ ?[^\W\d_]\.) | [^\W\d_] (?: ['’ʼ][^\W\d_]{{2,}}+ )? )
  | (?P<short> ['’][0-9]{{2}}(?![0-9]) )
  | (?P<sign> [^\w\s] )
  | (?P<day> [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?![0-9]) | (?<![0-9./]) [0-9]{{1,2}}(?:\.[0-9]{{1,2}}\.|/[0-9]{{1,2}}/)[0-9]{{4}}(?![0-9/]) )
  | (?P<time> (?<![0-9:]) [0-9]{{1,2}}:\ ?[0-9]{{2}}(?::[0-9]{{2}})?(?![0-9:]) )
  | (?P<number> {number} ) (?: (?:{tail}) (?![^\W\d_]) )?
"""
GROUP = re.compile(r"\(\?P<\w+>")
DASHES = frozenset("-–—‒−")
OPEN = "-"
LONGEST_END = 14
ROMAN_FIRST = frozenset(("I", "V", "X", *map(chr, ALIKE)))
TAILS = ("ordinal", "decade", "case")
WITH_CAPITALS = frozenset(("month", "weekday", "short-weekday"))


OPENING = frozenset(
    (
        *(
            "numeral",
            "scale",
            "month",
            "weekday",
            "season",
            "clock-unit",
            "day-unit",
            "week-unit",
            "month-unit",
            "year-unit",
            "years",
            "age",
        ),
        *("quarter", "length", "decade", "century", "weekend", "day", "year", "part", "always", "share", "multiple"),
    )
)
"""The classes of which each expression has a word, where it has no figure."""


class Term(NamedTuple):
    """A word of the lists as it stands in a text."""

    kind: str
    value: float | str
    is_name_too: bool = False


# a fraction of the time that the row type's own constructor takes
_new_item = partial(tuple.__new__, Item)


def items_of(text: str, sentence: Span, own: Pack) -> tuple[list[Item], str]:
    """Return the numbers, words and signs of a sentence in order, and one letter an item; number words that stand together are one item."""
    find, at = text.find, sentence.start
    items, letters = [], []
    written = list(filter(None, _token(own).findall(text, *sentence)))
    for token, (kind, value, letter) in zip(written, map(_tokens(own).__getitem__, written), strict=True):
        at = find(token, at)  # between tokens stands nothing that begins one
        end = at + len(token)
        items.append(_new_item((kind, at, end, value)))
        letters.append(letter)
        at = end
    return with_numbers(items, "".join(letters))


MOST_WORDS_KEPT = 100_000


class Openers(dict[str, bool]):
    """Word or figure → whether it makes it worth while to read its sentence; each is told when it is first asked for."""

    def __init__(self, own: Pack) -> None:
        super().__init__()
        self.own = own

    def __missing__(self, word: str) -> bool:
        if len(self) >= MOST_WORDS_KEPT:
            self.clear()
        self[word] = _opens(word, self.own)
        return self[word]


@cache
def openers(own: Pack) -> Openers:
    """Return which words and figures make it worth while to read their sentence."""
    return Openers(own)


def _opens(word: str, own: Pack) -> bool:
    if not word[0].isalpha():
        return True
    term = term_of(word, own)
    return (term is not None and term.kind in OPENING) or (word[0] in ROMAN_FIRST and len(word) > 1 and roman_of(word) is not None)


@cache
def _parts_of_token(own: Pack) -> re.Pattern[str]:
    number, tail = (own.patterns[name].pattern for name in ("written_number", "number_tail"))
    return re.compile(PIECE.format(number=number, tail=tail), re.VERBOSE)


@cache
def _token(own: Pack) -> re.Pattern[str]:
    """Return the pattern of a token, with the spaces before it passed over at once; the text between tokens is found as an empty one."""
    return re.compile(rf"\s*+(?:({GROUP.sub('(?:', _parts_of_token(own).pattern)})|_++)", re.VERBOSE)


@cache
def _words(own: Pack) -> tuple[Mapping[str, Term], Mapping[str, Term]]:
    """Return the words of the lists that stand as they are, and the stems that take endings, in plain letters."""
    whole: dict[str, Term] = {}
    stems: dict[str, Term] = {}
    too = frozenset(map(plain, own.of_class["name-too"]))
    for name in ("times", "numerals", "units"):
        for kind, value, words in own.rows(name):
            for word in words.split():
                place = stems if word.endswith(OPEN) else whole
                spelt = plain(word.removesuffix(OPEN))
                place.setdefault(spelt, Term(kind, _value(value), kind == "month" and spelt in too))
    return whole, stems


@cache
def _beginnings(own: Pack) -> tuple[int, frozenset[str]]:
    """Return how long the shortest stem is, and how the stems begin in so many letters: most words begin as none does."""
    _, stems = _words(own)
    shortest = min(map(len, stems), default=0)
    return shortest, frozenset(stem[:shortest] for stem in stems)


def _value(written: str) -> float | str:
    try:
        return float(written)
    except ValueError:
        return written


@lru_cache(maxsize=50_000)
def term_of(word: str, own: Pack) -> Term | None:
    """Return what a word is that a list names, with an ending or without; None where none does."""
    whole, stems = _words(own)
    spelt = plain(word).replace(" ", "")
    if spelt in whole:
        return whole[spelt]
    shortest, beginnings = _beginnings(own)
    if spelt[:shortest] not in beginnings:
        return None
    for end in range(len(spelt), max(0, len(spelt) - LONGEST_END - 1), -1):
        found = stems.get(spelt[:end])
        if found is None:
            continue
        rest = spelt[end:]
        if not rest or own.patterns["term_end"].fullmatch(rest):
            return found
        if found.kind in ("numeral", "scale") and own.patterns["ordinal_end"].fullmatch(rest):
            return Term("ordinal", found.value)
    return None


class Token(NamedTuple):
    """What a word, a number or a sign is, wherever it stands."""

    kind: str
    value: float | str
    letter: str


class Tokens(dict[str, Token]):
    """Word, number or sign → what it is; each is told when it is first met."""

    def __init__(self, own: Pack) -> None:
        super().__init__()
        self.own = own

    def __missing__(self, written: str) -> Token:
        if len(self) >= MOST_WORDS_KEPT:
            self.clear()
        kind, value = _told(written, self.own)
        self[written] = Token(kind, value, LETTERS.get(kind, kind))
        return self[written]


@cache
def _tokens(own: Pack) -> Tokens:
    return Tokens(own)


def _told(written: str, own: Pack) -> tuple[str, float | str]:
    """Return the class of a word, a number or a sign, and its value, 0 where it has none."""
    if written.isalpha():  # as most are
        return _word(written, own)
    match = _parts_of_token(own).fullmatch(written)
    if match is None:
        raise ValueError(f"{written!r} is no token of {own.language}")
    kind = match.lastgroup
    if kind == "word":
        return _word(written, own)
    if kind in ("sign", "unit"):
        term = term_of(written, own)
        return (term.kind, term.value) if term else (DASH if written in DASHES else written, 0)
    if match["day"]:
        return "written-day", written
    if match["time"]:
        return "time", written.replace(" ", "")
    return ("short-year", int(written[1:])) if match["short"] else _figures(match)


def _figures(match: re.Match[str]) -> tuple[str, float]:
    value = number_of(match["number"])
    is_plain = match["number"].isdecimal()
    tail = next((name for name in TAILS if name in match.re.groupindex and match[name] is not None), None)
    if tail == "decade" and is_plain and value % 10 == 0 and value >= 10:
        return "decade-number", value
    if tail in ("ordinal", "decade"):
        return number_kind(value, is_ordinal=True, may_be_year=is_plain), value
    return number_kind(value, may_be_year=is_plain and len(match["number"]) == 4), value


def _word(word: str, own: Pack) -> tuple[str, float | str]:
    term = term_of(word, own)
    needs_capital = "times_have_capitals" in own.flags and term is not None and term.kind in WITH_CAPITALS
    if term is None or (needs_capital and not word[0].isupper()):
        roman = roman_of(word) if word[0] in ROMAN_FIRST else None
        return ("roman", roman) if roman else ("word", 0)
    return "month-too" if term.is_name_too else term.kind, term.value
