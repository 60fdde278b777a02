"""A store of one's own that follows another: each release whole or not visible, and what several releases hold fetched once.

A release is in the mirror's index when all its files are there, and no longer when its bytes are taken away. The index, catalogue
and feeds of the store that is followed have no checksums; releases have.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from rostra.choice import WHOLE
from rostra.download import WORKING, Downloaded, Heard, bring, held, put
from rostra.errors import NotAsAsked, NotGiven, Refused
from rostra.index import Index, Release, index_of, is_of_downloads, ordered
from rostra.place import Place
from rostra.places import place_of, read_small
from rostra.promises import CHECKSUMS
from rostra.store import INDEX, RELEASES, WITHDRAWN, Layout, Located, layout_at
from rostra.verify import read_checksums

CATALOGUE = "index.html"
BESIDE = ("releases.atom", "feed.json", "status.js")
# href="index.uk.html"
OTHER_LANGUAGE = re.compile(r'"(index\.[a-z-]{1,20}\.html)"')
MOST_LANGUAGES = 100


class Mirrored(NamedTuple):
    """What following a store came to."""

    latest: str | None
    fetched: tuple[Downloaded, ...]
    removed: tuple[str, ...]
    """Versions that were there and are withdrawn now."""


class _Followed(NamedTuple):
    place: Place
    content: bytes
    """Of its index."""
    listed: Index


def mirror(
    store: Place | Path | str,
    into: Path,
    last: int | None = None,
    heard: Heard = Heard(),  # noqa: B008  a tuple of functions
    on_release: Callable[[str], None] = lambda version: None,
) -> Mirrored:
    """Make `into` a store that holds what another one does, or, with `last`, at least the newest of its versions, and return what came.

    What is there stays, unless it was withdrawn. `on_release` is told each version before it comes. Raises Refused where `into` is
    something else than a mirror of that store, and what `download` raises; the versions that came before are there then, and the
    next call goes on where this one ended.
    """
    followed = _followed(place_of(store), into)
    try:
        return _brought_up(followed, into, last, heard, on_release)
    except OSError as error:
        raise Refused(f"{error.filename or into}: cannot be written to ({error.strerror or error})") from error


def _brought_up(followed: _Followed, into: Path, last: int | None, heard: Heard, on_release: Callable[[str], None]) -> Mirrored:
    with held(into):
        _refuse_another(followed, into)
        removed = _follow_index(followed, into)
        wanted = [release for release in followed.listed.releases if release.status != WITHDRAWN]
        fetched = []
        for release in wanted[-last:] if last else wanted:
            if not _is_here(release, into):
                on_release(release.version)
                fetched.append(_brought(release, followed, into, heard))
                _follow_index(followed, into)
        if all(_is_here(release, into) for release in wanted):
            _follow_catalogue(followed.place, into)
    return Mirrored(_listed_here(followed.listed, into).latest, tuple(fetched), removed)


def _followed(store: Place, into: Path) -> _Followed:
    """Return the store that is to be followed, with its index as it is now."""
    if layout_at(store) is not Layout.STORE:
        raise Refused(f"{store}: is no store of releases beside an index; `rostra download` brings single ones")
    if store.is_local and into.exists() and into.samefile(store.path):
        raise Refused(f"{into}: is the store itself; name another folder for its mirror")
    content = read_small(store.inside(INDEX))
    return _Followed(store, content, index_of(content, str(store.inside(INDEX))))


def _refuse_another(followed: _Followed, into: Path) -> None:
    """Refuse a folder that holds other releases than those of the store, or files that are none of a store's."""
    if not (into / INDEX).is_file():
        others = sorted(path.name for path in into.iterdir() if not path.name.startswith(".") and path.name != INDEX + WORKING)
        if others:
            raise Refused(f"{into}: holds {others[0]} and no {INDEX}, so it is no mirror; name a new folder, or an empty one")
        return
    content = (into / INDEX).read_bytes()
    if is_of_downloads(content):
        raise Refused(f"{into}: holds single downloads; name another folder for the mirror")
    theirs = {release.version: release.checksums_sha256 for release in followed.listed.releases}
    for release in index_of(content, str(into / INDEX)).releases:
        if release.version not in theirs:
            raise Refused(f"{into}: holds {release.version}, which {followed.place} does not know; name another folder for its mirror")
        if None not in {release.checksums_sha256, theirs[release.version]} and release.checksums_sha256 != theirs[release.version]:
            raise NotAsAsked(f"{followed.place}: promises other bytes of {release.version} than it did when {into} received them")


def _is_here(release: Release, into: Path) -> bool:
    """Return whether the mirror holds a release: it became visible by a rename, with its list of checksums, when it was whole."""
    listed = into / RELEASES / release.version / CHECKSUMS
    return listed.is_file() and hashlib.sha256(listed.read_bytes()).hexdigest() == release.checksums_sha256


def _listed_here(index: Index, into: Path) -> Index:
    """Return the index of what the mirror holds, with what was withdrawn."""
    return ordered(release for release in index.releases if release.status == WITHDRAWN or _is_here(release, into))


def _follow_index(followed: _Followed, into: Path) -> tuple[str, ...]:
    """Have the mirror's index say what it holds, take away what was withdrawn, and return these versions."""
    listed = _listed_here(followed.listed, into)
    content = followed.content
    if listed != followed.listed:
        said = json.loads(content)
        versions = {release.version for release in listed.releases}
        said |= {"latest": listed.latest, "releases": [entry for entry in said["releases"] if entry["version"] in versions]}
        content = (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()
    put(into / INDEX, content)
    removed = []
    for version in (release.version for release in listed.releases if release.status == WITHDRAWN):
        shutil.rmtree(into / RELEASES / WORKING / version, ignore_errors=True)
        if (into / RELEASES / version).exists():
            shutil.rmtree(into / RELEASES / version)
            removed.append(version)
    return tuple(removed)


def _brought(release: Release, followed: _Followed, into: Path, heard: Heard) -> Downloaded:
    here = [into / RELEASES / other.version for other in reversed(followed.listed.releases) if _is_here(other, into)]
    source = followed.place.inside(RELEASES).inside(release.version)
    return bring(Located(release, source), into / RELEASES, WHOLE, lambda sums: _held_already(set(sums.values()), here), heard)


def _held_already(wanted: Collection[str], releases: Collection[Path]) -> Mapping[str, Path]:
    """Return SHA-256 → file, in the first of the releases that has it, of the wanted ones."""
    found: dict[str, Path] = {}
    for folder in releases:
        for name, sha256 in read_checksums(folder).items():
            if sha256 in wanted:
                found.setdefault(sha256, folder / name)
        if len(found) == len(wanted):
            break
    return found


def _follow_catalogue(store: Place, into: Path) -> None:
    """Bring the store's own pages and feeds, as many as there are."""
    catalogue = _small(store.inside(CATALOGUE))
    if catalogue is None:
        return
    others = sorted(set(OTHER_LANGUAGE.findall(catalogue.decode("utf-8", errors="replace"))))[:MOST_LANGUAGES]
    for name in (*others, *BESIDE):
        content = _small(store.inside(name))
        if content is not None:
            put(into / name, content)
    put(into / CATALOGUE, catalogue)


def _small(place: Place) -> bytes | None:
    try:
        return read_small(place)
    except (FileNotFoundError, NotGiven):
        return None
