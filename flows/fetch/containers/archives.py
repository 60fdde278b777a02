"""Archives of files: ZIP, TAR, packed or not, and one file packed with gzip."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from flows.fetch.containers.member import Member, Room
from schemas.words import Reason

NO_TEXTS = ("__MACOSX/",)
"""What programs add to archives beside the files of a person."""
NOT_UNIX = "\\"


def zip_members(path: Path, most_bytes: int, room: Room) -> Iterator[Member]:
    """Yield the files of a ZIP archive in its order."""
    with zipfile.ZipFile(path) as archive:
        for found in archive.infolist():
            if found.is_dir() or is_hidden(found.filename):
                continue
            wrong = why_not(found.filename)
            if wrong is None and found.flag_bits & 1:
                wrong = Member(found.filename, reason=Reason.ENCRYPTED, detail="needs a password; pack it without one")
            if wrong is not None:
                room.take(0)
                yield wrong
                continue
            with archive.open(found) as opened:
                yield bounded(found.filename, opened, most_bytes, room)


def tar_members(path: Path, most_bytes: int, room: Room) -> Iterator[Member]:
    """Yield the files of a TAR archive, packed or not, in its order."""
    with tarfile.open(path, "r|*") as archive:
        for found in archive:
            if found.isdir() or is_hidden(found.name):
                continue
            wrong = why_not(found.name)
            if wrong is None and not found.isfile():
                wrong = Member(found.name, reason=Reason.NOT_FETCHED, detail="is no ordinary file")
            opened = archive.extractfile(found) if wrong is None else None
            if opened is None:
                room.take(0)
                yield wrong or Member(found.name, reason=Reason.NOT_FETCHED, detail="is no ordinary file")
            else:
                yield bounded(found.name, opened, most_bytes, room)


def gzip_member(path: Path, most_bytes: int, room: Room) -> Iterator[Member]:
    """Yield the one file that is packed with gzip."""
    with gzip.open(path) as opened:
        yield bounded(path.name.removesuffix(".gz"), opened, most_bytes, room)


class Opened(Protocol):
    """A member that is read from its beginning."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, so many at most."""


def bounded(name: str, opened: Opened, most_bytes: int, room: Room) -> Member:
    """Return a member with its bytes; with a reason where it holds more than a text may."""
    raw = opened.read(most_bytes + 1)
    room.take(len(raw))
    if len(raw) > most_bytes:
        return Member(name, reason=Reason.TOO_LARGE, detail=f"holds more than {most_bytes} bytes")
    return Member(name, raw)


def is_hidden(name: str) -> bool:
    """Say whether a member is no text: a hidden file, or what a program added."""
    return name.startswith(NO_TEXTS) or any(part.startswith(".") and part != ".." for part in name.split("/") if part != ".")


def why_not(name: str) -> Member | None:
    """Return what stands for a member whose path leads out of its archive; None for any other.

    >>> why_not("2026/../../etc/passwd").reason
    <Reason.UNSAFE: 'unsafe'>
    """
    leads_out = name.startswith("/") or ".." in name.split("/") or NOT_UNIX in name or name[1:2] == ":"
    return Member(name, reason=Reason.UNSAFE, detail="has a path that leads out of its archive; pack it again") if leads_out else None
