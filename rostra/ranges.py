"""A release's files elsewhere, opened so that DuckDB and Arrow read only the bytes that a query needs."""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from threading import Lock
from typing import Any, BinaryIO

from fsspec.spec import AbstractBufferedFile, AbstractFileSystem

from rostra.errors import NotAsAsked, Refused
from rostra.place import Place
from rostra.places import read_range, stream
from rostra.promises import Promise


class ReleaseFiles(AbstractFileSystem):  # type: ignore[misc]  # fsspec has no types
    """The promised files of one release, as DuckDB asks a file system of fsspec; addresses are `<scheme>://<name>`."""

    cachable = False

    def __init__(self, place: Place, promises: Mapping[str, Promise], scheme: str = "release") -> None:
        super().__init__()
        self.protocol = scheme
        self.place = place
        self.promises = promises
        self.whole: dict[str, BinaryIO] = {}
        self.lock = Lock()
        self.trouble: NotAsAsked | Refused | None = None
        """What went wrong with a file, which DuckDB wraps into an error of its own."""

    def info(self, path: str, **ignored: Any) -> dict[str, Any]:
        name = _name_of(path)
        if name not in self.promises:
            raise FileNotFoundError(path)
        return {"name": name, "size": self._size_of(name), "type": "file"}

    def glob(self, path: str, **ignored: Any) -> list[str]:
        return [path] if _name_of(path) in self.promises else []

    def modified(self, path: str) -> datetime:
        return datetime(1970, 1, 1, tzinfo=UTC)  # a release never changes

    def _open(self, path: str, mode: str = "rb", **ignored: Any) -> _RangedFile:
        return _RangedFile(self, _name_of(path), mode, cache_type="none", size=self.info(path)["size"])

    def _size_of(self, name: str) -> int:
        size = self.promises[name].bytes
        if size is None:
            self._keep_whole(self.place.inside(name), name)
            size = self.whole[name].seek(0, io.SEEK_END)
        return size

    def part(self, name: str, start: int, end: int) -> bytes:
        """Return some bytes of a file; NotAsAsked where the server sends others."""
        if name not in self.whole:
            try:
                found = self._asked(name, start, end)
            except (NotAsAsked, Refused) as error:
                self.trouble = error
                raise
            if found is not None:
                return found
        with self.lock:
            file = self.whole[name]
            file.seek(start)
            return file.read(end - start)

    def _asked(self, name: str, start: int, end: int) -> bytes | None:
        place = self.place.inside(name)
        try:
            found = read_range(place, start, end)
            if found is None:
                self._keep_whole(place, name)
        except FileNotFoundError as error:
            raise NotAsAsked(f"{place}: missing") from error
        if found is not None and len(found) != end - start:
            raise NotAsAsked(f"{place}: shorter than announced")
        return found

    def _keep_whole(self, place: Place, name: str) -> None:
        """Read a file of a server without ranges once, into a file that vanishes with the process."""
        promise = self.promises[name]
        with self.lock:
            if name in self.whole:
                return
            file = tempfile.TemporaryFile()  # noqa: SIM115  kept for as long as the release is read
            digest = hashlib.sha256()
            for piece in stream(place):
                file.write(piece)
                digest.update(piece)
                if file.tell() > promise.most_bytes:
                    raise NotAsAsked(f"{place}: larger than announced; the transfer was stopped")
            if digest.hexdigest() != promise.sha256:
                raise NotAsAsked(f"{place}: altered; its SHA-256 is not the promised one")
            self.whole[name] = file


class _RangedFile(AbstractBufferedFile):  # type: ignore[misc]  # fsspec has no types
    def _fetch_range(self, start: int, end: int) -> bytes:
        found: bytes = self.fs.part(self.path, start, end)
        return found


def _name_of(path: str) -> str:
    return path.rpartition("://")[2]
