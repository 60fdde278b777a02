"""Publishing to a store on a disk: staged tables become a release, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from flows.errors import Busy, Refused
from flows.publish.facts import ReleaseFacts
from flows.publish.steps import NOTHING_ASKED, STEPS_ON_A_DISK, Asked, Publishing, perform
from rostra.index import is_of_downloads
from rostra.store import INDEX

LOCK_WAIT_SECONDS = 600.0


class Published(NamedTuple):
    """What publishing came to: the version that now is the latest, and whether this run made it."""

    version: str
    folder: Path
    is_new: bool


def store_lock(store: Path) -> FileLock:
    """Return the lock that a build holds from its first step to its last; it falls with the process."""
    return FileLock(store / ".lock")


def prepare(store: Path) -> Path:
    """Return an empty staging folder of the store, after removing what a killed build left there.

    Call it with the store's lock held. Raises Refused where the store cannot be written to.
    """
    staging = store / "staging"
    try:
        if staging.exists():
            shutil.rmtree(staging)
        (staging / "release" / "data").mkdir(parents=True)
    except OSError as error:
        raise Refused(f"{store}: cannot be written to ({error.strerror}); name another store with --store") from error
    return staging


def acquire(store: Path, wait_seconds: float) -> FileLock:
    """Return the store's lock, held; Busy where another build keeps it for too long, Refused where the store cannot be written to."""
    try:
        store.mkdir(parents=True, exist_ok=True)
        lock = store_lock(store)
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise Busy(f"{store}: another build works on it; run again when it has ended") from error
    except OSError as error:
        raise Refused(f"{store}: cannot be written to ({error.strerror}); name another store with --store") from error
    return lock


def refuse_unwritable(store: Path) -> None:
    """Raise Refused where the store cannot be written to, or holds the downloads of another: said before anything slow begins."""
    if (store / INDEX).is_file() and is_of_downloads((store / INDEX).read_bytes()):
        raise Refused(f"{store}: holds releases that were downloaded, and is no store to publish to; name another folder with --store")
    with suppress(Busy):  # whoever works on it can write to it
        acquire(store, wait_seconds=0).release()


def publish(
    store: Path, staging: Path, facts: ReleaseFacts, asked: Asked = NOTHING_ASKED, on_step: Callable[[str], None] = lambda moment: None
) -> Published:
    """Publish the staged tables as the next version, unless they and their descriptors say what the latest release says.

    `facts.build` holds what this run would call itself; its number is computed here from the difference with the latest. Returns
    what now is the latest. Call it with the store's lock held; Refused where a number is asked for that is too low.
    """
    done = perform(Publishing(store, staging, facts, asked), STEPS_ON_A_DISK, on_step)
    if not done.is_new and done.latest is not None:
        return Published(done.latest.name, done.latest, is_new=False)
    return Published(done.version, done.target, is_new=True)
