"""Quotations of a language that tells by word order: a text's lines read one after the other, and what they hold put in order."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set

from flows.label.quotations.analytic.blocks import block_from
from flows.label.quotations.analytic.frames import candidates
from flows.label.quotations.analytic.grammar import Grammar, grammar_of
from flows.label.quotations.analytic.reading import Reading, announces, has_waiting, read_unit, take_block, take_turn, with_further
from flows.label.quotations.analytic.spans import passes_on, quotation_of, quotes_another
from flows.label.quotations.analytic.units import units_of
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.marks import Passage, marked_passages
from flows.label.quotations.nested import nested
from flows.languages.pack import pack
from flows.segment.document import Document
from schemas.columns import Span
from schemas.words import QuotationKind

LINE_BREAK = re.compile(r"\n\s*(?=\S)")
ENDS_LINE, OPENS_LINE = frozenset(".!?…:\"”’'»)"), frozenset('“”"')
# – Jane Roe, 34, Aktau: a line that signs the words before it
SIGNATURE = re.compile(r"\s*(?P<cue>[–—―]|--?)\s*(?P<source>[^\W\d_][^.!?“”\"«»]{2,100}?)\s*")
# ROE: Good evening. – the turn of a speaker whose name stands in capitals
TURN = re.compile(r"\s*[“\"]?(?P<source>[^\W\d_a-z][^\W\d_a-z.'’ -]{2,40})(?P<cue>:)\s+(?=\S)")
# Jane Roe, mayor of Aktau: Good evening.
INTRODUCED_TURN = re.compile(r"\s*(?P<source>(?:[^\W\d_a-z][\w.'’-]*\ ){1,3}[^\W\d_a-z][\w.'’-]*,\ [^.:!?\n“”\"]{3,60})(?P<cue>:)\s+(?=\w)")
FEWEST_TURNS = 2


def find_analytic(document: Document) -> list[FoundQuotation]:
    """Return the quotations of a text in a language that tells by word order, in the order of their content."""
    return quotations_of(document, grammar_of(pack(document.language)))


def quotations_of(document: Document, grammar: Grammar) -> list[FoundQuotation]:
    """Return the quotations of a text as a grammar tells them, in the order of their content."""
    text = document.text
    lines = _lines(text, document.paragraphs)
    turns = _turns(text, lines)
    reading = Reading(text)
    starts = [sentence.start for sentence in document.sentences]
    read: list[tuple[list[Span], Sequence[Passage]]] = []
    passages = marked_passages(text, lines)
    taken = 0
    for at, (line, marked) in enumerate(zip(lines, passages, strict=True)):
        if at < taken:
            continue
        if announces(reading) and (taken := block_from(text, lines, passages, at, grammar.first_person)) > at:
            take_block(reading, lines[at:taken])
        elif turn := turns.get(line):
            take_turn(reading, line, turn, has_marks=bool(marked))
        elif reading.loose is not None and not marked and (signature := SIGNATURE.fullmatch(text, *line)):
            _sign(reading, signature)
        else:
            sentences = _sentences_in(document.sentences, starts, line)
            _read_line(reading, sentences, marked, grammar)
            read += [(sentences, marked)] if marked else []
    found = [quotation for quotation in with_further(reading) if quotation.content and (quotation.source or quotation.cue)]
    return _with_own_words(nested(sorted((*found, *_of_others(text, read, found, grammar)), key=_place)))


def _of_others(
    text: str, read: Sequence[tuple[Sequence[Span], Sequence[Passage]]], found: Sequence[FoundQuotation], grammar: Grammar
) -> Iterator[FoundQuotation]:
    """Yield what the marked passages of lines pass on of others; of each line its sentences and passages are given."""
    said = {part for quotation in found if quotation.kind is QuotationKind.DIRECT for part in quotation.content}
    for sentences, marked in read:
        yield from _within_marks(text, sentences, marked, said, grammar)


def _place(quotation: FoundQuotation) -> tuple[int, int]:
    """Return what orders quotations: of two that begin together, the longer stands first."""
    return quotation.content[0].start, -quotation.content[-1].end


def _with_own_words(found: list[FoundQuotation]) -> list[FoundQuotation]:
    """Take from what is said in the writer's words the marked words of those whom it quotes: X said that Y had called it “a toy”."""
    others: dict[int, set[Span]] = {}
    for quotation in found:
        if quotation.nested_in is not None:
            others.setdefault(quotation.nested_in, set()).update(quotation.verbatim)
    answer = list(found)
    for place, spans in others.items():
        quotation = found[place]
        if quotation.kind is QuotationKind.MIXED and not spans.isdisjoint(quotation.verbatim):
            own = tuple(span for span in quotation.verbatim if span not in spans)
            answer[place] = quotation._replace(kind=QuotationKind.MIXED if own else QuotationKind.INDIRECT, verbatim=own)
    return answer


def _lines(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """Return the paragraphs, each cut where a line within it ends as a sentence does, or marked words open the next."""
    lines: list[Span] = []
    for start, end in paragraphs:
        first = start
        for match in LINE_BREAK.finditer(text, start, end):
            stop = first + len(text[first : match.start()].rstrip())
            if stop > first and (text[stop - 1] in ENDS_LINE or text[match.end()] in OPENS_LINE):
                lines.append(Span(first, stop))
                first = match.end()
        lines.append(Span(first, end))
    return lines


def _sentences_in(sentences: Sequence[Span], starts: Sequence[int], around: Span) -> list[Span]:
    """Return the sentences of a stretch of text, cut at its ends."""
    first, last = bisect_left(starts, around.start), bisect_left(starts, around.end)
    if first and sentences[first - 1].end > around.start:
        first -= 1
    held = list(sentences[first:last])
    if held and held[0].start < around.start:
        held[0] = Span(around.start, held[0].end)
    if held and held[-1].end > around.end:
        held[-1] = Span(held[-1].start, around.end)
    return held


def _turns(text: str, lines: Sequence[Span]) -> dict[Span, re.Match[str]]:
    """Return the lines that open with a speaker's name in capitals, or with a name and an office, where a text has more than one."""
    found: dict[Span, re.Match[str]] = {}
    for pattern in (TURN, INTRODUCED_TURN):
        turns = {line: match for line in lines if (match := pattern.match(text, *line))}
        found |= turns if len(turns) >= FEWEST_TURNS else {}
    return found


def _sign(reading: Reading, signature: re.Match[str]) -> None:
    """Give the marked words that wait for a frame to whom the line behind them names."""
    if reading.loose is not None:
        signed = reading.found[reading.loose]._replace(cue=(Span(*signature.span("cue")),), source=(Span(*signature.span("source")),))
        reading.found[reading.loose] = signed
    reading.loose = reading.present = None


def _read_line(reading: Reading, sentences: Sequence[Span], marked: Sequence[Passage], grammar: Grammar) -> None:
    if not has_waiting(reading):
        reading.present = None
    for unit in units_of(reading.text, sentences, marked, grammar):
        read_unit(reading, unit)


def _within_marks(
    text: str, sentences: Sequence[Span], marked: Sequence[Passage], said: Set[Span], grammar: Grammar
) -> Iterator[FoundQuotation]:
    """Yield what a marked passage passes on of others: “The mayor told us: ‘It is safe.’ She said that we should leave.”

    What stands in marks of its own is told in any passage, the rest only in what is `said`.
    """
    inner: dict[int, list[Passage]] = {}
    for passage in marked:
        if passage.depth == 1 and passage.parent is not None:
            inner.setdefault(passage.parent, []).append(passage._replace(depth=0))
    starts = [sentence.start for sentence in sentences]
    for index, passage in enumerate(marked):
        is_said = passage.content in said
        if index not in inner and not (is_said and not grammar.telling.isdisjoint(text[slice(*passage.content)].split())):
            continue
        for unit in units_of(text, _sentences_in(sentences, starts, passage.content), inner.get(index, ()), grammar):
            yield from (
                quotation_of(unit, one) for one in candidates(unit) if quotes_another(unit, one) or (is_said and passes_on(unit, one))
            )
