"""Quotations of a text paragraph by paragraph: direct speech, what a speaker quotes within it, reported speech, lists of tasks."""

from collections.abc import Sequence
from typing import NamedTuple

from flows.label.quotations.direct_speech import NOTHING_HEARD, Heard, Rules, direct_in, goes_on, place_of
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.nested import nested
from flows.label.quotations.statements import NO_STATEMENT, announced_statement, stated, with_paragraph
from flows.label.quotations.tasks import NO_TASKS, announced, ordered, with_item
from flows.label.quotations.tokens import DASHES, PASSAGE, UNREAD, Paragraph, paragraphs_of
from flows.label.quotations.unmarked import Sentence, unmarked_in, with_following
from flows.label.quotations.within_speech import nested_in_speech
from flows.segment.document import Document
from schemas.columns import Span

MOST_UNMARKED = 8
"""How many paragraphs without marks may stand between a mark that opens and the one that closes it."""


class _Gap(NamedTuple):
    """A quotation whose mark nothing has closed yet, and the paragraphs without marks behind it."""

    opened: FoundQuotation | None
    unmarked: tuple[Span, ...] = ()


def find_by_paragraph(document: Document, rules: Rules) -> list[FoundQuotation]:
    """Return the quotations of a text, ordered by the first code point of their content."""
    found: list[FoundQuotation] = []
    heard, tasks, statement, gap = NOTHING_HEARD, NO_TASKS, NO_STATEMENT, _Gap(None)
    for paragraph in paragraphs_of(document, rules.words):
        further = with_item(tasks, document.text, paragraph.span)
        if further is not None:
            tasks = further
            continue
        found += ordered(tasks)
        if statement.said is not None:
            longer = with_paragraph(statement, paragraph, rules)
            if longer is not None:
                heard, tasks, statement, gap = NOTHING_HEARD, NO_TASKS, longer, _Gap(None)
                continue
            found += stated(statement)
            statement = NO_STATEMENT
        if not paragraph.tokens:
            heard, tasks, gap = NOTHING_HEARD, NO_TASKS, _across(gap, paragraph)
            continue
        previous, heard = heard.left_open, direct_in(paragraph, heard, rules)
        if previous is not None and goes_on(previous, heard.found):
            _drop(found, previous)
        gap = _closed(gap, paragraph, heard, found) if paragraph.passages else _across(gap, paragraph)
        if not heard.found and (spoken := unmarked_in(paragraph, rules)) is not None:
            heard = Heard([spoken.quotation], heard.claimed | spoken.claimed, None, heard.lead)
        found += heard.found
        found += nested_in_speech(paragraph, heard.found, rules)
        found += _reported(paragraph, heard.claimed, rules)
        if heard.lead is not None:
            tasks, statement = announced(heard.lead), announced_statement(heard.lead)
        else:
            tasks = NO_TASKS
    found += [*ordered(tasks), *stated(statement)]
    return nested(sorted(found, key=lambda quotation: (quotation.content[0].start, -quotation.content[-1].end)))


def _drop(found: list[FoundQuotation], quotation: FoundQuotation) -> None:
    """Take out a quotation whose place another takes that goes on from it."""
    if (place := place_of(found, quotation)) >= 0:
        del found[place]


def _across(gap: _Gap, paragraph: Paragraph) -> _Gap:
    """Return the gap with a paragraph without marks."""
    if gap.opened is None or len(gap.unmarked) >= MOST_UNMARKED:
        return gap
    return _Gap(gap.opened, (*gap.unmarked, paragraph.span))


def _closed(gap: _Gap, paragraph: Paragraph, heard: Heard, found: list[FoundQuotation]) -> _Gap:
    """Join what a paragraph's first mark closes to what opened it, and return what this paragraph leaves open."""
    if gap.opened is not None and gap.unmarked and closes_only(paragraph, heard.found):
        _drop(found, gap.opened)
        heard.found[0] = joined(gap.opened, gap.unmarked, heard.found[0])
    is_attributed = heard.left_open is not None and bool(heard.left_open.cue)
    return _Gap(None if heard.is_over or is_attributed else heard.left_open)


def closes_only(paragraph: Paragraph, found: Sequence[FoundQuotation]) -> bool:
    """Tell whether a paragraph begins with the end of a quotation that an earlier one opened."""
    begins = bool(paragraph.tokens) and paragraph.tokens[0].kind == PASSAGE and bool(found)
    return begins and not paragraph.passages[paragraph.tokens[0].passage].is_opened and found[0].content[0].start == paragraph.span.start


def joined(opened: FoundQuotation, unmarked: Sequence[Span], closing: FoundQuotation) -> FoundQuotation:
    """Return one quotation of an opened mark, the paragraphs without marks behind it, and the paragraph that closes the mark."""
    content = (*opened.content, *unmarked, *closing.content)
    return closing._replace(content=content, verbatim=content)


def _reported(paragraph: Paragraph, claimed: frozenset[int], rules: Rules) -> list[FoundQuotation]:
    """Return what a paragraph reports outside of direct speech."""
    tokens = paragraph.tokens
    sentences = []
    for start, stop in paragraph.sentences:
        is_read = tokens[start].kind != UNREAD and not claimed.issuperset(range(start, stop))
        first = start + 1 if tokens[start].low in DASHES and start not in claimed else start
        sentences.append(Sentence(start, stop, list(rules.reported(paragraph, first, stop, claimed)) if is_read else []))
    return with_following(paragraph, sentences, claimed)
