"""Statements over whole paragraphs without marks: `Пресс-служба сообщила:`, then its words, a paragraph or several."""

from typing import NamedTuple

from flows.label.form.words import forms
from flows.label.quotations.direct_speech import Attribution, Rules, direct
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.tokens import DASHES, PLAIN_WORD, UNREAD, Paragraph
from flows.label.quotations.within_speech import is_of_others
from flows.languages.letters import plain
from flows.languages.pack import Pack
from schemas.columns import Span

ENDS_PARAGRAPH = ".!?…"
MOST_PARAGRAPHS = 30


class Statement(NamedTuple):
    """Words of saying that end their paragraph with a colon, and the paragraphs that followed so far."""

    said: Attribution | None
    paragraphs: tuple[Span, ...] = ()
    own: int = 0
    """How many of them belong to it: up to the last in which the speaker means himself, the first in any case."""


NO_STATEMENT = Statement(None)


def announced_statement(lead: Attribution | None) -> Statement:
    """Return the statement that a paragraph's end announces, without words yet; an order announces tasks instead."""
    return Statement(lead) if lead is not None and lead.source and not lead.is_order else NO_STATEMENT


def with_paragraph(statement: Statement, paragraph: Paragraph, rules: Rules) -> Statement | None:
    """Return the statement with a paragraph; None where the paragraph cannot be of it: it has marks, is no sentence, or others speak."""
    if statement.said is None or len(statement.paragraphs) >= MOST_PARAGRAPHS or not _may_be_said(paragraph, rules):
        return None
    is_own = speaks_of_himself(paragraph.text, paragraph.span, rules.words.pack)
    if not statement.paragraphs and not is_own and statement.said.lemma is None:
        return None
    paragraphs = (*statement.paragraphs, paragraph.span)
    return Statement(statement.said, paragraphs, len(paragraphs) if is_own else max(statement.own, 1))


def _may_be_said(paragraph: Paragraph, rules: Rules) -> bool:
    text, (start, end) = paragraph.text, paragraph.span
    if paragraph.passages or text[start] in DASHES or not text[start].isalnum() or text[end - 1] not in ENDS_PARAGRAPH:
        return False
    read = ((first, stop) for first, stop in paragraph.sentences if paragraph.tokens[first].kind != UNREAD)
    return not any(
        quotation.source and is_of_others(paragraph, quotation)
        for first, stop in read
        for quotation in rules.reported(paragraph, first, stop, frozenset())
    )


def speaks_of_himself(text: str, span: Span, pack: Pack) -> bool:
    """Tell whether the words of a span hold one by which a speaker means himself, alone or with others."""
    return any(map(forms("first_person", pack).holds, PLAIN_WORD.findall(plain(text[span.start : span.end]))))


def stated(statement: Statement) -> list[FoundQuotation]:
    """Return one direct quotation of the paragraphs of a statement; none where there are none."""
    if statement.said is None or not statement.paragraphs:
        return []
    return [direct(statement.paragraphs[: statement.own], statement.said)]
