"""Is a release what it says it is? Every file is read and its SHA-256 compared."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

from rostra.choice import UNLISTED, WHOLE, is_chosen, read_choice
from rostra.errors import NotAsAsked
from rostra.place import Place
from rostra.places import file_names, place_of, read_small, stream
from rostra.promises import CHECKSUMS, Promise, promises_of, read_manifest, read_sums
from rostra.store import find_release, promised_by_index

__all__ = ["CHECKSUMS", "promised_of", "read_checksums", "sha256_of", "verify"]

AT_ONCE = 4
VERDICTS = "validation/parts"
"""The folder of a release that says of each part that the promises on its rows held, and of which bytes."""
# data/quotations/part-2026-02.parquet, but not data/quotations/part-00000-of-00002.parquet
PART_FILE = re.compile(r"data/[a-z][a-z0-9_]*/(?P<part>part-(?:(?!-of-)[0-9a-z-])+)\.parquet")
NOTHING: Mapping[tuple[int, int], str] = MappingProxyType({})


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in 64 lower-case hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_checksums(folder: Place | Path) -> dict[str, str]:
    """Return file name → SHA-256 as the release's SHA256SUMS promises; NotAsAsked where it is missing, odd, or leads out of the folder."""
    return read_sums(place_of(folder), None)[1]


def promised_of(release: Place, store: str | None) -> str | None:
    """Return the SHA-256 of a release's SHA256SUMS as a store promises it: the named one, or, without, the one around the release.

    None where nobody promises it. Raises NotAsAsked where the named store withdrew the version, or has none of that number.
    """
    if store is None:
        return promised_by_index(release)
    version = read_manifest(release, read_checksums(release)).get("version")
    return find_release(store, str(version), allow_yanked=True).checksums_sha256


def files_since(release: Path) -> dict[tuple[int, int], str]:
    """Return the files of a release on this disk that was verified: device and inode → SHA-256; NotAsAsked where it is none."""
    looks = [(look_of(release / name), sha256) for name, sha256 in read_checksums(release).items()]
    return {look: sha256 for look, sha256 in looks if look is not None}


def look_of(path: Path | str) -> tuple[int, int] | None:
    """Return by what a file is known under all its names, device and inode; None where it is not there."""
    try:
        look = os.stat(path)  # noqa: PTH116 - of each of many files, to which a path object costs more than the look
    except OSError:
        return None
    return look.st_dev, look.st_ino


def verify(
    release: Place | Path,
    checksums_sha256: str | None = None,
    on_file: Callable[[str], None] = lambda name: None,
    since: Mapping[tuple[int, int], str] = NOTHING,
) -> int:
    """Read every file of a release and return how many there are; what is elsewhere is read in pieces and kept nowhere.

    `checksums_sha256` is what the list of checksums itself must hash to, where that is known. `on_file` is told each name before it is
    read. What is one file with one of `since`, which was verified, is not read again. A copy that says in PARTIAL.json what it was made
    of may lack the rest. What it says of each part, that the promises on its rows held, must be said of these very files. Raises
    NotAsAsked with one line for each file that is missing, altered or not listed (a web server lists none, so nothing is told of those
    there).
    """
    place = place_of(release)
    sums = read_sums(place, checksums_sha256)[1]
    found = file_names(place)
    choice = read_choice(place)
    expected = {name: sha256 for name, sha256 in sums.items() if is_chosen(name, choice) or name in (found or ())}
    unlisted = {CHECKSUMS} if choice == WHOLE else UNLISTED
    troubles = [f"{name}: not listed in {CHECKSUMS}" for name in (found or set()) - sums.keys() - unlisted]

    def trouble_of(name: str) -> str | None:
        on_file(name)
        if since and since.get(look_of(place.path / name) or (0, 0)) == promises[name].sha256:
            return None
        return _trouble_of(place.inside(name), name, promises[name])

    promises = _promises(place, expected)
    if place.is_local:
        troubles += filter(None, map(trouble_of, expected))
    else:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            troubles += filter(None, pool.map(trouble_of, expected))
    troubles += [] if troubles else _troubles_of_verdicts(place, expected, sums)
    if troubles:
        raise NotAsAsked(f"{place}: not as it was published\n" + "\n".join(f"  {trouble}" for trouble in sorted(troubles)))
    return len(expected)


def _troubles_of_verdicts(place: Place, here: Iterable[str], sums: Mapping[str, str]) -> list[str]:
    """Return in a line each where what a release says of a part is said of other bytes, or of fewer files, than the part has."""
    files: dict[str, dict[str, str]] = {}
    for name, sha256 in sums.items():
        if match := PART_FILE.fullmatch(name):
            files.setdefault(f"{VERDICTS}/{match['part']}.json", {})[name] = sha256
    troubles = []
    for name in (name for name in here if name.startswith(f"{VERDICTS}/")):
        try:
            said = {str(file["path"]): file["sha256"] for file in json.loads(read_small(place.inside(name)))["files"]}
        except (ValueError, KeyError, TypeError, RecursionError):
            said = {}
        if said != files.get(name, {}) or not said:
            troubles.append(f"{name}: is not on the files of its part")
    return troubles


def _promises(place: Place, sums: Mapping[str, str]) -> Mapping[str, Promise]:
    """Return the promises, with sizes where the files come from elsewhere; on this disk no file is endless."""
    if place.is_local:
        return {name: Promise(sha256, None) for name, sha256 in sums.items()}
    return promises_of(place, sums, read_manifest(place, sums))


def _trouble_of(place: Place, name: str, promise: Promise) -> str | None:
    """Return in one line what is wrong with a file; None where it is as promised."""
    try:
        if place.is_local:
            return None if sha256_of(place.path) == promise.sha256 else f"{name}: altered; its SHA-256 is not the promised one"
        digest, read_bytes = hashlib.sha256(), 0
        for piece in stream(place):
            digest.update(piece)
            read_bytes += len(piece)
            if read_bytes > promise.most_bytes:
                return f"{name}: larger than announced"
    except (FileNotFoundError, IsADirectoryError):
        return f"{name}: missing"
    except NotAsAsked as error:
        return f"{name}: {error}"
    return None if digest.hexdigest() == promise.sha256 else f"{name}: altered; its SHA-256 is not the promised one"
