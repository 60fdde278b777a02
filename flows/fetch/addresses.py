"""Where a page may be fetched from: public addresses, and private ones where the source allows it."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address

from flows.fetch.fetched import Unavailable

# 64:ff9b::/96 carries an IPv4 address in its last 32 bits (RFC 6052).
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


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
    return parsed.is_global and not parsed.is_multicast


def _carried(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv6Address):
        if address in TRANSLATED:
            return IPv4Address(int(address) & 0xFFFF_FFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address
