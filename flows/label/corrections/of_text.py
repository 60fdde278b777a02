"""The corrections of one text: of its day, title and form before the rules read it, of its quotations after they did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from flows.clean.stated import Told
from flows.label.corrections.quotations import corrected_quotations
from flows.label.corrections.said import NOTHING, Came, Said
from flows.label.corrections.speakers import corrected_speakers
from flows.label.quotations.find import find_quotations
from flows.label.quotations.found import FoundQuotation
from flows.label.speakers.attribute import Attributed, attribute
from flows.label.speakers.gazetteer import Gazetteer
from flows.segment.document import Document
from schemas.words import Form, Mistake, Outcome, TakenFrom

FIELDS = {Mistake.DATE: "spoken_on", Mistake.TITLE: "title", Mistake.FORM: "form"}
"""What is told of a text as a whole, by what a correction calls it."""


def corrected_told(told: Told, form: Callable[[], Form], said: Iterable[Said]) -> tuple[Told, list[Came]]:
    """Return what is told of a text as people corrected it, and what came of each; `form` tells its form where nothing else does.

    The rules read the text by it: offices are held on the right day, turns are read where there are turns.
    """
    came: list[Came] = []
    for one in said:
        if one.wrong not in FIELDS:
            continue
        field, right = FIELDS[one.wrong], _value(one)
        found = getattr(told.stated, field) or (form() if one.wrong is Mistake.FORM else None)
        if found == right:
            came.append(Came(one, Outcome.AGREED))
            continue
        origin = None if right is None else TakenFrom.CORRECTION
        told = Told(told.stated._replace(**{field: right}), told.origins._replace(**{field: origin}))
        came.append(Came(one, Outcome.APPLIED, 1, found=None if found is None else str(found)))
    return told, came


def _value(said: Said) -> Any:
    """Return what is right, as the text's row holds it."""
    if said.right is None or said.right == NOTHING:
        return None
    if said.wrong is Mistake.DATE:
        return date.fromisoformat(said.right)
    return Form(said.right) if said.wrong is Mistake.FORM else said.right


class Read(NamedTuple):
    """The quotations of a text and who says each, as the rules and then people say."""

    found: list[FoundQuotation]
    attributed: Attributed
    came: list[Came]
    """What came of each correction of a quotation, in the order in which they were applied."""
    changed: Mapping[int, list[Said]]
    """The corrections of each quotation that says something else because of them, by its index."""


def quotations_of(document: Document, gazetteer: Gazetteer, said: Sequence[Said]) -> Read:
    """Return the quotations of a text as the rules find them, and as people corrected them then."""
    found = find_quotations(document)
    if not said:
        return Read(found, attribute(document, found, gazetteer), [], {})
    first = corrected_quotations(document, found, said)
    unfit = {one.said for one in first.came if one.outcome is Outcome.UNFIT}
    fit = [one for one in said if one not in unfit and (one.right is not None or one.wrong is not Mistake.MISSED)]
    attributed = attribute(document, first.found, gazetteer)
    second = corrected_speakers(document, first.found, attributed, fit, gazetteer)
    changed: dict[int, list[Said]] = defaultdict(list)
    applied = [(one.quotation, one.said) for one in first.came if one.outcome is Outcome.APPLIED]
    for index, one in (*applied, *second.changed):
        if index is not None and one not in changed[index]:
            changed[index].append(one)
    return Read(first.found, second.attributed, _together(first.came, second.came), {n: ones for n, ones in changed.items() if ones})


def _together(first: Iterable[Came], second: Iterable[Came]) -> list[Came]:
    """Return what came of each correction, one value a correction: of a missed quotation, its words and its speaker count as one."""
    came = {one.said: one for one in first}
    for one in second:
        before = came.get(one.said)
        if before is None or before.outcome is Outcome.AGREED or one.outcome is Outcome.UNFIT:
            came[one.said] = one
    return list(came.values())
