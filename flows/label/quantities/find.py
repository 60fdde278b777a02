"""The amounts in a text, in any language that the dataset holds: a number with its unit, or with what it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from flows.label.dates.found import FoundDate
from flows.label.expressions.items import term_of
from flows.label.expressions.numbers import Item
from flows.label.expressions.read import ReadSentence
from flows.label.quantities.direction import direction_of
from flows.label.quantities.found import FoundQuantity
from flows.languages.pack import Pack
from flows.segment.document import Document
from schemas.columns import Span

NUMBERS = frozenset(("small", "number", "year-number"))
UNITS = ("currency", "percent", "measure")
PERCENT, POINTS, SHARE, TIMES = "%", "pp", "share", "times"
METRE, HOUR = "m", "h"
PLAIN = "-"
"""The value of a word before a unit that changes nothing: metric."""
CURRENCY_CODE = re.compile("[A-Z]{3}")
PARTS = frozenset(("share", "multiple", "half", "small-ordinal", "quarter", "parts"))
QUARTER = 0.25
SHORTEST_ADJECTIVE = 5
"""Letters of a unit that is no sign and not cut short."""
BEGINNING = frozenset((*NUMBERS, *UNITS, *PARTS))
OUT_OF = frozenset(("of", "in"))
TENS = (5.0, 10.0, 100.0)
"""How many things a share is told of in two numbers: nine out of ten."""
HIGHEST = frozenset(("less", "until", "edge"))
"""Words that make a number the most that it may be."""
MOST_BETWEEN = 2
"""Words that may narrow what is counted before it: 12 new public libraries."""


def find_quantities(document: Document, sentences: Sequence[ReadSentence], dates: Sequence[FoundDate]) -> list[FoundQuantity]:
    """Return the amounts of a text, in order and without overlap; what is a time is none."""
    found: list[FoundQuantity] = []
    times = [one.span for one in dates]
    place = 0
    for sentence in sentences:
        last: FoundQuantity | None = None
        for match in sentence.own.patterns["quantities"].finditer(sentence.letters):
            amount = _amount(document.text, sentence, match, last)
            if amount is None:
                continue
            while place < len(times) and times[place].end <= amount.span.start:
                place += 1
            if place == len(times) or times[place].start >= amount.span.end:
                last = amount
                found.append(amount)
    return found


class _Read(NamedTuple):
    """What the words of a match say: its numbers, their unit, and where among the items it ends."""

    numbers: list[float]
    unit: str | None
    end: int


def _amount(text: str, sentence: ReadSentence, match: re.Match[str], last: FoundQuantity | None) -> FoundQuantity | None:
    """Return the amount of a match; None where its number has neither a unit nor a noun that it counts, here or before."""
    start, (end, millions) = match.start(), _millions(sentence.items, match)
    read = _read(text, sentence.items[start:end], sentence.own, end)
    if not read.numbers or (read.unit is None and _is_of_a_name(text, sentence, start)):
        return None
    counted = None if read.unit else _counted(text, sentence, read.end)
    unit = read.unit
    if unit is None and counted is None:
        told = _told_before(text, sentence, start, read, last)
        if told is None:
            return None
        unit = told or None
    items = sentence.items[start:end]
    kinds = {item.kind for item in items}
    first = next(item for item in items if item.kind in BEGINNING)
    span = Span(first.start, counted.end if counted else _end(sentence, read.end, unit))
    direction = direction_of(text, sentence, start, read.end)
    value, bounds = read.numbers[-1] * millions, _bounds(read.numbers, kinds)
    return FoundQuantity(span, value, *bounds, unit, counted, direction, bool(kinds & {"about", "vague"}))


def _read(text: str, items: Sequence[Item], own: Pack, end: int) -> _Read:
    """Return what items say that end before an item of their sentence."""
    numbers = _ends(text, items, own)
    if _is_out_of(items):
        if numbers[0] < numbers[-1] and numbers[-1] in TENS:
            return _Read([round(numbers[0] / numbers[-1], 3)], SHARE, end)
        return _Read(numbers[:1], None, end - len(items) + 1)
    unit = _unit(items)
    if numbers and items[-1].kind not in PARTS and items[0].kind != "parts":
        return _Read(numbers, unit, end)
    part, unit = _part(items, unit)
    return _Read(numbers if part is None else [part], unit, end)


def _is_out_of(items: Sequence[Item]) -> bool:
    """Tell whether items tell a number out of another one: nine out of ten."""
    is_of_two = items[0].kind == "small" and items[-1].kind in NUMBERS
    return is_of_two and any(item.kind in OUT_OF for item in items)


def _millions(items: Sequence[Item], match: re.Match[str]) -> tuple[int, int]:
    """Return where the items of a match end, and by what its number is multiplied: a million behind a currency's sign, as in €75m.

    Any other measure behind such a number is no part of the amount.
    """
    first, last = items[match.start()], items[match.end() - 1]
    if first.kind != "currency" or last.kind != "measure":
        return match.end(), 1
    is_million = last.value == METRE and last.start == items[match.end() - 2].end
    return (match.end(), 1_000_000) if is_million else (match.end() - 1, 1)


def _told_before(text: str, sentence: ReadSentence, start: int, read: _Read, last: FoundQuantity | None) -> str | None:
    """Return the unit of a number whose noun stands before it, empty where it has none; None where it is no amount.

    It is one behind *only*, before *of them*, and where it is compared with the last amount of its sentence: up from 870.
    """
    items, own = sentence.items, sentence.own
    before = text[slice(*items[start - 1][1:3])].lower() if start else ""
    behind = text[slice(*items[read.end][1:3])].lower() if read.end < len(items) else ""
    if own.patterns["limits_number"].fullmatch(before) or (read.numbers[-1] > 1 and own.patterns["counts_of"].fullmatch(behind)):
        return ""
    is_compared = last is not None and own.patterns["compares_number"].fullmatch(before)
    return (last.unit or "") if last is not None and is_compared else None


def _end(sentence: ReadSentence, end: int, unit: str | None) -> int:
    """Return where an amount with a unit ends: behind the points of percentage points."""
    last, following = sentence.items[end - 1], sentence.items[end : end + 1]
    is_adjective = unit == POINTS and last.end - last.start >= SHORTEST_ADJECTIVE
    return following[0].end if is_adjective and following and following[0].kind == "word" else last.end


def _ends(text: str, items: Sequence[Item], own: Pack) -> list[float]:
    """Return the numbers of an amount; the first end of a range takes the thousands and millions of the last, which it leaves out."""
    found = [item for item in items if item.kind in NUMBERS]
    numbers = [float(item.value) for item in found]
    if len(numbers) > 1:
        scale = _scale(text, found[-1], own)
        if _scale(text, found[0], own) == 1 < scale and numbers[0] < numbers[-1] / scale:
            numbers[0] *= scale
    return numbers


def _scale(text: str, number: Item, own: Pack) -> float:
    """Return by what the last word of a number multiplies it: 1 for one in figures."""
    term = term_of(text[number.start : number.end].rsplit(maxsplit=1)[-1], own)
    return float(term.value) if term is not None and term.kind == "scale" else 1.0


def _part(items: Sequence[Item], unit: str | None) -> tuple[float | None, str | None]:
    """Return the value and the unit of a part of one, or of how many times, in words: a third; half | a percentage point; 9 out of 10."""
    counts = [float(item.value) for item in items if item.kind == "small"]
    named = next((item for item in items if item.kind in PARTS), None)
    if named is None:
        return None, unit
    if named.kind == "parts":
        return (round(counts[-1] / float(named.value), 3), SHARE) if counts[-1] < float(named.value) else (None, unit)
    value = {"small-ordinal": 1 / float(named.value), "quarter": QUARTER}.get(named.kind, float(named.value))
    value = round(value * (counts[0] if counts else 1), 3)
    return value, unit or (TIMES if named.kind == "multiple" else SHARE)


def _bounds(numbers: Sequence[float], kinds: Set[str]) -> tuple[float | None, float | None]:
    """Return the least and the most that an amount is said to be."""
    if len(numbers) > 1:
        return (numbers[0], numbers[-1]) if numbers[0] <= numbers[-1] else (None, None)
    if "more" in kinds:
        return numbers[0], None
    return (None, numbers[0]) if kinds & HIGHEST else (None, None)


def _is_of_a_name(text: str, sentence: ReadSentence, place: int) -> bool:
    """Tell whether the number at a place belongs to the name before it, as in *under Article 12 members may*."""
    before = sentence.items[place - 1] if place > 1 else None
    return before is not None and before.kind == "word" and text[before.start].isupper()


def _unit(items: Sequence[Item]) -> str | None:
    """Return the unit of an amount: with what stands before it, of a country where a currency's name tells none, of hours behind power."""
    sign = next((str(item.value) for item in items if item.kind in UNITS), None)
    within = next((str(item.value) for item in items if item.kind == "within-unit"), None)
    if sign is not None and items[-1].kind in ("clock-unit", "clock"):
        sign += HOUR
    if within is None or sign is None or within == PLAIN:
        return sign
    if within == PERCENT or CURRENCY_CODE.fullmatch(within):
        return within
    return f"{within} {sign}"


def _counted(text: str, sentence: ReadSentence, place: int) -> Span | None:
    """Return where the noun stands that the number before a place counts: the first that fits, with at most two words between."""
    first = None
    for item in sentence.items[place : place + MOST_BETWEEN + 1]:
        if item.kind != "word":
            return None
        first = item.start if first is None else first
        word = text[item.start : item.end]
        if word in sentence.own.of_class["preposition"]:
            return None
        if _may_be_counted(word, sentence.own):
            return Span(first, item.end)
    return None


@lru_cache(maxsize=16_384)
def _may_be_counted(word: str, own: Pack) -> bool:
    return own.patterns["counted"].fullmatch(word) is not None
