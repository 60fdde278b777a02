"""Is a release what it says it is? Every file is read and its SHA-256 compared."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from rostra.errors import NotAsAsked

CHECKSUMS = "SHA256SUMS"

# 5e88…  data/quotations.parquet      the form of coreutils' sha256sum
LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<name>[^\n\\]+)")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in 64 lower-case hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_checksums(folder: Path) -> dict[str, str]:
    """Return file name → SHA-256 as the release's SHA256SUMS promises; NotAsAsked where it is missing, odd, or leads out of the folder."""
    path = folder / CHECKSUMS
    if not path.is_file():
        raise NotAsAsked(f"{folder}: holds no {CHECKSUMS}, so it is no release, or only a half of one")
    promised: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        match = LINE.fullmatch(line)
        if match is None:
            raise NotAsAsked(f"{path}, line {number}: not a checksum and a name: {line[:80]!r}")
        name = match["name"]
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise NotAsAsked(f"{path}, line {number}: {name!r} leads out of the release")
        promised[name] = match["sha256"]
    return promised


def verify(folder: Path, checksums_sha256: str | None = None, on_file: Callable[[str], None] = lambda name: None) -> int:
    """Read every file of a release and return how many there are.

    `checksums_sha256` is what the list of checksums itself must hash to, where that is known. `on_file` is told each name
    before it is read. Raises NotAsAsked with one line for each file that is missing, altered or not listed.
    """
    promised = read_checksums(folder)
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {CHECKSUMS}
    if checksums_sha256 is not None and sha256_of(folder / CHECKSUMS) != checksums_sha256:
        raise NotAsAsked(f"{folder / CHECKSUMS}: altered; its SHA-256 is not the one in the store's index")
    troubles = [f"{name}: not listed in {CHECKSUMS}" for name in found - promised.keys()]
    for name, sha256 in promised.items():
        on_file(name)
        if name not in found:
            troubles.append(f"{name}: missing")
        elif sha256_of(folder / name) != sha256:
            troubles.append(f"{name}: altered; its SHA-256 is not the promised one")
    if troubles:
        raise NotAsAsked(f"{folder}: not as it was published\n" + "\n".join(f"  {trouble}" for trouble in sorted(troubles)))
    return len(promised)
