"""Turns of a text whose labels are known beforehand, as of a sitting in XML."""

from flows.label.form.labels import part_of
from flows.label.form.layout import Layout, Part, Start
from flows.languages.letters import plain
from flows.languages.pack import Pack
from flows.segment.document import Document
from schemas.columns import Span
from schemas.words import Form

MOST_COLONS = 4
"""A label may hold some colons of its own."""


def marked_layout(document: Document, pack: Pack) -> Layout:
    """Return the turns that begin with one of a document's labels and a colon; paragraphs that nobody says are none of its lines."""
    text, labels = document.text, document.labels
    lines = tuple(span for span in document.paragraphs if text[span.start : span.end] not in document.unspoken)
    starts = []
    for number, line in enumerate(lines):
        end = _end_of_label(text, line, labels)
        if end is not None:
            words = text[line.start : end]
            part = part_of(words, pack)
            part = Part.CHAIR if words in document.chairs else Part.NAMED if part in (None, Part.LOOSE) else part
            starts.append(Start(number, min(end + 2, line.end), Span(line.start, end), plain(words), part=part))
    keys = {start.key for start in starts}
    return Layout(Form.DEBATE if len(keys) > 1 else Form.TRANSCRIPT, lines, tuple(starts))


def _end_of_label(text: str, line: Span, labels: frozenset[str]) -> int | None:
    """Return where the label ends with which a line begins; None where it begins with none."""
    at = line.start - 1
    for _ in range(MOST_COLONS):
        at = text.find(":", at + 1, line.end)
        if at < 0:
            return None
        if text[line.start : at] in labels:
            return at
    return None
