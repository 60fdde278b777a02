"""Noun phrases and clauses over the class letters of a unit: where a source begins and ends, how far a clause reaches."""

import re
from itertools import islice

from flows.label.quotations.analytic.candidate import Part
from flows.label.quotations.analytic.units import Unit

SHORT_SUBJECT = frozenset("PYwhD")
APPOSED_TITLE = frozenset("zDiN")
LEADING = frozenset("uwiCVKRg")
"""What opens a clause that stands before the main one."""
CLOSING_APPOSITION = frozenset(",-")
NOMINAL = frozenset("NnTr#MzqYOHg)")
# roeM eht fo royam ehT: what a subject may hold, read from its end
SUBJECT_BACKWARDS = re.compile(r"(?:[NnTr#zqDGHoigVK&()M]|(?<=[DGHNTn#])t|A(?=[nT]?[DGH]))*+")
# In January | the mayor – in an interview | Jane Roe
BEHIND_PREPOSITIONAL = re.compile(r"[nN#zM](?=[DGH])|M(?=[NTn])|n(?=T*N{1,3}$)")
BASE_PHRASE = re.compile(r"[DGH]?[NnTr#zq]+$")
NAMED_SEGMENT = re.compile(r"[&bAwhu]*[DGH]*(?:[NnTr#zq&()M]|o[DGH]*)+(?:[it][DGHNnTr#zqo&]+)?")
# One, | who asked not to be named,
# Two people briefed on the talks, | who
DESCRIBED_SEGMENT = re.compile(r"[&bAwhu]*[DY]|[&bA]*[DG]?[nNT#]+VA*[io][DGHnNTo]+(?:i?[DA]?M)?")
PLAIN_SEGMENT = re.compile(r"[DGH]*[NnTr#zqP]+")
# , in turn, – but not: , then a miner,
ADVERBIAL_SEGMENT = re.compile(r"[igRuVjCK]|A(?![DGn#T])")
# by | what Roe, then mayor, called
RELATIVE_START = re.compile(r"(?<=[iVCEKQn])w(?=[DGHNTn]+,[^w])")
# said Jane Roe, the mayor of Aktau, who was elected in May: up to a pause that begins something else
BEHIND = re.compile(
    r"(?:,(?=w|[DnNTr#Ao](?!C))(?:(?!w)[^,.:;Q-]*|w(?:,[iA][^,.:;Q-]*,)?[^,.:;Q-]*(?:(?:,(?=i)[^,.:;QR-]*)?,(?=&)[^,.:;QR-]*){0,2}))+"
)
# said Jane Roe | at the briefing – said the mayor’s aide Jane Roe | in a letter – wrote Jane Roe of the Bank | in a note
NAME_ALONE = re.compile(r"(?:(?:[DG]?[NnTr#]+z)?n*T*N+(?:oD?n*N+)?|[DG]n*T+N+)(?=[it])")
# a study | commissioned by the ministry | found: a participle that belongs to the noun before it
POSTPOSED = re.compile(r"[DGH]?n+VA*i[^VK&,]*")
# A 2014 study that appeared in a journal | found · research led by the Centre for Media and Affairs | shows: behind a clause's start
DESCRIBED = re.compile(
    r"[DGH]?[nNT#z]+(?:[oi][DGH]?[nNT#z]+)*"
    r"(?:(?:V(?:[AM]*[io])|BV[AM]*i|g[DGHnNi]|hB{0,2}[VC]|[hw]n(?=[DGHOi#]))[^VCEBPhwu:;,.Q&-]*|wB{0,2}A?[VC][^VCEBPhwu:;,.Q&-]*(?:t[nVE][^VCEBPhwu:;,.Q&-]*)?|VA*i{1,2}[DGH]?N+(?:[oi][DGH]?[nN]+|[DGH][nN]+)*&[NT]+)"
)
# …, | a report released Wednesday | found
DATED = re.compile(r"(?:^|[;:,Q])(?P<subject>[DGH][nNT&z]*n(?:o[DGH]?[nNT]+)?V(?:i?[DA]?M#?))$")
CLAUSE_START = re.compile(r"(?:^i?(?=D[n#o])|(?:^|[;:,Q])[Ab&]*)(?=[DGHnNT#][^;:,Q]{2,}$)")
# the family, protesters and | deputies
LISTED_BEFORE = re.compile(r"(?:(?<=[;:.Qhb-])|^)(?:[DGH]?[nNT#z]+(?:o[DGH]?[nN]+)?,){1,6}$")
# On Wednesday | after the council
TIMED = re.compile(r"M(?=i[DGHNTn])")
# This morning | a nurse – last week | the mayor
OPENED_BY_TIME = re.compile(r"[DA]?M(?=[DGH])")
# She, | however, – he, | in turn,
TIED = re.compile(r"(?:^|[;:,Q&bh])(?P<pronoun>P),(?:A{1,3}|[iub]A?n?),$")
# The company that owns the hall, | Lattice Cloud,
NAMED_BEHIND = re.compile(r"(?:^|[;:,Q])(?P<subject>[DGH][nNT]+(?:o[DGH]?[nNT]+)*(?:[wh]A?[VCBn]|g)[^,VCBE:;Q-]*,T*N{1,4}),$")
# Only | 52 percent of voters – nearly | eight of ten
NUMBERED = re.compile(r"(?:^|[,;:Qhbu&])A$")
VERB_FOLLOWS = re.compile(r",?[BVC]")
VERB_IN_LAST_PART = re.compile(r",[^,w]*[BV][^,w]*$")
PRONOUN = re.compile(r"[OPHY](?![nNTr#])")
# one | of them · 14 | of the drivers
PARTITIVE = re.compile(r"[D#]o(?=[DGHnNTOY])")
CORE = r"[DGH]*(?:[NnTr#q]|z(?=[NnTr#q]))+"
PHRASE = re.compile(
    rf"{CORE}(?:\({CORE}(?:-{CORE})?\.?\))?(?:(?:o|&|i(?=[DGHn#T]*[nNTr]))[DGHM]*{CORE}){{0,8}}(?:[wh][A]*[VBCEKX][^,.:;Q-]{{0,25}}|(?<=n)VA*(?:M|i[DGHM]*{CORE}(?:[oi][DGH]*{CORE})?M?)|(?<=n)CA*i[DA]?M#?(?=,))?"
)
APPOSED = re.compile(rf",(?:A?{CORE}(?:(?:o|&|i)[DGH]*{CORE}){{0,8}}(?:[wh][^,.:;Q-]{{0,25}})?|[w][^,.:;Q-]{{0,25}})(?=[,.]|$|Q)")
VERB_GROUP = re.compile(r"[VCEKB][ABXVCEK]*")
PERSONS, MARKED = frozenset("NTPY"), frozenset("Qqp")
MOST_VERBS = 6
# …, while the bank raised its rate · …, as the bank seeks a partner: the reporter's contrast
ASIDE = re.compile(r",(?:(?P<contrast>u)|j(?=[DGH]?[nNTz#]+[ABX]*[nVC]))")
# …, a charge he denies · …, adding that · … and called for · … and he urged · “…,” but
CUTS = re.compile(
    r"(?:,|(?<=p))A?(?=R)|,?[&b]A?(?=C)|[,-]+[&b]A*(?=P[ABX]*C)|;|(?:,|(?<=[Qp]))b(?![Qqp]|h[^B])|,(?=Dn{1,2}(?:P|[DG]n+|N+)[ABX]*[CVK])"
)
# When the mayor noted that …, the council …: a clause of time or reason ends before the main one
MAIN_CLAUSE = re.compile(r"[,-]+(?=A*(?:[DGH]?[nNTr#z]+|P)[ABX]*[VCEK])")


def noun_phrase_after(codes: str, at: int, has_apposition: bool = True) -> Part | None:
    """Return the noun phrase that begins at a token, with its appositions; None where none does."""
    if PRONOUN.match(codes, at):
        return Part(at, at + 1)
    if PARTITIVE.match(codes, at) and (whole := noun_phrase_after(codes, at + 2, has_apposition)):
        return Part(at, whole.end)
    match = PHRASE.match(codes, at)
    if not match or match.end() == at:
        return None
    end = match.end()
    while has_apposition and (apposition := APPOSED.match(codes, end)):
        end = apposition.end()
    return Part(at, end)


def named_behind(codes: str, at: int) -> Part | None:
    """Return the noun phrase behind an inverted cue with all its appositions; None where none begins there."""
    named = noun_phrase_after(codes, at, has_apposition=False)
    if named is None:
        return None
    if alone := NAME_ALONE.match(codes, at, named.end):
        return Part(at, alone.end())
    apposed = BEHIND.match(codes, named.end)
    if apposed and not VERB_FOLLOWS.match(codes, apposed.end()) and not VERB_IN_LAST_PART.search(apposed.group().split("w")[0]):
        return Part(at, apposed.end())
    return named


def subject_before(codes: str, end: int) -> Part | None:
    """Return the subject that ends right before a token (or before the comma that closes its apposition)."""
    if dated := DATED.search(codes, 0, end):
        return Part(*dated.span("subject"))
    end = _without_time(codes, end)
    last = codes[end - 1 : end]
    is_counted = codes.endswith("oD", 0, end)  # the mother of three
    if last in SHORT_SUBJECT and not is_counted:
        return Part(end - 1, end)
    if last == "p" and codes[end - 2 : end - 1] in APPOSED_TITLE:
        return _subject_with_apposition(f"{codes[: end - 1]},", end - 1)  # Wells, on the “Today,” | called
    if last in CLOSING_APPOSITION:
        return (_subject_with_apposition if last == "," else _subject_between_dashes)(codes, end - 1)
    if last == "V":
        return _described(codes, end)  # the people who signed | demand
    return _subject_of_nouns(codes, end) if is_counted or last in NOMINAL else None


def _subject_of_nouns(codes: str, end: int) -> Part | None:
    """Return the subject whose last noun stands right before a token."""
    start = end - 1 if codes[end - 1] in "OD" else end  # one of them
    if codes[end:].lstrip("ABX")[:1] != "R" and (described := _described(codes, end)):
        return described
    inside = SUBJECT_BACKWARDS.match(codes[:start][::-1])
    start = _trim_left(codes, start - inside.end() if inside else start, end)
    if codes.startswith("#", start) and NUMBERED.search(codes, 0, start):
        start -= 1
    if "&" in codes[start:end] and (before := LISTED_BEFORE.search(codes, 0, start)):
        start = before.start()
    return Part(start, end) if start < end else None


def _described(codes: str, end: int) -> Part | None:
    """Return a subject that a clause or participle describes and that ends right before a token; None where none opens its clause."""
    match = CLAUSE_START.search(codes, 0, end)
    start = match.end() if match else end
    return Part(start, end) if DESCRIBED.fullmatch(codes, start, end) else None


def _without_time(codes: str, end: int) -> int:
    """Leave out the words of time at the end of a stretch: Aktau | this month | announced."""
    if codes[end - 2 : end] == "i#" and end > 2:
        end -= 2  # the panel in 2001 | found
    while end > 1 and codes[end - 1] == "M":
        end -= 2 if codes[end - 2] in "DAi" else 1
        end = len(codes[:end].rstrip("AX"))
    return end


def _trim_left(codes: str, start: int, end: int) -> int:
    """Leave out what stands before the subject in its clause: an adverbial, a verb and its object."""
    if POSTPOSED.fullmatch(codes, start, end) and codes[start - 1 : start] not in ("u", "w", "h"):
        return start
    if opening := OPENED_BY_TIME.match(codes, start, end):
        start = opening.end()
    for timed in TIMED.finditer(codes, start, end):
        start = timed.end() + 1
    verb = max(codes.rfind("V", start, end), codes.rfind("K", start, end))
    if verb >= 0:
        start = max(codes.find("&", verb, end), verb) + 1
    if codes[start:end][:1] in ("i", "o") and codes[start - 1 : start] != ",":
        return _end_of_prepositional(codes, start, end)
    bracket = codes.rfind("(", start, end)
    if bracket >= 0 and codes.find(")", bracket, end) < 0:
        start = bracket + 1
    return end - len(codes[start:end].lstrip("&ioMVAg)" if start else "&ioMVA)"))


def _end_of_prepositional(codes: str, start: int, end: int) -> int:
    """Return where the subject begins behind a phrase of place or time that opens the clause: In January | the mayor of Aktau said."""
    boundary = BEHIND_PREPOSITIONAL.search(codes, start + 1, end)
    if boundary:
        return boundary.end()
    base = BASE_PHRASE.search(codes, start, end)
    return base.start() if base else end


def _subject_with_apposition(codes: str, end: int) -> Part | None:
    """Return a subject and what stands in apposition to it up to a comma; an adverbial there is left out: The mayor, in turn, said."""
    if tied := TIED.search(codes, 0, end + 1):
        return Part(*tied.span("pronoun"))
    if named := NAMED_BEHIND.search(codes, 0, end + 1):
        return Part(*named.span("subject"))
    start = max(codes.rfind(stop, 0, end) for stop in ("Q", "p", ";", ":", "-", ".", ",u")) + 1
    if opened := RELATIVE_START.search(codes, start, end):
        start = opened.start()
    while (comma := codes.find(",", start, end)) >= 0:
        boundary = BEHIND_PREPOSITIONAL.search(codes, start + 1, comma) if codes.startswith("i", start) else None
        if boundary and PLAIN_SEGMENT.fullmatch(codes, boundary.end(), comma):
            start = boundary.end()  # At this point | the Speaker, Jane Roe, said
        segment = codes[start:comma]
        if NAMED_SEGMENT.fullmatch(segment) or (codes.startswith("w", comma + 1) and DESCRIBED_SEGMENT.fullmatch(segment)):
            first = comma - len(segment.lstrip("&bAwhu"))
            last = codes.rfind(",", 0, end)
            return Part(first, last if ADVERBIAL_SEGMENT.match(codes, last + 1) else end)
        start = comma + 1
    return Part(start, end) if PLAIN_SEGMENT.fullmatch(codes, start, end) else None


def _subject_between_dashes(codes: str, end: int) -> Part | None:
    """Return a subject with its apposition between dashes: John Roe – the mayor, who was elected in May – said."""
    opening = codes.rfind("-", 0, end)
    if opening < 1:
        return None
    named = _subject_with_apposition(codes, opening) or subject_before(codes, opening)
    return named and Part(named.first, end)


def left_start(codes: str, index: int) -> int:
    """Return where the clause to the left of a frame begins: behind a semicolon, a colon, a single dash, or with the sentence."""
    end = max(index - 1, 0)  # “…” – said X: the dash right before a frame opens nothing
    dash = codes.rfind("-", 0, end) if codes.count("-", 0, end) == 1 else -1
    start = max(codes.rfind(";", 0, end), codes.rfind(":", 0, end), dash) + 1
    while start < index and codes[start] in (",.*" if not start else "&b,."):
        start += 1
    return start + 2 if not start and codes.startswith("A,") else start  # However,


def main_subject(codes: str, before: int, first: int = 0) -> Part | None:
    """Return the subject of the first verb from a token on, for a cue that has none of its own: X stood up and said."""
    end = first
    for verb in islice(VERB_GROUP.finditer(codes, first, before), MOST_VERBS):
        subject = subject_before(codes, verb.start())
        if subject and codes[subject.first] == "w":
            continue  # fishermen | who gathered | want
        if subject and subject.first >= end:
            return subject
        end = verb.end()
    return None


def nearest_subject(codes: str, before: int) -> Part | None:
    """Return the subject of the main clause that leads to a token: Asked if she would run, | Harper | laughed:"""
    opened = list(MAIN_CLAUSE.finditer(codes, 0, before)) if codes[0] in LEADING else []
    subject = main_subject(codes, before, opened[-1].end()) if opened else None
    return subject or main_subject(codes, before)


def clause_from(unit: Unit, first: int) -> Part | None:
    """Return the clause that begins at a token, None where it holds nothing."""
    end = clause_end(unit, first)
    return Part(first, end) if end > first else None


def clause_end(unit: Unit, first: int) -> int:
    """Return where the clause that begins at a token ends: before the next verb of the reporter's own, or with the sentence."""
    codes = unit.codes
    cut = CUTS.search(codes, first + 1)
    end = cut.start() if cut else len(codes)
    end = next((aside.start() for aside in ASIDE.finditer(codes, first + 1, end) if _is_of_writer(unit, aside)), end)
    is_led = codes[0] in "uw" or (codes[0] == "i" and unit.is_of("absolute", 0))
    if is_led and (main := MAIN_CLAUSE.search(codes, first + 1, end)) and not MAIN_CLAUSE.search(codes, 0, first):
        end = main.start()
    end = max(len(codes[:end].rstrip(".,;:")), first)
    has_adverb = end > first + 2 and codes[end - 2] == "," and unit.is_of("connective", end - 1)
    return end - 2 if has_adverb else end  # …, however


def _is_of_writer(unit: Unit, aside: re.Match[str]) -> bool:
    """Tell whether a contrast is the reporter's: with a person, or with what somebody else says; of things the speaker may tell as well."""
    at = aside.end()
    if not unit.is_of("contrast", at - 1):
        return False
    is_of_person = unit.codes[at : at + 1] in PERSONS or not MARKED.isdisjoint(unit.codes[at:])
    return aside["contrast"] is None or is_of_person or any(place >= at for place in unit.cues)
