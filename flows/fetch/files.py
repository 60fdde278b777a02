"""The door to texts in files beside their source."""

import os
import stat
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flows.errors import Refused
from flows.fetch.beside import with_lists
from flows.fetch.containers.reading import Container, container_of
from flows.fetch.containers.tables import table_kind
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import LIMITS, NONE_WITHDRAWN, Fetched, Limits, SourceGone, not_to_be_read
from flows.fetch.identifiers import speech_id_of_file
from flows.fetch.kept_members import forget_others, keep_members, members_key, read_members
from flows.fetch.looks import LastRead, Look, is_settled, keep_looks, look_of, read_looks
from flows.fetch.snapshots import is_kept, keep_snapshot
from flows.fetch.unpacking import Unpacking, standing, unpacked
from flows.rule_sets import packages_sha256
from schemas.words import Reason

WILDCARDS = frozenset("*?[")
READ_BY = ("flows.clean.formats.kinds", "flows.fetch.containers", "flows.fetch.files")


class FileReading(NamedTuple):
    """With what the files of one source are read."""

    store: Path
    limits: Limits
    known: Mapping[str, LastRead]
    """Origin → how the file was last read."""


def fetch_files(
    declaration: SourceDeclaration,
    sources_folder: Path,
    store: Path,
    limits: Limits = LIMITS,
    withdrawn: Mapping[str, str] = NONE_WITHDRAWN,
) -> list[Fetched]:
    """Keep a snapshot of every text in the files that the source names, in the order of their paths.

    Hidden files, lists of addresses, the table of metadata and corrections are no texts.

    A file, or a container of many texts, that looks as it did when it was last read is not read again.
    A file that cannot be had comes back with its reason. SourceGone where the folder is missing, Refused where the store is not writable.
    """
    if declaration.files is None:
        raise ValueError(f"{declaration.source_id} declares no files")
    folder, pattern = folder_and_pattern(sources_folder, declaration.files)
    if not folder.is_dir():
        raise SourceGone(f"{declaration.source_id}.toml: files = {declaration.files!r}: there is no folder {folder}")
    root, known, read = folder.resolve(), read_looks(store, declaration.source_id, read_by()), {}
    lists = {sources_folder / name for name in (*declaration.address_files, *declaration.corrections, declaration.metadata) if name}
    if not root.is_relative_to(sources_folder.resolve()):
        raise Refused(f"{declaration.source_id}.toml: files = {declaration.files!r}: {folder} is a link that leads out of {sources_folder}")
    fetched: list[Fetched] = []
    containers: set[str] = set()
    reading, unpacking = FileReading(store, limits, known), Unpacking(store, limits, withdrawn, declaration.columns)
    start = len(folder.parts)
    for path in folder.glob(pattern):
        within = path.parts[start:]
        if any(part.startswith(".") for part in within) or path in lists:
            continue
        origin = _printable("/".join(within))
        named = Fetched(declaration.source_id, origin, speech_id_of_file(declaration.source_id, origin))
        text = not_to_be_read(named, withdrawn)
        if text is not None and path.is_dir() and not path.is_symlink():
            continue
        if text is None and _looks_as_before(path, named, declaration.columns, reading):
            text, read[origin] = named._replace(sha256=known[origin].sha256), known[origin]
        if text is None:
            container = _container(path, root, declaration.columns)
            if container is not None:
                key, texts = _members(path, named, container, unpacking)
                containers.add(key)
                fetched += texts
                continue
            found = _fetch_file(path, root, named, reading)
            if found is None:
                continue
            text, look = found
            if text.sha256 and look and is_settled(look):
                read[origin] = LastRead(look, text.sha256)
        fetched.append(text)
    if read != known:
        keep_looks(store, declaration.source_id, read_by(), read)
    forget_others(store, declaration.source_id, containers)
    return sorted(with_lists(standing(fetched), store), key=lambda text: text.origin)


@cache
def read_by() -> str:
    """Return a hash of what tells a text from a file of many."""
    return packages_sha256(READ_BY)


def _looks_as_before(path: Path, named: Fetched, columns: Mapping[str, str], reading: FileReading) -> bool:
    """Say whether a file looks as it did when it was last read, as one text, and its snapshot is there.

    Where it lies need not be asked: another file, to which a link leads by now, looks otherwise.
    """
    last = reading.known.get(named.origin)
    if last is None or (columns and table_kind(path.name)) or last.look.bytes > reading.limits.text_bytes:
        return False
    try:
        return look_of(path.stat()) == last.look and is_kept(reading.store, last.sha256, last.look.bytes)
    except OSError:
        return False


def _container(path: Path, root: Path, columns: Mapping[str, str]) -> Container | None:
    """Return how the texts within a file are had; None where it is one text, or none that may be read."""
    try:
        is_within = path.resolve(strict=True).is_relative_to(root)
        return container_of(path, columns) if is_within and path.is_file() else None
    except (OSError, RuntimeError):
        return None


def _members(path: Path, named: Fetched, container: Container, unpacking: Unpacking) -> tuple[str, list[Fetched]]:
    """Return the texts of a container, and the key by which they are kept: it is unpacked unless it looks as it did the last time."""
    look = look_of(path.stat())
    key = members_key(named, look, unpacking)
    texts = read_members(unpacking.store, named.source_id, key)
    if texts is None:
        texts = list(unpacked(path, named, container, unpacking))
        if is_settled(look):
            keep_members(unpacking.store, named.source_id, key, texts)
    return key, texts


def folder_and_pattern(sources_folder: Path, files: str) -> tuple[Path, str]:
    """Divide what a source says of its files into a folder and a pattern within it.

    >>> folder_and_pattern(Path("sources"), "press/*.txt")
    (PosixPath('sources/press'), '*.txt')
    """
    parts = Path(files).parts
    plain = next((index for index, part in enumerate(parts) if WILDCARDS & set(part)), len(parts))
    folder = sources_folder.joinpath(*parts[:plain])
    if plain < len(parts):
        return folder, "/".join(parts[plain:])
    return (folder.parent, folder.name) if folder.is_file() else (folder, "**/*")


def _printable(path: str) -> str:
    """Return a path as UTF-8 can hold it: names on a disk are bytes, and need not be characters."""
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "backslashreplace")


def _fetch_file(path: Path, root: Path, named: Fetched, reading: FileReading) -> tuple[Fetched, Look | None] | None:
    """Return what was had of a file, and how it looked before; None for a folder."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode) and not path.is_symlink():
            return None
        is_within = path.resolve(strict=True).is_relative_to(root)
        if not is_within or not stat.S_ISREG(status.st_mode):
            return _not_had(named, "is no ordinary file" if is_within else "is a link that leads out of the source's folder"), None
        with path.open("rb") as file:
            raw = file.read(reading.limits.text_bytes + 1)
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        return _not_had(named, f"cannot be read ({getattr(error, 'strerror', None) or 'its links lead nowhere'})"), None
    if len(raw) > reading.limits.text_bytes:
        return named._replace(reason=Reason.TOO_LARGE, detail=f"holds more than {reading.limits.text_bytes} bytes"), None
    return named._replace(sha256=keep_snapshot(reading.store, raw, is_forced=False)), look_of(status)


def _not_had(named: Fetched, detail: str) -> Fetched:
    return named._replace(reason=Reason.NOT_FETCHED, detail=detail)
