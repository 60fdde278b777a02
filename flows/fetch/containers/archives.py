"""Archives of files: ZIP, TAR, packed or not, and one file packed with gzip, bzip2 or xz."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, cast

from flows.clean.formats.kinds import LOOKED_AT, Kind, kind_of_beginning
from flows.fetch.containers.member import Member, Room
from flows.fetch.containers.tables import Opened, table_kind
from schemas.words import Reason

NO_TEXTS = ("__MACOSX/",)
"""What programs add to archives beside the files of a person."""
NOT_UNIX = "\\"
OPENED_BY: Mapping[Kind, Callable[..., Any]] = MappingProxyType({Kind.GZIP: gzip.open, Kind.BZIP2: bz2.open})
PACKED_SUFFIXES = (".gz", ".bz2", ".xz")
MOST_XZ_MEMORY = 200_000_000
"""Bytes; `xz -9` asks for 65 million."""


Tables = Callable[[str, Opened, int, Room], Iterator[Member]]
"""How the rows of a table within an archive are had, by its path and what it holds."""


def zip_members(path: Path, most_bytes: int, room: Room, tables: Tables | None = None) -> Iterator[Member]:
    """Yield the files of a ZIP archive in its order; of a table the rows, where `tables` says how."""
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
                yield from _members_in(found.filename, opened, most_bytes, room, tables)


def tar_members(path: Path, most_bytes: int, room: Room, tables: Tables | None = None) -> Iterator[Member]:
    """Yield the files of a TAR archive, packed or not, in its order; of a table the rows, where `tables` says how."""
    with opened_whole(path) as unpacked, tarfile.open(fileobj=unpacked, mode="r|") as archive:
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
                yield from _members_in(found.name, opened, most_bytes, room, tables)


def packed_member(path: Path, most_bytes: int, room: Room, tables: Tables | None = None) -> Iterator[Member]:
    """Yield the one file that is packed with gzip, bzip2 or xz; of a table the rows, where `tables` says how."""
    with opened_whole(path) as opened:
        name = path.stem if path.suffix.lower() in PACKED_SUFFIXES else path.name
        yield from _members_in(name, opened, most_bytes, room, tables)


def _members_in(name: str, opened: Opened, most_bytes: int, room: Room, tables: Tables | None) -> Iterator[Member]:
    """Yield a file of an archive, or the rows of one that is a table."""
    if tables and table_kind(name):
        yield from tables(name, opened, most_bytes, room)
    else:
        yield bounded(name, opened, most_bytes, room)


def opened_whole(path: Path) -> IO[bytes]:
    """Open a file to be read from its beginning: unpacked, where it is packed with gzip, bzip2 or xz."""
    with path.open("rb") as opened:
        kind = kind_of_beginning(opened.read(LOOKED_AT))
    if kind is Kind.XZ:
        return io.BufferedReader(_Unpacked(path.open("rb")))
    return cast(IO[bytes], OPENED_BY.get(kind, open)(path, "rb"))


class _Unpacked(io.RawIOBase):
    """What is packed with xz, unpacked in bounded memory: a hostile file may ask for a dictionary of gigabytes."""

    def __init__(self, packed: IO[bytes]) -> None:
        self.packed = packed
        self.decompressor = _xz()

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Put the next bytes into the buffer, and return how many."""
        found = b""
        while not found:
            needs_more = self.decompressor.eof or self.decompressor.needs_input
            taken = self.decompressor.unused_data or self.packed.read(io.DEFAULT_BUFFER_SIZE) if needs_more else b""
            if self.decompressor.eof:
                if not taken.strip(b"\0"):
                    return 0
                self.decompressor = _xz()  # one stream behind another
            elif needs_more and not taken:
                raise EOFError("it ends before its end")
            found = self.decompressor.decompress(taken, len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def close(self) -> None:
        """Close the packed file too."""
        self.packed.close()
        super().close()


def _xz() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, MOST_XZ_MEMORY)


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
