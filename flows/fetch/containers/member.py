"""What a container gives: its members one after another, each a text or the reason why it is none."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from schemas.words import Reason

Said = tuple[tuple[str, str], ...]
"""What the other columns of a table's row say of its text: (meaning, value), values as they are written there."""


class Bounds(NamedTuple):
    """How much one container may hold; one of its members is bound as any text is."""

    members: int = 5_000_000
    unpacked_bytes: int = 100_000_000_000
    ratio: int = 200
    """Unpacked bytes for one packed, of the container as a whole; markup packs to a twentieth at best."""
    free_bytes: int = 200_000_000
    """What may be unpacked whatever its ratio."""


class Member(NamedTuple):
    """One text of a container: `raw` are its bytes as they came, or `reason` and `detail` say why there are none."""

    name: str
    """Its path within an archive, its address in a web archive; of a row its `id` or `url`, or the SHA-256 of its text."""
    raw: bytes | None = None
    url: str | None = None
    content_type: str | None = None
    retrieved_at: datetime | None = None
    said: Said = ()
    is_row: bool = False
    """True for a row of a table, of which the name is no path."""
    table: str | None = None
    """The path within its archive of the table that a row stands in; None where the table is a file of its own."""
    reason: Reason | None = None
    detail: str | None = None


class Overfull(Exception):
    """A container that holds more than it may: what follows in it is not read."""


class Room:
    """What is left of a container's bounds while it is unpacked."""

    def __init__(self, bounds: Bounds, packed_bytes: int) -> None:
        self.members = bounds.members
        self.unpacked_bytes = min(bounds.unpacked_bytes, max(bounds.free_bytes, bounds.ratio * packed_bytes))

    def take(self, unpacked_bytes: int) -> None:
        """Count a member; Overfull where there is no room for it."""
        self.members -= 1
        if self.members < 0:
            raise Overfull("holds more members than a container may")
        self.unpack(unpacked_bytes)

    def unpack(self, unpacked_bytes: int) -> None:
        """Count bytes that are no member of their own; Overfull where there is no room for them."""
        self.unpacked_bytes -= unpacked_bytes
        if self.unpacked_bytes < 0:
            raise Overfull("unpacks to far more than it holds, as no collection of texts does")
