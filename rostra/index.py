"""The index of a store, `releases.json`: which versions there are, read strictly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from rostra.errors import NotAsAsked

INDEX = "releases.json"
IN_FOLDER = "releases_in"
"""The key of an index whose versions lie in another folder than `releases/`."""
PUBLISHED, YANKED, WITHDRAWN = STATUSES = ("published", "yanked", "withdrawn")
VERSION = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")
SHA256 = re.compile(r"[0-9a-f]{64}")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def ordered(releases: Iterable[Release]) -> Index:
    """Return the index of these releases, oldest first; the highest published one is the latest."""
    found = sorted(releases, key=lambda release: _numbers(release.version))
    return Index(next((release.version for release in reversed(found) if release.status == PUBLISHED), None), tuple(found))


def index_of_downloads(index: Index) -> bytes:
    """Return the bytes of the index that `rostra download` keeps beside the versions that it brought."""
    content = {IN_FOLDER: ".", "latest": index.latest, "releases": [release._asdict() for release in index.releases]}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def is_of_downloads(content: bytes) -> bool:
    """Return whether an index is one that `rostra download` keeps: the versions lie beside it, not in `releases/`."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.get(IN_FOLDER) == "."
