"""What lies at an address: a store of releases, a folder of downloaded ones, or one release alone; and which of them a reader may have."""

from __future__ import annotations

import hashlib
import os
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from rostra import making
from rostra.errors import NotAsAsked, NotGiven, Refused
from rostra.index import INDEX, PUBLISHED, VERSION, WITHDRAWN, YANKED, Index, Release, index_of, is_of_downloads, on_one_line, ordered
from rostra.place import Place
from rostra.places import place_of, read_small
from rostra.promises import CHECKSUMS, MANIFEST, read_manifest, read_sums

__all__ = [
    "INDEX",
    "LATEST",
    "PUBLISHED",
    "VERSION",
    "WITHDRAWN",
    "YANKED",
    "Index",
    "Layout",
    "Release",
    "default_store",
    "find_release",
    "index_of",
    "located",
    "on_one_line",
    "opened",
    "promised_by_index",
    "read_index",
    "release_folder",
]

STORE_VARIABLE = "ROSTRA_STORE"
STORE_WITHOUT_ONE = "output"
RELEASES = "releases"
LATEST = "latest"
ADDRESS_OF_ANOTHER = "name, with --store or in $ROSTRA_STORE, the folder or address that holds {index} or, for one release, {checksums}"


class Layout(Enum):
    """How releases lie at an address."""

    STORE = "a store: releases/<version>/ beside its index"
    DOWNLOADS = "a folder made by `rostra download`: <version>/"
    RELEASE = "the folder of one release"


class Opened(NamedTuple):
    """What a reader finds at an address."""

    place: Place
    layout: Layout
    listed: Index

    def folder(self, version: str) -> Place:
        """Return the place of a version's folder."""
        if self.layout is Layout.RELEASE:
            return self.place
        return (self.place.inside(RELEASES) if self.layout is Layout.STORE else self.place).inside(version)


class Located(NamedTuple):
    """A version that a reader may have, and where its folder lies."""

    release: Release
    folder: Place


def default_store() -> str:
    """Return the store that is read where none is named: $ROSTRA_STORE, or the folder `output`."""
    return os.environ.get(STORE_VARIABLE) or STORE_WITHOUT_ONE


def read_index(store: Place | Path | str) -> Index:
    """Return the index of a store that is to be published to, an empty one where nothing was published yet.

    Raises Refused where the store is no folder or nobody answers there, NotAsAsked where its index cannot be read.
    """
    place = place_of(store)
    if place.is_local and not place.path.is_dir():
        raise Refused(f"{place}: no such folder; {_where_to_look()}")
    try:
        content = read_small(place.inside(INDEX))
    except FileNotFoundError:
        return Index(None, ())
    return index_of(content, str(place.inside(INDEX)))


def opened(address: Place | Path | str) -> Opened:
    """Return what lies at an address: the one check of every command that reads.

    Raises Refused where it is neither a store, nor a folder of downloads, nor a release, or nobody answers there; NotAsAsked where an
    index, or the list of checksums of a release, cannot be read.
    """
    place = place_of(address)
    layout, content = _looked_at(place)
    if layout is Layout.RELEASE:
        entry = _entry_around(place) or _entry_of(place)
        return Opened(place, layout, ordered([entry]))
    known = index_of(content, str(place.inside(INDEX))) if content is not None else Index(None, ())
    if layout is Layout.DOWNLOADS and place.is_local:
        entries = {release.version: release for release in known.releases}
        found = [entries.get(version) or _entry_of(place.inside(version)) for version in _versions_in(place.path)]
        return Opened(place, layout, ordered(found))
    return Opened(place, layout, known)


def layout_at(address: Place | Path | str) -> Layout:
    """Return how releases lie at an address; Refused where none does."""
    return _looked_at(place_of(address))[0]


def _looked_at(place: Place) -> tuple[Layout, bytes | None]:
    """Return how releases lie at a place, and its index where it has one."""
    if place.is_local and not place.path.is_dir():
        is_file = place.path.is_file()
        raise Refused(f"{place}: {f'is a file; is it {place.parent}?' if is_file else f'no such folder; {_where_to_look()}'}")
    content = _content_of(place.inside(INDEX))
    if content is not None:
        return Layout.DOWNLOADS if is_of_downloads(content) else Layout.STORE, content
    if _content_of(place.inside(CHECKSUMS)) is not None:
        return Layout.RELEASE, None
    if place.is_local and _versions_in(place.path):
        return Layout.DOWNLOADS, None
    raise Refused(_why_nothing(place))


def _content_of(place: Place) -> bytes | None:
    """Return a file's bytes; None where there is none, or what comes is a page for a browser."""
    try:
        content = read_small(place)
    except (FileNotFoundError, NotGiven):
        return None
    return None if content.lstrip()[:1] == b"<" else content


def _versions_in(folder: Path) -> list[str]:
    return sorted(path.parent.name for path in folder.glob(f"*/{CHECKSUMS}") if VERSION.fullmatch(path.parent.name))


def _why_nothing(place: Place) -> str:
    is_index_page = place.name.endswith((".html", ".json"))
    if not place.is_local:
        nearest = f"; is it {place.parent}?" if is_index_page else "; is the address right?"
        return f"{place}: holds no {INDEX}, so no store of releases, and no {CHECKSUMS}, so no release{nearest}"
    if (place.path / MANIFEST).is_file():
        return f"{place}: holds no {CHECKSUMS}, so it is only a half of a release; download it again"
    if (place.path / RELEASES).is_dir():
        remedy = "`rostra build` makes it again" if making.is_here() else f"{place.inside(RELEASES)} can be read without it"
        return f"{place}: {INDEX} is lost, though {RELEASES}/ is there; {remedy}"
    first = f"`rostra build --store {place}` makes the first" if making.is_here() else _where_to_look()
    return f"{place}: holds no release yet, for there is no {INDEX}; {first}"


def _where_to_look() -> str:
    remedy = ADDRESS_OF_ANOTHER.format(index=INDEX, checksums=CHECKSUMS)
    return f"{remedy}, or build one with `rostra build`" if making.is_here() else remedy


def _entry_of(release: Place) -> Release:
    """Return what an index would say of a release that lies there alone."""
    content, sums = read_sums(release, None)
    manifest = read_manifest(release, sums)
    version = str(manifest.get("version"))
    if not VERSION.fullmatch(version):
        raise NotAsAsked(f"{release.inside(MANIFEST)}: {on_one_line(version)!r} is no version")
    rows = {str(table.get("name")): table.get("rows", 0) for table in manifest.get("tables", ()) if isinstance(table, dict)}
    return Release(
        version,
        str(manifest.get("schema_version", "0.0.0")),
        manifest.get("previous"),
        on_one_line(str(manifest.get("released_on", ""))),
        PUBLISHED,
        None,
        hashlib.sha256(content).hexdigest(),
        rows,
    )


def _entry_around(release: Place) -> Release | None:
    """Return what the index of the store, or folder of downloads, around a release's folder says of it; None outside of one."""
    folder = Place("file", str(release.path.resolve())) if release.is_local else release
    for around, is_downloads in ((folder.parent, True), (folder.parent.parent, False)):
        if not is_downloads and folder.parent.name != RELEASES:
            continue
        content = None if _is_bare_host(around) else _content_of(around.inside(INDEX))
        if content is not None and is_of_downloads(content) == is_downloads:
            releases = index_of(content, str(around.inside(INDEX))).releases
            return next((found for found in releases if found.version == folder.name), None)
    return None


def _is_bare_host(place: Place) -> bool:
    """Return whether an address ends before its host or bucket."""
    return not place.is_local and place.address.rstrip("/").endswith((":", ":/"))


def find_release(store: Place | Path | str, version: str | None = None, *, allow_yanked: bool = False) -> Release:
    """Return the index's entry of a version, the latest where none or `latest` is named; raises as `located` does."""
    return located(store, version, allow_yanked=allow_yanked).release


def located(store: Place | Path | str, version: str | None = None, *, allow_yanked: bool = False) -> Located:
    """Return a version, the latest where none or `latest` is named, and where its folder lies.

    Raises NotAsAsked where there is no such version, where it was withdrawn, and, unless `allow_yanked`, where it was yanked; Refused
    where nothing that can be read lies at the address.
    """
    found = opened(store)
    release = _chosen(found, version, allow_yanked)
    return Located(release, found.folder(release.version))


def _chosen(at: Opened, version: str | None, allow_yanked: bool) -> Release:
    place, _, index = at
    latest = index.releases[0].version if at.layout is Layout.RELEASE else index.latest
    wanted = latest if version in {None, LATEST} else version
    if wanted is None:
        raise NotAsAsked(f"{place}: holds no release that is still published; `rostra list --store {place}` says why")
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


def promised_by_index(release: Place | Path) -> str | None:
    """Return the SHA-256 of a release's SHA256SUMS as the index around it promises it; None where there is none around."""
    found = _entry_around(place_of(release))
    return None if found is None else found.checksums_sha256


def release_folder(store: Path, version: str | None = None) -> Path:
    """Return the folder of a version on this disk, the latest where none is named; raises as `located` does."""
    return located(store, version).folder.path
