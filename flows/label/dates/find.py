"""The expressions of time in a text, in any language that the dataset holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flows.label.dates.found import FoundDate
from flows.label.dates.values import Known, meaning_of
from flows.label.expressions.numbers import Item
from flows.label.expressions.read import ReadSentence
from flows.segment.document import Document
from schemas.columns import Span
from schemas.words import DateKind

HEAD = 400
"""Code points at the beginning of a text in which a full date tells its day."""
DAY_CHARACTERS = len("2026-02-10")


def find_dates(document: Document, sentences: Sequence[ReadSentence]) -> list[FoundDate]:
    """Return the expressions of time of a text, in order and without overlap.

    Where the day of the speech is not known, the first full date in the head of the text stands for it.
    """
    found: list[FoundDate] = []
    anchor, year = document.spoken_on, None
    for sentence in sentences:
        for match in sentence.own.patterns["dates"].finditer(sentence.letters):
            items = _without_stop(sentence.items[match.start() : match.end()])
            meaning = meaning_of(items, Known(anchor, year))
            span = Span(items[0].start, items[-1].end)
            used = anchor if meaning.is_relative and meaning.value is not None else None
            found.append(
                FoundDate(
                    span, meaning.kind, meaning.value, meaning.is_relative, used, _is_approximate(sentence.items, match.start(), items)
                )
            )
            if anchor is None and not meaning.is_relative and meaning.value:
                year = _year(meaning.value) or year
                anchor = _told_day(document.text, found[-1])
    return found


LONGEST_CUT_SHORT = 3
"""Letters of a word cut short: a stop behind a longer one ends the sentence."""


def _without_stop(items: list[Item]) -> list[Item]:
    """Return the words of an expression without a stop that ends the sentence and cuts no word short."""
    is_end = len(items) > 1 and items[-1].kind == "." and items[-2].end - items[-2].start > LONGEST_CUT_SHORT
    return items[:-1] if is_end else items


def _year(value: str) -> int | None:
    return int(value[:4]) if value[:4].isdecimal() and "/" not in value else None


def _told_day(text: str, found: FoundDate) -> date | None:
    """Return the day of a text that a full date at its beginning tells; None where this is none, or stands in brackets."""
    if found.kind is not DateKind.DAY or found.span.start > HEAD or found.value is None or len(found.value) < DAY_CHARACTERS:
        return None
    before = text[: found.span.start]
    if before.count("(") > before.count(")") or not found.value[:1].isdecimal():
        return None
    return date.fromisoformat(found.value[:DAY_CHARACTERS])


def _is_approximate(items: Sequence[Item], first: int, own: Sequence[Item]) -> bool:
    before = items[first - 1].kind if first else ""
    return before in ("about", "more", "less") or any(item.kind in ("about", "vague") for item in own)
