"""The ways in which a command ends without doing what was asked, each a message for a person; and what is tried again before that."""


class Refused(Exception):
    """What was asked for cannot be done; the message names the file, the place and the remedy. Exit code 2."""


class NotAsAsked(Exception):
    """The data is not as asked: a mismatch, a missing version, a broken promise. Exit code 1."""


class BrokenOff(NotAsAsked):
    """The other side stopped answering, and did so each time; what has come so far is kept for another call."""


class NotGiven(NotAsAsked):
    """The other side gives it to nobody who asks like this; some say so of what they do not have."""


class Passing(Exception):
    """What may pass when it is tried again; `pause_seconds` is what the other side asks to wait."""

    def __init__(self, message: str, pause_seconds: float | None = None, *, is_unreached: bool = False) -> None:
        super().__init__(message)
        self.pause_seconds = pause_seconds
        self.is_unreached = is_unreached
