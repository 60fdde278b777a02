"""The store of bytes as they were found, each under its SHA-256: `<store>/snapshots/<2 hex>/<sha256>`.

They are written aside and renamed: what is visible is whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import NamedTuple, Protocol

from flows.errors import Refused

FOLDER = "snapshots"
"""What a store keeps for its makers alone: nobody who reads releases needs it."""


def sha256_of(raw: bytes) -> str:
    """Return the bytes' SHA-256 in hex."""
    return hashlib.sha256(raw).hexdigest()


def snapshot_path(store: Path, sha256: str) -> Path:
    """Return where the bytes of this SHA-256 lie, or would lie."""
    return store / FOLDER / sha256[:2] / sha256


def is_whole(store: Path, sha256: str) -> bool:
    """Say whether the snapshot is there and its bytes match its name."""
    try:
        return sha256_of(snapshot_path(store, sha256).read_bytes()) == sha256
    except OSError:
        return False


def is_kept(store: Path, sha256: str, size: int) -> bool:
    """Say whether a snapshot of this size is there; whoever reads it finds out whether it is whole."""
    try:
        # Asked of each text of a source: to make a path object would take longer than the look.
        return os.stat(f"{store}/{FOLDER}/{sha256[:2]}/{sha256}").st_size == size  # noqa: PTH116
    except OSError:
        return False


def read_snapshot(store: Path, sha256: str) -> bytes:
    """Return the bytes; Refused where they are missing or damaged: those are removed, so that fetching again mends them."""
    path = snapshot_path(store, sha256)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path}: the snapshot cannot be read ({error.strerror}); run the build again to fetch it anew") from error
    if sha256_of(raw) != sha256:
        path.unlink(missing_ok=True)
        raise Refused(f"{path}: the snapshot is damaged, its bytes do not match its name; run the build again to fetch it anew")
    return raw


class Snapshots(Protocol):
    """Where snapshots are had again."""

    def has(self, sha256: str) -> bool:
        """Say whether the snapshot is there, and whole."""

    def read(self, sha256: str) -> bytes:
        """Return the bytes; Refused where they are missing or damaged."""


class SnapshotsOnDisk(NamedTuple):
    """The snapshots in a store's folder."""

    store: Path

    def has(self, sha256: str) -> bool:
        """Say whether the snapshot is there, and whole."""
        return is_whole(self.store, sha256)

    def read(self, sha256: str) -> bytes:
        """Return the bytes; Refused where they are missing or damaged."""
        return read_snapshot(self.store, sha256)


def keep_snapshot(store: Path, raw: bytes, *, is_forced: bool = True) -> str:
    """Write the bytes under their SHA-256 unless they are there, whole, and return it.

    `is_forced` has the disk confirm them: a page may never be had again, whereas a file beside its source is read each time.
    Refused where the store cannot be written.
    """
    sha256 = sha256_of(raw)
    path = snapshot_path(store, sha256)
    if not _holds(path, raw):
        write_whole(path, raw, is_forced=is_forced)
    return sha256


def _holds(path: Path, raw: bytes) -> bool:
    try:
        return path.stat().st_size == len(raw) and path.read_bytes() == raw
    except OSError:
        return False


def write_whole(path: Path, raw: bytes | bytearray, *, is_forced: bool) -> None:
    """Write a file aside, then rename it, so that nobody ever sees a part of it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(prefix=".aside-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
                file.flush()
                if is_forced:
                    os.fsync(file.fileno())
            Path(aside).chmod(0o644)
            Path(aside).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):  # what went wrong first is what must be told
                Path(aside).unlink()
            raise
        if is_forced:
            _force_folder(path.parent)
    except OSError as error:
        raise Refused(f"{path}: cannot be written ({error.strerror}); make room there, or name another store") from error


def _force_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
