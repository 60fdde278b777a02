"""Where a page may be fetched from: public addresses, and private ones where the source allows it."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Collection, Iterable
from contextlib import suppress
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import NamedTuple

from flows.fetch.fetched import Unavailable

# These carry an IPv4 address in their last 32 bits: translated (RFC 6052), compatible (RFC 4291, 2.5.5.1).
CARRYING = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
ISATAP = 0x5EFE  # the same under any prefix, where this stands before them (RFC 5214)
# What the public internet uses of IPv6; all else is kept for other ends (IANA's registry of address space).
PUBLIC_IPV6 = ipaddress.IPv6Network("2000::/3")
# Inside the public space, or beyond what `is_global` of every Python knows (IANA's special-purpose registries).
SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "3fff::/20")))


# Machines' own services (169.254.169.254 and its like at every cloud): never a text, whatever a source allows.
NEVER = tuple(
    map(
        ipaddress.ip_network,
        ("169.254.0.0/16", "fe80::/10", "fd00:ec2::254/128", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32"),
    )
)
# wiki.internal, localhost, münchen.example
HOST_NAME = re.compile(r"(?!-)[\w-]{1,63}(?:\.[\w-]{1,63}){0,30}\.?")


class NotAllowed(Exception):
    """The address may not be fetched, now or later; the message says why."""


class NotPublic(NotAllowed):
    """The address lies on a host that is not public, and that the source does not name."""

    def __init__(self, message: str, host: str) -> None:
        super().__init__(message)
        self.host = host


class MayReach(NamedTuple):
    """Which hosts and networks that are not public may be asked; `asked` is the private host that the first request went to."""

    places: tuple[str, ...] = ()
    asked: str | None = None

    def allows(self, host: str, forms: Collection[IPv4Address | IPv6Address]) -> bool:
        """Say whether a host at a private IP address may be asked: it is named, or its network is, and no other one led there."""
        is_named = host.lower().rstrip(".") in self.places or any(form in network for form in forms for network in networks(self.places))
        return is_named and self.asked in (None, host)


def is_host_or_network(value: str) -> bool:
    """Say whether a text is a host's name, an IP address or a network.

    >>> is_host_or_network("10.0.0.0/8"), is_host_or_network("wiki.internal"), is_host_or_network("http://wiki")
    (True, True, False)
    """
    try:
        ipaddress.ip_network(value)
    except ValueError:
        return HOST_NAME.fullmatch(value) is not None
    return True


@lru_cache(maxsize=256)
def networks(places: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return those of the places that are networks or IP addresses."""
    found = []
    for place in places:
        with suppress(ValueError):
            found.append(ipaddress.ip_network(place))
    return tuple(found)


def is_named_private(host: str, places: tuple[str, ...]) -> bool:
    """Say whether a source names a host, or the network of an IP address, among those that are not public."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host.lower().rstrip(".") in places
    return any(address in network for network in networks(places))


async def allowed_addresses(host: str, port: int, may_reach: MayReach) -> tuple[list[str], bool]:
    """Return the IP addresses of a host, each of them checked, and whether any of them is private.

    The connection is made to one of these very addresses, so that a name which answers differently the next time gains nothing.
    Unavailable where the name cannot be looked up; NotAllowed where an address of it is not public, and not one that may be reached.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unavailable(f"leads to {host}, for which no address is known") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    refuse_private(host, addresses, may_reach)
    return addresses, not all(map(is_public, addresses))


def refuse_private(host: str, addresses: Iterable[str], may_reach: MayReach) -> None:
    """NotAllowed where one of a host's IP addresses is not public (this machine, a private network …) and may not be reached."""
    for address in addresses:
        written = ipaddress.ip_address(address.partition("%")[0])
        forms = {written, _carried(written)}
        place = host if host == address else f"{host} at {address}"
        if any(form in network for form in forms for network in NEVER):
            raise NotAllowed(f"leads to {place}, where machines keep their own services; no source may reach it")
        if not is_public(address) and not may_reach.allows(host, forms):
            if may_reach.asked is not None and may_reach.asked != host:
                raise NotAllowed(f"leads to {place}, which is another private host than {may_reach.asked}")
            why = f'leads to {place}, which is no public address; may_reach_private_addresses = ["{host}"] would allow it'
            raise NotPublic(why, host)


def is_public(address: str) -> bool:
    """Say whether an IP address lies on the public internet, looking into IPv6 forms that carry an IPv4 address.

    >>> is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("2606:4700:4700::1111")
    (False, False, True)
    """
    parsed = _carried(ipaddress.ip_address(address.partition("%")[0]))
    if isinstance(parsed, IPv6Address) and parsed not in PUBLIC_IPV6:
        return False
    return parsed.is_global and not parsed.is_multicast and not any(parsed in network for network in SPECIAL)


def _carried(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv6Address):
        if any(address in network for network in CARRYING) or (int(address) >> 32) & 0xFCFF_FFFF == ISATAP:
            return IPv4Address(int(address) & 0xFFFF_FFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address
