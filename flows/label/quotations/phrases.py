"""Noun phrases and clauses over the class letters of a unit: where a source begins and ends, how far a clause reaches."""

import re

from flows.label.quotations.units import Unit

NOMINAL = frozenset("NnTr#MzqYOHg")
INSIDE = frozenset("NnTr#zqDGHoigVK&")
HARD_STOP = frozenset(".:;Q-huwbCERPBX")
# Aleppo, the city's mayor, · the mayor, who was elected in May,
APPOSITION = re.compile(r",(?=[DGNTnr#w])")
LEADING = re.compile(r"[iuARgV]")


def noun_phrase_after(codes: str, at: int, has_apposition: bool = True) -> tuple[int, int] | None:
    """Return the noun phrase that begins at a token, with its appositions; None where none does."""
    if codes[at : at + 1] in ("O", "P", "H", "Y") and codes[at + 1 : at + 2] not in tuple("nN"):
        return at, at + 1
    match = PHRASE.match(codes, at)
    if not match or match.end() == at:
        return None
    end = match.end()
    while True:
        if not has_apposition:
            return at, end
        apposition = APPOSED.match(codes, end)
        if not apposition:
            return at, end
        end = apposition.end()


# said Jane Roe, the mayor of Aktau, who was elected in May: up to a pause that begins something else
BEHIND = re.compile(r"(?:,(?=[DnNTr#wA](?!C))[^,.:;Q-]*)+")
ENDS_BEHIND = ("", ".", ",", "Q", "-", ";", ":")


def named_behind(codes: str, at: int) -> tuple[int, int] | None:
    """Return the noun phrase behind an inverted cue with all its appositions; None where none begins there."""
    named = noun_phrase_after(codes, at, has_apposition=False)
    if named is None:
        return None
    apposed = BEHIND.match(codes, named[1])
    if apposed and not re.match(r"[,]?[BVC]", codes[apposed.end() :]) and not re.search(r",[^,]*[BV][^,]*$", apposed.group().split("w")[0]):
        return at, apposed.end()
    return named


CORE = r"[DGH]*(?:[NnTr#q]|z(?=[NnTr#q]))+"
PHRASE = re.compile(
    rf"{CORE}(?:\({CORE}(?:-{CORE})?\.?\))?(?:(?:o|&|i(?=[DGHn#T]*[nNTr]))[DGHM]*{CORE}){{0,8}}(?:[wh][A]*[VBCEKX][^,.:;Q-]{{0,25}})?"
)
APPOSED = re.compile(rf",(?:A?{CORE}(?:(?:o|&|i)[DGH]*{CORE}){{0,8}}(?:[wh][^,.:;Q-]{{0,25}})?|[w][^,.:;Q-]{{0,25}})(?=[,.]|$|Q)")


def subject_before(codes: str, end: int) -> tuple[int, int] | None:
    """Return the subject that ends right before a token (or before the comma that closes its apposition)."""
    if not end:
        return None
    while end > 1 and codes[end - 1] == "M":  # Aktau this month announced
        end -= 2 if codes[end - 2] in "DAi" else 1
        while end and codes[end - 1] in "AX":
            end -= 1
    if not end:
        return None
    last = codes[end - 1]
    if last in "PYwh":
        return end - 1, end
    if last == ",":
        return _subject_with_apposition(codes, end - 1)
    if last == "-":
        return _subject_between_dashes(codes, end - 1)
    if last not in NOMINAL and last != ")":
        return None
    start = end
    while (start and codes[start - 1] in INSIDE) or (start and codes[start - 1] in "()M"):
        start -= 1
    start = _trim_left(codes, start, end)
    return (start, end) if start < end else None


def _trim_left(codes: str, start: int, end: int) -> int:
    """Leave out what stands before the subject in its clause: an adverbial, a verb and its object."""
    stretch = codes[start:end]
    verb = max(stretch.rfind("V"), stretch.rfind("K"))
    if verb >= 0:
        joined = stretch.find("&", verb)
        start += (joined if joined >= 0 else verb) + 1
        stretch = codes[start:end]
    while stretch and stretch[0] in "&ioMVAg)":
        if stretch[0] in "io" and not (start and codes[start - 1] == ","):
            base = re.compile(r"[DGH]?[NnTr#zq]+$").search(stretch)
            return start + base.start() if base else end
        start += 1
        stretch = stretch[1:]
    return start


def _subject_with_apposition(codes: str, end: int) -> tuple[int, int] | None:
    start = max((codes.rfind(stop, 0, end) for stop in "Q;:-."), default=-1) + 1
    while start < end:
        comma = codes.find(",", start, end)
        if comma < 0:
            break
        segment = codes[start:comma]
        if re.fullmatch(r"[&bA]*[DGH]*[NnTr#zq&o()M]+(?:i[DGHNnTr#zqo&]+)?", segment):
            return start + len(segment) - len(segment.lstrip("&bA")), end
        start = comma + 1
    segment = codes[start:end]
    if re.fullmatch(r"[DGH]*[NnTr#zqP]+", segment):
        return start, end
    return None


def _subject_between_dashes(codes: str, end: int) -> tuple[int, int] | None:
    """Return a subject with its apposition between dashes: John Roe – the mayor, who was elected in May – said."""
    opening = codes.rfind("-", 0, end)
    if opening < 1:
        return None
    named = subject_before(codes, opening) or _subject_with_apposition(codes, opening)
    return (named[0], end) if named else None


def main_subject(codes: str, before: int) -> tuple[int, int] | None:
    """Return the subject of the sentence's first verb, for a cue that has none of its own: X stood up and said."""
    verb = re.compile(r"[VCEKB]").search(codes, 0, before)
    if not verb:
        return None
    return subject_before(codes, verb.start())


# …, adding that · …, according to · … and called for
CUTS = re.compile(r",A?(?=R)|,?[&b]A?(?=C)|[,-]+[&b]A*(?=P[ABX]*C)|;|,b")


def clause_end(unit: Unit, first: int) -> int:
    """Return where the clause that begins at a token ends: before the next verb of the reporter's own, or with the sentence."""
    codes = unit.codes
    end = len(codes)
    cut = CUTS.search(codes, first)
    if cut and cut.start() > first:
        end = cut.start()
    while end > first and codes[end - 1] in ".,;:":
        end -= 1
    return end
