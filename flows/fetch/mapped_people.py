"""The persons of long lists as a file that is mapped, and not read: opening it takes no time, however many they are."""

from __future__ import annotations

import contextlib
import mmap
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from flows.label.speakers.people import NO_PEOPLE, People, is_whole

CACHE_OF_USER = "XDG_CACHE_HOME"
KEPT = 4
"""How many files the cache keeps, those used last."""


def mapped_people(file: Path, sha256: str) -> People:
    """Return the persons of a file that `people_bytes` made; ValueError where it is not whole, OSError where it cannot be read."""
    with file.open("rb") as opened:
        content = memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
    if not is_whole(content):
        raise ValueError(f"{file}: is no whole index of persons")
    return People(sha256, content)


def kept_people(sha256: str, made: Callable[[], bytes]) -> People:
    """Return persons from the cache of the user, by the hash of what they are made of; they are made, and kept, where they are not there.

    Where nothing can be kept they are made all the same.
    """
    file = cache_folder() / f"{sha256}.people"
    with contextlib.suppress(OSError, ValueError):
        found = mapped_people(file, sha256)
        os.utime(file)
        return found
    content = made()
    if not content:
        return NO_PEOPLE
    with contextlib.suppress(OSError):
        _keep(file, content)
    return People(sha256, content)


def cache_folder() -> Path:
    """Return the folder in which this user's programs keep what can be made again."""
    return Path(os.environ.get(CACHE_OF_USER) or Path.home() / ".cache") / "rostra" / "people"


def _keep(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    aside.write_bytes(content)
    aside.replace(file)
    for old in sorted(file.parent.glob("*.people"), key=lambda one: one.stat().st_mtime, reverse=True)[KEPT:]:
        old.unlink(missing_ok=True)
