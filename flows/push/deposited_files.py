"""What of a release is deposited: one archive of all its files, and beside it those that say what it is, to be read without unpacking."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from flows.publish.card import PAGES
from flows.publish.manifest import MANIFEST
from flows.push.plan import FileHere
from flows.push.released import Released
from rostra.verify import CHECKSUMS
from schemas.dataset import DATASET

BESIDE = (*PAGES, "LICENSE", "croissant.json", "datapackage.json", MANIFEST, CHECKSUMS)
"""A repository keeps a hundred files a deposit and no folders, so the rest stands in the archive alone."""
FILE_MODE = 0o100644 << 16
COPIED_BYTES = 1 << 20


def files_to_deposit(release: Released, work: Path) -> dict[str, Path]:
    """Return name → path of the files of a deposit; the archive is written to the folder `work`."""
    archive = work / f"{DATASET.name}-{release.entry.version}.zip"
    write_archive(release, archive)
    return {archive.name: archive} | {name: release.folder / name for name in BESIDE if (release.folder / name).is_file()}


def write_archive(release: Released, path: Path) -> None:
    """Write all files of a release to one ZIP, in a folder called by its version; the same release gives the same bytes."""
    year, month, day = map(int, release.entry.released_on.split("-"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in release.names():
            member = zipfile.ZipInfo(f"{release.entry.version}/{name}", (year, month, day, 0, 0, 0))
            member.external_attr = FILE_MODE
            member.create_system = 3  # Unix, on every system
            member.file_size = (release.folder / name).stat().st_size
            with (release.folder / name).open("rb") as file, archive.open(member, "w") as into:
                while piece := file.read(COPIED_BYTES):
                    into.write(piece)


def file_with_md5(path: Path) -> FileHere:
    """Return the size of a file, and its MD5, by which repositories know what they hold."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False))
    return FileHere(path.stat().st_size, frozenset({f"md5:{digest.hexdigest()}"}))
