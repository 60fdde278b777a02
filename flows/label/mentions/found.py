"""A named thing in a text, as the rules find it."""

from typing import NamedTuple

from schemas.columns import Span
from schemas.words import MentionKind


class FoundMention(NamedTuple):
    """One named thing in a text."""

    span: Span
    kind: MentionKind
    entity_id: str | None
    """The person of the speakers' tables, or the country (ISO 3166-1) or its capital; None where it is not known."""
