"""The expressions of time in a text, in any language that the dataset holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from flows.label.dates.found import FoundDate
from flows.label.dates.reckoning import first_day_of
from flows.label.dates.tense import tense_beside
from flows.label.dates.values import Known, meaning_of
from flows.label.expressions.numbers import Item
from flows.label.expressions.read import ReadSentence
from flows.languages.pack import Pack
from flows.segment.document import Document
from schemas.columns import Span
from schemas.words import DateKind

HEAD = 400
"""Code points at the beginning of a text in which a full date tells its day."""
DAY_CHARACTERS = len("2026-02-10")
NEAR = 40
REACH = 1
"""Sentences with times behind the one that names a year or a day: as far a day without its year is one of that year."""
LAST_WORD = re.compile(r"([^\W\d_]+)[.,:]?$")
OPEN_WITHOUT_VERB = frozenset(("weekday", "weekend", "month", "month-too", "season"))
TOLD_BY_ITSELF = frozenset(("year-number", "year-ordinal", "short-year", "year", "relative"))
LINE_ENDS = frozenset(("", "\n", "•"))
ENDS = LINE_ENDS | frozenset(".-–—|")


def find_dates(document: Document, sentences: Sequence[ReadSentence]) -> list[FoundDate]:
    """Return the expressions of time of a text, in order and without overlap.

    Where the day of the speech is not known, a full date in the head of the text that stands in no sentence is it: as in a dateline.
    """
    found: list[FoundDate] = []
    anchor = document.spoken_on
    year: int | None = None
    told: date | None = None
    year_in = told_in = 0
    for place, sentence in enumerate(sentences):
        for match in sentence.own.patterns["dates"].finditer(sentence.letters):
            items = _without_edges(document.text, sentence.items[match.start() : match.end()], sentence.own)
            tense = _tense(document.text, sentence, match, items)
            named = year if place - year_in <= REACH else None
            meaning = meaning_of(items, Known(anchor, named, tense, told if place - told_in <= REACH else None))
            span = Span(items[0].start, items[-1].end)
            used = anchor if meaning.is_relative and meaning.value is not None else None
            found.append(
                FoundDate(
                    span, meaning.kind, meaning.value, meaning.is_relative, used, _is_approximate(sentence.items, match.start(), items)
                )
            )
            first = first_day_of(meaning.value or "")
            told, told_in = (first, place) if first else (told, told_in)
            if first and not meaning.is_relative:
                year, year_in = first.year, place
            if anchor is None and not meaning.is_relative and meaning.value:
                anchor = _told_day(document.text, found[-1], sentence.own)
    return found


LONGEST_CUT_SHORT = 3
"""Letters of a word cut short: a stop behind a longer one ends the sentence."""


def _without_edges(text: str, items: list[Item], own: Pack) -> list[Item]:
    """Return the words of an expression without *between*, and without a stop that ends the sentence and cuts no word short.

    A word that means *with* as well as *since* tells that a time begins there, unless the time stands in the case of *with*.
    """
    opening = items[0].kind
    if opening == "between" or (opening == "and" and own.patterns["instrumental"].fullmatch(text[items[-1].start : items[-1].end])):
        items = items[1:]
    elif opening == "and":
        items = [items[0]._replace(kind="since"), *items[1:]]
    is_end = len(items) > 1 and items[-1].kind == "." and items[-2].end - items[-2].start > LONGEST_CUT_SHORT
    return items[:-1] if is_end else items


def _tense(text: str, sentence: ReadSentence, match: re.Match[str], items: Sequence[Item]) -> float | None:
    """Return what the verb beside an expression tells, where its own words leave open which weekday, month or season is meant."""
    kinds = [item.kind for item in items]
    if OPEN_WITHOUT_VERB.isdisjoint(kinds) or not TOLD_BY_ITSELF.isdisjoint(kinds):
        return None
    return tense_beside(text, sentence, match.start(), match.end())


def _told_day(text: str, found: FoundDate, own: Pack) -> date | None:
    """Return the day of a text that a date at its beginning tells; None where this is none, or stands in a sentence.

    What a sentence says is no day of the text: *born on 1 May 1950*, *since 5 March 2020*.
    """
    if found.kind is not DateKind.DAY or found.span.start > HEAD or found.value is None or len(found.value) < DAY_CHARACTERS:
        return None
    if not found.value[:1].isdecimal() or not _stands_apart(text, found.span, own):
        return None
    return date.fromisoformat(found.value[:DAY_CHARACTERS])


def _stands_apart(text: str, span: Span, own: Pack) -> bool:
    """Tell whether a date belongs to no sentence: a line's own, before a dash, or between a heading and the sentence behind it."""
    if text.count("(", 0, span.start) > text.count(")", 0, span.start):
        return False
    behind = text[span.end : span.end + NEAR].lstrip(" ")[:1]
    before = text[max(0, span.start - NEAR) : span.start].rstrip(" ")
    # Where a language sets a date without a preposition, the name behind it may be the subject of its sentence.
    is_before_sentence = behind.isupper() and "has_cases" not in own.flags
    if not before or before.endswith("\n"):
        return is_before_sentence or behind in ENDS
    word = LAST_WORD.search(before)
    if word is None or word[1].lower() in own.of_class["preposition"]:
        return False
    return is_before_sentence or behind in LINE_ENDS or (behind in ENDS and word[1][0].isupper())


def _is_approximate(items: Sequence[Item], first: int, own: Sequence[Item]) -> bool:
    before = items[first - 1].kind if first else ""
    return before in ("about", "more", "less") or any(item.kind in ("about", "vague") for item in own)
