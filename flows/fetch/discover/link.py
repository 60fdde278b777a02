"""What a feed, sitemap or page of links names: an address, and what is said of when its page changed."""

from typing import NamedTuple


class Link(NamedTuple):
    """One address as it was found."""

    address: str
    said_changed: str | None = None
    """When its page changed, in the words of who named it."""


class Unreadable(Exception):
    """The bytes are no feed, sitemap or page; the message says what they look like."""
