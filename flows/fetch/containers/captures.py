"""Web archives: the captures of pages and documents in WARC files, alone or within a WACZ."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from flows.fetch.containers.archives import bounded
from flows.fetch.containers.member import Member, Room

RECORDS = frozenset({"response", "resource", "conversion"})
OK = "200"
# What pages are made with, and no text: pictures, styles, scripts, fonts, data for scripts.
NO_TEXTS = ("image/", "video/", "audio/", "font/", "text/css", "text/javascript", "application/javascript", "application/x-javascript")
NO_TEXTS_EITHER = ("application/json", "application/font", "application/vnd.ms-fontobject", "text/x-component", "application/octet-stream")


def warc_members(path: Path, most_bytes: int, room: Room) -> Iterator[Member]:
    """Yield the captures of a WARC file, packed or not, in its order: several of one address where it was asked more than once."""
    with path.open("rb") as opened:
        yield from _captures(opened, most_bytes, room)


def wacz_members(path: Path, most_bytes: int, room: Room) -> Iterator[Member]:
    """Yield the captures of all WARC files within a WACZ."""
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if name.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
                with archive.open(name) as opened:
                    yield from _captures(opened, most_bytes, room)


def _captures(opened: IO[bytes], most_bytes: int, room: Room) -> Iterator[Member]:
    from warcio.archiveiterator import ArchiveIterator  # late: few sources are web archives

    for record in ArchiveIterator(opened):
        member = _capture(record, most_bytes, room) if record.rec_type in RECORDS else None
        if member is not None:
            yield member


def _capture(record: Any, most_bytes: int, room: Room) -> Member | None:
    """Return a capture with its address and time; None for what holds no text."""
    address = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    http = record.http_headers
    is_answer = http is None or str(http.get_statuscode()) == OK
    content_type = str((http.get_header("Content-Type") if http else record.rec_headers.get_header("Content-Type")) or "").strip() or None
    is_text = not (content_type or "").lower().startswith((*NO_TEXTS, *NO_TEXTS_EITHER))
    if not (is_answer and is_text and address.startswith(("http://", "https://"))):
        return None
    member = bounded(address, record.content_stream(), most_bytes, room)
    return member._replace(url=address, content_type=content_type, retrieved_at=_moment(record.rec_headers.get_header("WARC-Date")))


def _moment(said: str | None) -> datetime | None:
    """Return the moment of a capture, in UTC and whole seconds; None where none is said."""
    try:
        moment = datetime.fromisoformat(said or "")
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
