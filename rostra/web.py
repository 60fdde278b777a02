"""Reading from web servers through fsspec's session: never more bytes than asked for, never from an odd address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import aiohttp
from fsspec.asyn import sync

from rostra.errors import NotAsAsked, NotGiven, Passing, Refused

if TYPE_CHECKING:
    from rostra.place import Place

READ_BYTES = 256 * 1024
BUFFER_BYTES = 64 * 1024
"""Twice as many at most have come and are not read yet; where the connection breaks off, these are lost."""
OPTIONS: dict[str, Any] = {
    "client_kwargs": {
        "timeout": aiohttp.ClientTimeout(total=None, sock_connect=20, sock_read=60),
        "read_bufsize": BUFFER_BYTES,
        "trust_env": True,  # a proxy, as HTTPS_PROXY names it
    }
}
MOST_REDIRECTS = 5

NOT_FOUND = frozenset({404, 410})
NOT_GIVEN = frozenset({401, 403})
MAY_PASS = frozenset({408, 425, 429, 500, 502, 503, 504})
WHOLE, PART, NO_SUCH_RANGE = 200, 206, 416

# bytes 100-199/2048
CONTENT_RANGE = re.compile(r"bytes (?P<start>[0-9]{1,18})-[0-9]{1,18}/(?:[0-9]{1,18}|\*)")
SECONDS = re.compile(r"[0-9]{1,5}")


def web_stream(filesystem: Any, place: Place, start: int) -> Iterator[bytes]:
    """Yield a file's bytes from `start` on; a server without ranges sends the whole, of which the first `start` bytes are dropped.

    Raises Passing where another try may do better, FileNotFoundError, NotAsAsked or Refused where none will.
    """
    response = _ask(filesystem, place, f"bytes={start}-" if start else None)
    try:
        if response.status == NO_SUCH_RANGE:
            return
        to_drop = start if response.status == WHOLE else 0
        for piece in _pieces(filesystem, place, response):
            kept, to_drop = piece[to_drop:], max(0, to_drop - len(piece))
            if kept:
                yield kept
    finally:
        filesystem.loop.call_soon_threadsafe(response.close)


def web_range(filesystem: Any, place: Place, start: int, end: int) -> bytes | None:
    """Return the bytes from `start` to before `end`, fewer where the file ends; None where the server has no ranges.

    Raises as `web_stream` does.
    """
    response = _ask(filesystem, place, f"bytes={start}-{end - 1}")
    try:
        if response.status == WHOLE:
            return None
        content = bytearray()
        for piece in _pieces(filesystem, place, response) if response.status == PART else ():
            content += piece
            if len(content) > end - start:
                raise NotAsAsked(f"{place}: the server sent more than the asked-for bytes {start} to {end - 1}")
        return bytes(content)
    finally:
        filesystem.loop.call_soon_threadsafe(response.close)


def _ask(filesystem: Any, place: Place, byte_range: str | None) -> aiohttp.ClientResponse:
    headers = {"Accept-Encoding": "identity"} | ({"Range": byte_range} if byte_range else {})

    async def get() -> aiohttp.ClientResponse:
        session = await filesystem.set_session()
        address = filesystem.encode_url(place.address)
        found: aiohttp.ClientResponse = await session.get(address, headers=headers, max_redirects=MOST_REDIRECTS)
        return found

    response: aiohttp.ClientResponse = _awaited(filesystem, place, get)
    try:
        _refuse_no_answer(place, response, byte_range)
    except BaseException:
        filesystem.loop.call_soon_threadsafe(response.close)
        raise
    return response


def _pieces(filesystem: Any, place: Place, response: aiohttp.ClientResponse) -> Iterator[bytes]:
    while piece := _awaited(filesystem, place, response.content.read, READ_BYTES):
        yield piece


def _refuse_no_answer(place: Place, response: aiohttp.ClientResponse, byte_range: str | None) -> None:
    """Raise what an answer means that is not the bytes asked for."""
    if place.scheme == "https" and response.url.scheme != "https":
        raise NotAsAsked(f"{place}: is moved to an address without encryption; ask the store's publisher")
    if response.status in NOT_FOUND:
        raise FileNotFoundError(str(place))
    if response.status in MAY_PASS:
        wait = response.headers.get("Retry-After", "")
        raise Passing(f"the server answers {response.status}", float(wait) if SECONDS.fullmatch(wait) else None)
    if response.status in NOT_GIVEN:
        raise NotGiven(f"{place}: the server answers {response.status}")
    if byte_range is None and response.status == WHOLE:
        return
    if byte_range is None or response.status not in {WHOLE, PART, NO_SUCH_RANGE}:
        raise NotAsAsked(f"{place}: the server answers {response.status}")
    if response.status == PART:
        begins = CONTENT_RANGE.match(response.headers.get("Content-Range", ""))
        if begins is None or not byte_range.startswith(f"bytes={int(begins['start'])}-"):
            raise NotAsAsked(f"{place}: the server sent other bytes than {byte_range}")


def _awaited(filesystem: Any, place: Place, function: Any, *arguments: Any) -> Any:
    """Return what a coroutine of the session returns, its errors told apart: what may pass, what will not."""
    try:
        return sync(filesystem.loop, function, *arguments)
    except aiohttp.RedirectClientError as error:
        raise NotAsAsked(f"{place}: is moved to an address that is not one of the web") from error
    except aiohttp.InvalidURL as error:
        raise Refused(f"{place}: not an address that can be asked") from error
    except aiohttp.TooManyRedirects as error:
        raise NotAsAsked(f"{place}: is moved again and again") from error
    except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError) as error:
        raise Refused(f"{place}: the server's certificate does not hold ({error})") from error
    except aiohttp.ClientConnectorError as error:
        raise Passing(f"nobody answers there ({error.os_error.strerror or error.os_error})", is_unreached=True) from error
    except TimeoutError as error:
        raise Passing("the server falls silent") from error
    except (aiohttp.ClientError, OSError) as error:
        raise Passing(f"the connection breaks off ({type(error).__name__})") from error
