"""Russian quotations: direct, mixed and reported, paragraph by paragraph."""

from functools import cache

from flows.label.quotations.direct_speech import NOTHING_HEARD, direct_in, goes_on, place_of
from flows.label.quotations.english import nested
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.russian_according import according_in
from flows.label.quotations.russian_cues import cue_entries
from flows.label.quotations.russian_direct import RUSSIAN
from flows.label.quotations.russian_reported import reported_in
from flows.label.quotations.russian_sentence import sentence_of
from flows.label.quotations.russian_words import source_phrases
from flows.label.quotations.tokens import DASHES, UNREAD, Paragraph, paragraphs_of
from flows.segment.document import Document


@cache
def triggers() -> frozenset[str]:
    """Return the words without which a Russian sentence holds no quotation, its marks apart."""
    return frozenset(cue_entries()) | {phrase[-1] for phrases in source_phrases().values() for phrase in phrases}


def find_russian(document: Document) -> list[FoundQuotation]:
    """Return the quotations of a Russian text, ordered by the first code point of their content."""
    found: list[FoundQuotation] = []
    heard = NOTHING_HEARD
    for paragraph in paragraphs_of(document, triggers()):
        if not paragraph.tokens:
            heard = NOTHING_HEARD
            continue
        last = place_of(found, heard.left_open)
        previous = heard.left_open
        heard = direct_in(paragraph, heard, RUSSIAN)
        if previous is not None and last >= 0 and goes_on(previous, heard.found):
            del found[last]  # its place is taken by the quotation that goes on from it
        found += heard.found
        found += _reported(paragraph, heard.claimed)
    return nested(sorted(found, key=lambda quotation: (quotation.content[0].start, -quotation.content[-1].end)))


def _reported(paragraph: Paragraph, claimed: frozenset[int]) -> list[FoundQuotation]:
    """Return what a paragraph reports outside of direct speech."""
    found: list[FoundQuotation] = []
    tokens = paragraph.tokens
    for start, stop in paragraph.sentences:
        if tokens[start].kind == UNREAD or (claimed and all(index in claimed for index in range(start, stop))):
            continue
        first = start + 1 if tokens[start].low in DASHES and start not in claimed else start
        sentence = sentence_of(paragraph.text, tokens, paragraph.passages, first, stop, claimed)
        if sentence.start < sentence.stop:
            found += according_in(sentence)
            found += reported_in(sentence)
    return found
