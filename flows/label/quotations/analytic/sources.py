"""The source of an English cue: the subject before it, the noun phrase behind an inverted cue, or another verb's subject."""

import re
from typing import NamedTuple

from flows.label.quotations.analytic.candidate import Candidate, Part
from flows.label.quotations.analytic.grammar import Cue
from flows.label.quotations.analytic.phrases import main_subject, named_behind, subject_before
from flows.label.quotations.analytic.units import Unit

PAUSE = re.compile(r",|[Qp](?=[DGHPYNTnr])")
MAIN_VERB = re.compile(r"[ABX]*[VCBE]")
# went on to say: verbs whose subject is that of the infinitive, and that leave no doubt that it was said
CHAIN_VERBS = frozenset(
    (
        *("go", "goes", "went", "going", "gone", "continue", "continues", "continued", "continuing", "proceed", "proceeded"),
        *("appear", "appears", "appeared", "seem", "seems", "seemed", "begin", "begins", "began", "hastened", "tried", "tries"),
    )
)
# the program, | announced in May, has paid: a participle behind its noun
POSTPOSED = re.compile(r"[CK]i[^,.:;Q-]*,[ABX]*[BVC]")
INVERTING = frozenset("NTDGrn#YHq")
ENDS_INVERSION = frozenset(("", *".,Q-;:ijMA&bu("))


class Found(NamedTuple):
    """A source, and how it was found."""

    source: Part
    is_behind: bool = False
    """True where it stands behind the cue: said X."""
    is_borrowed: bool = False
    """True where it is the subject of another verb."""


def source_of(unit: Unit, index: int, cue: Cue, last: Candidate | None) -> Found | None:
    """Return the source of the cue at a token; `last` is the frame before it in the unit. None where nobody is named."""
    codes = unit.codes
    left = index
    while left and codes[left - 1] in "ABX":
        left -= 1
    before = codes[left - 1] if left else ""
    if before == "t":
        return _of_chain(unit, left - 1, last)
    if codes[index] == "R":
        return _of_gerund(codes, index, left, last)
    if before == "," and (subject := subject_before(codes, left)):
        is_name = "naming" in cue.frames and codes[index + 1 : index + 2] == "N"  # the programme, called EB-5, allows …
        is_postposed = "," not in codes[subject[0] : left - 1] and POSTPOSED.match(codes, index)
        return None if is_name or is_postposed else Found(Part(*subject))
    may_invert = "quote" in cue.frames and (before != "," or cue.kind != "evaluation")  # not: it rained, called people
    if codes[index] == "C" and may_invert and (behind := _behind(codes, index, before)):
        return Found(behind, is_behind=True)
    if before in ("&", "b") or (before == "," and codes[left - 2 : left - 1] in ("&", "b")):
        return _borrowed(codes, index, last)
    subject = subject_before(codes, left)
    return Found(Part(*subject)) if subject else None


def _borrowed(codes: str, index: int, last: Candidate | None) -> Found | None:
    """Return the source of the frame before, or the subject of the sentence's first verb."""
    subject = main_subject(codes, index)
    is_inner = last and last.source and subject and codes[last.cue.first] == "B" and codes[index] == "C" and subject[1] < last.source.first
    if last and last.source and not is_inner:  # not: X recalled that Y had promised help and accused the police
        return Found(last.source, is_borrowed=True)
    return Found(Part(*subject), is_borrowed=True) if subject else None


def _of_gerund(codes: str, index: int, left: int, last: Candidate | None) -> Found | None:
    """Return the source of a gerund: a letter saying – X left, saying – Citing the report, X said."""
    if not left:
        return _behind_opening_gerund(codes, index)
    if codes[left - 1] in "NnPO)":
        subject = subject_before(codes, left)
        return Found(Part(*subject)) if subject else None
    return _borrowed(codes, index, last)


def _behind_opening_gerund(codes: str, index: int) -> Found | None:
    comma = PAUSE.search(codes, index)
    verb = MAIN_VERB.search(codes, comma.end()) if comma else None
    subject = subject_before(codes, verb.start()) if verb else None
    if comma is None or subject is None or subject[0] < comma.end():
        return None
    return Found(Part(*subject), is_borrowed=True)


def _behind(codes: str, index: int, before: str) -> Part | None:
    """Return the source behind an inverted cue: “…,” said X – it rained, said X."""
    if before not in ("", ",", "Q", "p", "-") or codes[index + 1 : index + 2] not in INVERTING:
        return None
    behind = named_behind(codes, index + 1)
    return Part(*behind) if behind and codes[behind[1] : behind[1] + 1] in ENDS_INVERSION else None


def _of_chain(unit: Unit, infinitive: int, last: Candidate | None) -> Found | None:
    """Return the subject of the verb that an infinitive of saying hangs on: X went on to say."""
    codes = unit.codes
    verb = infinitive - 1
    while verb > 0 and codes[verb] in "iA":
        verb -= 1
    if verb < 0 or unit.words[verb].lower() not in CHAIN_VERBS:
        return None
    if codes[verb] in "gR":
        return _borrowed(codes, verb, last)
    while verb and codes[verb - 1] in "ABX":
        verb -= 1
    subject = subject_before(codes, verb)
    return Found(Part(*subject)) if subject else None
