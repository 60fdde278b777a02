"""What is private stays private unless a source says otherwise."""

import asyncio

import pytest

from flows.fetch.addresses import NotAllowed, is_public, public_addresses, refuse_private

PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "::ffff:127.0.0.1",
    "2002:7f00:1::",
    "64:ff9b::a00:1",
    "ff02::1",
    "::7f00:1",
    "::ffff:0:0",
    "fec0::1",
    "64:ff9b:1::a00:1",
    "2606:4700::5efe:10.0.0.1",
    "2606:4700::200:5efe:127.0.0.1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "192.0.0.8",
    "192.88.99.1",
    "198.18.0.1",
    "255.255.255.255",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(NotAllowed, match=r"press\.example leads to"):
        refuse_private("press.example", ["93.184.215.14", address])


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700:4700::1111", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_public(address)
    refuse_private("press.example", [address])


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "0", "0.0.0.0", "127.0.0.1", "::1", "::ffff:7f00:1", "localhost"]
)
def test_a_host_in_any_notation_is_looked_up_before_it_is_judged(host: str) -> None:
    with pytest.raises(NotAllowed, match="no public address"):
        asyncio.run(public_addresses(host, 80, may_be_private=False))
    assert asyncio.run(public_addresses(host, 80, may_be_private=True))
