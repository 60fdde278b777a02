"""A store of releases, wherever it lies: which versions there are, which is the latest, and which a reader may have."""

from __future__ import annotations

import json
import os
import re
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from rostra.errors import NotAsAsked, Refused
from rostra.place import Place
from rostra.places import place_of, read_small

INDEX = "releases.json"
PUBLISHED, YANKED, WITHDRAWN = STATUSES = ("published", "yanked", "withdrawn")
VERSION = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")
SHA256 = re.compile(r"[0-9a-f]{64}")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
STORE_VARIABLE = "ROSTRA_STORE"
STORE_WITHOUT_ONE = "output"


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


def default_store() -> str:
    """Return the store that is read where none is named: $ROSTRA_STORE, or the folder `output`."""
    return os.environ.get(STORE_VARIABLE) or STORE_WITHOUT_ONE


def read_index(store: Place | Path | str) -> Index:
    """Return the store's index, an empty one where nothing was published yet.

    Raises Refused where the store is no folder or nobody answers there, NotAsAsked where its index cannot be read.
    """
    place = place_of(store)
    if place.is_local and not place.path.is_dir():
        raise Refused(f"{place}: no such folder; name a store with --store, or build one with `rostra build`")
    try:
        content = read_small(place.inside(INDEX))
    except FileNotFoundError:
        return Index(None, ())
    return index_of(content, str(place.inside(INDEX)))


def index_of(content: bytes, where: str) -> Index:
    """Return the index that a file's bytes hold; NotAsAsked, naming where it lies, where they hold none."""
    try:
        return _index_of(json.loads(content))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotAsAsked(f"{where}: not an index of releases ({error}); restore it from a copy of the store") from error


def _index_of(found: Any) -> Index:
    releases = tuple(_release_of(entry) for entry in found["releases"])
    if len({release.version for release in releases}) < len(releases):
        raise ValueError("a version stands in it twice")
    latest = found["latest"]
    if latest is not None and latest not in {release.version for release in releases if release.status == PUBLISHED}:
        raise ValueError(f"its latest, {latest!r}, is none of its published releases")
    return Index(latest, releases)


def _release_of(entry: Any) -> Release:
    release = Release(**{field: entry[field] for field in Release._fields})
    for version in (release.version, release.schema_version, *([] if release.previous is None else [release.previous])):
        if not _fits(VERSION, version):
            raise ValueError(f"{version!r} is no version")
    if not _fits(DATE, release.released_on):
        raise ValueError(f"{release.version}: {release.released_on!r} is no day")
    date.fromisoformat(release.released_on)  # a ValueError where the calendar has no such day
    if release.status not in STATUSES:
        raise ValueError(f"{release.version}: its status is {release.status!r}; one of {', '.join(STATUSES)}")
    if not (release.reason is None or isinstance(release.reason, str)):
        raise ValueError(f"{release.version}: its reason is no text")
    if not (_fits(SHA256, release.checksums_sha256) or (release.checksums_sha256 is None and release.status == WITHDRAWN)):
        raise ValueError(f"{release.version}: {release.checksums_sha256!r} is no SHA-256")
    if not isinstance(release.rows, dict) or not all(type(rows) is int for rows in release.rows.values()):
        raise ValueError(f"{release.version}: its rows are no numbers by table")
    return release if release.reason is None else release._replace(reason=on_one_line(release.reason))


def on_one_line(text: str) -> str:
    r"""Return a text from elsewhere as a terminal may show it: no line ends, and nothing that steers it.

    >>> on_one_line("dates\nare \x1b[31mwrong")
    'dates are [31mwrong'
    """
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _fits(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def folder_of(store: Place, version: str) -> Place:
    """Return the place of a version's folder in its store."""
    return store.inside("releases").inside(version)


def find_release(store: Place | Path | str, version: str | None = None, *, allow_yanked: bool = False) -> Release:
    """Return the index's entry of a version, the latest where none or `latest` is named.

    Raises NotAsAsked where the store has no such version, where it was withdrawn, and, unless `allow_yanked`, where it was yanked.
    """
    place = place_of(store)
    index = read_index(place)
    wanted = index.latest if version in {None, "latest"} else version
    if wanted is None:
        raise NotAsAsked(_why_no_latest(place, index))
    found = next((release for release in index.releases if release.version == wanted), None)
    if found is None:
        known = ", ".join(release.version for release in index.releases) or "none"
        raise NotAsAsked(f"{place}: holds no release {wanted}; it has {known}")
    because = f": {found.reason}" if found.reason else ""
    if found.status == WITHDRAWN:
        raise NotAsAsked(f"{place}: {wanted} was withdrawn{because}")
    if found.status == YANKED and not allow_yanked:
        raise NotAsAsked(f"{place}: {wanted} was yanked{because}; --allow-yanked reads it all the same")
    return found


def _why_no_latest(place: Place, index: Index) -> str:
    if index.releases:
        return f"{place}: holds no release that is still published; `rostra list` says why"
    if not place.is_local:
        return f"{place}: holds no {INDEX}, so no store of releases; is the address right?"
    if (place.path / "releases").is_dir():
        return f"{place}: {INDEX} is lost, though releases/ is there; `rostra build` makes it again"
    return f"{place}: holds no release yet; `rostra build` makes the first"


def promised_by_index(release: Place | Path) -> str | None:
    """Return the SHA-256 of a release's SHA256SUMS as the index of the store around it promises it; None outside a store."""
    place = place_of(release)
    folder = Place("file", str(place.path.resolve())) if place.is_local else place
    store = folder.parent.parent
    if folder.parent.name != "releases" or (store.is_local and not (store.path / INDEX).is_file()):
        return None
    return next((found.checksums_sha256 for found in read_index(store).releases if found.version == folder.name), None)


def release_folder(store: Path, version: str | None = None) -> Path:
    """Return the folder of a version in a store on this disk, the latest where none is named; raises as `find_release` does."""
    return folder_of(place_of(store), find_release(store, version).version).path
