"""The frames of English quotations: each word of saying, who says it, and how far what is said reaches.

Plain rules over the class letters of a sentence's words (`units.py`): for each cue its source to the left (`X said`) or to
the right (`said X`), then its content to the right, to the left, or on both sides.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from flows.label.quotations.lexicon import Cue
from flows.label.quotations.phrases import clause_end, main_subject, named_behind, noun_phrase_after, subject_before
from flows.label.quotations.units import Unit

# said Monday · said in a statement on Friday · told reporters: what may stand between a cue and its content
ADVERBIALS = re.compile(r"(?:[AMX]|#(?=M)|[io][DGH]?[nNMT#zrqg]*(?:[io][DGH]?[nNMT#zrq]+)*){0,6}")
OPENING = re.compile(r"[,:]{0,2}(?=Q)|:(?=.)|,?(?=h)")
# In a statement, … · Asked about it, …: no content, though a frame follows
LEADING = re.compile(r"[iuwAgRVECK]")
PERSON = re.compile(r"(?:[OHY]|[DGH]?[nNTrz#q]+(?:[io&][DGH]?[nNTrz#q]+(?!M)){0,3})")
# said on Friday he would: only words of time are left out before a clause without `that`
TIME = re.compile(r"(?:i?[DA]?M#?,?)*")
# a verb that is finite: what stands behind `said` is a clause
FINITE_VERB = re.compile(r"(?<!t)[BVCEzQ]")
NEEDING_A_VERB = frozenset(("thought", "evidence", "intent"))
# , adding later, “…” · , including “…”
OTHER_FRAME = re.compile(r"[gRCEi][AM]*[,:]?$")
GOES_ON = re.compile(r",[&b][^PCERQ,.;:-]{0,12}(?=Q)")
# “…” – Jane Roe, 34, of Aktau
SIGNED = re.compile(r"(Q+)-(?=[TN]+(?:,.*)?\.?$)")
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


def candidates(unit: Unit) -> list[Candidate]:
    """Return the quotations of a unit in the order of their cues."""
    return _without_restated(list(_all_candidates(unit)))


def _all_candidates(unit: Unit) -> Iterator[Candidate]:
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
    signed = SIGNED.match(codes)
    if signed and last is None:
        dash = signed.end(1)
        source = noun_phrase_after(codes, dash + 1)
        if source:
            yield Candidate(Part(dash, dash + 1), "", "saying", Part(*source), (Part(0, dash),))
    if codes.endswith(":") and last is None:
        # X made the following comment: – and the next paragraph holds it
        source = main_subject(codes, len(codes))
        if source:
            yield Candidate(Part(len(codes) - 1, len(codes)), "", "saying", Part(*source), ())


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
    start = (
        max(codes.rfind(";", 0, index), codes.rfind(":", 0, index), codes.rfind("-", 0, index) if codes.count("-", 0, index) == 1 else -1)
        + 1
    )
    while start < index and codes[start] in (",." if not start else "&b,."):
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
        if before and before in "NnPO)" and not codes[left - 2 : left - 1] == ",":
            return subject_before(codes, left), False, False
        if last and last.source:
            return last.source, False, True
        return main_subject(codes, index), False, True
    if before == ",":
        subject = subject_before(codes, left)
        if subject:
            return subject, False, False
    if codes[index] == "C" and "quote" in cue.frames and before in ("Q", ",", "") and codes[index + 1 : index + 2] in tuple("NTDGrn#YHq"):
        if before == "Q" or not left or _left_start(codes, index) < index:
            behind = named_behind(codes, index + 1)
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
    if first_of_frame > 1 and unit.words[first_of_frame - 1] == "as" and codes[first_of_frame - 2] in ",Q":
        first_of_frame -= 1  # …, as police have said
    if _begins_with_as(unit, make.source):
        comma = ADVERBIALS.match(codes, after)
        at = comma.end() if comma else after
        if codes[at : at + 1] == "," and at + 1 < len(codes):
            return make._replace(content=(Part(at + 1, clause_end(unit, at + 1)),))  # As X put it, …
    left = _left_content(unit, first_of_frame) if "quote" in frames and not make.borrows_source else ()
    addressee: Part | None = None
    if "person" in frames or "people" in frames:
        person = PERSON.match(codes, after)
        if person and "person" in frames:
            addressee = Part(after, person.end())
            after = person.end()
        elif person and re.compile(r"[,:]?Q|w|h").match(codes, person.end()):
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
    for at in (after, reached):
        if "wh" in frames and codes[at : at + 1] and codes[at] in "wu":
            return _right(unit, make, at, addressee)
    if "to" in frames and here == "t":
        return _right(unit, make, after, addressee)
    if "bare" in frames and here and here in NOUNISH + "iAuBX":
        timed = TIME.match(codes, after)
        first = timed.end() if timed and codes[timed.end() : timed.end() + 1] not in ("", ",", ".", "i", "u") else after
        if cue.kind not in NEEDING_A_VERB or FINITE_VERB.search(codes, first, clause_end(unit, first)):
            return _right(unit, make, first, addressee)
    for preposition in ("of", "on", "about", "against", "with"):
        if preposition in frames and unit.words[after : after + 1] == [preposition]:
            return _right(unit, make._replace(cue=Part(make.cue.first, after + 1)), after + 1, addressee)
    if frames & {"object", "naming", "people", "as", "ing"} and here and here in NOUNISH:
        if "naming" in frames and codes[after + 1 : after + 2] in ("Q", "q") and here in "YOH":
            return make._replace(content=(Part(after + 1, after + 2),))  # calling it ‘a new document’
        return _right(unit, make, after, addressee)
    return None


def _begins_with_as(unit: Unit, source: Part | None) -> bool:
    """Tell whether a frame opens its sentence as a clause of its own: As the mayor put it, …"""
    if source is None or not source.first:
        return False
    before = source.first - 1
    return unit.words[before] in ("As", "as") and (not before or unit.codes[before - 1] in ",&b")


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
        joined = GOES_ON.match(codes, reached)
        if joined:  # “A,” he said, and still “B”
            return (Part(reached + 1, clause_end(unit, joined.end())),)
        first = codes.find("Q", reached)
        if first < 0 or codes[first - 1] not in ",.:-Q" or OTHER_FRAME.search(codes, reached, first):
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
