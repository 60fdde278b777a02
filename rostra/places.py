"""The one door to a folder of files wherever it lies: on this disk, on a web server, in an object store. Reading only."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from rostra.errors import BrokenOff, NotAsAsked, Passing, Refused
from rostra.place import SECRET, WEB, Place

SMALL_BYTES = 16 * 1024 * 1024
"""No index, list of checksums or file without an announced size is larger."""
SMALL_SECONDS = 300.0
"""Nor does one take longer to come, however slowly a server drips."""
CHUNK_BYTES = 8 * 1024 * 1024

PAUSES_SECONDS = (0.5, 1.0, 2.0, 4.0)
"""Waited before a read is tried again; after them it is given up. Any byte that arrives begins the count anew."""
LONGEST_PAUSE_SECONDS = 30.0

# s3://bucket/rostra
ADDRESS = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+)://")
EXTRAS = {"s3": "s3", "gs": "gs", "gcs": "gs", "az": "az", "abfs": "az", "abfss": "az"}
"""Scheme → the extra of this package that reads it."""
LOUD = ("adlfs", "azure", "fsspec", "gcsfs", "s3fs")
"""Packages that would print tracebacks where nobody asked for their logs."""


def place_of(address: str | Path | Place) -> Place:
    """Return the place that an address names: a path, or `file://`, `http(s)://`, `s3://`, `gs://`, `az://`.

    Raises Refused where the address is none of these, or where the package that reads it is not installed.

    >>> str(place_of("s3://bucket/rostra/").inside("releases.json"))
    's3://bucket/rostra/releases.json'
    """
    if isinstance(address, Place):
        return address
    found = ADDRESS.match(str(address)) if isinstance(address, str) else None
    if found is None:
        return Place("file", str(address))
    scheme = found["scheme"].lower()
    if scheme == "file":
        return Place("file", unquote(_parts_of(str(address)).path))
    if scheme not in WEB | EXTRAS.keys():
        raise Refused(f"{scheme}://: no door to such a store; name a folder, or an address with file, http, https, s3, gs or az")
    parts = _parts_of(str(address))
    if parts.query or parts.fragment:
        raise Refused(f"{SECRET.sub('', str(address)).partition('?')[0]}: the address of a folder has no ? and no #")
    place = Place(scheme, str(address).rstrip("/"))
    filesystem_of(place)
    return place


def _parts_of(address: str) -> Any:
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise Refused(f"not an address ({error}); write it as https://example.org/rostra") from error
    if not parts.netloc and parts.scheme.lower() != "file":
        raise Refused(f"{address}: names no host and no bucket; write it as https://example.org/rostra or s3://bucket/rostra")
    return parts


def filesystem_of(place: Place) -> Any:
    """Return fsspec's file system of a place; the same one for the same scheme, with one session for its connections."""
    import fsspec

    if place.scheme in WEB:
        from rostra.web import OPTIONS

        return fsspec.filesystem("http", **OPTIONS)
    for package in LOUD:
        logging.getLogger(package).addHandler(logging.NullHandler())
    try:
        return fsspec.filesystem(place.scheme, use_listings_cache=False)
    except ImportError as error:
        extra = EXTRAS.get(place.scheme, place.scheme)
        raise Refused(f"{place.scheme}:// needs a package that is not installed: pip install 'rostra[{extra}]'") from error
    except Exception as error:
        raise Refused(f"{place}: {type(error).__name__}: {error}") from error


def stream(place: Place, start: int = 0) -> Iterator[bytes]:
    """Yield a file's bytes from `start` on, in pieces of at most 8 MB; what breaks off goes on where it stopped.

    Raises FileNotFoundError where there is no such file, NotAsAsked where it cannot be read to its end, and Refused where nobody
    answers at that address.
    """
    at = start
    pauses = iter(PAUSES_SECONDS)
    while True:
        try:
            for piece in _stream_once(place, at):
                at += len(piece)
                pauses = iter(PAUSES_SECONDS)
                yield piece
            return
        except Passing as trouble:
            _wait_or_give_up(place, trouble, pauses)


def read_range(place: Place, start: int, end: int) -> bytes | None:
    """Return the bytes from `start` to before `end`, fewer where the file ends; None where a web server gives whole files only.

    Raises as `stream` does.
    """
    pauses = iter(PAUSES_SECONDS)
    while True:
        try:
            if place.scheme in WEB:
                from rostra.web import web_range

                return web_range(filesystem_of(place), place, start, end)
            return b"".join(_from_files(place, start, end))
        except Passing as trouble:
            _wait_or_give_up(place, trouble, pauses)


def _wait_or_give_up(place: Place, trouble: Passing, pauses: Iterator[float]) -> None:
    pause = next(pauses, None)
    if pause is None:
        message = f"{place}: {trouble}; tried {len(PAUSES_SECONDS) + 1} times"
        raise (Refused if trouble.is_unreached else BrokenOff)(message) from trouble
    time.sleep(min(max(pause, trouble.pause_seconds or 0), LONGEST_PAUSE_SECONDS))


def _stream_once(place: Place, start: int) -> Iterator[bytes]:
    if place.scheme in WEB:
        from rostra.web import web_stream

        return web_stream(filesystem_of(place), place, start)
    return _from_files(place, start, None)


def _from_files(place: Place, start: int, end: int | None) -> Iterator[bytes]:
    """Yield a file's bytes from a disk or an object store, whose packages try again by themselves."""
    try:
        with open_file(place) as file:
            file.seek(start)
            while piece := file.read(CHUNK_BYTES if end is None else min(CHUNK_BYTES, end - start)):
                yield piece
                start += len(piece)
    except (FileNotFoundError, NotAsAsked, Refused):
        raise
    except (IsADirectoryError, NotADirectoryError) as error:
        raise FileNotFoundError(str(place)) from error
    except PermissionError as error:
        raise Refused(f"{place}: may not be read ({error.strerror or error})") from error
    except OSError as error:
        # Elsewhere it is the connection, after that package's own tries: what has come so far is good for another call.
        raise (NotAsAsked if place.is_local else BrokenOff)(f"{place}: cannot be read ({error.strerror or error})") from error
    except Exception as error:
        # Each object store's package has errors of its own: no credentials, no such bucket, nobody at that address.
        raise Refused(f"{place}: {type(error).__name__}: {error}") from error


def open_file(place: Place) -> Any:
    """Return an open file of a disk or an object store; reading from it asks for just those bytes."""
    if place.is_local:
        return place.path.open("rb")
    return filesystem_of(place).open(place.address, "rb", cache_type="none")


def read_small(place: Place) -> bytes:
    """Return a file's bytes; NotAsAsked where it has more than 16 MB or drips for minutes, FileNotFoundError where it is not there."""
    content = bytearray()
    deadline = time.monotonic() + SMALL_SECONDS
    for piece in stream(place):
        content += piece
        if len(content) > SMALL_BYTES:
            raise NotAsAsked(f"{place}: larger than {SMALL_BYTES // 2**20} MB, so not what it should be")
        if time.monotonic() > deadline:
            raise BrokenOff(f"{place}: did not come within {SMALL_SECONDS:.0f} seconds")
    return bytes(content)


def file_names(place: Place) -> set[str] | None:
    """Return the names of all files in a folder and its folders, with forward slashes; None where a server lists none."""
    if place.is_local:
        return {path.relative_to(place.path).as_posix() for path in place.path.rglob("*") if path.is_file()}
    if place.scheme in WEB:
        return None
    filesystem = filesystem_of(place)
    root = filesystem._strip_protocol(place.address).rstrip("/") + "/"
    try:
        return {str(found)[len(root) :] for found in filesystem.find(root)}
    except Exception as error:
        raise Refused(f"{place}: cannot be listed: {type(error).__name__}: {error}") from error
