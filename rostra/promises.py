"""What a release promises of its files: names, SHA-256 and sizes, from SHA256SUMS and release.json; and which files make a table."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from rostra.errors import NotAsAsked
from rostra.place import Place
from rostra.places import SMALL_BYTES, read_small

CHECKSUMS = "SHA256SUMS"
MANIFEST = "release.json"
PARTIAL_RECORD = "PARTIAL.json"
"""Written beside the files of a copy that holds chosen tables alone; it names them."""
SUMS_HERE = "SHA256SUMS.here"
"""Beside such a copy too: the lines of SHA256SUMS for the files that it holds, for plain tools."""

# 5e88…  data/quotations.parquet      the form of coreutils' sha256sum
LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<name>[^\n\\]+)")

# data/quotations.parquet   data/quotations/part-2026-02.parquet
TABLE_FILE = re.compile(r"data/(?P<table>[a-z][a-z0-9_]*)(?:/part-[0-9a-z-]+)?\.parquet")
UNSAFE_PART = re.compile(r"|\.\.?|.*[\\:\x00-\x1f\x7f].*")


class Promise(NamedTuple):
    """What is promised of one file."""

    sha256: str
    bytes: int | None
    """Its size; None where nothing says it, which no large file may do."""

    @property
    def most_bytes(self) -> int:
        """The size at which reading stops."""
        return SMALL_BYTES if self.bytes is None else self.bytes


def parsed_checksums(content: bytes, where: str) -> dict[str, str]:
    """Return file name → SHA-256 of a list of checksums; NotAsAsked where a line is odd, twice there, or leads out of the release."""
    promised: dict[str, str] = {}
    try:
        lines = content.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise NotAsAsked(f"{where}: not text in UTF-8") from error
    for number, line in enumerate(lines[:-1] if lines[-1] == "" else lines, start=1):
        match = LINE.fullmatch(line)
        if match is None:
            raise NotAsAsked(f"{where}, line {number}: not a checksum and a name: {line[:80]!r}")
        name = match["name"]
        if any(UNSAFE_PART.fullmatch(part) for part in name.split("/")):
            raise NotAsAsked(f"{where}, line {number}: {name!r} leads out of the release, or may elsewhere")
        if name in promised or name in {CHECKSUMS, PARTIAL_RECORD, SUMS_HERE}:
            raise NotAsAsked(f"{where}, line {number}: {name!r} may not be listed here, or not twice")
        promised[name] = match["sha256"]
    folders = {"/".join(parts[:depth]) for parts in (name.split("/") for name in promised) for depth in range(1, len(parts))}
    if both := sorted(folders & promised.keys()):
        raise NotAsAsked(f"{where}: {both[0]!r} cannot be a file and a folder")
    return promised


def read_sums(release: Place, checksums_sha256: str | None) -> tuple[bytes, dict[str, str]]:
    """Return a release's list of checksums, as bytes and parsed, held against what the store's index promises of it (None: nothing).

    Raises NotAsAsked where it is missing, altered or odd.
    """
    place = release.inside(CHECKSUMS)
    try:
        content = read_small(place)
    except FileNotFoundError as error:
        raise NotAsAsked(f"{release}: holds no {CHECKSUMS}, so it is no release, or only a half of one") from error
    if checksums_sha256 is not None and hashlib.sha256(content).hexdigest() != checksums_sha256:
        raise NotAsAsked(f"{place}: altered; its SHA-256 is not the one in the store's index")
    return content, parsed_checksums(content, str(place))


def read_manifest(release: Place, sums: Mapping[str, str]) -> dict[str, Any]:
    """Return what a release's release.json says, its SHA-256 compared; NotAsAsked where it is not what SHA256SUMS promises."""
    return parsed_manifest(manifest_bytes(release, sums), release.inside(MANIFEST))


def manifest_bytes(release: Place, sums: Mapping[str, str]) -> bytes:
    """Return a release's release.json as it stands, its SHA-256 compared; NotAsAsked where it is not what SHA256SUMS promises."""
    place = release.inside(MANIFEST)
    if MANIFEST not in sums:
        raise NotAsAsked(f"{release.inside(CHECKSUMS)}: lists no {MANIFEST}")
    try:
        content = read_small(place)
    except FileNotFoundError as error:
        raise NotAsAsked(f"{release}: {MANIFEST} is missing") from error
    if hashlib.sha256(content).hexdigest() != sums[MANIFEST]:
        raise NotAsAsked(f"{place}: altered; its SHA-256 is not the promised one")
    return content


def parsed_manifest(content: bytes, place: Place) -> dict[str, Any]:
    """Return what the bytes of a release.json say; NotAsAsked, which names its place, where they are no facts of a release."""
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotAsAsked(f"{place}: not JSON ({error})") from error
    if not isinstance(manifest, dict):
        raise NotAsAsked(f"{place}: not the facts of a release")
    return manifest


def promises_of(release: Place, sums: Mapping[str, str], manifest: Mapping[str, Any]) -> dict[str, Promise]:
    """Return file name → promise for every file of a release; NotAsAsked where release.json and SHA256SUMS say different things."""
    sizes: dict[str, int] = {}
    try:
        entries = [*manifest.get("files", ()), *(table for table in manifest.get("tables", ()) if "bytes" in table and "path" in table)]
        said = [(entry["path"], entry["bytes"], entry["sha256"]) for entry in entries]
        said = [entry for entry in said if entry[0] in sums]
    except (KeyError, TypeError) as error:
        raise NotAsAsked(f"{release.inside(MANIFEST)}: lists a file without path, bytes or sha256") from error
    for name, size, sha256 in said:
        if type(size) is not int or size < 0:
            raise NotAsAsked(f"{release.inside(MANIFEST)}: {name!r} has {size!r} bytes")
        if sha256 != sums[name] or sizes.get(name, size) != size:
            raise NotAsAsked(f"{release.inside(MANIFEST)}: says other things of {name!r} than {CHECKSUMS}")
        sizes[name] = size
    return {name: Promise(sha256, sizes.get(name)) for name, sha256 in sums.items()}


def tables_of(names: Iterable[str]) -> dict[str, list[str]]:
    """Return table → its Parquet files, in order.

    >>> tables_of(["README.md", "data/quotations.parquet", "data/speeches/part-00000-of-00001.parquet"])
    {'quotations': ['data/quotations.parquet'], 'speeches': ['data/speeches/part-00000-of-00001.parquet']}
    """
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        match = TABLE_FILE.fullmatch(name)
        if match:
            found.setdefault(match["table"], []).append(name)
    return found
