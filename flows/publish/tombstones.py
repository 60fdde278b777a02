"""Tombstones: which speeches were withdrawn, and which releases still hold them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from flows.parquet import read_rows, write_table
from flows.publish.rows import table_files
from rostra.store import VERSION
from rostra.verify import CHECKSUMS
from schemas.withdrawn import WITHDRAWN, Tombstone

PATH = "data/withdrawn.parquet"


class Held(NamedTuple):
    """A speech as some folder of tables holds it."""

    speech_id: str
    source_id: str
    url: str | None = None
    text_sha256: str | None = None
    raw_sha256: str | None = None
    """Of the snapshot that it was read from."""


def release_folders(store: Path) -> list[Path]:
    """Return the folders of the store that are releases, listed in the index or not."""
    folder = store / "releases"
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in found if VERSION.fullmatch(path.name) and (path / CHECKSUMS).is_file()]


def tombstones_of(releases: Iterable[Path]) -> dict[str, Tombstone]:
    """Return speech id → tombstone of every speech that any of the releases says was withdrawn: also yanked ones say it."""
    found: dict[str, Tombstone] = {}
    for release in releases:
        if (release / PATH).is_file():
            found.update((row[0], Tombstone(*row)) for row in read_rows(WITHDRAWN, release / PATH))
    return dict(sorted(found.items()))


def write_tombstones(tombstones: Iterable[Tombstone], release: Path) -> None:
    """Write the tombstones into a release's folder."""
    write_table(WITHDRAWN, sorted(tombstones), release / PATH)


def withdrawn_speeches(release: Path, tombstones: Collection[Tombstone]) -> list[Held]:
    """Return the speeches of a release that were withdrawn, by their id or by their text, also those that stand in its difference alone."""
    return [held for file in _files_of_speeches(release) for held in held_in(file, tombstones)]


def held_in(file: Path, tombstones: Collection[Tombstone]) -> Iterator[Held]:
    """Yield the withdrawn speeches of one file of speeches; none where it holds ids alone."""
    import pyarrow.parquet as pq

    names = set(pq.read_schema(file).names)
    if "source_id" not in names:
        return
    columns = [name for name in Held._fields if name in names]  # older releases may lack some
    ids = {tombstone.speech_id for tombstone in tombstones}
    texts = {tombstone.text_sha256 for tombstone in tombstones} - {None}
    with pq.ParquetFile(file) as speeches:
        for batch in speeches.iter_batches(columns=columns):
            for held in (Held(**row) for row in batch.to_pylist()):
                if held.speech_id in ids or held.text_sha256 in texts:
                    yield held


def _files_of_speeches(release: Path) -> list[Path]:
    return [*table_files(release, "speeches"), *sorted(release.glob("diff/*/speeches.removed.parquet"))]
