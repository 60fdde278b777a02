"""Files that a new release has in common with the latest one: each is one file under two names, written and hashed once."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from flows.parquet import part_of
from flows.publish.rows import Hashed
from rostra.promises import CHECKSUMS, MANIFEST
from rostra.verify import VERDICTS, look_of, read_checksums, sha256_of

SHARED = ("data", "registry", "pages", "sample", VERDICTS)


class Known(NamedTuple):
    """What a published release tells of files, so that nobody need read them to know it."""

    folder: Path | None = None
    by_name: Mapping[str, str] = MappingProxyType({})
    """Name within the release → SHA-256."""
    by_inode: Mapping[tuple[int, int], str] = MappingProxyType({})
    """Device and inode → SHA-256: a file under another name is the same file."""
    rows: Mapping[str, Hashed] = MappingProxyType({})
    """SHA-256 of a table's part → what hashing its rows came to."""

    def sha256_of(self, path: Path | str) -> str:
        """Return the SHA-256 of a file; it is read only where it is none of the release's."""
        look = look_of(path)
        return (look and self.by_inode.get(look)) or sha256_of(Path(path))


NOTHING_KNOWN = Known()


def known_of(release: Path | None) -> Known:
    """Return what a release on this disk tells of its files; nothing where there is none.

    Call it on a release that is verified before anything is published upon it.
    """
    if release is None or not (release / CHECKSUMS).is_file():
        return NOTHING_KNOWN
    look = (release / CHECKSUMS).stat()
    return _told_by(release, (look.st_ino, look.st_mtime_ns, look.st_size))


@lru_cache(maxsize=1)
def _told_by(release: Path, _look: tuple[int, int, int]) -> Known:
    """Return what a release tells of its files, which is asked several times in a build; its list of them looks as it did then."""
    by_name = read_checksums(release)
    looks = {name: look for name in by_name if (look := look_of(f"{release}/{name}")) is not None}
    tables: list[dict[str, Any]] = json.loads((release / MANIFEST).read_text(encoding="utf-8"))["tables"]
    rows = {
        by_name[part["path"]]: Hashed(part["rows"], int(part["rows_sha256_sum"], 16))
        for table in tables
        for part in table.get("parts", ())
        if part["path"] in by_name
    }
    return Known(release, by_name, {look: by_name[name] for name, look in looks.items()}, rows)


def parts_as_in(data: Path, known: Known) -> frozenset[str]:
    """Return the parts of the staged tables whose files are, table by table, those of the release."""
    if known.folder is None:
        return frozenset()
    here, there = (_by_part(folder) for folder in (data, known.folder / "data"))
    return frozenset(part for part, looks in here.items() if looks == there.get(part))


def _by_part(data: Path) -> dict[str, dict[str, tuple[int, int]]]:
    """Return part → its files, each with device and inode."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for path in data.glob("*/part-*.parquet"):
        look = path.stat()
        found.setdefault(part_of(path) or "", {})[path.parent.name] = (look.st_dev, look.st_ino)
    return found


def share_unchanged(staging: Path, known: Known) -> None:
    """Make every file below `SHARED` that is the same in the release, byte for byte and by name, that very file.

    Descriptors are small, and written more than once on the way: they are left alone.
    """
    if known.folder is None:
        return
    for name in (f"{folder}/{name}" for folder in SHARED for name in names_within(staging / folder)):
        look = look_of(f"{staging}/{name}")
        if look is None or look in known.by_inode or name not in known.by_name:
            continue
        path, theirs = staging / name, known.folder / name
        if theirs.is_file() and theirs.stat().st_size == path.stat().st_size and known.sha256_of(path) == known.by_name[name]:
            aside = path.with_name(f"{path.name}.partial")
            link(theirs, aside)
            aside.replace(path)


def names_within(folder: Path) -> list[str]:
    """Return the names of all files below a folder, from there on, sorted; none where there is no such folder."""
    start = len(str(folder)) + 1
    return sorted(f"{within}/{name}"[start:] for within, _, names in os.walk(folder) for name in names)


def link(existing: Path | str, path: Path | str) -> None:
    """Give a file a second name; where a disk has no such links, or no more of them, copy it, as cheaply as the disk can."""
    try:
        os.link(existing, path)
    except OSError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        _link_or_copy(Path(existing), Path(path))


def _link_or_copy(existing: Path, path: Path) -> None:
    try:
        path.hardlink_to(existing)
    except OSError:
        shutil.copyfile(existing, path)
        path.chmod(0o444)
