"""Corrections of who says it: applied to what the rules tell of the sources of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flows.label.corrections.places import Unplaced, places_meant, quotation_meant
from flows.label.corrections.said import NOTHING, Came, Said, whole_words
from flows.label.quotations.found import FoundQuotation
from flows.label.speakers.attribute import Attributed, Attribution, MetSpeaker
from flows.label.speakers.gazetteer import Gazetteer, preferred_name
from flows.label.speakers.identity import speaker_id_of
from flows.label.speakers.known import bearers_of, known, person_of
from flows.languages.pack import pack
from flows.segment.document import Document
from schemas.speeches import SPEAKER_ID
from schemas.words import Mistake, Outcome, SpeakerMethod


class CorrectedSpeakers(NamedTuple):
    """Who says each quotation after the corrections, and what came of these; `quotations` of one that is about several are its first."""

    attributed: Attributed
    came: list[Came]
    changed: list[tuple[int, Said]]
    """The quotations whose speaker is another one, and by which correction."""


class Draft(NamedTuple):
    """Attributions while they are corrected."""

    document: Document
    found: Sequence[FoundQuotation]
    attributions: list[Attribution]
    persons: dict[str, MetSpeaker]
    gazetteer: Gazetteer
    changed: list[tuple[int, Said]]


def corrected_speakers(
    document: Document, found: Sequence[FoundQuotation], attributed: Attributed, said: Iterable[Said], gazetteer: Gazetteer
) -> CorrectedSpeakers:
    """Return the attributions of a text's quotations as people corrected them; persons who are two come first, single quotations last."""
    persons = {person.speaker_id: person for person in attributed.persons}
    draft = Draft(document, found, list(attributed.attributions), persons, gazetteer, [])
    came = [_came(draft, one) for wrong in (Mistake.OTHER_PERSON, Mistake.MISSED, Mistake.SPEAKER) for one in said if one.wrong is wrong]
    corrected = attributed._replace(attributions=tuple(draft.attributions), persons=tuple(draft.persons.values()))
    return CorrectedSpeakers(corrected, came, draft.changed)


def persons_left(attributed: Attributed) -> tuple[MetSpeaker, ...]:
    """Return the persons whom an attribution names still, in the order of meeting: a correction may give away all that one said."""
    named = {speaker_id for one in attributed.attributions for speaker_id in (one.speaker_id, one.addressee_id)}
    named |= {candidate.speaker_id for one in attributed.attributions for candidate in one.candidates}
    return tuple(person for person in attributed.persons if person.speaker_id in named)


def _came(draft: Draft, said: Said) -> Came:
    try:
        person = person_meant(draft, said.right or NOTHING)
        if said.wrong is Mistake.OTHER_PERSON:
            return _someone_else(draft, said, person)
        places = places_meant(draft.document.text, said.words, said.span, said.occurrence)
        index = quotation_meant(draft.document.text, places, [quotation.content for quotation in draft.found])
        if index is None:
            raise Unplaced("no quotation stands there")
        before = draft.attributions[index].speaker_id
        if before == (person and person.speaker_id):
            return Came(said, Outcome.AGREED, quotation=index)
        _give(draft, index, person, said)
        return Came(said, Outcome.APPLIED, 1, index, before)
    except Unplaced as error:
        return Came(said, Outcome.UNFIT, detail=str(error))


def _someone_else(draft: Draft, said: Said, person: MetSpeaker | None) -> Came:
    """Give to another person all that one says in a text, or what is said under a name of theirs."""
    meant = [index for index, one in enumerate(draft.attributions) if one.speaker_id == said.speaker_id]
    if said.words is not None:
        sought = whole_words(said.words)
        meant = [index for index in meant if any(sought.search(draft.document.text, *span) for span in draft.found[index].source)]
    if not meant:
        raise Unplaced(f"{said.speaker_id} says nothing there")
    for index in meant:
        _give(draft, index, person, said)
    return Came(said, Outcome.APPLIED, len(meant), meant[0], said.speaker_id)


def _give(draft: Draft, index: int, person: MetSpeaker | None, said: Said) -> None:
    draft.changed.append((index, said))
    addressee_id = draft.attributions[index].addressee_id
    if person is None:
        draft.attributions[index] = Attribution(None, None, None, None, addressee_id)
    else:
        draft.attributions[index] = Attribution(person.speaker_id, person.name, person.kind, SpeakerMethod.CORRECTION, addressee_id)


def person_meant(draft: Draft, right: str) -> MetSpeaker | None:
    """Return the person whom a correction means, by an id or a full name; None for nobody, Unplaced where an id is unknown here."""
    if right == NOTHING:
        return None
    lists = known(draft.gazetteer)
    bearers = bearers_of(lists, right)
    named = next(iter(bearers)) if len(bearers) == 1 else speaker_id_of(right, pack(draft.document.language))
    speaker_id = right if re.fullmatch(SPEAKER_ID, right) else named
    if speaker_id in draft.persons:
        return draft.persons[speaker_id]
    if person := person_of(lists, speaker_id):
        met = MetSpeaker(speaker_id, preferred_name(person), is_listed=True, gender=person.gender)
    elif speaker_id == right:
        raise Unplaced(f"{right!r} is no listed person, and nobody whom the text names; write the full name")
    else:
        met = MetSpeaker(speaker_id, right, is_listed=False, gender="either")
    draft.persons[speaker_id] = met
    return met
