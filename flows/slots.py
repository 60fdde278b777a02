"""Into how many shards the texts of an archive are divided, and which of them a text stands in. Pure rules.

A slot is a text's hash modulo a power of two, so that where there are twice as many slots each text of one stands in one of two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

# Fewer texts make a task too small for what it costs to hand out; of more, a changed text has too many neighbours copied.
TEXTS_IN_A_SHARD = 256
# Of a few large texts each wants a worker of its own.
LEAST_SLOTS = 64
MOST_SLOTS = 65_536
BETWEEN = "-of-"


class Slot(NamedTuple):
    """One of so many slots."""

    number: int
    of: int

    @property
    def name(self) -> str:
        """Return the name of the slot, which sorts by number."""
        return f"{self.number:05d}{BETWEEN}{self.of:05d}"


def slots_for(texts: int) -> int:
    """Return how many slots so many texts are divided into: a power of two, so that a shard holds half of `TEXTS_IN_A_SHARD` or more.

    >>> slots_for(2_000), slots_for(100_000), slots_for(1_000_000)
    (64, 512, 4096)
    """
    slots = LEAST_SLOTS
    while slots * TEXTS_IN_A_SHARD < texts and slots < MOST_SLOTS:
        slots *= 2
    return slots


def slot_of(speech_id: str, slots: int) -> Slot:
    """Return the slot of a speech among so many: a function of its id alone."""
    return Slot(int.from_bytes(hashlib.sha256(speech_id.encode()).digest()[:4], "big") % slots, slots)


def slot_named(folder: str) -> Slot | None:
    """Return the slot that the name of a shard's parts begins with; None where it is no such name.

    >>> slot_named("00007-of-00064-0a1b2c")
    Slot(number=7, of=64)
    """
    number, between, rest = folder.partition(BETWEEN)
    of = rest.partition("-")[0]
    return Slot(int(number), int(of)) if between and number.isdecimal() and of.isdecimal() and int(of) > 0 else None


def may_share_texts(one: Slot, other: Slot) -> bool:
    """Whether a text may stand in both: in slots of two numbers of slots.

    >>> may_share_texts(Slot(3, 64), Slot(67, 128)), may_share_texts(Slot(3, 64), Slot(68, 128))
    (True, False)
    """
    fewer = min(one.of, other.of)
    return one.number % fewer == other.number % fewer


def sharing_texts(slot: Slot, there: Iterable[str]) -> list[str]:
    """Return the folders, of those there, that may hold texts of a slot: the first one of each slot, in the order given."""
    found: dict[Slot, str] = {}
    for name in there:
        held = slot_named(name)
        if held and may_share_texts(slot, held):
            found.setdefault(held, name)
    return list(found.values())
