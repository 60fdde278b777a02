"""Numbers, in figures and in words: words that stand together are one number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from flows.languages.terms import LETTERS

DASH = "-"
HUNDRED, THOUSAND = 100, 1000
FIRST_YEAR, LAST_YEAR = 1000, 2199
LAST_SMALL = 31
LONGEST_CUT_SHORT = 4
"""Letters of a scale that a stop cuts short."""
IN_FIGURES = frozenset(("small", "number", "year-number"))


class Item(NamedTuple):
    """One number, word or sign: its class of `terms.py` (or the sign itself), its code points, and its value, 0 where it has none."""

    kind: str
    start: int
    end: int
    value: float | str


class _Sum(NamedTuple):
    """A number as far as it is read."""

    total: float = 0
    """What is closed by thousands and more."""
    current: float = 0
    largest: float = float("inf")
    """The scale that came last: another one is smaller."""
    is_ordinal: bool = False

    @property
    def value(self) -> float:
        return self.total + self.current


def number_of(written: str) -> float:
    """Return the value of a number in figures, also with a fraction behind it: its last sign opens decimals unless three stand behind it.

    >>> number_of("1,234.5"), number_of("1 234,5"), number_of("12,000")
    (1234.5, 1234.5, 12000)
    """
    if "/" in written:
        whole, _, fraction = written.rpartition(" ")
        above, below = map(int, fraction.split("/"))
        return int(whole) + above / below if below else int(whole)
    joined = re.sub(r"\s", "", written)
    signs = re.findall(r"[.,]", joined)
    if not signs:
        return int(joined)
    whole, _, decimals = joined.rpartition(signs[-1])
    if signs.count(signs[-1]) > 1 or (len(signs) == 1 and len(decimals) == 3 and len(whole) <= 3 and whole != "0"):
        return int(re.sub(r"[.,]", "", joined))
    return float(f"{re.sub(r'[.,]', '', whole)}.{decimals}")


ROMAN = re.compile("(X{0,3})(IX|IV|V?I{0,3})")
ALIKE = {0x0406: "I", 0x0425: "X"}
"""Cyrillic letters that stand for Roman figures."""


def roman_of(word: str) -> int | None:
    """Return the number that a word is in Roman figures, up to 39; None where it is none.

    >>> roman_of("XXI"), roman_of("VIA")
    (21, None)
    """
    match = ROMAN.fullmatch(word.translate(ALIKE))
    if match is None:
        return None
    tens, ones = match.groups()
    five = 5 if "V" in ones else 0
    small = {"IX": 9, "IV": 4}.get(ones, five + ones.count("I"))
    return len(tens) * 10 + small


def number_kind(value: float, *, is_ordinal: bool = False, may_be_year: bool = False) -> str:
    """Return the class of a number: whether it may be a day of a month, or a year."""
    is_year = may_be_year and FIRST_YEAR <= value <= LAST_YEAR
    is_small = 1 <= value <= LAST_SMALL and value == int(value)
    if is_ordinal:
        return "year-ordinal" if is_year else "small-ordinal" if is_small else "ordinal-number"
    return "year-number" if is_year else "small" if is_small else "number"


# where a number in words may begin: seven · third · half a million · 2.5 million
BEGINS = re.compile(r"[NQH]|[DY](?=[NH&])")


def with_numbers(items: list[Item], letters: str) -> tuple[list[Item], str]:
    """Return the items with words that make one number as one item, and their letters: two hundred and five, 2.5 million."""
    found: list[Item] = []
    into: list[str] = []
    place = 0
    for begins in BEGINS.finditer(letters):
        first = begins.start()
        read = (_half_of_scale(items, first) or _read(items, first)) if first >= place else None
        if read is not None:
            number, behind = read
            found += (*items[place:first], number)
            into += (letters[place:first], LETTERS[number.kind])
            place = behind
    return (found + items[place:], "".join(into) + letters[place:]) if place else (items, letters)


def _read(items: Sequence[Item], first: int) -> tuple[Item, int] | None:
    """Return the number in words that begins at a place, and the place behind it; None where none does."""
    begun = _begun(items, first)
    if begun is None:
        return None
    found, place = begun, first + 1
    while not found.is_ordinal:
        at = place + _joined_by(items, place, found)
        grown = _grown(found, items, at)
        if grown is None:
            break
        found, place = grown, at + 1
    found, place = _with_decimals(items, found, place)
    place += _is_cut_short(items, place)
    if place == first + 1 and items[first].kind in IN_FIGURES:
        return None
    kind = number_kind(found.value, is_ordinal=found.is_ordinal, may_be_year=found.is_ordinal)
    return Item(kind, items[first].start, items[place - 1].end, found.value), place


def _is_cut_short(items: Sequence[Item], place: int) -> bool:
    """Tell whether a stop at a place cuts short the word of a scale before it, and ends no sentence."""
    if place + 1 >= len(items) or items[place].kind != "." or items[place - 1].kind != "scale":
        return False
    return items[place].start == items[place - 1].end and items[place - 1].end - items[place - 1].start <= LONGEST_CUT_SHORT


def _begun(items: Sequence[Item], first: int) -> _Sum | None:
    item = items[first]
    if item.kind in IN_FIGURES:
        return _Sum(current=float(item.value)) if first + 1 < len(items) and items[first + 1].kind in AFTER_FIGURES else None
    return _grown(_Sum(), items, first)


def _half_of_scale(items: Sequence[Item], first: int) -> tuple[Item, int] | None:
    """Return half a million as a number, and the place behind it; None where no such words begin at a place."""
    if items[first].kind != "half" or first + 1 >= len(items):
        return None
    last = first + 2 if items[first + 1].kind == "article" else first + 1
    if last >= len(items) or items[last].kind != "scale":
        return None
    return Item("number", items[first].start, items[last].end, float(items[last].value) / 2), last + 1


AFTER_FIGURES = frozenset(("scale", "half", "and"))


def _grown(found: _Sum, items: Sequence[Item], at: int) -> _Sum | None:
    """Return a number with the item at a place; None where that is no part of it."""
    if at >= len(items):
        return None
    item = items[at]
    if item.kind == "scale":
        return _scaled(found, float(item.value))
    if item.kind in ("numeral", "ordinal"):
        return _with_numeral(found, item)
    if item.kind == "half" and found.current and found.current < HUNDRED and found.current == int(found.current):
        return found._replace(current=found.current + 0.5)
    is_scaled = item.kind in IN_FIGURES and at + 1 < len(items) and items[at + 1].kind == "scale"
    if is_scaled and found.total and not found.current and float(items[at + 1].value) < found.largest:
        return found._replace(current=float(item.value))
    return None


def _with_numeral(found: _Sum, item: Item) -> _Sum | None:
    value = float(item.value)
    if not _may_follow(found.current, value) or (found.total and value >= found.largest):
        return None
    return found._replace(current=found.current + value, is_ordinal=item.kind == "ordinal")


def _scaled(found: _Sum, scale: float) -> _Sum | None:
    if scale == HUNDRED:
        return found._replace(current=(found.current or 1) * scale) if found.current < HUNDRED else None
    if scale >= found.largest:
        return None
    return found._replace(total=found.total + (found.current or 1) * scale, current=0, largest=scale)


def _may_follow(current: float, value: float) -> bool:
    """Tell whether a numeral may stand behind what is read: five behind twenty, not behind twelve."""
    if current == 0:
        return True
    if value < 10:
        return current % 10 == 0 and (current % HUNDRED >= 10 or current % HUNDRED == 0)
    return (value % HUNDRED == value and current % HUNDRED == 0) or HUNDRED <= value < THOUSAND <= current


def _joined_by(items: Sequence[Item], place: int, found: _Sum) -> int:
    """Return how many items join what follows to a number: the hyphen of twenty-five, *and a* before a half."""
    if place + 1 >= len(items):
        return 0
    joiner, following = items[place : place + 2]
    if joiner.kind == DASH:
        is_one_word = items[place - 1].end == joiner.start and joiner.end == following.start and following.kind in ("numeral", "ordinal")
        return int(is_one_word and 20 <= found.current % HUNDRED <= 90 and float(following.value) < 10)
    if joiner.kind != "and":
        return 0
    if following.kind == "half":
        return 1
    if following.kind == "article" and place + 2 < len(items) and items[place + 2].kind == "half":
        return 2
    return int(items[place - 1].kind == "scale" and following.kind in ("numeral", "ordinal") and float(following.value) < HUNDRED)


def _with_decimals(items: Sequence[Item], found: _Sum, place: int) -> tuple[_Sum, int]:
    """Return a number with its decimals in words, before or behind the word that says which they are, and the place behind."""
    if place >= len(items) or items[place].kind != "decimal" or found.is_ordinal:
        return found, place
    decimals, at = _decimals(items, place + 1)
    if not decimals:
        return found, place
    scaled = found._replace(current=round(found.value + decimals, 6), total=0.0)
    grown = _grown(scaled, items, at) if at < len(items) and items[at].kind == "scale" else None
    return (grown, at + 1) if grown else (scaled, at)


def _says_which(items: Sequence[Item], at: int) -> bool:
    """Tell whether a number says which decimals follow, where the language has no words of their own for them: of ten five."""
    if at + 1 >= len(items) or items[at].kind not in ("numeral", "scale") or items[at].value not in (10.0, 100.0, 1000.0):
        return False
    return items[at + 1].kind == "numeral" and all(item.kind != "decimals" for item in items[at : at + 6])


def _decimals(items: Sequence[Item], at: int) -> tuple[float, int]:
    """Return the decimals in words that begin at a place, 0 where none do, and the place behind them."""
    share = 1.0
    decimals = _Sum()
    if _says_which(items, at):
        share, at = 1 / float(items[at].value), at + 1
    while at < len(items) and items[at].kind in ("and", "decimals", "numeral", "scale"):
        if items[at].kind == "decimals":
            share = float(items[at].value)
            if decimals.value:
                at += 1
                break
        elif items[at].kind != "and":
            grown = _grown(decimals, items, at)
            if grown is None or grown.total:  # a million counts the whole with its decimals
                break
            decimals = grown
        at += 1
    return (0 if share == 1 else decimals.value * share), at
