"""The store of bytes as they were found, each under its SHA-256, and of what is known of the pages they came from.

`<store>/snapshots/<2 hex>/<sha256>` are the bytes; `<store>/snapshots/pages/<source_id>/<sha256 of the address>.json` is the
history of a page, the oldest version first. Both are written aside and renamed: what is visible is whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from flows.errors import Refused


class PageVersion(BaseModel):
    """One state of a page; moments are UTC."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sha256: str
    fetched_at: datetime
    checked_at: datetime
    """The last moment at which the page was asked for and still had these bytes."""
    status: int
    final_address: str
    redirects: int
    etag: str | None
    last_modified: str | None
    content_type: str | None


class PageHistory(BaseModel):
    """All states of one page of one source that were seen, the oldest first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source_id: str
    address: str
    versions: tuple[PageVersion, ...] = ()

    @property
    def latest(self) -> PageVersion | None:
        """The last state that was seen; None before the first."""
        return self.versions[-1] if self.versions else None

    def with_version(self, version: PageVersion) -> PageHistory:
        """Return the history with this state added, or in place of the last one where the bytes are the same.

        The moment at which the same bytes were first fetched stays.
        """
        latest = self.latest
        if latest is None or latest.sha256 != version.sha256:
            return self.model_copy(update={"versions": (*self.versions, version)})
        same = version.model_copy(update={"fetched_at": latest.fetched_at})
        return self.model_copy(update={"versions": (*self.versions[:-1], same)})


def sha256_of(raw: bytes) -> str:
    """Return the bytes' SHA-256 in hex."""
    return hashlib.sha256(raw).hexdigest()


def snapshot_path(store: Path, sha256: str) -> Path:
    """Return where the bytes of this SHA-256 lie, or would lie."""
    return store / "snapshots" / sha256[:2] / sha256


def is_whole(store: Path, sha256: str) -> bool:
    """Say whether the snapshot is there and its bytes match its name."""
    try:
        return sha256_of(snapshot_path(store, sha256).read_bytes()) == sha256
    except OSError:
        return False


def is_kept(store: Path, sha256: str, size: int) -> bool:
    """Say whether a snapshot of this size is there; whoever reads it finds out whether it is whole."""
    try:
        return snapshot_path(store, sha256).stat().st_size == size
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


def history_path(store: Path, source_id: str, address: str) -> Path:
    """Return where a page's history lies, or would lie."""
    return store / "snapshots" / "pages" / source_id / f"{sha256_of(address.encode())}.json"


def read_history(store: Path, source_id: str, address: str) -> PageHistory:
    """Return what is known of a page, nothing yet for a new one; Refused where the record is damaged."""
    path = history_path(store, source_id, address)
    try:
        return PageHistory.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return PageHistory(source_id=source_id, address=address)
    except (ValidationError, OSError) as error:
        raise Refused(
            f"{path}: the record of {address} cannot be read ({type(error).__name__}); remove it to fetch the page anew"
        ) from error


def keep_history(store: Path, history: PageHistory) -> None:
    """Write a page's history; Refused where the store cannot be written."""
    raw = (history.model_dump_json(indent=1) + "\n").encode()
    write_whole(history_path(store, history.source_id, history.address), raw, is_forced=True)


def write_whole(path: Path, raw: bytes, *, is_forced: bool) -> None:
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
