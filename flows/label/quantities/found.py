"""What the rules find of an amount, before it becomes a row."""

from typing import NamedTuple

from schemas.columns import Span
from schemas.words import Direction


class FoundQuantity(NamedTuple):
    """One amount; its spans are code points of the text."""

    span: Span
    value: float
    lowest: float | None
    """The least that it may be; None where nothing tells."""
    highest: float | None
    unit: str | None
    """%, the ISO 4217 code of a currency, the sign of a unit of measure, persons, times, share; None for other things that are counted."""
    counted: Span | None
    direction: Direction | None
    """Which way something changed by it; None where nothing tells."""
    is_approximate: bool
