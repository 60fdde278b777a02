"""The ways in which a call is refused, shared with the reader's half."""

from rostra.errors import NotAsAsked, Refused

__all__ = ["Busy", "NotAsAsked", "Refused"]


class Busy(Refused):
    """Another build works on the store."""
