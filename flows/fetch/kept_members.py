"""What a container gave when it was last read, so that one that looks as it did need not be unpacked again.

`<store>/manifests/<source_id>/<key>.jsonl`, a text a line. It saves work and knows nothing that
the containers do not: without it, all are read.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from flows.fetch.fetched import Fetched
from flows.fetch.looks import Look
from flows.fetch.snapshots import snapshot_path, write_whole
from flows.fetch.unpacking import Unpacking
from flows.rule_sets import packages_sha256

TEXT = TypeAdapter(Fetched)
READ_BY = ("flows.fetch", "flows.clean")
"""The packages whose code says what a container gives."""


def members_key(named: Fetched, look: Look, unpacking: Unpacking) -> str:
    """Return the hash of all that decides what a container gives."""
    limits = (unpacking.limits.text_bytes, unpacking.limits.container)
    decides = (named, look, sorted(unpacking.columns.items()), limits, sorted(unpacking.withdrawn.items()), packages_sha256(READ_BY))
    return hashlib.sha256(repr(decides).encode()).hexdigest()


def read_members(store: Path, source_id: str, key: str) -> list[Fetched] | None:
    """Return the texts that the container of this key gave; None where that is not known, or one of their snapshots is gone."""
    try:
        with _path(store, source_id, key).open("rb") as lines:
            texts = [TEXT.validate_json(line) for line in lines]
    except (OSError, ValidationError):
        return None
    return texts if all(text.sha256 is None or snapshot_path(store, text.sha256).is_file() for text in texts) else None


def keep_members(store: Path, source_id: str, key: str, texts: Sequence[Fetched]) -> None:
    """Keep the texts that a container gave; Refused where the store cannot be written."""
    raw = bytearray()
    for text in texts:
        raw += TEXT.dump_json(text) + b"\n"
    write_whole(_path(store, source_id, key), raw, is_forced=False)


def forget_others(store: Path, source_id: str, keys: Collection[str]) -> None:
    """Remove what the containers of a source gave when they were others, or looked otherwise."""
    for path in _folder(store, source_id).glob("*.jsonl"):
        if path.stem not in keys:
            path.unlink(missing_ok=True)


def forget_members(store: Path) -> None:
    """Remove what all containers gave; the next run unpacks them anew."""
    for folder in (store / "manifests").glob("*/"):
        shutil.rmtree(folder, ignore_errors=True)


def _folder(store: Path, source_id: str) -> Path:
    return store / "manifests" / source_id


def _path(store: Path, source_id: str, key: str) -> Path:
    return _folder(store, source_id) / f"{key}.jsonl"
