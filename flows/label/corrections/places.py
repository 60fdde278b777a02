"""Where the words of a correction stand in a text, and which quotation they mean: by the words, so that new rules move nothing.

` [..] ` stands for words left out, ` || ` between the parts of a quotation.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from flows.label.quotations.marks import FAMILY
from schemas.columns import Span

LEFT_OUT = " [..] "
BETWEEN_PARTS = " || "
MARKS = "".join(mark for mark in FAMILY if len(mark) == 1) + " "
WORD = re.compile(r"\w+")
MOST_PLACES = 1_000
MATCHED = 0.5
"""Of the words of either, how many a quotation and the words that mean it share."""

Parts = tuple[Span, ...]


class Unplaced(Exception):
    """The words of a correction stand nowhere in the text, or in too many places."""


def places_of(text: str, words: str) -> list[Parts]:
    """Return every place where words stand, a span for each of their parts; white space counts as one space.

    Where they stand nowhere as written, what stands between them may differ: marks, commas, dashes.

    >>> places_of("It is wide, and it is ours.", "it is")
    [(Span(start=16, end=21),)]
    >>> places_of("“It is wide,” she said, “and ours.”", "It is wide, || and ours.")
    [(Span(start=1, end=12), Span(start=25, end=34))]
    """
    for written in (as_written, word_by_word):
        first, *others = ([written(piece) for piece in part.split(LEFT_OUT)] for part in words.split(BETWEEN_PARTS))
        found = list(_with_rest(text, first, others))
        if found:
            return found
    return []


def as_written(piece: str) -> re.Pattern[str]:
    """Return the pattern of words as they are written, but for marks at their ends."""
    bare = piece.strip(MARKS)
    body = r"\s+".join(map(re.escape, bare.split()))
    before = r"(?<!\w)" if bare[:1].isalnum() else ""
    return re.compile(f"{before}{body}" + (r"(?!\w)" if bare[-1:].isalnum() else "")) if WORD.search(bare) else NOWHERE


def word_by_word(piece: str) -> re.Pattern[str]:
    """Return the pattern of the same words with anything but a word between them."""
    words = [re.escape(word) for word in WORD.findall(piece)]
    return re.compile(r"(?<!\w)" + r"\W+".join(words) + r"(?!\w)") if words else NOWHERE


NOWHERE = re.compile(r"(?!)")


def _standing(text: str, pieces: Sequence[re.Pattern[str]], after: int) -> Iterator[Span]:
    """Yield where a part stands: from its first piece to the end of its last."""
    first, *others = pieces
    for number, found in enumerate(first.finditer(text, after)):
        if number == MOST_PLACES:
            return
        end: int | None = found.end()
        for piece in others:
            later = piece.search(text, end) if end is not None else None
            end = later.end() if later else None
        if end is None:
            return  # what does not follow this place follows no later one
        yield Span(found.start(), end)


def _with_rest(text: str, first: Sequence[re.Pattern[str]], others: Sequence[Sequence[re.Pattern[str]]]) -> Iterator[Parts]:
    for span in _standing(text, first, 0):
        rest = _following(text, others, span.end)
        if rest is None:
            return  # as above
        yield (span, *rest)


def _following(text: str, parts: Iterable[Sequence[re.Pattern[str]]], after: int) -> Parts | None:
    spans: list[Span] = []
    for part in parts:
        span = next(_standing(text, part, spans[-1].end if spans else after), None)
        if span is None:
            return None
        spans.append(span)
    return tuple(spans)


def places_meant(text: str, words: str | None, span: Span | None, occurrence: int | None) -> list[Parts]:
    """Return the places that a correction may mean: one where its span or occurrence tells it apart; Unplaced where there is none."""
    if words is None:
        if span is None or span.end > len(text) or not WORD.search(text, *span):
            raise Unplaced(f"the text has {len(text)} code points, and no words in the span")
        return [(span,)]
    places = places_of(text, words)
    if not places:
        raise Unplaced("its words do not stand in the text")
    if occurrence is not None:
        if occurrence > len(places):
            raise Unplaced(f"its words stand in {len(places)} places, not in {occurrence}")
        return [places[occurrence - 1]]
    return [min(places, key=lambda place: abs(place[0].start - span.start))] if span else places


def words_in(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """Return where the words within spans begin."""
    return frozenset(word.start() for span in spans for word in WORD.finditer(text, *span))


def quotation_meant(text: str, places: Iterable[Parts], contents: Sequence[Parts]) -> int | None:
    """Return the index of the one quotation whose content is meant, or nearly; None where none is, Unplaced where several may be."""
    words = [words_in(text, content) for content in contents]
    meant = {best for place in places if (best := _nearest(words_in(text, place), words)) is not None}
    if len(meant) > 1:
        raise Unplaced(f"its words may mean {len(meant)} quotations; give a span or an occurrence")
    return next(iter(meant), None)


def _nearest(sought: frozenset[int], words: Sequence[frozenset[int]]) -> int | None:
    best, closest = None, 0.0
    for index, held in enumerate(words):
        overlap = len(sought & held) / len(sought | held) if sought and held else 0.0
        if overlap >= MATCHED and overlap > closest:
            best, closest = index, overlap
    return best


def nearest_beside(text: str, words: str, content: Parts) -> Parts:
    """Return where words stand nearest to a content and outside of it; Unplaced where they do not."""
    free = [place for place in places_of(text, words) if all(p.end <= c.start or p.start >= c.end for p in place for c in content)]
    if not free:
        raise Unplaced(f"{words!r} does not stand beside its words")
    return min(free, key=lambda place: min(max(c.start - place[-1].end, place[0].start - c.end) for c in content))
