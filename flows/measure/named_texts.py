"""Texts in which times, amounts and names are marked where they stand, and how well the rules find them.

A plain file a text, `<name>.named`, with a head as marked texts have it; a mark says what the words within it are:

    date 2026-03-12

    {Marta Roe|person} told {the Water Board|organisation} {yesterday|date 2026-03-11} that {3.2 per cent|quantity 3.2 %} was lost.

A kind of `MentionKind`, `date` with its value in ISO 8601, or `quantity` with its number and its unit, where it has one. JSON Lines of
corpora hold `{text, lang, mentions: [[start, end, label]], dates: [[start, end, value]]}`. Two spans agree that share a character, each
counted once; in `exact` they are the same but for marks and pauses at their edges.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from flows.label.cut import cut_of
from flows.label.dates.find import find_dates
from flows.label.expressions.read import read_sentences
from flows.label.mentions.find import find_mentions
from flows.label.quantities.find import find_quantities
from flows.label.quotations.find import find_quotations
from flows.label.speakers.attribute import attribute
from flows.label.speakers.gazetteer import Gazetteer
from flows.measure.agreement import trimmed
from flows.measure.marked_texts import NotMarked
from schemas.words import Language, MentionKind

SUFFIX = ".named"
OPEN, TOLD, CLOSE = "{", "|", "}"
DATE, QUANTITY = "date", "quantity"
EXACT = " exact"
ALL = "mentions"
PERSON, PLACE, ORGANISATION = MentionKind.PERSON, MentionKind.PLACE, MentionKind.ORGANISATION
KIND_OF_A_LABEL: dict[str, str] = {
    **{kind: kind for kind in MentionKind},
    **dict.fromkeys(("Person", "PERSON"), PERSON),
    **dict.fromkeys(("Location", "LocOrg", "GPE", "LOCATION", "FACILITY"), PLACE),
    **dict.fromkeys(("Org", "ORGANISATION", "organization"), ORGANISATION),
    "LAW": MentionKind.LAW,
    "EVENT": MentionKind.EVENT,
    "PROJECT": MentionKind.PROGRAMME,
    **dict.fromkeys(("DATE", "TIME", DATE), DATE),
    **dict.fromkeys(("MONEY", "PERCENTAGE", "QUANTITY", QUANTITY), QUANTITY),
}
"""The labels of the corpora, and ours."""
CLOSE_ENOUGH = 0.01
"""By which share two numbers may differ and be one: a third."""


class Mark(NamedTuple):
    """One marked or found stretch: its kind, and its value where it has one."""

    start: int
    end: int
    kind: str
    value: str | None = None


def read_named_text(path: Path) -> dict[str, Any]:
    """Return `{doc_id, lang, date, text, marks}` of a file; its folder's name is its language. NotMarked names what cannot be read."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    known = dict(line.split(" ", 1) for line in head.splitlines())
    text, marks = _without_marks(body.strip("\n"), path.stem)
    return {"doc_id": path.stem, "lang": path.parent.name, "date": known.get("date"), "text": text, "marks": marks}


def _without_marks(body: str, name: str) -> tuple[str, list[Mark]]:
    pieces: list[str] = []
    marks: list[Mark] = []
    at = 0
    for piece in body.split(OPEN):
        words, told, rest = piece.partition(TOLD)
        if told:
            kind, close, rest = rest.partition(CLOSE)
            label, _, value = kind.partition(" ")
            if not close or label not in KIND_OF_A_LABEL:
                raise NotMarked(f"{name}: {OPEN}{words}{TOLD}{kind}: no mark ends so, or none is of that kind")
            marks.append(Mark(at, at + len(words), label, value or None))
        elif pieces:
            raise NotMarked(f"{name}: {OPEN}{words}: a mark without its kind")
        pieces.append(words + rest)
        at += len(pieces[-1])
    return "".join(pieces), marks


def marks_of(document: dict[str, Any]) -> list[Mark]:
    """Return the marks of a text of ours, or of a corpus; those of kinds that are not looked for are left out."""
    if "marks" in document:
        return list(document["marks"])
    named = (Mark(start, end, KIND_OF_A_LABEL[label]) for start, end, label in document.get("mentions", ()) if label in KIND_OF_A_LABEL)
    return [*named, *(Mark(start, end, DATE, *value) for start, end, *value in document.get("dates", ()))]


def counted_names(document: dict[str, Any], language: Language, gazetteer: Gazetteer) -> Counter[str]:
    """Return the counts of a text: `<kind>:both`, `:extra`, `:missed`, the same of exact spans, `<kind>:valued` and `:right`."""
    text, marks = document["text"], marks_of(document)
    read = cut_of(text, language).document
    read = read._replace(spoken_on=date.fromisoformat(document["date"]) if document.get("date") else None)
    sentences = read_sentences(read)
    dates = find_dates(read, sentences)
    found = [Mark(*one.span, DATE, one.value) for one in dates]
    found += [Mark(*one.span, QUANTITY, f"{one.value} {one.unit or ''}") for one in find_quantities(read, sentences, dates)]
    persons = attribute(read, find_quotations(read), gazetteer).persons
    found += [Mark(*one.span, one.kind) for one in find_mentions(read, persons, gazetteer)]
    total: Counter[str] = Counter()
    for kind in sorted({mark.kind for mark in (*marks, *found)}):
        _count(text, [one for one in marks if one.kind == kind], [one for one in found if one.kind == kind], kind, total)
    for part in ("both", "extra", "missed"):
        for how in ("", EXACT):
            total[f"{ALL}{how}:{part}"] = sum(total[f"{kind}{how}:{part}"] for kind in MentionKind)
    return total


def _count(text: str, true: Sequence[Mark], found: Sequence[Mark], kind: str, total: Counter[str]) -> None:
    """Add the counts of one kind of marks."""
    left = sorted(found)
    both = 0
    for mark in sorted(true):
        touching = [one for one in left if one.start < mark.end and mark.start < one.end]
        both += bool(touching)
        total[f"{kind}:valued"] += mark.value is not None
        total[f"{kind}:right"] += mark.value is not None and any(_is_value(mark.value, one.value) for one in touching)
        if touching:
            left.remove(touching[0])
    _add(total, kind, both, len(true), len(found))
    edges = [set(_edges(text, side)) for side in (true, found)]
    _add(total, f"{kind}{EXACT}", len(edges[0] & edges[1]), len(true), len(found))


def _edges(text: str, marks: Collection[Mark]) -> Iterator[tuple[int, int]]:
    for mark in marks:
        yield from trimmed(text, [(mark.start, mark.end)])


def _add(total: Counter[str], name: str, both: int, true: int, found: int) -> None:
    total[f"{name}:both"] += both
    total[f"{name}:missed"] += true - both
    total[f"{name}:extra"] += found - both


def _is_value(right: str, found: str | None) -> bool:
    """Tell whether a value is the right one: the same, or nearly the same number, with the same unit where the mark has one."""
    if found is None or right == found:
        return right == found
    number, _, unit = right.partition(" ")
    other, _, its_unit = found.partition(" ")
    try:
        return unit in ("", its_unit) and abs(float(number) - float(other)) <= CLOSE_ENOUGH * float(number)
    except ValueError:
        return False
