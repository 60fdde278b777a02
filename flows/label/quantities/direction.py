"""Which way something changed by an amount, told by the words beside it: rose by 3.2 %, a 3.2 % fall."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from flows.label.expressions.read import ReadSentence
from flows.languages.letters import plain
from flows.languages.pack import Pack
from schemas.words import Direction

BY = "by"
ANY_ENDING = "*"
LONGEST_ENDING = 8
MOST_BETWEEN = 4
"""Words between the one of change and the amount that *by* stands before: raised the main rate by 3 %."""


def direction_of(text: str, sentence: ReadSentence, first: int, end: int) -> Direction | None:
    """Return which way something changed by the amount of the items from `first` up to `end`; None where no word beside it tells.

    A language that tells with *by* how much something changed tells with other words how far: on such a word alone rests nothing.
    """
    told, is_by = _before(text, sentence, first)
    if not is_by and _needs_by(sentence.own):
        return None
    return told or _behind(text, sentence, end)


@cache
def _needs_by(own: Pack) -> bool:
    return BY in _told(own).values() and "has_cases" in own.flags


def _before(text: str, sentence: ReadSentence, first: int) -> tuple[Direction | None, bool]:
    """Return what the words before an amount tell, and whether *by* stands right before it."""
    is_by, between = False, 0
    for item in reversed(sentence.items[max(0, first - MOST_BETWEEN - 2) : first]):
        word = text[item.start : item.end]
        told = change_told(word, sentence.own)
        if told == BY and not is_by:
            is_by = True
            continue
        if isinstance(told, Direction):
            return told, is_by
        between += 1
        is_word = word[0].isalpha() and (is_by or _is_adverb(word, sentence.own))
        if not is_word or between > MOST_BETWEEN:
            break
    return None, is_by


def _behind(text: str, sentence: ReadSentence, end: int) -> Direction | None:
    word = text[slice(*sentence.items[end][1:3])] if end < len(sentence.items) else ""
    told = change_told(word, sentence.own)
    return told if isinstance(told, Direction) else None


@lru_cache(maxsize=16_384)
def _is_adverb(word: str, own: Pack) -> bool:
    return word in own.of_class["adverb"] or own.patterns["adverb_ending"].search(word) is not None


@lru_cache(maxsize=16_384)
def change_told(word: str, own: Pack) -> Direction | str | None:
    """Return which change a word tells of, or that it is *by*; None where it does neither."""
    known, spelt = _told(own), plain(word)
    if spelt in known:
        return known[spelt]
    shortest = max(1, len(spelt) - LONGEST_ENDING)
    return next((known[stem] for end in range(len(spelt), shortest, -1) if (stem := spelt[:end] + ANY_ENDING) in known), None)


@cache
def _told(own: Pack) -> Mapping[str, Direction | str]:
    return {plain(word): told if told == BY else Direction(told) for told, words in own.rows("changes") for word in words.split()}
