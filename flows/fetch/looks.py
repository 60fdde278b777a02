"""What each file of a source looked like when it was last read, so that one that has not changed since need not be read again.

`<store>/manifests/<source_id>.json`. It saves work and knows nothing that the files do not: without it, all are read.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

# A change within the same tick of a file system's clock leaves no trace; the coarsest clock (FAT) ticks every two seconds.
TICK_NS = 2_000_000_000


class Look(NamedTuple):
    """What the file system says of a file; `changed_ns` catches a rewriting that put the old `modified_ns` back."""

    bytes: int
    modified_ns: int
    changed_ns: int


class LastRead(NamedTuple):
    """How a file looked just before it was read, and the SHA-256 of what was in it."""

    look: Look
    sha256: str


def look_of(status: os.stat_result) -> Look:
    """Return what is compared of a file's status."""
    return Look(status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def is_settled(look: Look) -> bool:
    """Whether a later change would show: the last one lies further back than the clock's tick."""
    return time.time_ns() - max(look.modified_ns, look.changed_ns) > TICK_NS


def looks_path(store: Path, source_id: str) -> Path:
    """Return where the looks of a source's files are kept, or would be."""
    return store / "manifests" / f"{source_id}.json"


def read_looks(store: Path, source_id: str, read_by: str) -> dict[str, LastRead]:
    """Return origin → how its file was last read; none where nothing was kept, it was read by other code, or it cannot be read."""
    try:
        found = json.loads(looks_path(store, source_id).read_bytes())
        if found["read_by"] != read_by:
            return {}
        return {origin: LastRead(Look(*look), sha256) for origin, (look, sha256) in found["files"].items()}
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return {}


def keep_looks(store: Path, source_id: str, read_by: str, read: Mapping[str, LastRead]) -> None:
    """Keep how files looked that some code read, all of it or nothing; OSError where the store cannot be written to."""
    path = looks_path(store, source_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(path.name + ".partial")
    aside.write_text(json.dumps({"read_by": read_by, "files": read}), encoding="utf-8")
    aside.replace(path)
