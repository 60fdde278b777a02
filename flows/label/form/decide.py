"""The form of a text: a report on a speech, the speech itself, the turns of many, or questions and answers."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from flows.label.form.address import addressed_layout
from flows.label.form.dialogue import dashed_layout, questions_layout
from flows.label.form.labelled import labelled_layout
from flows.label.form.labels import labelled_lines
from flows.label.form.layout import Layout
from flows.label.form.page import without_tail
from flows.label.form.words import classes
from flows.languages.pack import Pack, any_of, pack
from flows.segment.sentences import SMALL
from schemas.columns import Span
from schemas.words import Form, Language

DASHED = re.compile(r"\.[–—-]\s")
CAPITAL = rf"[^\W\d_{SMALL}]"
# within a paragraph, a line that opens a turn: – Yes. | Q: … | President Roe: … | J. ROE (10:15): … | HON. J. ROE.- … | J. ROE — …
TURN_LINE = (
    rf"[–—-]\s|[*_]{{0,3}}{CAPITAL}(?:[^\n:!?;“”«»\"]|:(?=[0-9])){{0,110}}:[*_]{{0,3}}(?:\s|$)"
    rf"|{CAPITAL}[^\n:!?;{SMALL}]{{0,60}}(?::[^\W\d_]|:[\[(.']|\.[–—-]|\s[–—-]\s|[–—])"
)
# within a line, a label that nothing else looks like: (Laughter) HON. J. ROE.- Mr. Speaker, … – but a time in brackets belongs to it
BEHIND_SENTENCE = rf"(?:(?<=[{SMALL}][.?!…] )|(?<=[^0-9][)\]”\"] ))"
LABEL_WITHIN = rf"{BEHIND_SENTENCE}{CAPITAL}{{2,8}}[. ][^\n:;!?{SMALL}]{{2,60}}\.[–—-](?=\s)"
# … in May. JANE ROE, HOST: And the road? – where lines were lost, labels in capitals are left
CAPITALS_WITHIN = rf"{BEHIND_SENTENCE}{CAPITAL}{{2}}[^\n:;!?.{SMALL}]{{1,60}}:(?=\s)"
INLINE = re.compile(CAPITALS_WITHIN)
LONGEST_INLINE = 70
"""So many code points before a colon may a label in capitals, and the end of the sentence before it, take."""


def form_of(text: str, paragraphs: Sequence[Span], language: Language) -> Form:
    """Return what a text is by the way in which it carries its speaker's words: a report unless its layout shows otherwise.

    `paragraphs` are code points into the text, in order.
    """
    layout = layout_of(text, paragraphs, pack(language))
    return Form.REPORT if layout is None else layout.form


def layout_of(text: str, paragraphs: Sequence[Span], pack: Pack) -> Layout | None:
    """Return the turns of a text, or None where it is a report."""
    lines = lines_of(text, paragraphs, pack)
    if not lines:
        return None
    labelled = labelled_lines(text, lines, pack)
    return (
        labelled_layout(text, lines, labelled, pack)
        or dashed_layout(text, lines, pack)
        or questions_layout(text, lines, pack)
        or addressed_layout(text, lines, labelled, pack)
    )


def lines_of(text: str, paragraphs: Sequence[Span], pack: Pack) -> tuple[Span, ...]:
    """Return the paragraphs up to the text's end, each cut where a turn opens within it."""
    has_breaks = DASHED.search(text) or _has_inline(text) or any(text.find("\n", start, end) >= 0 for start, end in paragraphs)
    return without_tail(text, tuple(_lines(text, paragraphs, _opens_turn(pack)) if has_breaks else paragraphs), pack)


def _has_inline(text: str) -> bool:
    """Tell whether a label in capitals stands within a line; only what stands before a colon behind a capital is looked at."""
    at = text.find(":")
    while at > 0:
        if (text[at - 1].isupper() or text[at - 1] == ")") and INLINE.search(text, max(at - LONGEST_INLINE, 0), at + 2):
            return True
        at = text.find(":", at + 1)
    return False


@cache
def _opens_turn(pack: Pack) -> re.Pattern[str]:
    """Return the pattern of what stands before a turn that opens within a paragraph, and looks at its label."""
    bare = any_of(letter.upper() for letter in classes("labels", pack).get("bare", ()))
    return re.compile(rf"\n[^\S\n]*+(?={TURN_LINE}|(?:{bare})[^\S\n])|(?={LABEL_WITHIN})|(?={CAPITALS_WITHIN})")


def _lines(text: str, paragraphs: Sequence[Span], opens: re.Pattern[str]) -> Iterator[Span]:
    for start, end in paragraphs:
        first = start
        for match in opens.finditer(text, start, end):
            stop = first + len(text[first : match.start()].rstrip())
            if stop > first:
                yield Span(first, stop)
                first = match.end()
        if first < end:
            yield Span(first, end)
