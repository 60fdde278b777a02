"""The amounts in a text, in any language that the dataset holds: a number with its unit, or with what it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from flows.label.dates.found import FoundDate
from flows.label.expressions.numbers import Item
from flows.label.expressions.read import ReadSentence
from flows.label.quantities.found import FoundQuantity
from flows.segment.document import Document
from schemas.columns import Span

NUMBERS = frozenset(("small", "number", "year-number"))
UNITS = ("currency", "percent", "measure")
PERCENT = "%"
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
    numbers = [float(item.value) for item in items if item.kind in NUMBERS]
    unit = _unit(items)
    counted = None if unit else _counted(text, sentence, match.end())
    if not numbers or (unit is None and counted is None) or (unit is None and _is_of_a_name(text, sentence, match.start())):
        return None
    kinds = {item.kind for item in items}
    lowest, highest = _bounds(numbers, kinds)
    first = next(item for item in items if item.kind in NUMBERS or item.kind in UNITS)
    span = Span(first.start, counted.end if counted else items[-1].end)
    return FoundQuantity(span, numbers[-1], lowest, highest, unit, counted, bool(kinds & {"about", "vague"}))


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
        if sentence.own.patterns["counted"].fullmatch(word):
            return Span(first, item.end)
    return None
