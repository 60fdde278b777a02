"""How the texts of a large release are divided into parts, so that a new text changes only the part that it falls into.

Pure rules: which part a text stands in follows from all texts' days and sizes, not from earlier releases.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache, partial
from itertools import groupby
from math import log2
from operator import attrgetter
from typing import NamedTuple

# A release of fewer texts has one file a table.
LEAST_TEXTS = 500
# A part holds so many times the root of all characters: as an archive grows, parts become more, and larger, in step.
ROOTS_PER_PART = 128
# What readers do not open as tables (the registry, chunks of pages) has no footers worth a word, and stands in smaller ones.
ROOTS_PER_SMALL_PART = 16
UNDATED = "undated"
# After a day, so many bits of a hash of the id: more texts than that double are on no day.
BITS = 32


class Dated(NamedTuple):
    """What is to be known of a text."""

    speech_id: str
    spoken_on: date | None
    characters: int


class Day(NamedTuple):
    """The texts of a day, or of no known one, and how many characters they have together."""

    spoken_on: date | None
    texts: Sequence[Dated]
    characters: int


def parts_of(texts: Iterable[Dated], roots: int = ROOTS_PER_PART) -> dict[str, tuple[str, ...]]:
    """Return part → the speech ids in it, both in the order of days; empty where the texts are too few to be divided.

    A part is a decade, a year, half of one, two months, a month, some days, or some of the texts of one day: the largest of these that
    holds no more characters than a part may. Its name says which, and names sort by day, with texts of no known day last. With
    fewer roots, parts are smaller, and each lies within one of the larger ones.

    >>> parts_of([Dated("a.b", date(2026, 2, 10), 100)])
    {}
    """
    ordered = sorted(texts, key=lambda text: (text.spoken_on is None, text.spoken_on or date.min, text.speech_id))
    if len(ordered) < LEAST_TEXTS:
        return {}
    days = [_day_of(list(some)) for _, some in groupby(ordered, key=attrgetter("spoken_on"))]
    divided = dict(_divided(days, 0, most_characters(sum(day.characters for day in days), roots)))
    return {name: tuple(text.speech_id for text in divided[name]) for name in sorted(divided)}


def most_characters(total: int, roots: int = ROOTS_PER_PART) -> int:
    """Return how many characters a part may hold where all texts together have so many: a power of two, so that it seldom changes.

    >>> most_characters(10_000_000), most_characters(500_000_000)
    (524288, 2097152)
    """
    return int(2 ** round(log2(roots * max(total, 1) ** 0.5)))


def _day_of(texts: Sequence[Dated]) -> Day:
    return Day(texts[0].spoken_on, texts, sum(text.characters for text in texts))


def _divided(days: Sequence[Day], depth: int, most: int) -> Iterator[tuple[str, Sequence[Dated]]]:
    """Yield the parts of days that share their place down to a depth: their texts as one part where they fit."""
    for place, found in groupby(days, key=lambda day: _place_of_day(day.spoken_on, depth)):
        some = list(found)
        texts = [text for day in some for text in day.texts]
        if len(texts) == 1 or sum(day.characters for day in some) <= most:
            yield place, texts
        elif depth < DEPTHS_OF_DAYS - 1:
            yield from _divided(some, depth + 1, most)
        else:
            yield from _divided_by_bits(texts, depth + 1, most)


def _divided_by_bits(texts: Sequence[Dated], depth: int, most: int) -> Iterator[tuple[str, Sequence[Dated]]]:
    """Yield the parts of the texts of a day, by the bits of their ids' hashes: as one part where they fit, or cannot be told apart."""
    # A hash puts texts of one day in another order than their ids.
    for place, found in groupby(sorted(texts, key=lambda text: place_of(text, depth)), key=lambda text: place_of(text, depth)):
        some = list(found)
        if len(some) == 1 or sum(text.characters for text in some) <= most or depth == DEPTHS - 1:
            yield place, some
        else:
            yield from _divided_by_bits(some, depth + 1, most)


def place_of(text: Dated, depth: int) -> str:
    """Return the name of the part that a text falls into, from the decade (0) to single bits of its id's hash.

    >>> text = Dated("a.b", date(2026, 2, 10), 100)
    >>> [place_of(text, depth) for depth in range(7)]  # doctest: +NORMALIZE_WHITESPACE
    ['2020-to-2029', '2026', '2026-01-to-06', '2026-01-to-02', '2026-02', '2026-02-01-to-16', '2026-02-09-to-16']
    """
    bits = depth - DEPTHS_OF_DAYS
    name = _place_of_day(text.spoken_on, depth)
    return f"{name}-{_bits_of(text.speech_id)[: bits + 1]}" if bits >= 0 else name


@lru_cache(maxsize=100_000)
def _place_of_day(day: date | None, depth: int) -> str:
    if day is None:
        return UNDATED
    return CALENDAR[depth](day) if depth < len(CALENDAR) else _some_days(day, depth - len(CALENDAR))


def _decade(day: date) -> str:
    first = day.year // 10 * 10
    return f"{first:04}-to-{first + 9:04}"


def _year(day: date) -> str:
    return f"{day.year:04}"


def _months(day: date, length: int) -> str:
    first = (day.month - 1) // length * length + 1
    return f"{day.year:04}-{first:02}-to-{first + length - 1:02}"


def _month(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def _some_days(day: date, depth: int) -> str:
    """Return the name of 16, 8, 4, 2 or 1 days of a month, at a depth from 0 to 4 or more."""
    length = max(16 >> depth, 1)
    first = (day.day - 1) // length * length + 1
    month = _month(day)
    return f"{month}-{first:02}" if length == 1 else f"{month}-{first:02}-to-{min(first + length - 1, 31):02}"


def _bits_of(speech_id: str) -> str:
    return f"{int.from_bytes(hashlib.sha256(speech_id.encode()).digest()[:4], 'big'):0{BITS}b}"


CALENDAR: tuple[Callable[[date], str], ...] = (_decade, _year, partial(_months, length=6), partial(_months, length=2), _month)
DEPTHS_OF_DAYS = len(CALENDAR) + 5
DEPTHS = DEPTHS_OF_DAYS + BITS
