"""What is open while the lines of a text are read in order: marked words that wait for a frame, or go on with the last one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from flows.label.quotations.analytic.candidate import Candidate
from flows.label.quotations.analytic.frames import candidates
from flows.label.quotations.analytic.spans import quotation_of
from flows.label.quotations.analytic.units import Unit
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.marks import SINGLE, SINGLE_MARKS
from schemas.columns import Span
from schemas.words import QuotationKind

# “A,” he said. | “B” for the poorest.
TRAILED = re.compile(r"Q+[^VCBEKRPQ:;g]{1,8}?\.?")
EDGE_MARKS = ' \n“”"'


class Further(NamedTuple):
    """Words that go on with a quotation: the whole, and what of it stands within marks."""

    content: Span
    marked: Span


@dataclass
class Reading:
    """What is found, and what is open; places are those in `found`."""

    text: str
    found: list[FoundQuotation] = field(default_factory=list)
    present: int | None = None
    """The quotation that a marked sentence right behind it goes on with."""
    loose: int | None = None
    """Marked words that no frame has claimed yet."""
    end: int = 0
    """Where the last quotation's sentence ends."""
    further: dict[int, list[Further]] = field(default_factory=dict)
    """Marked sentences that go on with a quotation, by its place."""


def with_further(reading: Reading) -> list[FoundQuotation]:
    """Return what is found, each with the marked sentences that go on with it."""
    for place, spans in reading.further.items():
        quotation = reading.found[place]
        is_direct = (quotation.kind is QuotationKind.DIRECT or not quotation.content) and all(said.content == said.marked for said in spans)
        kind = QuotationKind.DIRECT if is_direct else QuotationKind.MIXED
        content = (*quotation.content, *(said.content for said in spans))
        verbatim = (*quotation.verbatim, *(said.marked for said in spans))
        reading.found[place] = quotation._replace(kind=kind, content=content, verbatim=verbatim)
    return reading.found


def has_waiting(reading: Reading) -> bool:
    """Tell whether marked words that open the next paragraph go on with the present quotation: it has marks, or waits for words."""
    if reading.present is None:
        return False
    present = reading.found[reading.present]
    return present.kind is not QuotationKind.INDIRECT or not present.content or reading.present in reading.further


def announces(reading: Reading) -> bool:
    """Tell whether the line before ended with a verb of saying and a colon, so that its words may stand in paragraphs without marks."""
    present = None if reading.present is None else reading.found[reading.present]
    return present is not None and not present.content and present.cue_lemma is not None and reading.text[reading.end - 1] == ":"


def take_block(reading: Reading, lines: Sequence[Span]) -> None:
    """Give whole paragraphs without marks to the frame before them."""
    if reading.present is not None:
        reading.found[reading.present] = reading.found[reading.present]._replace(kind=QuotationKind.DIRECT, content=tuple(lines))
    reading.loose, reading.present, reading.end = None, None, lines[-1].end


def take_turn(reading: Reading, line: Span, turn: re.Match[str], *, has_marks: bool) -> None:
    """Add the words behind a speaker's name; none where there are none."""
    text = reading.text[turn.end() : line.end]
    start, end = line.end - len(text.lstrip(EDGE_MARKS)), turn.end() + len(text.rstrip(EDGE_MARKS))
    if start >= end:
        return
    content, cue, source = Span(start, end), Span(*turn.span("cue")), Span(*turn.span("source"))
    reading.found.append(FoundQuotation(QuotationKind.DIRECT, (content,), (content,) if has_marks else (), (cue,), (source,)))
    reading.present, reading.loose, reading.end = len(reading.found) - 1, None, line.end


def read_unit(reading: Reading, unit: Unit) -> None:
    """Add a unit's quotations: marked sentences without a frame go on with what stands right before them, or wait for a frame."""
    here = candidates(unit)
    is_alone = bool(unit.passages) and not unit.codes.strip("Q.,")
    is_trailed = not here and not is_alone and _is_trailed(unit)
    if reading.text[reading.end : unit.span.start].strip() or not (here or is_alone or is_trailed):
        reading.loose = reading.present = None
    if opening := _opening_aside(unit, here):
        _take_marked(reading, unit, opening)
    elif is_alone and not any("Q" in unit.codes[slice(*part)] for one in here for part in one.content):
        _take_loose(reading, unit)
    elif is_trailed:
        _take_trailed(reading, unit)
    for candidate in here:
        _take(reading, unit, candidate)
    reading.end = unit.span.end


def _is_trailed(unit: Unit) -> bool:
    """Tell whether a few words of the writer's end a marked sentence."""
    return bool(unit.passages) and TRAILED.fullmatch(unit.codes) is not None


def _take(reading: Reading, unit: Unit, candidate: Candidate) -> None:
    """Add a quotation; where it holds nothing or opens with marked words, those that wait before it belong to it."""
    quotation = quotation_of(unit, candidate)
    is_whole = not candidate.content or (quotation.verbatim and (candidate.content[0].first == 0 or _is_between(reading, unit, candidate)))
    if reading.loose is not None and is_whole:
        waiting = tuple(said.marked for said in reading.further.pop(reading.loose))
        quotation = quotation._replace(content=waiting + quotation.content, verbatim=waiting + quotation.verbatim)
    if not _only_follows(reading, unit, candidate, quotation):
        reading.present = len(reading.found)
    reading.loose = None
    reading.found.append(quotation)


def _is_between(reading: Reading, unit: Unit, candidate: Candidate) -> bool:
    """Tell whether a sentence between marked ones only shows who speaks: “It will hurt.” Roe paused. “But it will work.”"""
    first = candidate.content[0].first
    return (
        candidate.cue.end <= first and unit.codes.startswith(".Q", first - 1) and reading.text[: reading.end].rstrip("”\"’'»")[-1:] == "."
    )


def _only_follows(reading: Reading, unit: Unit, candidate: Candidate, quotation: FoundQuotation) -> bool:
    """Tell whether a frame without marks only goes on with the source of marked words in its sentence, or describes that source.

    “A,” he said, speaking of B. – “A,” said X, who asked for B.
    """
    if reading.present is None or quotation.verbatim or not quotation.content:
        return False
    present = reading.found[reading.present]
    is_here = present.verbatim and unit.span.start <= present.verbatim[-1].start
    if is_here and present.source and present.source[0].start <= quotation.cue[0].start < present.source[0].end:
        return True
    is_here = is_here and candidate.borrows_source and present.source == quotation.source
    return bool(is_here) and "R" in unit.codes[slice(*candidate.cue)]


def _take_trailed(reading: Reading, unit: Unit) -> None:
    """Let a marked sentence that a few words of the writer's end go on with the present quotation."""
    if reading.present is None or not reading.found[reading.present].verbatim or not _reads_on(reading, unit):
        return
    whole = unit.span_of(0, len(unit.codes.rstrip(".")))
    last = len(unit.passages) - 1
    for at, passage in enumerate(unit.passages.values()):
        end = whole.end if at == last else passage.content.end
        start = passage.span.start if at == last else passage.content.start
        reading.further.setdefault(reading.present, []).append(Further(Span(start, end), passage.content))


def _take_loose(reading: Reading, unit: Unit) -> None:
    """Let marked words without a frame go on with the present quotation, with those that wait before them, or wait themselves."""
    _take_marked(reading, unit, [index for index, code in enumerate(unit.codes) if code == "Q"])


def _opening_aside(unit: Unit, here: Sequence[Candidate]) -> range:
    """Return the marked words that ask or cry before a frame that holds a clause of its own: “Who came?” | She asked that we wait."""
    end = len(unit.codes) - len(unit.codes.lstrip("Q"))
    is_apart = all(part.first >= end for one in here for part in one.content) and any(one.content for one in here)
    return range(end if is_apart and end and unit.asks(end - 1) else 0)


def _take_marked(reading: Reading, unit: Unit, places: Iterable[int]) -> None:
    """Let marked words go on with the present quotation, with those that wait before them, or wait themselves."""
    if not _reads_on(reading, unit):
        reading.present = None
    place = reading.present if reading.present is not None else reading.loose
    if place is None:
        place = reading.loose = len(reading.found)
        reading.found.append(FoundQuotation(QuotationKind.DIRECT, ()))
    spoken = [unit.passages[index].content for index in places]
    reading.further.setdefault(place, []).extend(Further(passage, passage) for passage in spoken)


def _reads_on(reading: Reading, unit: Unit) -> bool:
    """Tell whether marked words of their own look like the words before them: not a heading in other marks than those."""
    if reading.present is None or not reading.found[reading.present].verbatim:
        return True
    start = reading.found[reading.present].verbatim[-1].start
    mark = reading.text[max(start - 1, 0) : start]
    is_single = mark in SINGLE_MARKS and reading.text[max(start - 2, 0) : start - 1] != mark
    return is_single == (next(iter(unit.passages.values())).family == SINGLE)
