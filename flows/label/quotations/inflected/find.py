"""The quotations of a text in an inflected language."""

from collections.abc import Iterator

from flows.label.quotations.by_paragraph import find_by_paragraph
from flows.label.quotations.cues import words_of
from flows.label.quotations.direct_speech import Rules
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.inflected.according import according_in
from flows.label.quotations.inflected.asked import asked_in
from flows.label.quotations.inflected.cues import cues_in
from flows.label.quotations.inflected.direct import attribution_after, attribution_at, attribution_before
from flows.label.quotations.inflected.reported import reported_in
from flows.label.quotations.sentence import sentence_of
from flows.label.quotations.tokens import Paragraph
from flows.segment.document import Document


def find_inflected(document: Document) -> list[FoundQuotation]:
    """Return the quotations of a text in an inflected language, ordered by the first code point of their content."""
    return find_by_paragraph(document, Rules(words_of(document.language), attribution_at, attribution_after, attribution_before, _reported))


def _reported(paragraph: Paragraph, start: int, stop: int, claimed: frozenset[int]) -> Iterator[FoundQuotation]:
    """Yield what a sentence reports outside of direct speech."""
    sentence = sentence_of(paragraph, start, stop, claimed, cues_in)
    if sentence.start < sentence.stop:
        yield from according_in(sentence)
        yield from asked_in(sentence)
        yield from reported_in(sentence)
