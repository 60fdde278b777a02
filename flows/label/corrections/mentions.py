"""Corrections of who somebody is, as they bear on whom a text mentions."""

from __future__ import annotations

from collections.abc import Iterable

from flows.label.corrections.said import Came, whole_words
from flows.label.corrections.speakers import persons_left
from flows.label.mentions.found import FoundMention
from flows.label.speakers.attribute import Attributed
from schemas.words import Mistake, Outcome


def corrected_mentions(text: str, mentions: Iterable[FoundMention], came: Iterable[Came], attributed: Attributed) -> list[FoundMention]:
    """Return the mentions of a text, those of somebody who was found to be another person as mentions of that person.

    A correction that gives words bears on the mentions alone in which these stand. Who is on no list, and is quoted no more, has no id
    that a mention could give.
    """
    corrected = list(mentions)
    for one in came:
        if one.said.wrong is Mistake.OTHER_PERSON and one.outcome is Outcome.APPLIED and one.quotation is not None:
            person = attributed.attributions[one.quotation].speaker_id
            sought = whole_words(one.said.words) if one.said.words else None
            corrected = [
                mention._replace(entity_id=person)
                if mention.entity_id == one.said.speaker_id and (sought is None or sought.search(text, *mention.span))
                else mention
                for mention in corrected
            ]
    return _of_known(corrected, attributed)


def _of_known(mentions: Iterable[FoundMention], attributed: Attributed) -> list[FoundMention]:
    """Return the mentions, without the ids of unlisted persons whom no quotation names after the corrections."""
    left = {person.speaker_id for person in persons_left(attributed)}
    gone = {person.speaker_id for person in attributed.persons if not person.is_listed} - left
    return [mention._replace(entity_id=None) if mention.entity_id in gone else mention for mention in mentions]
