"""The paragraphs of a text, by its line breaks alone."""

import re

from schemas.columns import Span

# "One.\n  \nTwo." – a line that holds only spaces is blank; U+2029 is Unicode's own paragraph separator.
BLANK_LINES = re.compile(r"(?:\n[^\S\n]*+\n|\u2029)\s*+")
LINE_END = re.compile(r"\n\s*+")


def paragraph_spans(text: str) -> list[Span]:
    r"""Return the paragraphs in order, without the white space around them, in code points of the text.

    Blank lines divide paragraphs, and a single line break within one is a soft break that divides nothing. A text
    without any blank line gives a paragraph a line. A text of white space alone gives none.

    >>> paragraph_spans("One.\n\nTwo,\nstill two.")
    [Span(start=0, end=4), Span(start=6, end=21)]
    >>> paragraph_spans("One.\nTwo.")
    [Span(start=0, end=4), Span(start=5, end=9)]
    """
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    divider = BLANK_LINES if BLANK_LINES.search(text, start, end) else LINE_END
    spans = []
    for match in divider.finditer(text, start, end):
        spans.append(Span(start, start + len(text[start : match.start()].rstrip())))
        start = match.end()
    if start < end:
        spans.append(Span(start, end))
    return spans
