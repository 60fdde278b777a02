"""What the cleaning rules pass on: a text on its way from bytes to a speech."""

from datetime import date, datetime
from typing import NamedTuple

from schemas.words import Reason


class Draft(NamedTuple):
    """A text between two steps, and what its header or page has said so far."""

    text: str
    title: str | None = None
    spoken_on: date | None = None
    published_at: datetime | None = None
    """In UTC."""
    place: str | None = None


class Cleaned(NamedTuple):
    """A text as it is published; `steps` names the steps that changed it, in order."""

    text: str
    title: str | None
    spoken_on: date | None
    published_at: datetime | None
    place: str | None
    steps: tuple[str, ...]


class Unreadable(NamedTuple):
    """Why bytes gave no text: a word of the list, and a sentence that names what was found."""

    reason: Reason
    detail: str
