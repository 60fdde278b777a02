"""Corrections of who somebody is, as they bear on whom a text mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from flows.label.corrections.said import Came
from flows.label.mentions.found import FoundMention
from flows.label.speakers.attribute import Attribution
from schemas.words import Mistake, Outcome


def corrected_mentions(
    text: str, mentions: Iterable[FoundMention], came: Iterable[Came], attributions: Sequence[Attribution]
) -> list[FoundMention]:
    """Return the mentions of a text, those of somebody who was found to be another person as mentions of that person.

    A correction that gives words bears on the mentions alone in which these stand.
    """
    corrected = list(mentions)
    for one in came:
        if one.said.wrong is Mistake.OTHER_PERSON and one.outcome is Outcome.APPLIED and one.quotation is not None:
            person = attributions[one.quotation].speaker_id
            sought = re.compile(rf"(?<!\w){re.escape(one.said.words or '')}(?!\w)") if one.said.words else None
            corrected = [
                mention._replace(entity_id=person)
                if mention.entity_id == one.said.speaker_id and (sought is None or sought.search(text, *mention.span))
                else mention
                for mention in corrected
            ]
    return corrected
