"""A quotation in terms of its unit's tokens, as the rules pass it to each other."""

from typing import NamedTuple

from flows.label.quotations.words import CueEntry


class Part(NamedTuple):
    """A stretch of a unit: token positions, end exclusive."""

    first: int
    end: int


class Candidate(NamedTuple):
    """A quotation in terms of a unit's tokens."""

    cue: Part
    verb: CueEntry
    source: Part | None
    content: tuple[Part, ...]
    addressee: Part | None = None
    borrows_source: bool = False
    """True where the source is the subject of another verb: X stood up and said."""
    further_cue: Part | None = None
    """The rest of a cue that stands around the source: in [his] words."""
