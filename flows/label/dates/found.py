"""What the rules find of a time, before it becomes a row."""

from datetime import date
from typing import NamedTuple

from schemas.columns import Span
from schemas.words import DateKind


class FoundDate(NamedTuple):
    """One expression of time; its span is code points of the text."""

    span: Span
    kind: DateKind
    value: str | None
    """ISO 8601; None where it cannot be told."""
    is_relative: bool
    anchor_on: date | None
    """The day from which a relative one was reckoned."""
    is_approximate: bool
