"""Where a release can be pushed to: what `hf://owner/name` and `zenodo:` mean."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from flows.errors import Refused

# hf://rostra-data/rostra
HUB_ADDRESS = re.compile(r"hf://(?:datasets/)?(?P<name>[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95})/?", re.ASCII)
ZENODO = "https://zenodo.org"
ZENODO_SCHEME = "zenodo:"
KNOWN = "hf://owner/name, zenodo:, or zenodo:https://sandbox.zenodo.org"


class HubDataset(NamedTuple):
    """A dataset on the Hugging Face Hub."""

    name: str
    """Its owner and its own name, parted by `/`."""


class Repository(NamedTuple):
    """A repository of deposits that speaks InvenioRDM's REST."""

    url: str


def target_of(address: str) -> HubDataset | Repository:
    """Return what an address to push to means; Refused where it is none.

    >>> target_of("hf://rostra-data/rostra"), target_of("zenodo:")
    (HubDataset(name='rostra-data/rostra'), Repository(url='https://zenodo.org'))
    """
    if found := HUB_ADDRESS.fullmatch(address):
        return HubDataset(found["name"])
    if address.startswith(ZENODO_SCHEME):
        url = address.removeprefix(ZENODO_SCHEME).rstrip("/") or ZENODO
        if _is_safe(url):
            return Repository(url)
        raise Refused(f"{address}: give the repository's own address with https, without a path, as in zenodo:https://sandbox.zenodo.org")
    raise Refused(f"{address}: not a place that releases are pushed to; one of {KNOWN}")


def _is_safe(url: str) -> bool:
    """Return whether a token may be sent to an address: encrypted, or to this machine itself; and nothing but a host."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    is_private = parts.scheme == "https" or (parts.scheme == "http" and host in {"127.0.0.1", "localhost", "::1"})
    return bool(host) and is_private and "@" not in parts.netloc and not (parts.path or parts.query or parts.fragment)
