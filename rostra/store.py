"""A store of releases on a disk: which versions there are, and which is the latest."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from rostra.errors import NotAsAsked, Refused

INDEX = "releases.json"
PUBLISHED = "published"
VERSION = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")


class Release(NamedTuple):
    """One line of a store's index."""

    version: str
    schema_version: str
    previous: str | None
    """The version that the difference in number was computed from; None for the first."""
    released_on: str
    status: str
    """`published`; `yanked` (its bytes stay, nobody gets it unasked); `withdrawn` (its bytes are gone)."""
    reason: str | None
    """Why it was yanked or withdrawn."""
    checksums_sha256: str | None
    """SHA-256 of the release's SHA256SUMS, and so, through it, of every file of the release; None where it was withdrawn."""
    rows: dict[str, int]


class Index(NamedTuple):
    """A store's releases, oldest first; `latest` is the version that a reader gets who names none."""

    latest: str | None
    releases: tuple[Release, ...]


def read_index(store: Path) -> Index:
    """Return the store's index, an empty one where nothing was published yet.

    Raises Refused where the store is no folder, NotAsAsked where its index cannot be read.
    """
    if not store.is_dir():
        raise Refused(f"{store}: no such folder; name a store with --store, or build one with `rostra build`")
    path = store / INDEX
    if not path.exists():
        return Index(None, ())
    try:
        return _index_of(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise NotAsAsked(f"{path}: not an index of releases ({error}); restore it from a copy of the store") from error


def _index_of(found: Any) -> Index:
    releases = tuple(Release(**{field: entry[field] for field in Release._fields}) for entry in found["releases"])
    for release in releases:
        if not VERSION.fullmatch(release.version):
            raise ValueError(f"{release.version!r} is no version")
    latest = found["latest"]
    if latest is not None and latest not in {release.version for release in releases if release.status == PUBLISHED}:
        raise ValueError(f"its latest, {latest!r}, is none of its published releases")
    return Index(latest, releases)


def promised_by_index(folder: Path) -> str | None:
    """Return the SHA-256 of the release's SHA256SUMS as the index of its store promises it; None outside a store."""
    store = folder.resolve().parent.parent
    if not (store / INDEX).is_file():
        return None
    return next((release.checksums_sha256 for release in read_index(store).releases if release.version == folder.resolve().name), None)


def release_folder(store: Path, version: str | None = None) -> Path:
    """Return the folder of a version, the latest where none is named.

    Raises NotAsAsked where the store has no such version, and Refused where the store is no folder.
    """
    index = read_index(store)
    wanted = version or index.latest
    if wanted is None and (store / "releases").is_dir():
        raise NotAsAsked(f"{store}: {INDEX} is lost, though releases/ is there; `rostra build` makes it again")
    if wanted is None:
        raise NotAsAsked(f"{store}: holds no release yet; `rostra build` makes the first")
    if wanted not in {release.version for release in index.releases}:
        known = ", ".join(release.version for release in index.releases) or "none"
        raise NotAsAsked(f"{store}: holds no release {wanted}; it has {known}")
    return store / "releases" / wanted
