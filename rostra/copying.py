"""One file of a release, fetched so that it ends whole and as promised, or not at all; what broke off goes on where it stopped."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, NamedTuple

from rostra.errors import NotAsAsked
from rostra.place import Place
from rostra.places import CHUNK_BYTES, stream
from rostra.promises import Promise


class Fetched(NamedTuple):
    """How many bytes of a file came from where."""

    fetched: int
    copied: int


def fetch_file(source: Place, target: Path, promise: Promise, on_bytes: Callable[[int], None]) -> Fetched:
    """Bring a file to `target`, where a part of it may lie already, and return how many bytes that took.

    `on_bytes` is told how many bytes have come, and may raise to end it. Raises NotAsAsked where the file is missing, larger than
    announced, or has another SHA-256 than promised; nothing is left then.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    begun = _size_of(target)
    try:
        digest = _continued(source, target, promise, on_bytes)
        if digest != promise.sha256 and begun:
            # What an earlier call left may be of something else: once more, from the first byte.
            target.unlink()
            begun, digest = 0, _continued(source, target, promise, on_bytes)
    except FileNotFoundError as error:
        target.unlink(missing_ok=True)
        raise NotAsAsked(f"{source}: missing") from error
    if digest != promise.sha256:
        size = _size_of(target)
        target.unlink()
        is_short = promise.bytes is not None and size < promise.bytes
        raise NotAsAsked(f"{source}: {'cut short' if is_short else 'altered'}; its SHA-256 is not the promised one")
    return Fetched(_size_of(target) - begun, 0)


def _continued(source: Place, target: Path, promise: Promise, on_bytes: Callable[[int], None]) -> str:
    """Add to `target` what it lacks of the source and return the SHA-256 of the whole."""
    with _opened(target) as file:
        digest, size = hashlib.sha256(), 0
        while piece := file.read(CHUNK_BYTES):
            digest.update(piece)
            size += len(piece)
        on_bytes(size)
        if digest.hexdigest() == promise.sha256 or size == promise.bytes:
            return digest.hexdigest()
        for piece in stream(source, size):
            size += len(piece)
            if size > promise.most_bytes:
                target.unlink()
                said = f"the announced {promise.bytes} bytes" if promise.bytes is not None else "a file without an announced size may be"
                raise NotAsAsked(f"{source}: larger than {said}; the transfer was stopped")
            file.write(piece)
            digest.update(piece)
            on_bytes(len(piece))
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def link_file(source: Path, target: Path, promise: Promise) -> Fetched | None:
    """Give a file of another release on this disk a second name, or copy it where the disk has no links.

    None where it is not as promised; nothing is left then.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)  # what an earlier call left may be a second name too, and is never written to
    try:
        os.link(source, target, follow_symlinks=False)
    except FileNotFoundError:
        return None
    except OSError:
        return copy_file(source, target, promise)
    size = _size_of(target)
    if not target.is_symlink() and (promise.bytes is None or size == promise.bytes) and _sha256_of(target) == promise.sha256:
        return Fetched(0, size)
    target.unlink()
    return None


def copy_file(source: Path, target: Path, promise: Promise) -> Fetched | None:
    """Copy a file of another release on this disk, unless it is not as promised; None then, and nothing is left."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    try:
        with source.open("rb") as found, _opened(target) as file:
            file.truncate()
            while piece := found.read(CHUNK_BYTES):
                digest.update(piece)
                size += len(piece)
                if size > promise.most_bytes:
                    break
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return None
    if digest.hexdigest() == promise.sha256:
        return Fetched(0, size)
    target.unlink()
    return None


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _opened(target: Path) -> BinaryIO:
    """Open a file for reading and adding, made where it is not there; never what a symbolic link points at."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(target, flags, 0o644), "r+b")


def _size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
