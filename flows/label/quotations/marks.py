"""The marked passages of a text: what stands between quotation marks, of whatever shape, nested or left open.

The same for every language. One pass over the marks with a stack, so linear in the text whatever it holds.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schemas.columns import Span

# “A,” he said – „A“ – «A» – ‘A’ – 'A' – ``A'' – ‘‘A’’
MARK = re.compile("[“”„‟\"«»‹›‘’‚'`]")
# ’90s, ’em, 'tis: a letter or figure left out at the start of a word.
ELISION = re.compile(r"['’‘](?:\d\ds?\b|(?:em|til|tis|twas|cause|bout|round|n)\b)", re.IGNORECASE)

DOUBLE, ANGLE, SINGLE = "double", "angle", "single"
FAMILY = {
    **dict.fromkeys(("“", "”", "„", "‟", '"', "''", "``", "‘‘", "’’"), DOUBLE),
    **dict.fromkeys("«»‹›", ANGLE),
    **dict.fromkeys("‘’‚'`", SINGLE),
}
FEWEST_OF_DOUBLED = 2
STRAIGHT = '"'
ESCAPE = "\\"
"""Stands before marks that a program wrote: \\"A\\"."""
SINGLE_MARKS = frozenset("‘’‚'`")
OPENERS = frozenset(("“", "„", "‟", "``", "‘‘", "«", "‹", "‘", "‚", "`"))
CLOSERS = frozenset(("”", "’’", "»", "›", "’"))
PAUSES = frozenset(".,;:!?…")
NEVER_BEFORE = PAUSES | frozenset('”’»")]%')
"""What stands before no opening mark."""
ENDS_BEFORE = PAUSES | frozenset(")]—–”’»")
"""What may follow a closing mark, beside a space."""


class Passage(NamedTuple):
    """One marked passage; spans are code points into the whole text."""

    span: Span
    """With its marks."""
    content: Span
    """Without them, and without the spaces beside them."""
    family: str
    """The shape of its marks: `double`, `angle` or `single`."""
    depth: int
    """How many passages it stands within."""
    parent: int | None
    """The index, in the same paragraph's passages, of the one that it stands within."""
    is_opened: bool
    """False where the text has only its closing mark; it then starts with the paragraph."""
    is_closed: bool
    """False where the text has only its opening mark; it then ends with the paragraph, or before the next opening mark."""
    is_continued: bool = False
    """True where it goes on from a passage that the paragraph before left open."""


class _Open(NamedTuple):
    number: int
    start: int
    end: int
    family: str


def marked_passages(text: str, paragraphs: Sequence[Span]) -> list[tuple[Passage, ...]]:
    """Return the marked passages of each paragraph, in the order of their opening marks.

    A paragraph that opens with a mark while the one before it left a passage open to its end continues that passage.
    """
    result: list[tuple[Passage, ...]] = []
    open_family: str | None = None
    marks = _marks(text, 0, len(text))
    starts = [start for start, _, _ in marks]
    for paragraph, following in zip(paragraphs, [*paragraphs, None][1:], strict=True):
        first, last = bisect_left(starts, paragraph.start), bisect_left(starts, paragraph.end)
        if first == last:
            result.append(())
            open_family = None
            continue
        next_family = FAMILY[marks[last][2]] if following and last < len(marks) and starts[last] == following.start else None
        passages = _passages(text, paragraph, marks[first:last], next_family)
        if open_family and passages and passages[0].family == open_family and _starts_at(text, paragraph, passages[0]):
            passages = (passages[0]._replace(is_continued=True), *passages[1:])
        result.append(passages)
        open_family = next((p.family for p in passages if not p.is_closed and p.span.end == paragraph.end and p.depth == 0), None)
    return result


def _passages(text: str, paragraph: Span, events: Sequence[tuple[int, int, str]], next_family: str | None) -> tuple[Passage, ...]:
    closed: dict[int, tuple[int, int]] = {}  # index of an opening mark: start and end of its closing one
    unopened: list[tuple[int, int, str]] = []
    openings: list[_Open] = []
    stack: list[_Open] = []
    waiting = {DOUBLE: 0, ANGLE: 0, SINGLE: 0}
    for number, (start, end, mark) in enumerate(events):
        family = FAMILY[mark]
        if _opens(text, paragraph, start, end, mark, waiting[family] > 0) or (
            mark == STRAIGHT and not waiting[family] and _opens_between_spaces(text, paragraph, events, number)
        ):
            stack.append(_Open(len(openings), start, end, family))
            openings.append(stack[-1])
            waiting[family] += 1
        elif waiting[family] and not _is_apostrophe(text, events, number, stack[-1].family):
            while stack[-1].family != family:
                waiting[stack.pop().family] -= 1
            waiting[family] -= 1
            closed[stack.pop().number] = (start, end)
        elif not openings and not unopened and family != SINGLE and not text[start - 1 : start].isdigit() and start > paragraph.start:
            unopened.append((start, end, family))
    return _without_doubled(list(_assemble(text, paragraph, openings, closed, unopened, next_family)))


def _without_doubled(passages: list[Passage]) -> tuple[Passage, ...]:
    """Return passages where marks typed twice, ««A»», stand around their words as one pair would."""
    if len(passages) < FEWEST_OF_DOUBLED:
        return tuple(passages)
    for passage in reversed(passages):
        if passage.parent is not None:
            outer = passages[passage.parent]
            if outer.content == passage.span and outer.family == passage.family and outer.is_closed:
                passages[passage.parent] = outer._replace(content=passage.content)
    return tuple(passages)


def _marks(text: str, first: int, last: int) -> list[tuple[int, int, str]]:
    """Return the marks of a stretch of text with where they start and end; two single ones typed for a double one are one mark.

    An apostrophe is none: don’t, Tokayev's, ’90s.
    """
    marks: list[tuple[int, int, str]] = []
    taken = first
    doubled = False
    for match in MARK.finditer(text, first, last):
        start, end = match.span()
        if start < taken:
            continue
        mark = match.group()
        if text[start - 1] == ESCAPE and start > first:
            start -= 1
        if mark == STRAIGHT and text.startswith(STRAIGHT, end) and (doubled or _opens_doubled(text, start, end + 1, first, last)):
            doubled, end = not doubled, end + 1
        elif mark in SINGLE_MARKS:
            if not _is_mark(text, start, end, first, last):
                continue
            if text.startswith(mark, end, last) and mark != "‚" and not (mark == "'" and text.startswith("'", end + 1)):
                mark, end = mark + mark, end + 1
        marks.append((start, end, mark))
        taken = end
    return marks


def _is_mark(text: str, start: int, end: int, first: int, last: int) -> bool:
    """Tell whether a single mark may be one of quotation, rather than an apostrophe."""
    before = text[start - 1] if start > first else " "
    after = text[end] if end < last else " "
    if before.isalnum() and after.isalnum():
        return False
    is_doubled = after == text[end - 1]
    return is_doubled or not ((before.isalnum() and text[end - 1] not in "'’") or ELISION.match(text, start, last))


def _opens_doubled(text: str, start: int, end: int, first: int, last: int) -> bool:
    """Tell whether two straight marks side by side open words, typed for one mark: `""A""`; `""` alone holds nothing."""
    return (start == first or text[start - 1].isspace() or text[start - 1] in "([—–") and end < last and text[end].isalnum()


def _opens(text: str, paragraph: Span, start: int, end: int, mark: str, is_waiting: bool) -> bool:
    """Tell whether a mark opens: by its shape where it has one, else by what stands beside it."""
    before, after = _beside(text, paragraph, start, end)
    if mark in CLOSERS:
        # ”A” and ’A’: typed the wrong way round.
        return not is_waiting and before.isspace() and (after.isalnum() or _opens_paragraph(paragraph, start, mark))
    at_start, at_end = not (before.isalnum() or before in NEVER_BEFORE), after.isspace() or after in ENDS_BEFORE
    if mark in OPENERS:
        # “ closes a German or Russian „A“, and wherever it stands after a word and before a space.
        closes = is_waiting and mark in "“‘" and at_end and not at_start
        return not closes and not (mark in "‘'`" and after.isspace())
    if mark == "'":
        return at_start and not at_end
    return _straight_opens(before, after, at_end=at_end, is_waiting=is_waiting)


def _opens_paragraph(paragraph: Span, start: int, mark: str) -> bool:
    """Tell whether a closing mark can only have been typed the wrong way round: nothing stands before it."""
    return mark == "”" and start == paragraph.start


def _beside(text: str, paragraph: Span, start: int, end: int) -> tuple[str, str]:
    """Return the characters before and behind a mark; a space at the ends of its paragraph."""
    return text[start - 1] if start > paragraph.start else " ", text[end] if end < paragraph.end else " "


def _straight_opens(before: str, after: str, *, at_end: bool, is_waiting: bool) -> bool:
    """Tell whether a mark that looks the same on both sides opens."""
    if not is_waiting:
        return not at_end or (before.isspace() and not after.isspace())
    return (before.isspace() or before in "([—–") and after.isalnum()


def _opens_between_spaces(text: str, paragraph: Span, events: Sequence[tuple[int, int, str]], number: int) -> bool:
    """Tell whether a straight mark with spaces on both sides opens: the next one is straight too, and may close: " Is it so? " he asked."""
    if not all(map(str.isspace, _beside(text, paragraph, *events[number][:2]))) or number + 1 >= len(events):
        return False
    start, end, mark = events[number + 1]
    before, after = _beside(text, paragraph, start, end)
    return mark == STRAIGHT and not _straight_opens(before, after, at_end=after.isspace() or after in ENDS_BEFORE, is_waiting=True)


def _is_apostrophe(text: str, events: Sequence[tuple[int, int, str]], number: int, innermost: str) -> bool:
    """Tell whether a closing single mark is that of a possessive: the members’ rights – with the true closing mark to come."""
    start, end, mark = events[number]
    if FAMILY[mark] != SINGLE:
        return False
    if innermost != SINGLE:
        return True
    if text[start - 1 : start] not in "sS" or not (text[end : end + 1] == " " and text[end + 1 : end + 2].isalnum()):
        return False
    following = events[number + 1] if number + 1 < len(events) else None
    return following is not None and FAMILY[following[2]] == SINGLE and not text[following[0] - 1].isspace()


def _assemble(
    text: str,
    paragraph: Span,
    openings: Sequence[_Open],
    closed: dict[int, tuple[int, int]],
    unopened: Sequence[tuple[int, int, str]],
    next_family: str | None,
) -> Iterator[Passage]:
    """Make the passages of what was opened and closed; a single mark that nothing closes was an apostrophe."""
    for start, _end, family in unopened:
        yield Passage(Span(paragraph.start, _end), _trimmed(text, paragraph.start, start), family, 0, None, False, True)
    within: list[tuple[int, int]] = []  # index and end of the passages around the present one
    index = len(unopened)
    last_close = max((end for _, end in closed.values()), default=0)
    followers = _next_of_family(openings)
    for opening, follower in zip(openings, followers, strict=True):
        ends = closed.get(opening.number)
        if ends is None:
            ends = _end_of_unclosed(text, paragraph, opening, follower, last_close, next_family)
            if ends is None:
                continue
        while within and within[-1][1] <= opening.start:
            within.pop()
        if within and ends[1] > within[-1][1]:
            ends = within[-1][1], within[-1][1]  # it cannot outlast the one around it
        yield Passage(
            Span(opening.start, ends[1]),
            _trimmed(text, opening.end, ends[0]),
            opening.family,
            len(within),
            within[-1][0] if within else None,
            is_opened=True,
            is_closed=ends[0] < ends[1],
        )
        # A passage that lost its closing mark and ends before the next holds nothing.
        within.append((index, ends[1]))
        index += 1


def _next_of_family(openings: Sequence[_Open]) -> list[int | None]:
    """Return for each opening mark where the next one of its family stands."""
    seen: dict[str, int] = {}
    starts: list[int | None] = []
    for opening in reversed(openings):
        starts.append(seen.get(opening.family))
        seen[opening.family] = opening.start
    return starts[::-1]


def _end_of_unclosed(
    text: str, paragraph: Span, opening: _Open, follower: int | None, last_close: int, next_family: str | None
) -> tuple[int, int] | None:
    """Say where a passage ends whose closing mark is missing: start and end of the closing mark, the same where there is none."""
    if opening.family == SINGLE and not (opening.start == paragraph.start and next_family == SINGLE):
        return None
    if opening.family == ANGLE:
        if next_family == ANGLE or follower is None or last_close < follower:
            return paragraph.end, paragraph.end
        return last_close - 1, last_close  # «A «B»: one mark closes both
    end = paragraph.end if follower is None else follower
    return end, end


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _starts_at(text: str, paragraph: Span, passage: Passage) -> bool:
    return passage.is_opened and not text[paragraph.start : passage.span.start].strip()
