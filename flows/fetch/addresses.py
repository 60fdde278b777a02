"""Where a page may be fetched from: public addresses, and private ones where the source allows it."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address

from flows.fetch.fetched import Unavailable

# These carry an IPv4 address in their last 32 bits: translated (RFC 6052), compatible (RFC 4291, 2.5.5.1).
CARRYING = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
ISATAP = 0x5EFE  # the same under any prefix, where this stands before them (RFC 5214)
# What the public internet uses of IPv6; all else is kept for other ends (IANA's registry of address space).
PUBLIC_IPV6 = ipaddress.IPv6Network("2000::/3")
# Inside the public space, or beyond what `is_global` of every Python knows (IANA's special-purpose registries).
SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "3fff::/20")))


class NotAllowed(Exception):
    """The address may not be fetched, now or later; the message says why."""


async def public_addresses(host: str, port: int, *, may_be_private: bool) -> list[str]:
    """Return the IP addresses of a host, each of them checked.

    The connection is made to one of these very addresses, so that a name which answers differently the next time gains nothing.
    Unavailable where the name cannot be looked up; NotAllowed where any address of it is not public and may not be private.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unavailable(f"no address is known for the host {host}") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not may_be_private:
        refuse_private(host, addresses)
    return addresses


def refuse_private(host: str, addresses: Iterable[str]) -> None:
    """NotAllowed where one of a host's IP addresses is this machine, a private network, link-local or otherwise not public."""
    for address in addresses:
        if not is_public(address):
            raise NotAllowed(f"{host} leads to {address}, which is no public address; may_reach_private_addresses = true would allow it")


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
