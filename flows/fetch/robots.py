"""What a host's robots.txt allows (RFC 9309), read by protego."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from flows.fetch.addresses import NotAllowed
from flows.fetch.download import PRODUCT
from flows.fetch.fetched import Unavailable

if TYPE_CHECKING:
    from protego import Protego

ROBOTS_BYTES = 1_000_000
"""RFC 9309 asks for half a megabyte at least."""

DIRECTIVE = re.compile(rb"(?im)^[ \t]*(?:user-agent|allow|disallow|sitemap|crawl-delay)[ \t]*:")


class Disallowed(NotAllowed):
    """The host's robots.txt does not allow the address; it was not asked for."""


class RobotsNotHad(Unavailable):
    """The host's robots.txt cannot be had, and never could: nothing was asked for."""


class Robots(NamedTuple):
    """The rules of one host; without any, all is allowed."""

    rules: Protego | None
    delay_seconds: float = 0.0
    """The least time between two requests (Crawl-delay)."""
    sitemaps: tuple[str, ...] = ()

    def allows(self, address: str) -> bool:
        """Say whether an address of the host may be asked for."""
        return self.rules is None or self.rules.can_fetch(address, PRODUCT)


ALLOWS_ALL = Robots(None)


def is_robots_file(raw: bytes) -> bool:
    """Say whether bytes are a robots.txt: what a host in maintenance answers instead of it is none, and allows nothing new.

    >>> is_robots_file(b"User-agent: *\\nDisallow: /drafts/"), is_robots_file(b"<html>Back soon</html>"), is_robots_file(b"")
    (True, False, True)
    """
    return DIRECTIVE.search(raw) is not None or not raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def robots_of(raw: bytes) -> Robots:
    """Return the rules that the bytes of a robots.txt hold for Rostra; what is none of them is passed over."""
    from protego import Protego

    rules = Protego.parse(raw.decode("utf-8-sig", "replace"))
    return Robots(rules, max(0.0, rules.crawl_delay(PRODUCT) or 0.0), tuple(rules.sitemaps))
