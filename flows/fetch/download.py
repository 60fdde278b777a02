"""One page over HTTP/1.1: bounded in bytes, time and redirects, and connected only to addresses that were checked."""

from __future__ import annotations

import asyncio
import os
import time
import zlib
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version
from typing import NamedTuple
from urllib.parse import urljoin

import httpx

from flows import clock
from flows.fetch.addresses import MayReach, NotAllowed, allowed_addresses
from flows.fetch.fetched import Limits, Unavailable
from flows.fetch.ledger import Version
from schemas.dataset import DATASET, PUBLIC_ADDRESS

PRODUCT = "Rostra"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
WORTH_ANOTHER_TRY = frozenset({408, 425, 429})
TOO_MANY, BUSY = 429, 503
MAY_BE_GZIP = 16 + zlib.MAX_WBITS  # tells zlib to expect gzip's own header
MOST_PORT = 65_535
LONGEST_HEADER = 1_000
SHOWN = 200
PLACE = "place"
"""Under which name an answer keeps where it redirects to."""


class Answer(NamedTuple):
    """What a server answered in the end; `raw` is None where it says that nothing changed (304)."""

    raw: bytes | None
    status: int
    final_address: str
    redirects: int
    etag: str | None
    last_modified: str | None
    content_type: str | None


class NotHad(Exception):
    """The page cannot be had, and trying again would not help; the message says why."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        """What the server answered; None where it did not come to an answer."""


class TooLarge(Exception):
    """The page holds more than one text may."""


# Waits for a turn at the host of an address and gives it back; raises what forbids it.
Turn = Callable[[httpx.URL], AbstractAsyncContextManager[None]]


def user_agent(contact: str | None) -> str:
    """Return what tells the people who run a site who asks, and where they can be reached.

    >>> user_agent("data@university.example").partition("/")[0], user_agent("data@university.example").partition("(")[2]
    ('Rostra', 'dataset builder; +data@university.example)')
    """
    reached_at = contact or DATASET.url or os.environ.get(PUBLIC_ADDRESS)
    # A header holds Latin letters alone; what is none is left to the reader's guess.
    said = f"; +{reached_at}".encode("ascii", "replace").decode() if reached_at else ""
    return f"{PRODUCT}/{version('rostra')} (dataset builder{said})"


def new_client(limits: Limits) -> httpx.AsyncClient:
    """Return a client that keeps no cookies, follows nothing by itself and reads no settings from the environment."""
    return httpx.AsyncClient(
        http2=False,
        follow_redirects=False,
        trust_env=False,  # a proxy would look names up by itself, past the check of addresses
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        timeout=httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds, pool=None),
        # Connections are made to IP addresses, and a kept one could belong to another name at the same address.
        limits=httpx.Limits(max_keepalive_connections=0),
        headers={"Accept": "text/html, text/plain;q=0.9, */*;q=0.5", "Accept-Encoding": "gzip"},
        event_hooks={"response": [_set_place_aside]},
    )


async def _set_place_aside(response: httpx.Response) -> None:
    """Keep where a redirect leads from the client, which fails on what is no address though it need not follow."""
    response.extensions[PLACE] = response.headers.pop("location", None)


class Page(NamedTuple):
    """What is asked for: `known` is the state whose snapshot is at hand, None where the bytes must come."""

    address: str
    known: Version | None
    may_reach: tuple[str, ...] = ()
    """Hosts and networks that may be asked though they are not public."""
    contact: str | None = None


async def download(client: httpx.AsyncClient, page: Page, limits: Limits, turn: Turn) -> Answer:
    """Fetch one page, following redirects by hand; each request waits for its turn.

    Raises Unavailable where another try may help, NotHad and NotAllowed where it would not, TooLarge beyond the limit of bytes, and
    what `turn` raises.
    """
    address, seconds_left, may_reach = page.address, limits.page_seconds, MayReach(page.may_reach)
    for redirects in range(limits.redirects + 1):
        url = _url(address)
        host = _host(url)
        # Before the turn, which asks for the host's robots.txt: not even that is asked of a host that may not be reached.
        places, is_private = await _within(limits.connect_seconds, allowed_addresses(host, _port(url), may_reach))
        may_reach = may_reach._replace(asked=host) if is_private else may_reach
        async with turn(url):
            started = time.monotonic()
            try:
                async with asyncio.timeout(seconds_left):
                    found = await _ask(client, url, places, page, limits)
            except TimeoutError as error:
                raise Unavailable(f"was not had within {limits.page_seconds:g} seconds") from error
            seconds_left -= time.monotonic() - started
        if isinstance(found, Answer):
            return found._replace(redirects=redirects)
        address = _joined(address, found)
    raise NotHad(f"is redirected more than {limits.redirects} times")


def _joined(address: str, place: str) -> str:
    try:
        return urljoin(address, place)
    except ValueError as error:
        raise NotHad(f"leads to {place[:SHOWN]!r}, which is no address") from error


def _url(address: str) -> httpx.URL:
    shown = repr(address[:SHOWN])
    try:
        url = httpx.URL(address)
        host, port = url.host, url.port
    except (httpx.InvalidURL, ValueError) as error:  # ValueError: a host that no name can be
        raise NotHad(f"leads to {shown}, which is no address ({error})") from error
    if url.scheme not in ("http", "https") or not host:
        raise NotHad(f"leads to {shown}, which is no http:// or https:// address")
    if port is not None and port > MOST_PORT:
        raise NotHad(f"leads to {shown}, which is no address (its port is above {MOST_PORT})")
    return url


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


async def _within(seconds: float, looking_up: Awaitable[tuple[list[str], bool]]) -> tuple[list[str], bool]:
    try:
        async with asyncio.timeout(seconds):
            return await looking_up
    except TimeoutError as error:
        raise Unavailable(f"is on a host whose name was not looked up within {seconds:g} seconds") from error


def _host(url: httpx.URL) -> str:
    return url.raw_host.decode("ascii").strip("[]")


async def _ask(client: httpx.AsyncClient, url: httpx.URL, places: list[str], page: Page, limits: Limits) -> Answer | str:
    """Make one request, to one of the host's IP addresses; return the answer, or the place that it redirects to."""
    conditions = _conditions(page.known, str(url))
    try:
        headers = {"Host": url.netloc.decode("ascii"), "User-Agent": user_agent(page.contact), **conditions}
        response = await _first_answer(client, url, places, headers)
        try:
            return await _read(response, url, limits, is_conditional=bool(conditions))
        finally:
            await response.aclose()
    except httpx.TimeoutException as error:
        silence = limits.connect_seconds if isinstance(error, httpx.ConnectTimeout) else limits.read_seconds
        raise Unavailable(f"does not answer within {silence:g} seconds") from error
    except httpx.TransportError as error:
        raise Unavailable(f"cannot be reached or breaks off ({type(error).__name__})") from error


def _conditions(known: Version | None, address: str) -> dict[str, str]:
    """Return the headers that ask for the page only where it changed; they belong to the address that gave them."""
    if known is None or known.final_address != address:
        return {}
    said = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in said.items() if value is not None and value.isascii()}


async def _first_answer(client: httpx.AsyncClient, url: httpx.URL, addresses: list[str], headers: dict[str, str]) -> httpx.Response:
    """Ask the host at its IP addresses in turn, under its own name, until one takes the connection."""
    extensions = {"sni_hostname": url.raw_host.decode("ascii")}  # the name that the certificate must bear
    for place, address in enumerate(addresses, start=1):
        request = client.build_request("GET", url.copy_with(host=address), headers=headers, extensions=extensions)
        try:
            return await client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            if place == len(addresses):
                raise
    raise Unavailable(f"leads to {url.host}, for which no address is known")


async def _read(response: httpx.Response, url: httpx.URL, limits: Limits, *, is_conditional: bool) -> Answer | str:
    status, headers, place = response.status_code, response.headers, response.extensions[PLACE]
    if status in REDIRECTS and isinstance(place, str):
        return place
    if status in WORTH_ANOTHER_TRY or status >= 500:
        patience = retry_after(headers.get("retry-after"), clock.now())
        closes = max(patience, limits.pause_seconds if status == TOO_MANY else 0.0) if status in (TOO_MANY, BUSY) else 0.0
        raise Unavailable(f"answers {status}", patience, closes, status)
    if status != 200 and not (status == 304 and is_conditional):
        raise NotHad(f"answers {status}", status)
    raw = await _body(response, limits.text_bytes) if status == 200 else None
    etag, changed, content_type = (headers.get(name) for name in ("etag", "last-modified", "content-type"))
    return Answer(raw, status, str(url), 0, _kept(etag), _kept(changed), _kept(content_type))


def _kept(said: str | None) -> str | None:
    """Return a header that is kept of a page; None where it is missing, or longer than any that means something."""
    return said if said is not None and len(said) <= LONGEST_HEADER else None


def retry_after(said: str | None, now: datetime) -> float:
    """Return for how many seconds a server asks to be left alone; 0 where it says nothing that can be read (RFC 9110, 10.2.3).

    >>> retry_after("120", datetime.now(UTC)), retry_after(None, datetime.now(UTC)), retry_after("soon", datetime.now(UTC))
    (120.0, 0.0, 0.0)
    """
    if said is None:
        return 0.0
    if said.strip().isascii() and said.strip().isdigit():
        return float(said[:12])
    try:
        moment = parsedate_to_datetime(said)
        return max(0.0, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now.timestamp())
    except (ValueError, OverflowError):
        return 0.0


async def _body(response: httpx.Response, most_bytes: int) -> bytes:
    """Read what was sent, unpacked; what comes over the wire and what comes out of it are both bounded."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise NotHad(f"is packed as {encoding!r}, which was not asked for")
    if int(response.headers.get("content-length", 0)) > most_bytes:
        raise TooLarge
    unpack = zlib.decompressobj(MAY_BE_GZIP) if "gzip" in encoding else None
    pieces, packed_bytes, room = [], 0, most_bytes
    async for chunk in response.aiter_raw():
        piece = _unpacked(unpack, chunk, room) if unpack else chunk
        packed_bytes += len(chunk)
        room -= len(piece)
        if room < 0 or packed_bytes > most_bytes:
            raise TooLarge
        pieces.append(piece)
    if unpack and packed_bytes and not unpack.eof:
        raise Unavailable("breaks off (its gzip ends too early)")
    return b"".join(pieces)


def _unpacked(unpack: zlib._Decompress, chunk: bytes, room: int) -> bytes:
    if unpack.eof:
        raise NotHad("holds more after the end of its gzip")
    try:
        return unpack.decompress(chunk, room + 1)
    except zlib.error as error:
        raise NotHad(f"is said to be gzip and is not ({error})") from error


__all__ = ["Answer", "NotAllowed", "NotHad", "Page", "TooLarge", "download", "new_client"]
