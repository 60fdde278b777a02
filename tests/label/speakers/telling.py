"""What the cases of this folder show of an attribution: the person alone; what else may speak has tests of its own."""

from flows.label.speakers.attribute import Attribution
from flows.label.speakers.identity import is_within
from schemas.words import SpeakerKind


def is_named_person(said: Attribution) -> bool:
    """Tell whether an attribution gives a person whose full name is known."""
    return said.speaker_kind is SpeakerKind.PERSON and not is_within("", said.speaker_id or "")


def person_told(said: Attribution) -> str:
    """Return `id | method` of the person, dashes where none is named."""
    return f"{said.speaker_id} | {said.method}" if is_named_person(said) else "- | -"


def name_told(said: Attribution) -> str:
    """Return `name | method` of the person, dashes where none is named."""
    return f"{said.speaker_name} | {said.method}" if is_named_person(said) else "- | -"
