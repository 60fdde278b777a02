"""The source of a cue: the subject before it, the noun phrase behind an inverted cue, or another verb's subject."""

import re
from typing import NamedTuple

from flows.label.quotations.analytic.candidate import Candidate, Part
from flows.label.quotations.analytic.phrases import LEADING, named_behind, nearest_subject, subject_before
from flows.label.quotations.analytic.units import Unit
from flows.label.quotations.words import CueEntry

PAUSE = re.compile(r",|[Qp](?=[DGHPYNTnr])")
MAIN_VERB = re.compile(r"[ABX]*[VCBE]")
# the program, | announced in May, has paid: a participle behind its noun
POSTPOSED = re.compile(r"[CK]i[^,.:;Q-]*,[ABX]*[BVC]")
# stood up and | said
JOINED = re.compile(r"[&b],?$")
# congratulated her and, his voice breaking, | said
ASIDE = re.compile(r"[&b],[^VCBEKQ:;,]{1,10},$")
# With several | telling the council – with residents | saying
WITHOUT_NOUN = re.compile(r"i[D#Y]$")
# footage of | Jane Roe | saying: the recording does not speak
HEAD = re.compile(r"[^oi,wV]+")
# The review | , led by Jane Roe,
MADE = re.compile(r",[VCK]A?i[^,:;Q-]+")
# Jane Roe | , from Aktau,
ORIGIN = re.compile(r",i[DG]?[nNT]+(?:[oi][DG]?[nNT]+)*")
# Jane Roe | opens a ward, pledges free care
HEADLINE = re.compile(r"[DG]?[NT]{1,4}(?=[nV][^,.:;Q]*,C[Dn#A]*$)")
# The World Bank | on Thursday
TIMED = re.compile(r"(?P<subject>[DG]?[nNT&]*[NT])(?=i?M)")
# Jane Roe | in her speech
PLACED = re.compile(r"[NT]i(?P<whose>[DGH]?)A?n{1,3}$")
RECORDED = re.compile(r"[nN]o(?P<person>[DGH]?[nNT]+)$")
# took to the radio | to say – used the speech | to say
BY_MEDIUM = re.compile(r"(?P<verb>[VCn])(?P<to>t?)[DGH]?A?[nN#]+$")
# prompted | the mayor | to reply: “…”
PROMPTED = re.compile(r"V(?P<person>[DGH]?[nNTr#z]+|[OH])$")
BEFORE_MARKS = re.compile(r"A*[,:]?Q")
BEFORE_CLAUSE = re.compile(r"A*(?:[,:]?Q|h)")
# was | quoted by the paper | as saying
QUOTED = re.compile(r"[VCK](?:i[DGH]?[NnT]+)?$")
NAMED = re.compile(r"[DGH]?[nNTr#]+[Qqp]")
INVERTING = frozenset("NTDGrn#YHq")
BEFORE_INVERSION = frozenset(("", *",Qp-"))
ENDS_INVERSION = frozenset(("", *".,Q-;:ijMA&bu("))
# said the mayor | to the council – but not: urged neighbours | to help
# said one of the last | to leave
TO_DO = re.compile(r"t[nVE][^,.:;Q-]*")
ASKING = frozenset(("people", "to"))
LISTENER = re.compile(r"t[DGHNTOY]")


class Found(NamedTuple):
    """A source, and how it was found."""

    source: Part
    is_behind: bool = False
    """True where it stands behind the cue: said X."""
    is_borrowed: bool = False
    """True where it is the subject of another verb."""


def source_of(unit: Unit, index: int, cue: CueEntry, last: Candidate | None) -> Found | None:
    """Return the source of the cue at a token; `last` is the frame before it in the unit. None where nobody is named."""
    codes = unit.codes
    left = len(codes[:index].rstrip("ABX"))
    before = codes[left - 1 : left]
    if before == "t":
        after = index + 1 + len(cue.after)
        return _of_chain(unit, left - 1, after, last) or _of_prompted(codes, after, left - 1)
    if codes[index] == "R":
        return _of_gerund(unit, index, left, last)
    is_adverb = before == "w" and unit.is_of("circumstance", left - 1)  # when asked about it, …
    is_apart = ASIDE.search(codes, 0, left) is not None
    behind = _behind(unit, index, cue, before)
    subject = (
        None if is_adverb or is_apart or _ends_headline(codes, cue, behind) else _behind_circumstance(unit, subject_before(codes, left))
    )
    if before == "," and subject:
        return _before_pause(unit, index, cue, subject)
    if behind:
        return _of_headline(unit, index, cue) or Found(_without_circumstance(unit, behind), is_behind=True)
    if is_apart or JOINED.search(codes, max(left - 2, 0), left):
        return _borrowed(codes, index, last)
    return Found(_with_somebody(unit, subject)) if subject else None


def _of_headline(unit: Unit, index: int, cue: CueEntry) -> Found | None:
    """Return who opens a line without a stop, where its second verb takes a thing: Roe opens a ward, | pledges free care."""
    opened = HEADLINE.match(unit.codes) if unit.codes.startswith(",C", index - 1) and "object" in cue.takes else None
    if opened is None or unit.words[-1].lower() in unit.grammar.speakers:
        return None
    verbs = opened.end(), index
    return Found(Part(0, opened.end()), is_borrowed=True) if all(unit.grammar.is_plural(unit.words[verb]) for verb in verbs) else None


def _ends_headline(codes: str, cue: CueEntry, behind: Part | None) -> bool:
    """Tell whether a source behind its cue ends a line without a stop: Deal “close”, says | White House"""
    return behind is not None and behind.end == len(codes) and "person" not in cue.takes


def _before_pause(unit: Unit, index: int, cue: CueEntry, subject: Part) -> Found | None:
    """Return the subject before the comma before a cue; None where the cue only belongs to it: the programme, called EB-5, allows …"""
    comma = len(unit.codes[:index].rstrip("ABX")) - 1
    is_participle = _is_participle(unit.codes, index, cue, unit.codes[subject.first : comma])
    return None if is_participle else Found(_with_participle(unit, subject, comma))


def _with_participle(unit: Unit, subject: Part, comma: int) -> Part:
    """Return a study or a document with how it came about, and anybody with where they come from.

    The review | , led by Jane Roe, recommended – Jane Roe | , from Aktau, said
    """
    head = HEAD.match(unit.codes, *subject)
    is_work = head is not None and any(unit.is_of(name, head.end() - 1) for name in ("study", "document", "medium"))
    is_made = is_work and MADE.fullmatch(unit.codes, subject.end, comma) is not None
    is_whence = unit.is_of("author", subject.end + 1) and ORIGIN.fullmatch(unit.codes, subject.end, comma) is not None
    return Part(subject.first, comma) if is_made or is_whence else subject


def _with_somebody(unit: Unit, subject: Part) -> Part:
    """Return a subject with the pronoun that it only places: someone at | the back."""
    first = subject.first - 2
    is_placed = first >= 0 and unit.codes.startswith("Yi", first) and unit.is_of("somebody", first)
    return Part(first, subject.end) if is_placed else subject


def _behind_circumstance(unit: Unit, subject: Part | None) -> Part | None:
    """Return a subject without what stands before the word of time that opens its clause, or where it was said; None where it is none.

    Years after | many towns agreed – Jane Roe | in her speech said; but: to issue a joint | forecast
    """
    if subject is None or unit.codes[subject.first] == "t":
        return None
    codes = unit.codes[slice(*subject)]
    if "i" not in codes or "," in codes:
        return subject
    placed = PLACED.search(codes)
    if placed and (placed["whose"] == "G" or unit.is_of("medium", subject.end - 1)):
        return Part(subject.first, subject.first + placed.start() + 1)
    inside = range(subject.end - 2, subject.first, -1)
    opening = next((at for at in inside if unit.codes[at] == "i" and unit.is_of("circumstance", at)), None)
    return subject if opening is None else Part(opening + 1, subject.end)


def _without_circumstance(unit: Unit, source: Part) -> Part:
    """Return a source behind its cue without the clause of when it spoke: the sheriff | when reached by phone."""
    inside = range(source.first + 1, source.end)
    opening = next((at for at in inside if unit.codes[at] in "wuh"), source.end)
    is_when = opening < source.end and unit.is_of("circumstance", opening)
    return Part(source.first, opening - (unit.codes[opening - 1] == ",")) if is_when else source


def _is_participle(codes: str, index: int, cue: CueEntry, subject: str) -> bool:
    """Tell whether a cue behind a comma belongs to a noun: the programme, called EB-5, allows …"""
    return ("naming" in cue.takes and codes.startswith("N", index + 1)) or ("," not in subject and bool(POSTPOSED.match(codes, index)))


def _borrowed(codes: str, index: int, last: Candidate | None) -> Found | None:
    """Return the source of the frame before, or the subject of the sentence's first verb."""
    subject = nearest_subject(codes, index)
    if subject is None and (timed := TIMED.match(codes, 0, index)):
        subject = Part(*timed.span("subject"))
    if last is None or last.source is None:
        return Found(subject, is_borrowed=True) if subject else None
    # not of the frame before: X recalled that Y had promised help and accused the police
    is_inner = subject and codes[last.cue.first] == "B" and codes[index] == "C" and subject.end < last.source.first
    is_nearer = (
        subject and codes[0] in LEADING and last.content and last.content[-1].end <= subject.first
    )  # When X spoke of A, Y rose and said
    return Found(subject if subject and (is_inner or is_nearer) else last.source, is_borrowed=True)


def _of_gerund(unit: Unit, index: int, left: int, last: Candidate | None) -> Found | None:
    """Return the source of a gerund: a letter saying – X left, saying – Citing the report, X said – After saying it was late, X left."""
    codes = unit.codes
    if not left or (left == 1 and codes[0] in "iu" and not unit.is_of("nobody", 0)):
        return _behind_opening_gerund(codes, index)
    if codes[left - 1] == "j":
        return _of_quoted(codes, left - 1)
    if WITHOUT_NOUN.search(codes, 0, left) and unit.is_of("absolute", left - 2):
        return Found(Part(left - 1, left))
    recorded = RECORDED.search(codes, 0, left)
    if recorded and unit.is_of("recording", recorded.start()):
        return Found(Part(*recorded.span("person")))
    if codes[left - 1] in "NnPO)":
        subject = subject_before(codes, left)
        return Found(subject) if subject else None
    return None if unit.is_of("nobody", left - 1) else _borrowed(codes, index, last)  # without | saying why


def _of_quoted(codes: str, end: int) -> Found | None:
    """Return who is said to say something: he is quoted | as saying, the paper quotes her | as saying."""
    if codes[end - 1] in "OH":
        return Found(Part(end - 1, end))
    quoted = QUOTED.search(codes, 0, end)
    left = quoted.start() if quoted else end
    subject = subject_before(codes, len(codes[:left].rstrip("ABX")))
    return Found(subject) if subject else None


def _behind_opening_gerund(codes: str, index: int) -> Found | None:
    comma = PAUSE.search(codes, index)
    verb = MAIN_VERB.search(codes, comma.end()) if comma else None
    subject = subject_before(codes, verb.start()) if verb else None
    return Found(subject, is_borrowed=True) if comma and subject and subject.first >= comma.end() else None


def _behind(unit: Unit, index: int, cue: CueEntry, before: str) -> Part | None:
    """Return the source behind an inverted cue: “…,” said X – it rained, said X; but not: it rained, called people."""
    codes = unit.codes
    if codes[index] != "C" or before not in BEFORE_INVERSION or codes[index + 1 : index + 2] not in INVERTING:
        return None
    if "quote" not in cue.takes or (before == "," and cue.kind == "evaluation"):
        return None
    if "naming" in cue.takes and NAMED.match(codes, index + 1):
        return None  # speaking on “Today,” X called the vote “a toy”
    behind = named_behind(codes, index + 1)
    if behind is None or codes[behind.end : behind.end + 1] in ENDS_INVERSION:
        return behind
    return _with_purpose(unit, cue, behind)


def _with_purpose(unit: Unit, cue: CueEntry, behind: Part) -> Part | None:
    """Return a source with what it is to do: said the last man | to leave; None where `to` neither does so nor leads to a listener."""
    codes = unit.codes
    doing = TO_DO.match(codes, behind.end) if cue.takes.isdisjoint(ASKING) else None
    if doing and not unit.grammar.is_plural(unit.words[behind.end + 1]):
        return Part(behind.first, doing.end())
    return behind if doing or LISTENER.match(codes, behind.end) else None


def _of_chain(unit: Unit, infinitive: int, after: int, last: Candidate | None) -> Found | None:
    """Return the subject of the verb that an infinitive of saying hangs on: X went on to say – X was able to report | that."""
    codes = unit.codes
    verb = len(codes[:infinitive].rstrip("iA")) - 1
    by_medium = BY_MEDIUM.search(codes, 0, infinitive)
    if by_medium and unit.is_of("resorting", by_medium.start()) and (by_medium["to"] or unit.is_of("medium", infinitive - 1)):
        return _of_verb(codes, by_medium.start())
    is_able = verb > 0 and unit.is_of("be", verb - 1)
    if verb < 0 or not unit.is_of("chain", verb) or (is_able and codes[verb] == "n" and not BEFORE_CLAUSE.match(codes, after)):
        return None
    return _borrowed(codes, verb, last) if codes[verb] in "gR" else _of_verb(codes, verb)


def _of_verb(codes: str, verb: int) -> Found | None:
    """Return the subject of a verb."""
    subject = subject_before(codes, len(codes[:verb].rstrip("ABX")))
    return Found(subject) if subject else None


def _of_prompted(codes: str, after: int, infinitive: int) -> Found | None:
    """Return who is made to say what stands in marks right behind an infinitive: prompted | the mayor | to reply: “…”"""
    prompted = PROMPTED.search(codes, 0, infinitive) if BEFORE_MARKS.match(codes, after) else None
    return Found(Part(*prompted.span("person"))) if prompted else None
