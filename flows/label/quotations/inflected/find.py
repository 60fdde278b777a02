"""Russian quotations: direct, mixed and reported, paragraph by paragraph."""

from collections.abc import Sequence

from flows.label.quotations.direct_speech import NOTHING_HEARD, Attribution, direct_in, goes_on, place_of
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.inflected.according import according_in
from flows.label.quotations.inflected.direct import rules_of
from flows.label.quotations.inflected.nested import nested_in_speech
from flows.label.quotations.inflected.reported import reported_in
from flows.label.quotations.inflected.sentence import sentence_of
from flows.label.quotations.inflected.tasks import MOST_ITEMS, announces_tasks, item_of, ordered
from flows.label.quotations.nested import nested
from flows.label.quotations.tokens import DASHES, PASSAGE, UNREAD, Paragraph, paragraphs_of
from flows.segment.document import Document
from schemas.columns import Span

MOST_UNMARKED = 8
"""How many paragraphs without marks may stand between a mark that opens and the one that closes it."""


def find_inflected(document: Document) -> list[FoundQuotation]:
    """Return the quotations of a text in an inflected language, ordered by the first code point of their content."""
    rules = rules_of(document.language)
    found: list[FoundQuotation] = []
    heard = NOTHING_HEARD
    tasks: list[Span] = []
    order: Attribution | None = None
    opened: FoundQuotation | None = None
    unmarked: list[Span] = []
    for paragraph in paragraphs_of(document, rules.words):
        if order is not None:
            item = item_of(document.text, paragraph.span)
            if item is not None and len(tasks) < MOST_ITEMS:
                tasks.append(item)
                continue
            found += [ordered(tasks, order)] if tasks else []
            tasks, order = [], None
        if opened is not None and not paragraph.passages and len(unmarked) < MOST_UNMARKED:
            unmarked.append(paragraph.span)
        if not paragraph.tokens:
            heard = NOTHING_HEARD
            continue
        last = place_of(found, heard.left_open)
        previous = heard.left_open
        heard = direct_in(paragraph, heard, rules)
        if previous is not None and last >= 0 and goes_on(previous, heard.found):
            del found[last]  # its place is taken by the quotation that goes on from it
        if paragraph.passages:
            if opened is not None and unmarked and closes_only(paragraph, heard.found):
                if (place := place_of(found, opened)) >= 0:
                    del found[place]
                heard.found[0] = joined(opened, unmarked, heard.found[0])
            opened, unmarked = (None if heard.is_over or (heard.left_open and heard.left_open.cue) else heard.left_open), []
        found += heard.found
        found += nested_in_speech(paragraph, heard.found, rules)
        found += _reported(paragraph, heard.claimed)
        if announces_tasks(heard.lead):
            order = heard.lead
    found += [ordered(tasks, order)] if tasks and order is not None else []
    return nested(sorted(found, key=lambda quotation: (quotation.content[0].start, -quotation.content[-1].end)))


def closes_only(paragraph: Paragraph, found: Sequence[FoundQuotation]) -> bool:
    """Tell whether a paragraph begins with the end of a quotation that an earlier one opened."""
    begins = bool(paragraph.tokens) and paragraph.tokens[0].kind == PASSAGE and bool(found)
    return begins and not paragraph.passages[paragraph.tokens[0].passage].is_opened and found[0].content[0].start == paragraph.span.start


def joined(opened: FoundQuotation, unmarked: Sequence[Span], closing: FoundQuotation) -> FoundQuotation:
    """Return one quotation of an opened mark, the paragraphs without marks behind it, and the paragraph that closes the mark."""
    content = (*opened.content, *unmarked, *closing.content)
    return closing._replace(content=content, verbatim=content)


def _reported(paragraph: Paragraph, claimed: frozenset[int]) -> list[FoundQuotation]:
    """Return what a paragraph reports outside of direct speech."""
    found: list[FoundQuotation] = []
    tokens = paragraph.tokens
    for start, stop in paragraph.sentences:
        if tokens[start].kind == UNREAD or (claimed and all(index in claimed for index in range(start, stop))):
            continue
        first = start + 1 if tokens[start].low in DASHES and start not in claimed else start
        sentence = sentence_of(paragraph, tokens, first, stop, claimed)
        if sentence.start < sentence.stop:
            found += according_in(sentence)
            found += reported_in(sentence)
    return found
