"""The two ways in which a command ends without doing what was asked: each a message for a person, and no traceback."""


class Refused(Exception):
    """What was asked for cannot be done; the message names the file, the place and the remedy. Exit code 2."""


class NotAsAsked(Exception):
    """The data is not as asked: a mismatch, a missing version, a broken promise. Exit code 1."""
