"""What is private stays private unless a source says otherwise."""

import asyncio

import pytest

from flows.fetch.addresses import MayReach, NotAllowed, allowed_addresses, is_host_or_network, is_public, refuse_private

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


NOWHERE = MayReach()


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(NotAllowed, match=r"leads to press\.example at"):
        refuse_private("press.example", ["93.184.215.14", address], NOWHERE)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700:4700::1111", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_public(address)
    refuse_private("press.example", [address], NOWHERE)


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "0", "0.0.0.0", "127.0.0.1", "::1", "::ffff:7f00:1", "localhost"]
)
def test_a_host_in_any_notation_is_looked_up_before_it_is_judged(host: str) -> None:
    with pytest.raises(NotAllowed, match="no public address"):
        asyncio.run(allowed_addresses(host, 80, NOWHERE))
    found, is_private = asyncio.run(allowed_addresses(host, 80, MayReach(("127.0.0.0/8", "0.0.0.0/32", "::1/128", "localhost"))))
    assert found and is_private


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "fe80::1", "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "::ffff:169.254.1.1"]
)
def test_machines_own_services_are_refused_whatever_a_source_names(address: str) -> None:
    with pytest.raises(NotAllowed, match="no source may reach it"):
        refuse_private("wiki.internal", [address], MayReach(("wiki.internal", "0.0.0.0/0", "::/0")))


def test_a_named_host_or_network_is_allowed_and_no_other() -> None:
    may_reach = MayReach(("wiki.internal", "10.0.0.0/8"))
    refuse_private("wiki.internal", ["192.168.1.1"], may_reach)
    refuse_private("10.1.2.3", ["10.1.2.3"], may_reach)
    with pytest.raises(NotAllowed, match=r'may_reach_private_addresses = \["other.internal"\] would allow it'):
        refuse_private("other.internal", ["192.168.1.1"], may_reach)
    with pytest.raises(NotAllowed, match="another private host"):
        refuse_private("wiki.internal", ["192.168.1.1"], may_reach._replace(asked="10.1.2.3"))


def test_hosts_and_networks_are_told_from_what_is_neither() -> None:
    assert all(map(is_host_or_network, ["127.0.0.1", "10.0.0.0/8", "::1", "localhost", "wiki.internal"]))
    assert not any(map(is_host_or_network, ["", "http://wiki", "10.0.0.1/8", "a b", "-x", "*"]))
