"""The release that is pushed: verified before anything leaves, and refused where its texts may not."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from flows.errors import Refused
from flows.publish.index import entry
from flows.publish.rows import table_files
from flows.push.plan import FileHere
from rostra.store import PUBLISHED, Index, Release
from rostra.verify import CHECKSUMS, read_checksums, sha256_of, verify


class Released(NamedTuple):
    """A version of a store, and its folder on this disk."""

    entry: Release
    folder: Path

    def names(self) -> tuple[str, ...]:
        """Return the names of all its files, the list of checksums last."""
        return (*sorted(read_checksums(self.folder)), CHECKSUMS)


def released(store: Path, index: Index, version: str | None) -> Released:
    """Return a version of the store, the latest where none is named, every file of it verified.

    Raises NotAsAsked where there is none or a file is not as published, Refused where it is yanked or withdrawn, or holds texts that a
    source does not allow to be published.
    """
    wanted = version or index.latest
    if wanted is None:
        raise Refused(f"{store}: holds no published release to push")
    found = entry(index, wanted)
    if found.status != PUBLISHED:
        raise Refused(f"{wanted} is {found.status} ({found.reason}); only a published version is pushed")
    folder = store / "releases" / wanted
    verify(folder, found.checksums_sha256)
    _refuse_closed_texts(folder)
    return Released(found, folder)


def _refuse_closed_texts(folder: Path) -> None:
    import pyarrow.parquet as pq

    names = ["source_id", "text_may_be_published"]
    sources = [row for path in table_files(folder, "sources") for row in pq.read_table(path, columns=names).to_pylist()]
    if closed := [row["source_id"] for row in sources if not row["text_may_be_published"]]:
        raise Refused(
            f"{folder.name} holds texts of {', '.join(closed)}, which may not be published (text_may_be_published in its declaration); "
            "push a release without them"
        )


def files_with_sha256(release: Released) -> dict[str, FileHere]:
    """Return name → size and checksums of a release's files: SHA-256, and the SHA-1 by which Git knows a file."""
    sums = read_checksums(release.folder) | {CHECKSUMS: release.entry.checksums_sha256 or sha256_of(release.folder / CHECKSUMS)}
    return {name: _file_here(release.folder / name, sha256) for name, sha256 in sums.items()}


def _file_here(path: Path, sha256: str) -> FileHere:
    return FileHere(path.stat().st_size, frozenset({f"sha256:{sha256}", f"git:{git_blob_sha1(path)}"}))


def git_blob_sha1(path: Path) -> str:
    """Return the name that Git gives to a file's content: SHA-1 over `blob <bytes>`, a zero byte, and the content."""
    digest = hashlib.sha1(f"blob {path.stat().st_size}\0".encode(), usedforsecurity=False)
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
