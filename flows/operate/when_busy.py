"""The word for what a run does while another one works on its store; apart, so that the command knows it without loading Prefect."""

from enum import StrEnum


class WhenBusy(StrEnum):
    """What a run does while another one works on its store."""

    WAIT = "wait"
    CANCEL = "cancel"
