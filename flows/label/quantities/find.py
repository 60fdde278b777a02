"""The amounts in a text, in any language that the dataset holds: a number with its unit, or with what it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import lru_cache

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
SHORTEST_ADJECTIVE = 5
"""Letters of a unit that is no sign and not cut short."""
BEGINNING = frozenset((*NUMBERS, *UNITS, "share", "multiple", "half", "small-ordinal"))
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
        for match in sentence.own.patterns["quantities"].finditer(sentence.letters):
            amount = _amount(document.text, sentence, match)
            if amount is None:
                continue
            while place < len(times) and times[place].end <= amount.span.start:
                place += 1
            if place == len(times) or times[place].start >= amount.span.end:
                found.append(amount)
    return found


def _amount(text: str, sentence: ReadSentence, match: re.Match[str]) -> FoundQuantity | None:
    """Return the amount of a match; None where its number has neither a unit nor a noun that it counts."""
    items = sentence.items[match.start() : match.end()]
    kinds = {item.kind for item in items}
    numbers, unit = _ends(text, items, sentence.own), None if kinds.isdisjoint(UNITS) else _unit(items)
    if (part := _part(items)) is not None:
        numbers, unit = [part], TIMES if items[-1].kind == "multiple" else SHARE
    counted = None if unit else _counted(text, sentence, match.end())
    if not numbers or (unit is None and counted is None) or (unit is None and _is_of_a_name(text, sentence, match.start())):
        return None
    lowest, highest = _bounds(numbers, kinds)
    first = next(item for item in items if item.kind in BEGINNING)
    span = Span(first.start, counted.end if counted else _end(sentence, match.end(), unit))
    direction = direction_of(text, sentence, match.start(), match.end())
    return FoundQuantity(span, numbers[-1], lowest, highest, unit, counted, direction, bool(kinds & {"about", "vague"}))


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


def _part(items: Sequence[Item]) -> float | None:
    """Return the value of a part of one, or of how many times, in words; None where the amount is in numbers."""
    last = items[-1]
    if last.kind in ("share", "multiple"):
        counts = [float(item.value) for item in items if item.kind == "small"]
        return round(float(last.value) * (counts[0] if counts else 1), 3)
    if last.kind == "half":
        return float(last.value)
    return round(1 / float(last.value), 3) if last.kind == "small-ordinal" else None


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
    sign = next((str(item.value) for item in items if item.kind in UNITS), None)
    within = next((str(item.value) for item in items if item.kind == "within-unit"), None)
    if within in (None, PERCENT) or sign is None:
        return PERCENT if within and sign else sign
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
