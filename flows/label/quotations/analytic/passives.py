"""English frames in the passive: It was announced that … – Ministers were told that … – Asked whether …, she laughed."""

import re
from collections.abc import Iterator

from flows.label.quotations.analytic.candidate import Candidate, Part
from flows.label.quotations.analytic.grammar import Cue, english
from flows.label.quotations.analytic.phrases import clause_end, noun_phrase_after, subject_before
from flows.label.quotations.analytic.units import Unit

# It was announced | that
PASSIVE = re.compile(r"(?P<it>Y)(?P<auxiliary>B{1,3})A*(?P<verb>[VK])(?=h)")
# were told | by officials | that · was asked | about · had been warned | not to
TOLD = re.compile(r"(?P<auxiliary>B{1,3})A*(?P<verb>[VK])(?=h|X?t|w|u|i)")
# Asked | by reporters | whether she would run, …
ASKING = frozenset(("Asked", "Questioned"))
PAUSE = re.compile(r",(?=A*(?:[DGH]?[nNTr#z]+|P)[ABX]*[VCBE])")
LISTENING = frozenset(("person", "people", "wh"))
# As earlier reported, | …
AS_REPORTED = re.compile(r"jB?A*(?P<verb>[VKC])A*,")
RELAYED = frozenset(("reported",))


def of_passives(unit: Unit) -> list[Candidate]:
    """Return the quotations whose frame is passive, those of nobody named first."""
    of_nobody = _of_nobody(unit) if "h" in unit.codes or unit.codes[0] == "j" else ()
    asked = _of_asked(unit) if unit.words[0] in ASKING else None
    return [*of_nobody, *([asked] if asked else ()), *_of_listeners(unit)]


def _of_nobody(unit: Unit) -> Iterator[Candidate]:
    """Yield the quotations of nobody named: It was announced that … – As reported earlier, …"""
    if unit.words[0] == "As" and (match := AS_REPORTED.match(unit.codes)) and unit.words[match.start("verb")] in RELAYED:
        content = Part(match.end(), clause_end(unit, match.end()))
        if content.end > content.first:
            yield Candidate(Part(match.start("verb"), match.start("verb") + 1), "report", "saying", None, (content,))
    for match in PASSIVE.finditer(unit.codes):
        verb = match.start("verb")
        cue = next((cue for cue in english().cues.get(unit.words[verb], ()) if not cue.particles), None)
        if cue is None or "that" not in cue.frames or unit.words[match.start()] not in ("It", "it"):
            continue
        first = match.start("auxiliary") if match.end("auxiliary") == verb else verb
        content = Part(match.end(), clause_end(unit, match.end()))
        yield Candidate(Part(first, match.end()), cue.lemma, cue.kind, None, (content,))


def _of_listeners(unit: Unit) -> Iterator[Candidate]:
    """Yield what the subject of a passive was told: Ministers were told by officials that … – He was asked about …"""
    codes, words = unit.codes, unit.words
    for match in TOLD.finditer(codes):
        verb = match.start("verb")
        cue = next((cue for cue in english().cues.get(words[verb], ()) if not cue.particles), None)
        listener = subject_before(codes, match.start("auxiliary"))
        if cue is None or cue.kind != "saying" or LISTENING.isdisjoint(cue.frames) or listener is None:
            continue
        first = match.start("auxiliary") if match.end("auxiliary") == verb else verb
        source, at, end = None, verb + 1, verb + 1
        if words[at] == "by" and (named := noun_phrase_after(codes, at + 1, has_apposition=False)):
            source, at = Part(*named), named[1]
        if codes[at : at + 1] == "i" and words[at] in cue.frames | {"about"}:
            at += 1
            end = at if source is None else end
        elif not _is_told(codes, at, cue):
            continue
        content = Part(at, clause_end(unit, at))
        if content.end > content.first:
            yield Candidate(Part(first, end), cue.lemma, cue.kind, source, (content,), Part(*listener))


def _of_asked(unit: Unit) -> Candidate | None:
    """Return what opens a sentence as asked of its subject: Asked by reporters whether she would run, the mayor laughed."""
    codes, words = unit.codes, unit.words
    source, at = None, 1
    if words[1:2] == ["by"] and (named := noun_phrase_after(codes, 2, has_apposition=False)):
        source, at = Part(*named), named[1]
    pause = PAUSE.search(codes, at)
    if codes[at : at + 1] not in ("u", "w") or pause is None:
        return None
    listener = noun_phrase_after(codes, pause.end(), has_apposition=False)
    return Candidate(Part(0, 1), "ask", "saying", source, (Part(at, pause.start()),), Part(*listener) if listener else None)


def _is_told(codes: str, at: int, cue: Cue) -> bool:
    """Tell whether a clause or an infinitive that a word of telling takes begins at a token."""
    here = codes[at : at + 1]
    if here == "h":
        return "that" in cue.frames
    if here in ("w", "u"):
        return "wh" in cue.frames
    return codes.startswith(("t", "Xt"), at) and not cue.frames.isdisjoint(("people", "person"))
