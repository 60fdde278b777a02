"""What is kept of an assembling beside the release that came of it: what each part was made of, so that it is not made again.

It only saves work: where it is lost, or not that of the latest release, all parts are made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

FOLDER = "assembled"
COLUMNS = ("speech_id", "part", "text_sha256", "part_sha256")


class Placed(NamedTuple):
    """A text as it was assembled."""

    part: str
    text_sha256: str
    """Of all that its rows follow from."""


class Assembled(NamedTuple):
    """What an assembling put into parts."""

    texts: Mapping[str, Placed] = MappingProxyType({})
    """Speech id → where it stands."""
    parts: Mapping[str, str] = MappingProxyType({})
    """Part → a hash of all that its files follow from."""


class Before(NamedTuple):
    """The latest release, and the assembling that it came of."""

    release: Path
    assembled: Assembled


NOTHING_ASSEMBLED = Assembled()


def part_sha256(texts: Iterable[tuple[str, str]], speakers: str, making: str) -> str:
    """Return a hash of what a part's files follow from: its texts (id, hash), what is said of their speakers, and code and libraries."""
    said = "\n".join(f"{speech_id} {sha256}" for speech_id, sha256 in sorted(texts))
    return hashlib.sha256(f"{making}\n{speakers}\n{said}".encode()).hexdigest()


def write_assembled(assembled: Assembled, path: Path) -> None:
    """Write an assembling to a file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [(speech_id, *placed, assembled.parts[placed.part]) for speech_id, placed in assembled.texts.items()]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(COLUMNS)
    table = pa.table([pa.array(values, pa.string()) for values in columns], names=list(COLUMNS))
    pq.write_table(table, path, compression="zstd", write_page_checksum=True)


def read_before(store: Path, latest: Path | None) -> Before | None:
    """Return the latest release with the assembling that it came of; None where that is not known."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if latest is None:
        return None
    try:
        found = pq.read_table(store / FOLDER / f"{latest.name}.parquet", page_checksum_verification=True).select(list(COLUMNS))
    except (OSError, KeyError, pa.ArrowException):
        return None
    rows = list(zip(*(column.to_pylist() for column in found.columns), strict=True))
    texts = {speech_id: Placed(part, sha256) for speech_id, part, sha256, _ in rows}
    return Before(latest, Assembled(texts, {part: sha256 for _, part, _, sha256 in rows})) if texts else None


def keep_assembled(written: Path, store: Path, version: str) -> None:
    """Keep the file of an assembling as that of a version, and no other one."""
    folder = store / FOLDER
    if not written.is_file():
        return
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    written.replace(folder / f"{version}.parquet")
