"""Frames in the passive: It was announced that … – Ministers were told that … – Asked whether …, she laughed."""

import re
from collections.abc import Iterator

from flows.label.quotations.analytic.candidate import Candidate, Part
from flows.label.quotations.analytic.open_frames import ANY_VERB
from flows.label.quotations.analytic.phrases import clause_end, clause_from, noun_phrase_after, subject_before
from flows.label.quotations.analytic.units import Unit
from flows.label.quotations.words import CueEntry

# It was announced | on Monday, in court | that
PASSIVE = re.compile(r"Y(?P<auxiliary>B{1,3})A*(?P<verb>[VK])(?:A|i?[DA]?M+#?|i[DG]?n{1,2}(?=h))*(?=h)")
# were told | by officials | that · was asked | about · had been warned | not to
TOLD = re.compile(r"(?P<auxiliary>B{1,3})A*(?P<verb>[VK])(?=h|X?t|w|u|i|[,:]?Q)")
# Asked | by reporters | whether she would run, …
PAUSE = re.compile(r",(?=A*(?:(?:[DGH]?[nNTr#z]+|P)[ABX]*[VCBE]|(?P<listener>T*N{1,3}|P)A?n[iAM.,]))")
# Asked by Jane Roe | , a deputy, | who had signed it
APPOSED = re.compile(r",[DG]?A?[nNT#z]+(?:[oi][DGH]*[nNT#]+)*(?=,[uwi])")
# Asked | afterwards, on Tuesday | whether
WHEN = re.compile(r"(?:A|i?[DA]?M(?=[iuwAM]))*")
# Jane Roe | , asked about the plan, | said
ASKED_BEHIND = re.compile(r"(?<=[NnTr)]),(?P<verb>[VCK])A?(?P<what>i?[^,.:;QVC]*),(?=A*[ABX]*[VCB])")
# was asked | about the road – but not: was reported | on Monday
ABOUT = re.compile(r"i(?!M)")
PRONOUNS = frozenset("YOPHhDwG")
LISTENING = frozenset(("person", "people", "wh"))
# As earlier reported, | …
AS_REPORTED = re.compile(r"jB?A*(?P<verb>[VKC])A*,")


def of_passives(unit: Unit) -> list[Candidate]:
    """Return the quotations whose frame is passive, those of nobody named first."""
    codes = unit.codes
    found = list(_as_reported(unit)) if codes[0] == "j" else []
    if "h" in codes:
        found += _of_nobody(unit)
    if codes[0] in "VCKN" and unit.is_of("asking", 0):
        found += _of_asked(unit)
    if "," in codes:
        found += _of_asked_behind(unit)
    if "B" in codes:
        found += _of_listeners(unit)
    return found


def _as_reported(unit: Unit) -> Iterator[Candidate]:
    """Yield what opens a sentence as reported by nobody named: As reported earlier, …"""
    match = AS_REPORTED.match(unit.codes)
    cue = unit.grammar.cue_alone(unit.words[match.start("verb")]) if match else None
    if match and cue and "relays" in cue.takes and (content := clause_from(unit, match.end())):
        yield Candidate(Part(*match.span("verb")), cue, None, (content,))


def _of_nobody(unit: Unit) -> Iterator[Candidate]:
    """Yield the quotations of nobody named: It was announced that …"""
    for match in PASSIVE.finditer(unit.codes):
        cue = unit.grammar.cue_alone(unit.words[match.start("verb")])
        if cue and "that" in cue.takes and unit.is_of("expletive", match.start()):
            yield Candidate(Part(_first(unit, match), match.end("verb")), cue, None, (Part(match.end(), clause_end(unit, match.end())),))


def _first(unit: Unit, match: re.Match[str]) -> int:
    """Return where a passive verb begins: with its auxiliary, unless other words stand between."""
    return unit.verb_start(match.start("verb")) if match.end("auxiliary") == match.start("verb") else match.start("verb")


def _of_listeners(unit: Unit) -> Iterator[Candidate]:
    """Yield what the subject of a passive was told: Ministers were told by officials that … – He was asked about …"""
    for match in TOLD.finditer(unit.codes):
        cue = unit.grammar.cue_alone(unit.words[match.start("verb")])
        if cue is None or cue.kind != "saying" or LISTENING.isdisjoint(cue.takes):
            continue
        listener = subject_before(unit.codes, match.start("auxiliary"))
        end = match.end("verb")
        source, first = _agent(unit, end)
        takes_preposition = ABOUT.match(unit.codes, first) is not None and (unit.words[first] in cue.takes or unit.is_of("topic", first))
        if listener is None or not (takes_preposition or _is_told(unit.codes, first, cue)):
            continue
        first += takes_preposition + unit.codes.startswith((",", ":"), first)
        if content := clause_from(unit, first):
            cue_end = first if source is None and takes_preposition else end
            yield Candidate(Part(_first(unit, match), cue_end), cue, source, (content,), listener)


def _of_asked(unit: Unit) -> Iterator[Candidate]:
    """Yield what opens a sentence as asked of its subject: Asked by reporters whether she would run, the mayor laughed."""
    source, first = _agent(unit, 1)
    if source and (apposed := APPOSED.match(unit.codes, first)):
        source, first = Part(source.first, apposed.end()), apposed.end() + 1
    timed = WHEN.match(unit.codes, first)
    first = timed.end() if timed else first
    pause, cue = PAUSE.search(unit.codes, first), unit.grammar.cue_alone(unit.words[0].lower()) or ANY_VERB
    is_about = unit.codes[first] == "i" and (unit.is_of("topic", first) or unit.codes[first + 1] in "uw")  # Pressed on whether
    if pause and pause.start() > first + is_about and (is_about or unit.codes[first] in "uw"):
        content = Part(first + is_about, pause.start())
        listener = Part(*pause.span("listener")) if pause["listener"] else noun_phrase_after(unit.codes, pause.end(), has_apposition=False)
        if unit.codes[slice(*content)] not in PRONOUNS:  # Asked about it, …
            yield Candidate(Part(0, 1 + (is_about and source is None)), cue, source, (content,), listener)


def _of_asked_behind(unit: Unit) -> Iterator[Candidate]:
    """Yield what somebody was asked about before they spoke: Jane Roe, asked about the plan, said …"""
    for match in ASKED_BEHIND.finditer(unit.codes):
        first, end = match.span("what")
        cue = unit.grammar.cue_alone(unit.words[match.start("verb")]) if unit.is_of("asking", match.start("verb")) else None
        is_about = first < end and unit.is_of("topic", first)
        listener = subject_before(unit.codes, match.start()) if cue and is_about else None
        if cue and listener and unit.codes[first + 1 : end] not in PRONOUNS:
            yield Candidate(Part(match.start("verb"), first + 1), cue, None, (Part(first + 1, end),), listener)


def _agent(unit: Unit, at: int) -> tuple[Part | None, int]:
    """Return who acts in a passive, where that is told at a token, and the token behind it: asked | by reporters."""
    named = noun_phrase_after(unit.codes, at + 1, has_apposition=False) if unit.is_of("by", at) else None
    return (named, named.end) if named else (None, at)


def _is_told(codes: str, at: int, cue: CueEntry) -> bool:
    """Tell whether a clause or an infinitive that a word of telling takes begins at a token."""
    here = codes[at : at + 1]
    if here in ",:Q":
        return {"person", "quote"} <= cue.takes
    if here == "h":
        return "that" in cue.takes
    if here in ("w", "u"):
        return "wh" in cue.takes
    return codes.startswith(("t", "Xt"), at) and not cue.takes.isdisjoint(("people", "person"))
