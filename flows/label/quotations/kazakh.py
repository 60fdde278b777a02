"""Kazakh quotations: direct, mixed and reported, paragraph by paragraph."""

from flows.label.quotations.direct_speech import NOTHING_HEARD, direct_in, goes_on, place_of
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.kazakh_clauses import reported_in
from flows.label.quotations.kazakh_cues import kazakh_words
from flows.label.quotations.kazakh_direct import kazakh_rules, nested_in_marks
from flows.label.quotations.nested import nested
from flows.label.quotations.tokens import DASHES, paragraphs_of
from flows.segment.document import Document


def find_kazakh(document: Document) -> list[FoundQuotation]:
    """Return the quotations of a Kazakh text, ordered by the first code point of their content."""
    found: list[FoundQuotation] = []
    heard = NOTHING_HEARD
    for paragraph in paragraphs_of(document, kazakh_words()):
        if not paragraph.tokens:
            heard = NOTHING_HEARD
            continue
        last = place_of(found, heard.left_open)
        previous = heard.left_open
        heard = direct_in(paragraph, heard, kazakh_rules())
        if previous is not None and last >= 0 and goes_on(previous, heard.found):
            del found[last]  # its place is taken by the quotation that goes on from it
        found += heard.found
        found += nested_in_marks(paragraph, heard.found)
        for start, stop in paragraph.sentences:
            if not all(index in heard.claimed for index in range(start, stop)):
                first = start + 1 if paragraph.tokens[start].low in DASHES and start not in heard.claimed else start
                found += reported_in(paragraph, first, stop, heard.claimed)
    return nested(sorted(found, key=lambda quotation: (quotation.content[0].start, -quotation.content[-1].end)))
