"""English quotations: what the frames hold, joined over sentences and paragraphs."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from flows.label.quotations.analytic.candidate import Candidate, Part
from flows.label.quotations.analytic.frames import NAMING, candidates
from flows.label.quotations.analytic.grammar import english
from flows.label.quotations.analytic.titles import is_title
from flows.label.quotations.analytic.units import Unit, units_of
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.marks import SINGLE, SINGLE_MARKS, Passage, marked_passages
from flows.label.quotations.nested import nested
from flows.segment.document import Document
from schemas.columns import Span
from schemas.words import QuotationKind

LINE_BREAK = re.compile(r"\n\s*(?=\S)")
ENDS_LINE, OPENS_LINE = frozenset(".!?…:\"”’'»)"), frozenset('“”"')
# – Jane Roe, 34, Aktau: a line that signs the words before it
SIGNATURE = re.compile(r"\s*(?P<cue>[–—―]|--?)\s*(?P<source>[^\W\d_][^.!?“”\"«»]{2,100}?)\s*")
# ROE: Good evening. – the turn of a speaker whose name stands in capitals
TURN = re.compile(r"\s*[“\"]?(?P<source>[^\W\d_a-z][^\W\d_a-z.'’ -]{2,40})(?P<cue>:)\s+(?=\S)")
FEWEST_TURNS = 2
# …, Reuters reports: whoever relays words has not said them
RELAYING = frozenset(("report", "relay"))
SITES = (".kz", ".com", ".ru", ".net", ".org")
# the statement reads “…”: the words stand in it
STANDING_IN = frozenset(("read", "say", "state", "according to"))
LETTERS = frozenset(("letter", "telegram", "message", "statement", "communiqué", "communique"))
SOURCE_HEAD = re.compile(r"[^oi,w]+")
RELAYERS = frozenset(
    (
        "Reuters",
        "TASS",
        "Interfax",
        "Kazinform",
        "Qazinform",
        "Bloomberg",
        "AFP",
        "AP",
        "Xinhua",
        "RIA",
        "Sputnik",
        "agency",
        "service",
        "correspondent",
        "website",
    )
)
PRONOUNS = frozenset("PYOHhwD")
THIRD_PERSON = frozenset(("he", "He", "she", "She", "they", "They"))
FIRST = itemgetter(0)
EDGE_MARKS = ' \n“”"'


@dataclass
class Reading:
    """What is open while the paragraphs of a text are read in order; places are those in `found`."""

    text: str
    found: list[FoundQuotation] = field(default_factory=list)
    present: int | None = None
    """The quotation that a marked sentence right behind it goes on with."""
    loose: int | None = None
    """Marked words that no frame has claimed yet."""
    end: int = 0
    """Where the last quotation's sentence ends."""
    within: list[FoundQuotation] = field(default_factory=list)
    """What marked words quote of others."""
    further: dict[int, list[Span]] = field(default_factory=dict)
    """Marked sentences that go on with a quotation, by its place."""


def find_analytic(document: Document) -> list[FoundQuotation]:
    """Return the quotations of an English text, in the order of their content."""
    lexicon = english()
    text = document.text
    paragraphs = _lines(text, document.paragraphs)
    passages = marked_passages(text, paragraphs)
    reading = Reading(text)
    turns = _turns(text, paragraphs)
    for paragraph, sentences, marked in zip(paragraphs, _sentences_of(document, paragraphs), passages, strict=True):
        turn = turns.get(paragraph)
        if turn:
            _take_turn(reading, paragraph, turn, marked)
            continue
        if reading.loose is not None and not marked and (signature := SIGNATURE.fullmatch(text, *paragraph)):
            _sign(reading, signature)
            continue
        if not _goes_on_over_paragraphs(reading):
            reading.present = None
        for unit in units_of(text, sentences, marked, lexicon):
            _read_unit(reading, unit)
        _read_within(reading, sentences, marked)
    for place, spans in reading.further.items():
        reading.found[place] = _with_spans(reading.found[place], tuple(spans))
    found = [quotation for quotation in reading.found if quotation.content and (quotation.source or quotation.cue)]
    return _with_own_words(
        nested(sorted((*found, *reading.within), key=lambda quotation: (quotation.content[0].start, -quotation.content[-1].end)))
    )


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


def _goes_on_over_paragraphs(reading: Reading) -> bool:
    """Tell whether marked words that open the next paragraph go on with the present quotation: it has marks, or waits for words."""
    if reading.present is None:
        return False
    present = reading.found[reading.present]
    return present.kind is not QuotationKind.INDIRECT or not present.content or reading.present in reading.further


def _with_spans(quotation: FoundQuotation, spans: tuple[Span, ...]) -> FoundQuotation:
    """Return a quotation with further marked passages."""
    kind = quotation.kind if quotation.kind is QuotationKind.DIRECT or not quotation.content else QuotationKind.MIXED
    return quotation._replace(kind=kind, content=quotation.content + spans, verbatim=quotation.verbatim + spans)


def _sentences_of(document: Document, paragraphs: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield the sentences of each paragraph, cut at its ends."""
    waiting = iter(document.sentences)
    upcoming = next(waiting, None)
    for paragraph in paragraphs:
        held: list[Span] = []
        while upcoming is not None and upcoming.start < paragraph.end:
            if upcoming.end > paragraph.start:
                held.append(Span(max(upcoming.start, paragraph.start), min(upcoming.end, paragraph.end)))
            if upcoming.end > paragraph.end:
                break
            upcoming = next(waiting, None)
        yield held


def _lines(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """Return the paragraphs, each cut where a line within it ends as a sentence does, or marked words open the next."""
    lines: list[Span] = []
    for start, end in paragraphs:
        first = start
        for match in LINE_BREAK.finditer(text, start, end):
            stop = match.start()
            while stop > first and text[stop - 1].isspace():
                stop -= 1
            if stop > first and (text[stop - 1] in ENDS_LINE or text[match.end()] in OPENS_LINE):
                lines.append(Span(first, stop))
                first = match.end()
        lines.append(Span(first, end))
    return lines


def _turns(text: str, paragraphs: Sequence[Span]) -> dict[Span, re.Match[str]]:
    """Return the paragraphs that open with a speaker's name in capitals, where a text has more than one of them."""
    turns = {paragraph: match for paragraph in paragraphs if (match := TURN.match(text, *paragraph))}
    return turns if len(turns) >= FEWEST_TURNS else {}


def _take_turn(reading: Reading, paragraph: Span, turn: re.Match[str], marked: Sequence[Passage]) -> None:
    content = _without_marks(reading.text, Span(turn.end(), paragraph.end))
    if content.start >= content.end:
        return
    cue, source = Span(*turn.span("cue")), Span(*turn.span("source"))
    reading.found.append(FoundQuotation(QuotationKind.DIRECT, (content,), (content,) if marked else (), (cue,), (source,)))
    reading.present, reading.loose, reading.end = len(reading.found) - 1, None, paragraph.end


def _without_marks(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in EDGE_MARKS:
        start += 1
    while end > start and text[end - 1] in EDGE_MARKS:
        end -= 1
    return Span(start, end)


def _sign(reading: Reading, signature: re.Match[str]) -> None:
    if reading.loose is not None:
        signed = reading.found[reading.loose]._replace(cue=(Span(*signature.span("cue")),), source=(Span(*signature.span("source")),))
        reading.found[reading.loose] = signed
    reading.loose = reading.present = None


def _read_unit(reading: Reading, unit: Unit) -> None:
    """Add a unit's quotations: marked sentences without a frame go on with what stands right before them, or wait for a frame."""
    is_next = not reading.text[reading.end : unit.span.start].strip()
    here = candidates(unit)
    is_alone = bool(unit.passages) and not unit.codes.strip("Q.,")
    holds_marks = is_alone and any(unit.codes.find("Q", part.first, part.end) >= 0 for one in here for part in one.content)
    if not is_next or not (here or is_alone):
        reading.loose = reading.present = None
    if is_alone and not holds_marks:
        if not _reads_on(reading, unit):
            reading.present = None
        _take_loose(reading, [unit.passages[index] for index, code in enumerate(unit.codes) if code == "Q"])
    for candidate in here:
        quotation = _quotation(unit, candidate)
        if reading.loose is not None and (not candidate.content or (quotation.verbatim and candidate.content[0].first == 0)):
            waiting = tuple(reading.further.pop(reading.loose))
            quotation = quotation._replace(content=waiting + quotation.content, verbatim=waiting + quotation.verbatim)
        reading.present, reading.loose = len(reading.found), None
        reading.found.append(quotation)
    reading.end = unit.span.end


def _read_within(reading: Reading, sentences: Sequence[Span], marked: Sequence[Passage]) -> None:
    """Add what a marked passage quotes of others, with a frame and marks of its own: “The mayor told us: ‘It is safe.’ We left.”"""
    within: dict[int, list[Passage]] = {}
    for passage in marked:
        if passage.depth == 1 and passage.parent is not None:
            within.setdefault(passage.parent, []).append(passage._replace(depth=0))
    for index, inner in within.items():
        around = marked[index].content
        first = max(bisect_right(sentences, around.start, key=FIRST) - 1, 0)
        last = bisect_left(sentences, around.end, key=FIRST)
        clipped = [Span(max(start, around.start), min(end, around.end)) for start, end in sentences[first:last] if end > around.start]
        for unit in units_of(reading.text, clipped, inner, english()):
            for candidate in candidates(unit):
                if _quotes_another(unit, candidate):
                    reading.within.append(_quotation(unit, candidate))


def _quotes_another(unit: Unit, candidate: Candidate) -> bool:
    """Tell whether a frame within a marked passage opens words of somebody named: the mayor told us: ‘…’ – not: I said, ‘…’."""
    if not candidate.source or not candidate.content or "C" not in unit.codes[slice(*candidate.cue)]:
        return False
    first, end = candidate.content[0]
    if unit.codes[first : first + 1] != "Q" or end != first + 1:
        return False
    if not PRONOUNS.issuperset(unit.codes[slice(*candidate.source)]):
        return unit.codes[first - 1 : first] in (":", ",")
    return unit.codes[first - 1 : first] == ":" and unit.words[candidate.source.first] in THIRD_PERSON


def _reads_on(reading: Reading, unit: Unit) -> bool:
    """Tell whether marked words of their own look like the words before them: not a heading in other marks than those."""
    if reading.present is None or not reading.found[reading.present].verbatim:
        return True
    start = reading.found[reading.present].verbatim[-1].start
    mark = reading.text[max(start - 1, 0) : start]
    is_single = mark in SINGLE_MARKS and reading.text[max(start - 2, 0) : start - 1] != mark
    return is_single == (next(iter(unit.passages.values())).family == SINGLE)


def _take_loose(reading: Reading, passages: Sequence[Passage]) -> None:
    place = reading.present if reading.present is not None else reading.loose
    if place is None:
        place = reading.loose = len(reading.found)
        reading.found.append(FoundQuotation(QuotationKind.DIRECT, ()))
    reading.further.setdefault(place, []).extend(passage.content for passage in passages)


def _quotation(unit: Unit, candidate: Candidate) -> FoundQuotation:
    """Return a candidate in code points of the text."""
    content: list[Span] = []
    inside: list[int] = []
    is_direct = True
    for part in candidate.content:
        within = [index for index in unit.passages if part.first <= index < part.end]
        inside += within
        if within and not unit.codes[part.first : part.end].strip("Qqp.,"):
            content += [unit.passages[index].content for index in within]
        else:
            content.append(_within_marks(unit, part))
            is_direct = False
    if inside and not is_direct and candidate.lemma not in NAMING:
        inside = [index for index in inside if not is_title(unit.text, unit.passages[index])]
    cue, source, addressee = unit.span_of(*candidate.cue), candidate.source, candidate.addressee
    return FoundQuotation(
        QuotationKind.DIRECT if is_direct else QuotationKind.MIXED if inside else QuotationKind.INDIRECT,
        tuple(content),
        tuple([unit.passages[index].content for index in inside]),
        (cue, unit.span_of(*candidate.further_cue)) if candidate.further_cue else (cue,),
        (unit.span_of(*source),) if source else (),
        (unit.span_of(*addressee),) if addressee else (),
        candidate.lemma or None,
        _is_relayed(unit, candidate),
    )


def _is_relayed(unit: Unit, candidate: Candidate) -> bool:
    """Tell whether the source passes words on: an agency that reports, nobody named, a letter in which the words stand."""
    if candidate.source is None:
        return candidate.lemma in RELAYING
    words = unit.words[slice(*candidate.source)]
    if candidate.lemma in RELAYING:
        return any(word in RELAYERS or word.endswith(SITES) for word in words)
    head = SOURCE_HEAD.match(unit.codes, *candidate.source)
    return head is not None and candidate.lemma in STANDING_IN and unit.words[head.end() - 1] in LETTERS


def _within_marks(unit: Unit, part: Part) -> Span:
    """Return the span of a part, without the mark that opens it and the one that closes it."""
    first, end = unit.span_of(*part)
    if part.first in unit.passages:
        first = unit.passages[part.first].content.start
    if part.end - 1 in unit.passages:
        end = unit.passages[part.end - 1].content.end
    return Span(first, end)
