"""The door to texts in files beside their source."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from flows.errors import Refused
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import LIMITS, NONE_WITHDRAWN, Fetched, Limits, not_to_be_read
from flows.fetch.identifiers import speech_id_of_file
from flows.fetch.snapshots import keep_snapshot
from schemas.words import Reason

WILDCARDS = frozenset("*?[")


def fetch_files(
    declaration: SourceDeclaration,
    sources_folder: Path,
    store: Path,
    limits: Limits = LIMITS,
    withdrawn: Mapping[str, str] = NONE_WITHDRAWN,
) -> list[Fetched]:
    """Keep a snapshot of every file that the source names, in the order of their paths; hidden files are no texts.

    A file that cannot be had comes back with its reason. Refused where the source's folder is missing, or the store not writable.
    """
    if declaration.files is None:
        raise ValueError(f"{declaration.source_id} declares no files")
    folder, pattern = folder_and_pattern(sources_folder, declaration.files)
    if not folder.is_dir():
        raise Refused(f"{declaration.source_id}.toml: files = {declaration.files!r}: there is no folder {folder}")
    root = folder.resolve()
    if not root.is_relative_to(sources_folder.resolve()):
        raise Refused(f"{declaration.source_id}.toml: files = {declaration.files!r}: {folder} is a link that leads out of {sources_folder}")
    fetched = []
    for path in folder.glob(pattern):
        within = path.relative_to(folder)
        if any(part.startswith(".") for part in within.parts) or (path.is_dir() and not path.is_symlink()):
            continue
        origin = _printable(within)
        named = Fetched(declaration.source_id, origin, speech_id_of_file(declaration.source_id, origin))
        fetched.append(not_to_be_read(named, withdrawn) or _fetch_file(path, root, named, store, limits))
    return sorted(fetched, key=lambda text: text.origin)


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


def _printable(path: Path) -> str:
    """Return a path as UTF-8 can hold it: names on a disk are bytes, and need not be characters."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _fetch_file(path: Path, root: Path, named: Fetched, store: Path, limits: Limits) -> Fetched:
    try:
        if not path.resolve(strict=True).is_relative_to(root):
            return _not_had(named, "is a link that leads out of the source's folder")
        if not stat.S_ISREG(path.stat().st_mode):
            return _not_had(named, "is no ordinary file")
        with path.open("rb") as file:
            raw = file.read(limits.text_bytes + 1)
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        return _not_had(named, f"cannot be read ({getattr(error, 'strerror', None) or 'its links lead nowhere'})")
    if len(raw) > limits.text_bytes:
        return named._replace(reason=Reason.TOO_LARGE, detail=f"holds more than {limits.text_bytes} bytes")
    return named._replace(sha256=keep_snapshot(store, raw, is_forced=False))


def _not_had(named: Fetched, detail: str) -> Fetched:
    return named._replace(reason=Reason.NOT_FETCHED, detail=detail)
