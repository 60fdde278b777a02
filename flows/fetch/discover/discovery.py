"""What one run finds of a source: the addresses of its texts, and those that are left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from flows.fetch.canonical import canonical, site_of
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.discover.link import Link
from flows.fetch.patterns import is_matched

MOST_FOUND = 1_000_000
"""Addresses of texts of one source."""
MOST_LEFT_OUT = 100_000
"""So many of those that are left out are known by name."""


class Found(NamedTuple):
    """An address of a text, as it was found."""

    canonical: str
    address: str
    found_in: str
    said_changed: str | None = None


class LeftOut(NamedTuple):
    """An address that is not read, and why."""

    address: str
    found_in: str
    why: str


class Discovery:
    """What one run finds: each text's address once, where it was first found."""

    def __init__(self, declaration: SourceDeclaration) -> None:
        self._declaration = declaration
        self._sites = {site_of(address) for address in declaration.beginnings}
        self.found: dict[str, Found] = {}
        self.left_out: dict[str, LeftOut] = {}
        self.troubles: list[str] = []
        self.asked = 0
        self.had = 0
        """How many of the feeds, sitemaps and listings that were asked for could be had and read."""
        self.is_cut_short = False
        """Whether the run's time was over before all of them were looked at."""

    def widen(self, addresses: Iterable[str]) -> None:
        """Count the sites of addresses that a person wrote down among those of the source."""
        self._sites |= {site_of(address) for address in addresses}

    def take(self, links: Iterable[Link], found_in: str) -> int:
        """Take in addresses, and return how many of them are texts of the source."""
        texts = 0
        for link in links:
            known = canonical(link.address)
            why = self._why_not(known)
            if why or known is None:
                if len(self.left_out) < MOST_LEFT_OUT:
                    self.left_out.setdefault(known or link.address, LeftOut(link.address, found_in, why or "is no http(s) address"))
                continue
            texts += 1
            before = self.found.get(known)
            if before is None and len(self.found) >= MOST_FOUND:
                self._tell_once(f"more than {MOST_FOUND} addresses are named; those beyond are not read: narrow them by `only`")
            elif before is None:
                self.found[known] = Found(known, link.address, found_in, link.said_changed)
            elif before.said_changed is None and link.said_changed:
                self.found[known] = before._replace(said_changed=link.said_changed)
        return texts

    def _tell_once(self, trouble: str) -> None:
        if trouble not in self.troubles:
            self.troubles.append(trouble)

    def is_on_its_sites(self, known: str) -> bool:
        """Say whether a canonical address lies on a site of the source."""
        return not self._sites or site_of(known) in self._sites

    def _why_not(self, known: str | None) -> str | None:
        if known is None:
            return "is no http(s) address"
        if not self.is_on_its_sites(known):
            return f"lies on another site ({site_of(known)}); name it in `url` or `addresses` where it is meant"
        return left_out_because(self._declaration, known)


def left_out_because(declaration: SourceDeclaration, known: str) -> str | None:
    """Return why the patterns of a source leave an address out; None where they do not."""
    if declaration.only and not is_matched(declaration.only, known):
        return "matches none of `only`"
    if is_matched(declaration.never, known):
        return "matches one of `never`"
    return None
