"""The one door of this folder: a file that holds many texts → its members, or the reason why it gives no more of them."""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from flows.clean.formats.kinds import LOOKED_AT, PACKED, Kind, kind_of_beginning, kind_of_parts, mime_type_of
from flows.fetch.containers.archives import opened_whole, packed_member, tar_members, zip_members
from flows.fetch.containers.captures import wacz_members, warc_members
from flows.fetch.containers.member import Bounds, Member, Overfull, Room
from flows.fetch.containers.tables import rows, rows_within, table_kind
from schemas.words import Reason

Members = Callable[[Path, int, Room], Iterator[Member]]
Columns = Callable[[Path], Mapping[str, str]]
OF_FILES: Mapping[Kind, Callable[..., Iterator[Member]]] = {
    Kind.ZIP: zip_members,
    Kind.TAR: tar_members,
    **dict.fromkeys(PACKED, packed_member),
}
"""Archives of files, some of which may be tables."""
READERS: Mapping[Kind, Members] = {
    **OF_FILES,
    Kind.WARC: warc_members,
    Kind.WACZ: wacz_members,
}


class Container(NamedTuple):
    """How the texts within a file are had."""

    members: Members


def container_of(path: Path, columns: Mapping[str, str], columns_of: Columns | None = None) -> Container | None:
    """Return how the texts within a file are had; None where the file is one text. OSError where it cannot be read.

    `columns` says of the source's tables meaning → name of the column; without it, no table holds texts. `columns_of` tells those of
    a table that an archive holds, where they are not the same.
    """
    if columns and table_kind(path.name):
        return Container(partial(_rows, columns))
    with path.open("rb") as opened:
        kind = kind_of_beginning(opened.read(LOOKED_AT))
    if kind is Kind.ZIP:
        kind = _kind_of_zip(path)
    if kind in PACKED:
        kind = _kind_of_packed(path, kind)
    if kind not in READERS:
        return None
    told = columns_of or ((lambda _: columns) if columns else None)
    return Container(partial(OF_FILES[kind], tables=partial(rows_within, told)) if told and kind in OF_FILES else READERS[kind])


def members_of(path: Path, container: Container, most_bytes: int, bounds: Bounds) -> Iterator[Member]:
    """Yield the members of a file; where it holds more than it may or is damaged, a last one without a name says why no more come."""
    room = Room(bounds, path.stat().st_size)
    try:
        yield from container.members(path, most_bytes, room)
    except Overfull as error:
        yield Member("", reason=Reason.UNSAFE, detail=f"{error}; what follows in it is not read")
    except _unreadable() as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        yield Member("", reason=Reason.DAMAGED, detail=f"cannot be unpacked ({said}); what follows in it is not read")


def _unreadable() -> tuple[type[Exception], ...]:
    """Return what the libraries raise on a damaged or hostile file."""
    from warcio.exceptions import ArchiveLoadFailed

    broken = (
        zipfile.BadZipFile,
        tarfile.TarError,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        OSError,
        RuntimeError,
        ValueError,
        ArchiveLoadFailed,
    )
    return (*broken, NotImplementedError)


def _rows(columns: Mapping[str, str], path: Path, most_bytes: int, room: Room) -> Iterator[Member]:
    return rows(path, columns, most_bytes, room)


def _kind_of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            return kind_of_parts(archive.namelist(), mime_type_of(archive))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Kind.ZIP


def _kind_of_packed(path: Path, packing: Kind) -> Kind:
    """Return the kind of archive that is packed; how it is packed, where one file is. Of web archives it is each record that gzip packs."""
    try:
        with opened_whole(path) as opened:
            kind = kind_of_beginning(opened.read(LOOKED_AT))
    except (OSError, EOFError, zlib.error, lzma.LZMAError):
        return packing
    return kind if kind is Kind.TAR or (kind is Kind.WARC and packing is Kind.GZIP) else packing
