"""One turn of a text of turns, and how its words are cut from the lines of the text."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.label.form.address import between_directions, is_direction
from flows.label.form.layout import Layout, Part, Start
from flows.label.form.page import spoken_spans
from flows.languages.pack import Pack
from schemas.columns import Span

LONGEST_HEADING = 100
BOLD = "**"
# [The bell rings.] – (The briefing ended at noon.)
WHOLE_IN_BRACKETS = re.compile(r"(?:\([^()]*\)|\[[^\[\]]*\])[.!]?")
# 00:12:07 – 00:00:04-00:00:31 (27 sec)
TIMES = re.compile(r"[\[(]?\d{1,2}(?::\d\d){1,2}(?:\s?[-–—]\s?\d{1,2}(?::\d\d){1,2})?[\])]?(?:\s?\(\d{1,5} [^\W\d_]{1,8}\.?\))?")
LEAST_BROKEN = 0.15
FEWEST_WORDS_NARRATED = 3
LETTER = re.compile(r"[^\W\d_]")
ENDS_SENTENCE = frozenset(".!?…:;,»”\"')]’")
OPENING_MARKS, CLOSING_MARKS = {"“": "”", "«": "»", "„": "“”", '"': '"'}, frozenset('”»"“')


class Turn(NamedTuple):
    """What one person says until another does."""

    label: Span | None
    """The label that stands before the words, without its colon: the turn's source, whoever it means; None where there is none."""
    part: Part | None
    """What the label tells of the part of whoever speaks."""
    is_question: bool
    """True for an interviewer's turn."""
    is_principal: bool
    """True where, by the form alone, the person whose words the text is about speaks: the one who answers, or the only speaker."""
    content: tuple[Span, ...]
    """The words, a span for each line of the text that holds some: without label, dash, marks around them, and stage directions."""


class Piece(NamedTuple):
    """The lines of one turn, before their words are cut."""

    start: Start
    lines: tuple[Span, ...]
    is_behind_label: bool = False
    """True where the first line goes on behind a label."""


def pieces_of(layout: Layout) -> Iterator[Piece]:
    """Yield the lines of each turn; where only questions show their beginning, what follows a question's line is the answer's."""
    ends = [start.line for start in layout.starts[1:]] + [len(layout.lines)]
    for start, end in zip(layout.starts, ends, strict=True):
        own, rest = Span(start.at, layout.lines[start.line].end), layout.lines[start.line + 1 : end]
        first: tuple[Span, ...] = (own,) if own.start < own.end else ()
        if not layout.only_questions_start:
            yield Piece(start, (*first, *rest), bool(first) and start.label is not None)
            continue
        if not first:
            first, rest = rest[:1], rest[1:]
        yield Piece(start, first)
        if rest:
            yield Piece(Start(start.line + 1, rest[0].start), rest)


def spoken_in(text: str, lines: Sequence[Span], pack: Pack, *, are_many: bool = False) -> list[Span]:
    """Return the lines of a turn without stage directions and what a page carries beside them.

    Where `are_many` speak, a line in brackets tells of them, whatever it says.
    """
    own = [
        line
        for line in lines
        if not (TIMES.fullmatch(text, *line) or (are_many and _is_bracketed(text, line)) or is_direction(text, line, pack))
    ]
    return [span for line in own for span in _spoken(text, line, pack)]


def without_headings(text: str, spoken: Sequence[Span], *, opens_behind_label: bool = False) -> tuple[Span, ...]:
    """Return what is said in the lines of a turn: headings are not; what stands behind a label on its line is none."""
    in_capitals = [text[slice(*span)].isupper() for span in spoken]
    spoken = [span for span, is_loud in zip(spoken, in_capitals, strict=True) if not (is_loud and _is_narrated(text, span, in_capitals))]
    starts_small = [text[span.start].islower() for span in spoken]
    is_wrapped = sum(starts_small) >= LEAST_BROKEN * len(spoken)  # its lines are those of a page, and not of the text
    headless = [
        span
        for place, span in enumerate(spoken)
        if not is_heading(text, span)
        or (opens_behind_label and place == 0)
        or (place + 1 < len(spoken) and starts_small[place + 1])
        or (is_wrapped and not text[slice(*span)].isupper())
    ]
    # A text that ends no line with a stop has no headings.
    return tuple(headless if len(headless) * 2 >= len(spoken) else spoken)


def _is_narrated(text: str, line: Span, in_capitals: Sequence[bool]) -> bool:
    """Tell whether a line in capitals tells what happens, among others that do not stand so: SITTING SUSPENDED AT 1.00 P.M."""
    return not all(in_capitals) and len(text[slice(*line)].split()) >= FEWEST_WORDS_NARRATED


def _is_bracketed(text: str, line: Span) -> bool:
    return text[line.start] in "([" and line.end - line.start <= LONGEST_HEADING and bool(WHOLE_IN_BRACKETS.fullmatch(text, *line))


def is_heading(text: str, line: Span) -> bool:
    """Tell whether a line is a heading: short, with a capital first, and no stop at its end."""
    if line.end - line.start > LONGEST_HEADING or text[line.end - 1] in ENDS_SENTENCE:
        return False
    letter = LETTER.search(text, line.start, line.end)
    return letter is None or letter.group().isupper()


def _spoken(text: str, line: Span, pack: Pack) -> Iterator[Span]:
    """Yield the stretches of a line that are said."""
    for stretch in spoken_spans(text, line):
        for part in between_directions(text, stretch, pack):
            if span := _cut(text, part):
                yield span


def _cut(text: str, line: Span) -> Span | None:
    """Return a stretch without the spaces and the marks around it; None where nothing is left."""
    start, end = _without_stars(text, *_stripped(text, *line))
    if start < end and text[start] in OPENING_MARKS and _is_enclosed(text, start, end):
        closing = OPENING_MARKS[text[start]]
        start += 1
        if text[end - 1] in closing:
            end -= 1
        start, end = _stripped(text, start, end)
    return Span(start, end) if LETTER.search(text, start, end) or any(map(str.isdigit, text[start:end])) else None


def _without_stars(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the ends of a stretch without the stars of bold type that was opened, or is closed, outside of it: `When?**`"""
    if end - start > len(BOLD) and text.count(BOLD, start, end) % 2:
        if text.startswith(BOLD, start):
            start += len(BOLD)
        elif text.endswith(BOLD, start, end):
            end -= len(BOLD)
    return _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_enclosed(text: str, start: int, end: int) -> bool:
    """Tell whether the mark that opens a stretch is closed at its end alone, or nowhere."""
    closing = OPENING_MARKS[text[start]]
    places = [place for mark in closing if (place := text.find(mark, start + 1, end)) >= 0]
    return not places or min(places) == end - 1
