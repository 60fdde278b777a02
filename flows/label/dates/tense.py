"""Whether the verb beside a time tells that it is past or lies ahead: *met on Friday*, *will meet on Friday*."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from flows.label.expressions.numbers import Item
from flows.label.expressions.read import ReadSentence
from flows.languages.pack import Pack

PAST, NEITHER, AHEAD = -1.0, 0.0, 1.0
CLAUSE_ENDS = frozenset(',;:.!?()«»“”"—–')
MOST_BESIDE = 12
"""Words on each side of a time among which its verb is looked for."""


def tense_beside(text: str, sentence: ReadSentence, first: int, end: int) -> float | None:
    """Return -1 where the verb of the items from `first` up to `end` is past, 1 where it tells what lies ahead; None where none tells."""
    items = sentence.items
    before = _clause(text, items[max(0, first - MOST_BESIDE) : first][::-1])
    behind = _clause(text, items[end : end + MOST_BESIDE])
    if "head_last" in sentence.own.flags and "has_cases" in sentence.own.flags:
        return _told(text, [*behind[:1], *behind[:0:-1], *before], sentence.own)
    if not before and not behind:
        behind = _clause(text, items[end + 1 : end + 1 + MOST_BESIDE])
    if "has_cases" in sentence.own.flags:
        pairs = [item for pair in zip(before, behind, strict=False) for item in pair]
        shared = len(pairs) // 2
        return _told(text, [*pairs, *before[shared:], *behind[shared:]], sentence.own)
    told = _told(text, before, sentence.own)
    if told == PAST and _is_planned(text, before, sentence.own):
        return AHEAD
    return _told(text, behind, sentence.own) if told is None else told


def _is_planned(text: str, before: Sequence[Item], own: Pack) -> bool:
    """Tell whether the nearest verb before a time is a past form that stands behind a verb of what lies ahead: is to be | held."""
    tenses = [_tense_of(text[item.start : item.end], own) for item in before]
    place = tenses.index(PAST)
    return tenses[place + 1 : place + 2] == [AHEAD]


def _clause(text: str, items: Sequence[Item]) -> list[Item]:
    """Return the items up to the sign that ends their clause."""
    end = next((place for place, item in enumerate(items) if text[item.start] in CLAUSE_ENDS), len(items))
    return list(items[:end])


def _told(text: str, items: Sequence[Item], own: Pack) -> float | None:
    """Return what the first word tells that is a verb of the past or of what lies ahead; None where an infinitive stands before it."""
    words = (text[item.start : item.end] for item in items if item.kind == "word")
    return next((told for word in words if (told := _tense_of(word, own)) is not None), None) or None


@lru_cache(maxsize=16_384)
def _tense_of(word: str, own: Pack) -> float | None:
    low = word.lower().replace("ё", "е")
    if own.patterns["told_ahead"].fullmatch(low):
        return AHEAD
    if own.patterns["infinitive"].fullmatch(low):
        return NEITHER
    return PAST if own.patterns["told_past"].fullmatch(low) else None
