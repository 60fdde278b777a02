"""What the cleaning rules pass on: a text on its way from bytes to a speech."""

from datetime import date, datetime
from typing import Any, NamedTuple

from flows.clean.stated import WITHOUT_OFFSET, Origins, Stated, Told
from schemas.words import Damage, Form, Reason, TakenFrom


class Sitting(NamedTuple):
    """What the markup of a sitting tells of the paragraphs of its text."""

    labels: frozenset[str] = frozenset()
    """Those that begin a turn, before a colon."""
    chairs: frozenset[str] = frozenset()
    """Those of the labels that stand for whoever presides, each time that they stand there."""
    unspoken: frozenset[str] = frozenset()
    """Whole paragraphs that nobody says: headings, notes."""


class Draft(NamedTuple):
    """A text between two steps, and what its header or page has said so far."""

    text: str
    title: str | None = None
    spoken_on: date | None = None
    published_at: datetime | None = None
    """In UTC."""
    place: str | None = None
    published_offset: str | None = None
    speaker: str | None = None
    event: str | None = None
    url: str | None = None
    form: Form | None = None
    origins: Origins = Origins()
    sitting: Sitting = Sitting()

    def with_told(self, taken_from: TakenFrom, /, **values: Any) -> "Draft":
        """Return the draft with those values, each with where it was taken from, that it has none of yet."""
        new = {name: value for name, value in values.items() if value is not None and getattr(self, name) is None}
        return self._replace(**new, origins=self.origins._replace(**dict.fromkeys(new.keys() & set(WITHOUT_OFFSET), taken_from)))


class Cleaned(NamedTuple):
    """A text as it is published; `steps` names the steps that changed it, in order."""

    text: str
    title: str | None
    spoken_on: date | None
    published_at: datetime | None
    place: str | None
    steps: tuple[str, ...]
    published_offset: str | None = None
    speaker: str | None = None
    event: str | None = None
    url: str | None = None
    form: Form | None = None
    origins: Origins = Origins()
    sitting: Sitting = Sitting()
    """Of a sitting in XML alone."""
    damage: Damage | None = None

    @property
    def told(self) -> Told:
        """Return what the text's page, head and foot say of it."""
        stated = Stated(
            self.title,
            self.spoken_on,
            self.published_at,
            self.published_offset,
            self.speaker,
            self.event,
            self.place,
            self.url,
            form=self.form,
        )
        return Told(stated, self.origins)


class Unreadable(NamedTuple):
    """Why bytes gave no text: a word of the list, and a sentence that names what was found."""

    reason: Reason
    detail: str
