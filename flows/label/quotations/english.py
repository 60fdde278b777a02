"""English quotations: each word of saying, who says it, and how far what is said reaches.

Plain rules over the class letters of a sentence's words (`units.py`): for each cue its source to the left (`X said`) or to
the right (`said X`), then its content to the right, to the left, or on both sides.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.lexicon import Cue, Lexicon, english
from flows.label.quotations.marks import Passage, marked_passages
from flows.label.quotations.phrases import clause_end, main_subject, noun_phrase_after, subject_before
from flows.label.quotations.units import Unit, units_of
from flows.segment.document import Document
from schemas.columns import Span
from schemas.words import QuotationKind

# said Monday · said in a statement on Friday · told reporters: what may stand between a cue and its content
ADVERBIALS = re.compile(r"(?:[AMX]|#(?=M)|i[DGH]?[nNMT#zrqg]*(?:[io][DGH]?[nNMT#zrq]+)*){0,6}")
# A sentence that ends its line, though no blank line follows
LINE_END = re.compile(r"(?<=[.!?…:\"”’'»)])\s*\n\s*(?=\S)")
OPENING = re.compile(r"[,:]{0,2}(?=Q)|:(?=.)|,?(?=h)")
# In a statement, … · Asked about it, …: no content, though a frame follows
LEADING = re.compile(r"[iuwAgRVE]")
PERSON = re.compile(r"(?:[OHY]|[DGH]?[nNTrz#]+(?:[io&][DGH]?[nNTrz#]+){0,3})")
NAMING = frozenset(("call", "describe", "label", "term", "name"))
NOUNISH = "DGHPYNnTr#qQOwgM"


class Part(NamedTuple):
    """A stretch of content: token positions, end exclusive."""

    first: int
    end: int


class Candidate(NamedTuple):
    """A quotation in terms of a unit's tokens."""

    cue: Part
    lemma: str
    kind: str
    source: Part | None
    content: tuple[Part, ...]
    addressee: Part | None = None
    borrows_source: bool = False


def candidates(unit: Unit) -> Iterator[Candidate]:
    """Yield the quotations of a unit in the order of their cues."""
    last: Candidate | None = None
    codes = unit.codes
    taken_until = 0
    for index in range(len(codes)):
        if index < taken_until:
            continue
        cue = unit.cues.get(index)
        found: Candidate | None = None
        if cue is not None:
            found = _of_cue(unit, index, cue, last)
        elif unit.words[index] in ("according", "According") and codes[index + 1 : index + 2] == "t":
            found = _according(unit, index)
        if found:
            yield found
            last = found
            taken_until = max(found.cue.end, index + 1)


def _without_restated(found: list[Candidate]) -> list[Candidate]:
    """Leave out an evaluation whose own words follow: X praised the draft, calling it ‘a new document’ is one act of saying."""
    return [
        candidate
        for candidate, following in zip(found, (*found[1:], None), strict=False)
        if not (
            candidate.kind == "evaluation"
            and following
            and following.borrows_source
            and following.lemma in NAMING
            and candidate.content
            and candidate.content[-1].end + 1 == following.cue.first
        )
    ]


def _according(unit: Unit, index: int) -> Candidate | None:
    codes = unit.codes
    left = _left_start(codes, index)
    source = noun_phrase_after(codes, index + 2, has_apposition=index != left)
    if source is None:
        return None
    after = source[1]
    if index == left:
        if codes[after : after + 1] != ",":
            return None
        first = after + 1
        return Candidate(Part(index, index + 2), "according to", "saying", Part(*source), (Part(first, clause_end(unit, first)),))
    end = index - 1 if codes[index - 1] == "," else index
    return Candidate(Part(index, index + 2), "according to", "saying", Part(*source), (Part(left, end),))


def _left_start(codes: str, index: int) -> int:
    """Return where the clause to the left of a frame begins."""
    start = max(codes.rfind(";", 0, index), codes.rfind("-", 0, index) if codes.count("-", 0, index) == 1 else -1) + 1
    while start < index and codes[start] in "&b,.":
        start += 1
    return start


def _of_cue(unit: Unit, index: int, cue: Cue, last: Candidate | None) -> Candidate | None:
    codes = unit.codes
    letter = codes[index]
    cue_first = index
    while cue_first and codes[cue_first - 1] in "BX":
        cue_first -= 1
    cue_end = index + 1 + len(cue.particles)
    source, inverted, borrowed = _source(unit, index, cue_first, cue, last)
    if source is None:
        return None
    span = Part(cue_first if letter in "CEK" else index, cue_end)
    make = Candidate(span, cue.lemma, cue.kind, Part(*source), (), None, borrowed)
    after = source[1] if inverted else cue_end
    return _with_content(unit, make, cue, after, inverted)


def _source(unit: Unit, index: int, cue_first: int, cue: Cue, last: Candidate | None) -> tuple[tuple[int, int] | None, bool, bool]:
    """Return the source's tokens, whether it stands behind the cue, and whether it is another verb's."""
    codes = unit.codes
    left = cue_first
    while left and codes[left - 1] in "ABX":
        left -= 1
    before = codes[left - 1] if left else ""
    if codes[index] == "R":
        if last and last.source:
            return last.source, False, True
        return main_subject(codes, index), False, True
    if codes[index] == "C" and "quote" in cue.frames and before in ("Q", ",", "") and codes[index + 1 : index + 2] in tuple("NTDGrn#YHq"):
        if before == "Q" or not left or _left_start(codes, index) < index:
            behind = noun_phrase_after(codes, index + 1)
            if behind and codes[behind[1] : behind[1] + 1] in ("", ".", ",", "Q", "-", ";", ":", "i", "M", "A", "&", "b", "u", "("):
                return behind, True, False
    if before in ("&", "b") or (before == "," and codes[left - 2 : left - 1] in ("&", "b")):
        if last and last.source:
            return last.source, False, True
        return main_subject(codes, index), False, True
    return subject_before(codes, left), False, False


def _with_content(unit: Unit, make: Candidate, cue: Cue, after: int, inverted: bool) -> Candidate | None:
    codes = unit.codes
    frames = cue.frames
    first_of_frame = min(make.source.first, make.cue.first) if make.source and not make.borrows_source else make.cue.first
    left = _left_content(unit, first_of_frame) if "quote" in frames and not make.borrows_source else ()
    addressee: Part | None = None
    if "person" in frames or "people" in frames:
        person = PERSON.match(codes, after)
        if person and "person" in frames:
            addressee = Part(after, person.end())
            after = person.end()
    skipped = ADVERBIALS.match(codes, after)
    reached = skipped.end() if skipped else after
    opened = next((match for at in (after, reached) if (match := OPENING.match(codes, at)) and _opens_content(codes, match, frames)), None)
    beside_marks = bool(left) and codes[left[0].end - 1] == "Q"
    if (
        left
        and (beside_marks or not opened)
        and (beside_marks or reached >= len(codes) or codes[reached] in ".,;-:(&bug" or codes[reached] == "R")
    ):
        return make._replace(content=(*left, *_after_frame(unit, first_of_frame, reached, beside_marks)), addressee=addressee)
    if opened:
        content = (Part(opened.end(), _marked_end(unit, opened.end())),)
        if left and codes[opened.start()] == "," and not LEADING.match(codes, left[0].first):
            content = (*left, *content)
        return make._replace(content=content, addressee=addressee)
    if "quote" in frames and codes[reached : reached + 1] == ":" and reached + 1 == len(codes):
        return make._replace(addressee=addressee)  # the next paragraph holds what is said
    here = codes[after : after + 1]
    if addressee and here == "t":
        return _right(unit, make, after, addressee)
    if ("wh" in frames and here and here in "wu") or ("to" in frames and here == "t"):
        return _right(unit, make, after, addressee)
    if "bare" in frames and here and here in NOUNISH + "iAuBX":
        return _right(unit, make, after, addressee)
    for preposition in ("of", "on", "about", "against", "with"):
        if preposition in frames and unit.words[after : after + 1] == [preposition]:
            return _right(unit, make._replace(cue=Part(make.cue.first, after + 1)), after + 1, addressee)
    if frames & {"object", "naming", "people", "as", "ing"} and here and here in NOUNISH:
        if "naming" in frames and here in "YOH":
            named = re.compile(r"[YOH](?=[Qq])").match(codes, after)
            if named:
                return _right(unit, make, named.end(), addressee)
        return _right(unit, make, after, addressee)
    return None


def _opens_content(codes: str, match: re.Match[str], frames: frozenset[str]) -> bool:
    """Tell whether what stands at a match opens the content of a cue of these frames: a mark, a colon, `that`."""
    if codes[match.end()] == "h":
        return bool(frames & {"that", "person"})
    return "quote" in frames or "person" in frames


def _marked_end(unit: Unit, first: int) -> int:
    """Return where content ends that may begin with a marked passage: with the passages, where a pause closes them."""
    codes = unit.codes
    if codes[first] != "Q":
        return clause_end(unit, first)
    end = first
    while codes[end : end + 1] == "Q":
        end += 1
    rest = codes[end : end + 1]
    if rest in ("", ".") or unit.ends_with_pause(end - 1) or rest in (",", "-", ";"):
        return end
    return clause_end(unit, first)


def _after_frame(unit: Unit, frame: int, reached: int, beside_marks: bool) -> tuple[Part, ...]:
    """Return the content that goes on behind a frame in the middle: “A,” he said, “B” – A, he said, B."""
    codes = unit.codes
    if beside_marks:
        first = codes.find("Q", reached)
        if first < 0 or codes[first - 1] not in ",.:-Q":
            return ()
        return (Part(first, _marked_end(unit, first)),)
    match = re.compile(r"[,.]-?(?=[^RgwubiA&])").match(codes, reached)
    if not match or codes[frame - 1] != ",":
        return ()
    return (Part(match.end(), clause_end(unit, match.end())),)


def _right(unit: Unit, make: Candidate, first: int, addressee: Part | None) -> Candidate | None:
    end = clause_end(unit, first)
    if end <= first:
        return None
    return make._replace(content=(Part(first, end),), addressee=addressee)


def _left_content(unit: Unit, frame: int) -> tuple[Part, ...]:
    """Return what is said before a frame that follows it: “…,” he said – it rained, he said."""
    codes = unit.codes
    if not frame or codes[frame - 1] not in "Q,-q":
        return ()
    end = frame if codes[frame - 1] in "Qq" else frame - 1
    start = _left_start(codes, frame)
    return (Part(start, end),) if end > start else ()


class Placed(NamedTuple):
    """A candidate with the unit that it was found in."""

    unit: Unit
    candidate: Candidate


def find_english(document: Document) -> list[FoundQuotation]:
    """Return the quotations of an English text, in the order of their content."""
    lexicon = english()
    paragraphs = _lines(document.text, document.paragraphs)
    passages = marked_passages(document.text, paragraphs)
    found: list[FoundQuotation] = []
    sentences = iter(document.sentences)
    held: list[Span] = []
    upcoming = next(sentences, None)
    opened: FoundQuotation | None = None
    for paragraph, marked in zip(paragraphs, passages, strict=True):
        held = []
        while upcoming is not None and upcoming.start < paragraph.end:
            held.append(Span(max(upcoming.start, paragraph.start), min(upcoming.end, paragraph.end)))
            if upcoming.end > paragraph.end:
                break
            upcoming = next(sentences, None)
        opened = _read_paragraph(document.text, held, marked, lexicon, found, opened)
    return sorted(
        (quotation for quotation in found if quotation.content),
        key=lambda quotation: (quotation.content[0].start, -quotation.content[-1].end),
    )


def _lines(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """Return the paragraphs, each cut where a line within it ends as a sentence does."""
    lines: list[Span] = []
    for start, end in paragraphs:
        first = start
        for match in LINE_END.finditer(text, start, end):
            lines.append(Span(first, match.start()))
            first = match.end()
        lines.append(Span(first, end))
    return lines


def _read_paragraph(
    text: str,
    sentences: Sequence[Span],
    marked: Sequence[Passage],
    lexicon: Lexicon,
    found: list[FoundQuotation],
    opened: FoundQuotation | None,
) -> FoundQuotation | None:
    """Add a paragraph's quotations to `found`; return the one that the next paragraph may go on with."""
    present: FoundQuotation | None = opened
    loose: list[Passage] = []
    for unit in units_of(text, sentences, marked, lexicon):
        here = _without_restated(list(candidates(unit)))
        held_by_frame = any(unit.codes[p] == "Q" for c in here for part in c.content for p in range(part.first, part.end))
        if not here or not held_by_frame:
            alone = not unit.codes.strip("Q.,")
            for index, passage in unit.passages.items():
                if alone and unit.codes[index] == "Q":
                    if present is not None and present in found:
                        joined = _with_passage(present, passage)
                        found[found.index(present)] = joined
                        present = joined
                    elif present is not None:
                        present = _with_passage(present, passage)
                        found.append(present)
                    else:
                        loose.append(passage)
        for candidate in here:
            quotation = _quotation(text, unit, candidate)
            if loose and quotation.kind is QuotationKind.DIRECT:
                quotation = quotation._replace(
                    content=(*(p.content for p in loose), *quotation.content),
                    verbatim=(*(p.content for p in loose), *quotation.verbatim),
                )
                loose = []
            if quotation.content:
                found.append(quotation)
                if quotation.verbatim:
                    present = quotation
            else:
                present = quotation
    last_open = bool(marked) and not marked[-1].is_closed
    ends_with_colon = present is not None and not present.content
    return present if last_open or ends_with_colon else None


def _with_passage(quotation: FoundQuotation, passage: Passage) -> FoundQuotation:
    return quotation._replace(
        kind=quotation.kind if quotation.content else QuotationKind.DIRECT,
        content=(*quotation.content, passage.content),
        verbatim=(*quotation.verbatim, passage.content),
    )


def _quotation(text: str, unit: Unit, candidate: Candidate) -> FoundQuotation:
    content: list[Span] = []
    verbatim: list[Span] = []
    is_direct = True
    for part in candidate.content:
        for piece, is_marked in _pieces(unit, part):
            content.append(piece)
            is_direct = is_direct and is_marked
        verbatim += [unit.passages[index].content for index in range(part.first, part.end) if index in unit.passages]
    kind = QuotationKind.DIRECT if is_direct and verbatim else QuotationKind.MIXED if verbatim else QuotationKind.INDIRECT
    return FoundQuotation(
        kind,
        tuple(content),
        tuple(verbatim),
        (_span(unit, candidate.cue),),
        (_span(unit, candidate.source),) if candidate.source else (),
        (_span(unit, candidate.addressee),) if candidate.addressee else (),
        candidate.lemma,
    )


def _span(unit: Unit, part: Part) -> Span:
    return Span(unit.starts[part.first], unit.ends[part.end - 1])


def _pieces(unit: Unit, part: Part) -> Iterator[tuple[Span, bool]]:
    """Yield the spans of a part: each passage of its own where the part holds nothing but passages, else the whole."""
    inside = [index for index in range(part.first, part.end) if index in unit.passages]
    if inside and not unit.codes[part.first : part.end].strip("Qq.,"):
        for index in inside:
            yield unit.passages[index].content, True
        return
    first, end = _span(unit, part)
    if part.first in unit.passages:
        first = unit.passages[part.first].content.start
    if part.end - 1 in unit.passages:
        end = unit.passages[part.end - 1].content.end
    yield Span(first, end), False
