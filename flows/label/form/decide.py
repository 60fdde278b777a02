"""The form of a text: a report on a speech, the speech itself, or questions and answers."""

import re
from collections.abc import Iterator, Sequence

from flows.label.form.address import addressed_layout
from flows.label.form.dialogue import dashed_layout, questions_layout
from flows.label.form.labels import labelled_layout
from flows.label.form.layout import Layout
from flows.languages.pack import Pack, pack
from flows.segment.sentences import SMALL
from schemas.columns import Span
from schemas.words import Form, Language

# a line within a paragraph that opens a turn: – Yes. | Q: … | President Roe: …
TURN_LINE = re.compile(rf"\n[^\S\n]*+(?=[–—-]\s|[^\W\d_{SMALL}][^\n:!?;]{{0,70}}:(?:\s|$))")


def form_of(text: str, paragraphs: Sequence[Span], language: Language) -> Form:
    """Return what a text is by the way in which it carries its speaker's words: a report unless its layout shows otherwise.

    `paragraphs` are code points into the text, in order.
    """
    layout = layout_of(text, paragraphs, pack(language))
    return Form.REPORT if layout is None else layout.form


def layout_of(text: str, paragraphs: Sequence[Span], pack: Pack) -> Layout | None:
    """Return the turns of a text, or None where it is a report."""
    lines = lines_of(text, paragraphs)
    if not lines:
        return None
    return (
        labelled_layout(text, lines, pack)
        or dashed_layout(text, lines, pack)
        or questions_layout(text, lines, pack)
        or addressed_layout(text, lines, pack)
    )


def lines_of(text: str, paragraphs: Sequence[Span]) -> tuple[Span, ...]:
    """Return the paragraphs, each cut where a line within it opens a turn."""
    has_breaks = any(text.find("\n", start, end) >= 0 for start, end in paragraphs)
    return tuple(_lines(text, paragraphs) if has_breaks else paragraphs)


def _lines(text: str, paragraphs: Sequence[Span]) -> Iterator[Span]:
    for start, end in paragraphs:
        first = start
        for match in TURN_LINE.finditer(text, start, end):
            stop = first + len(text[first : match.start()].rstrip())
            if stop > first:
                yield Span(first, stop)
                first = match.end()
        if first < end:
            yield Span(first, end)
