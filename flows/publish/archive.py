"""The archive of the store that is worked on, for whoever makes releases: what is new is put there, what is missing is brought.

A store that is a folder holds all by itself, and nothing of this does anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.publish.archive_elsewhere import Archive

_in_use: ContextVar[Archive | None] = ContextVar("archive", default=None)


@contextmanager
def in_use(archive: Archive) -> Iterator[Archive]:
    """Have all that is done in the block, and in threads that start with its context, work on this archive."""
    token = _in_use.set(archive)
    try:
        yield archive
    finally:
        _in_use.reset(token)


def archive_in_use() -> Archive | None:
    """Return the archive of the store that is worked on; None for a folder, which holds all by itself."""
    return _in_use.get()


def push() -> None:
    """Do as `Archive.push` with the archive in use; nothing for a store that is a folder."""
    if archive := _in_use.get():
        archive.push()


def bring(sha256s: Iterable[str]) -> None:
    """Do as `Archive.bring` with the archive in use; nothing for a store that is a folder."""
    if archive := _in_use.get():
        archive.bring(sha256s)


def forget(sha256s: Iterable[str]) -> None:
    """Do as `Archive.forget` with the archive in use; nothing for a store that is a folder."""
    if archive := _in_use.get():
        archive.forget(sha256s)
