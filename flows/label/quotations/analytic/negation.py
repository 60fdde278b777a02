"""Frames that hold what was not said: did not say, nobody said, said nothing; a denial is said."""

import re

from flows.label.quotations.analytic.candidate import Candidate, Part
from flows.label.quotations.analytic.cue_places import is_negated
from flows.label.quotations.analytic.units import Unit
from flows.label.quotations.words import CueEntry

SAYING = frozenset(("saying", "writing"))
HEAD = re.compile(r"[^oi,w]+")
THING = frozenset("DGHnN#O")
SAID = re.compile(r"[BVCQqp]")
FINITE_VERB = re.compile(r"[BVC]")
# the house | she had hoped to buy
BEHIND_PRONOUN = frozenset(("", *".,;:i&b-"))
# her | at home – a witness | twice
UNNAMED = re.compile(r"(?:[DG]?n|T*N{1,3}|[OYH])(?:[AM]|i[^Qqp]*)?")
OBJECTLESS = re.compile(r"tA?[nVEN][io]?(?=[VCB.,]|$)")
OF_NOUN = re.compile(r"(?<=n)[PN]")
# nothing | as he was led down, when she came
CIRCUMSTANCE = re.compile(r"[juw,]")


def is_unsaid(unit: Unit, index: int, cue: CueEntry, source: Part) -> bool:
    """Tell whether a cue is negated, beside it or in its source, so that nothing was said; a denial that is negated is said."""
    if "denial" in cue.takes:
        return unit.is_of("nobody", index - 1)  # neither confirmed nor denied
    is_nobody = unit.codes[source.first] in "DY" and unit.is_of("nobody", source.first)
    is_act = cue.kind in SAYING or (cue.kind == "evaluation" and "quote" in cue.takes)
    return is_nobody or (is_act and is_negated(unit.words, unit.codes, index, unit.grammar))


def is_of_nobody(unit: Unit, cue: CueEntry, source: Part) -> bool:
    """Tell whether what is shown is shown by no study and no person: Experience shows that …"""
    if cue.kind != "evidence":
        return False
    head = HEAD.match(unit.codes, *source)
    return head is not None and unit.is_of("no-witness", head.end() - 1)


def is_planned(unit: Unit, candidate: Candidate) -> bool:
    """Tell whether a cue is only planned or supposed, and takes a thing: The new line will demand a second depot."""
    return unit.is_of("planning", candidate.cue.first) and _is_of_thing(unit, candidate)


def is_shown_by_things(unit: Unit, candidate: Candidate) -> bool:
    """Tell whether a thing only shows another: The road shows wear – but not: The poll shows a lead."""
    source = candidate.source
    if source is None or candidate.verb.kind != "evidence" or not _is_of_thing(unit, candidate):
        return False
    head = HEAD.match(unit.codes, *source)
    last = head.end() - 1 if head else source.first
    return unit.codes[last] == "n" and not (unit.words[last].lower() in unit.grammar.speakers or unit.is_of("study", last))


def _is_of_thing(unit: Unit, candidate: Candidate) -> bool:
    """Tell whether what stands behind a cue is a thing: no clause, no marks."""
    if len(candidate.content) != 1:
        return False
    first, end = candidate.content[0]
    return first >= candidate.cue.end and unit.codes[first] in THING and not SAID.search(unit.codes, first, end)


def is_deed_of_things(unit: Unit, cue: CueEntry, source: Part) -> bool:
    """Tell whether a cue that things do as well has a source that is neither named nor known to speak: Two columns support the roof."""
    if "named" not in cue.takes:
        return False
    head = HEAD.match(unit.codes, *source)
    last = head.end() - 1 if head else source.first
    return unit.codes[last] in "nz#" and not (unit.is_of("plural", last) or unit.words[last].lower() in unit.grammar.speakers)


def is_called(unit: Unit, end: int, cue: CueEntry, source: Part) -> bool:
    """Tell whether a cue that ends before a token only gives the noun before it a name: a book called “The Road”."""
    if "naming" not in cue.takes or unit.codes[end : end + 1] not in ("Q", "q", "p") or source.end >= end:
        return False
    is_noun = unit.codes[source.end - 1] == "n" and unit.codes[source.first - 1 : source.first] not in ("w", "h")
    return is_noun and unit.words[source.end - 1].lower() not in unit.grammar.speakers


def says_nothing(unit: Unit, candidate: Candidate) -> bool:
    """Tell whether what is said is `nothing` or a pronoun: Officials said nothing more, denied it – but not: He said nothing was lost.

    Nothing is said either where the saying itself is refused: declined to comment; nor where a clause without a conjunction only tells
    of the noun before it: the house she had hoped to buy.
    """
    if len(candidate.content) != 1:
        return False
    first, end = candidate.content[0]
    if candidate.verb.kind == "intent" and unit.codes[first] == "t" and unit.is_of("refusing", candidate.cue.end - 1):
        return unit.is_of("speaking", first + 1)
    is_pointing = unit.is_of("demonstrative", first) and unit.codes[first + 1 : first + 2] in BEHIND_PRONOUN  # asked for this | for years
    if is_pointing or (end == first + 1 and unit.codes[first] in "YOPHh") or _is_unnamed(unit, candidate):
        return True
    if candidate.source and OBJECTLESS.match(unit.codes, first) and OF_NOUN.match(unit.codes, candidate.source.first):
        return True
    return unit.codes[first] == "n" and unit.is_of("nothing", first) and not _has_verb(unit.codes, first, end)


def _is_unnamed(unit: Unit, candidate: Candidate) -> bool:
    """Tell whether a cue of naming has a person or a thing without its name: called her at home – but not: what he called a mistake."""
    source, takes = candidate.source, candidate.verb.takes
    if "naming" not in takes or "object" in takes or source is None or unit.codes[source.first - 1 : source.first] in ("w", "h"):
        return False
    first, end = candidate.content[0]
    return first == candidate.cue.end and UNNAMED.fullmatch(unit.codes, first, end) is not None


def _has_verb(codes: str, first: int, end: int) -> bool:
    """Tell whether a clause has a verb before anything that only tells how or when: nothing was lost – nothing | as he was led down."""
    verb, circumstance = FINITE_VERB.search(codes, first, end), CIRCUMSTANCE.search(codes, first, end)
    return verb is not None and (circumstance is None or verb.start() < circumstance.start())
