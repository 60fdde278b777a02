"""Russian quotations: direct, mixed and reported, paragraph by paragraph."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.marks import Passage, marked_passages
from flows.label.quotations.russian_according import according_in
from flows.label.quotations.russian_clauses import reported_in, sentence_of
from flows.label.quotations.russian_direct import (
    attribution_after,
    attribution_before,
    direct,
    passage_stretch,
    stretch_in,
)
from flows.label.quotations.russian_words import DASHES, PASSAGE, POINT, Token, tokens_of
from flows.segment.document import Document
from schemas.columns import Span

DIALOGUE = re.compile(r"[–—-]\s*(?=[^\W\d_]|[«“\"„])")
WORDS_OF_SPEECH = 4


class _Paragraph(NamedTuple):
    text: str
    tokens: list[Token]
    passages: tuple[Passage, ...]
    sentences: list[tuple[int, int]]
    """Token ranges; none cuts a marked passage."""


def find_russian(document: Document) -> list[FoundQuotation]:
    """Return the quotations of a Russian text, ordered by the first code point of their content."""
    text = document.text
    found: list[FoundQuotation] = []
    sentences = iter(document.sentences)
    sentence = next(sentences, None)
    previous: FoundQuotation | None = None
    for span, passages in zip(document.paragraphs, marked_passages(text, document.paragraphs), strict=True):
        starts: list[int] = []
        while sentence is not None and sentence.start < span.end:
            starts.append(sentence.start)
            sentence = next(sentences, None)
        tokens = tokens_of(text, span, passages)
        if not tokens:
            continue
        paragraph = _Paragraph(text, tokens, passages, _sentences(tokens, starts))
        here = _paragraph_quotations(paragraph, previous)
        if here and previous is not None and here[0].content[: len(previous.content)] == previous.content:
            found.remove(previous)
        found += here
        previous = _left_open(here, passages, span)
    return sorted(found, key=lambda quotation: quotation.content[0].start)


def _left_open(here: Sequence[FoundQuotation], passages: Sequence[Passage], span: Span) -> FoundQuotation | None:
    """Return the quotation that a paragraph leaves open at its end."""
    if not passages or passages[-1].is_closed:
        return None
    last = next((p for p in passages if p.depth == 0 and not p.is_closed), None)
    return next((q for q in here if last is not None and q.content[-1] == last.content), None)


def _sentences(tokens: Sequence[Token], starts: Sequence[int]) -> list[tuple[int, int]]:
    """Return the sentences as token ranges; one that would begin within a marked passage goes on from the one before."""
    ranges: list[tuple[int, int]] = []
    position = first = 0
    for index, token in enumerate(tokens):
        begins = False
        while position < len(starts) and starts[position] <= token.start:
            begins = begins or starts[position] == token.start or token.kind != PASSAGE
            position += 1
        if begins and index > first and starts:
            ranges.append((first, index))
            first = index
        while position < len(starts) and starts[position] < token.end:
            position += 1
    ranges.append((first, len(tokens)))
    return ranges


def _paragraph_quotations(paragraph: _Paragraph, previous: FoundQuotation | None) -> list[FoundQuotation]:
    found: list[FoundQuotation] = []
    claimed: set[int] = set()
    _dialogue(paragraph, found, claimed)
    _marked(paragraph, found, claimed, previous)
    for start, stop in paragraph.sentences:
        if start in claimed and all(index in claimed for index in range(start, stop)):
            continue
        first = next((index for index in range(start, stop) if index not in claimed), stop)
        if paragraph.tokens[start].start in claimed:
            continue
        sentence = sentence_of(
            paragraph.text, paragraph.tokens, paragraph.passages, _inner_start(paragraph, start, claimed), stop, frozenset(claimed)
        )
        if sentence.start >= sentence.stop or first >= stop:
            continue
        found += according_in(sentence)
        found += reported_in(sentence)
    return found


def _inner_start(paragraph: _Paragraph, start: int, claimed: set[int]) -> int:
    """Pass over a dash that opens a turn."""
    return start + 1 if paragraph.tokens[start].low in DASHES and start not in claimed else start


def _dialogue(paragraph: _Paragraph, found: list[FoundQuotation], claimed: set[int]) -> None:
    """Read a paragraph that a dash opens as direct speech, where an attribution closes or interrupts it."""
    tokens = paragraph.tokens
    if tokens[0].low not in DASHES or not DIALOGUE.match(paragraph.text, tokens[0].start):
        return
    stretch = stretch_in(tokens, 1, len(tokens), is_dialogue=True)
    if stretch.attribution is None or not stretch.parts:
        return
    found.append(direct(stretch.parts, stretch.attribution))
    claimed.update(index for index, token in enumerate(tokens) if token.start < stretch.end)


def _marked(paragraph: _Paragraph, found: list[FoundQuotation], claimed: set[int], previous: FoundQuotation | None) -> None:
    """Read the marked passages of a paragraph as direct speech where something says whose words they are."""
    text, tokens, passages = paragraph.text, paragraph.tokens, paragraph.passages
    open_quotation: FoundQuotation | None = previous
    for start, stop in paragraph.sentences:
        for index in range(start, stop):
            token = tokens[index]
            if token.kind != PASSAGE or index in claimed:
                continue
            passage = passages[token.passage]
            stretch = passage_stretch(text, passage, passages)
            if not stretch.parts:
                continue
            continues = passage.is_continued or (not passage.is_opened and index == 0)
            attribution = stretch.attribution
            if attribution is None:
                attribution = attribution_after(tokens, index, stop)
                if attribution is not None:
                    claimed.update(range(attribution.first, attribution.end))
            if attribution is None:
                attribution = attribution_before(tokens, index, start)
                if attribution is not None:
                    claimed.add(attribution.cue_token)
                    claimed.update(i for i in range(start, index) if Span(tokens[i].start, tokens[i].end) in attribution.cue)
            if attribution is None and open_quotation is not None and (_joins(tokens, index, start, claimed) or continues):
                parts = (*open_quotation.content, *stretch.parts)
                joined = open_quotation._replace(content=parts, verbatim=parts)
                if open_quotation in found:
                    found[found.index(open_quotation)] = joined
                else:
                    found.append(joined)
                open_quotation = joined
                claimed.add(index)
                continue
            if attribution is None and not _stands_alone(paragraph, index, start, stop):
                continue
            parts = stretch.parts
            if continues and open_quotation is not None and not open_quotation.cue:
                parts = (*open_quotation.content, *parts)
            quotation = direct(parts, attribution)
            found.append(quotation)
            claimed.add(index)
            open_quotation = quotation


def _joins(tokens: Sequence[Token], index: int, start: int, claimed: set[int]) -> bool:
    """Tell whether a marked passage goes on from the one before: after its attribution, or as the next sentence."""
    before = index - 1
    while before >= 0 and tokens[before].kind == POINT:
        before -= 1
    if before < 0 or before not in claimed:
        return False
    between = {tokens[i].low for i in range(before + 1, index)}
    return index == start or bool(between & DASHES) or ":" in between


def _stands_alone(paragraph: _Paragraph, index: int, start: int, stop: int) -> bool:
    """Tell whether a marked passage is a sentence of its own, and long enough to be speech."""
    content = paragraph.passages[paragraph.tokens[index].passage].content
    others = [t for i, t in enumerate(paragraph.tokens[start:stop], start) if i != index and t.kind != POINT]
    if others:
        return False
    words = paragraph.text[content.start : content.end].split()
    return len(words) > WORDS_OF_SPEECH
