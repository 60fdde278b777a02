"""The one way in which a call is refused: a message for a person, and no traceback."""


class Refused(Exception):
    """What was asked for cannot be done; the message names the file, the place and the remedy. Exit code 2."""
