"""Whether a build would come to the latest release again: then nothing need be assembled, validated and compared to find that out."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path
from typing import Any

from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import Fetched
from flows.fetch.files import folder_and_pattern
from flows.fetch.looks import Look, is_settled
from flows.label.corrections.said import Said
from flows.label.speakers.gazetteer import Gazetteer
from flows.publish.on_disk import Published
from flows.publish.tombstones import release_folders
from flows.rule_sets import packages_sha256
from rostra.store import INDEX, read_index
from rostra.verify import sha256_of, verify

LAST_BUILD = "built.json"
LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
MAKING = ("flows", "expectations", "schemas", "rostra")
LIBRARIES = ("duckdb", "great-expectations", "pyarrow")


def making_sha256(sources: Iterable[SourceDeclaration], gazetteer: Gazetteer, corrections: Iterable[Said] = (), *, with_pages: bool) -> str:
    """Return one hash of all that a release follows from but the texts: sources, persons, corrections, code, and the libraries."""
    said = {
        "sources": [source.model_dump(mode="json") for source in sources],
        "gazetteer": hashlib.sha256(repr(gazetteer).encode()).hexdigest(),
        "corrections": hashlib.sha256(repr(list(corrections)).encode()).hexdigest(),
        "pages": with_pages,
        "code": packages_sha256(MAKING),
        "libraries": [sha256_of(LOCK) if LOCK.is_file() else None, *(version(name) for name in LIBRARIES)],
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def inputs_sha256(making: str, names: Sequence[str], fetched: Iterable[Fetched]) -> str:
    """Return one hash of all that a release follows from; the texts are in the shards' names."""
    texts = [(text.source_id, text.origin, text.retrieved_at) for text in fetched]
    return hashlib.sha256(repr((making, list(names), texts)).encode()).hexdigest()


def looks_sha256(making: str, sources: Sequence[SourceDeclaration], folder: Path) -> str | None:
    """Return one hash of what a release is made with and of how all files of its sources look; the sources are declared in `folder`.

    None where that would not tell a change: pages must be asked for, and a file changed a moment ago, or cannot be looked at.
    """
    if any(source.has_pages for source in sources):
        return None
    try:
        said = making + "".join(sha256_of(folder / source.metadata) for source in sources if source.metadata)
    except OSError:
        return None
    return _looks(said, [folder_and_pattern(folder, source.files)[0] for source in sources if source.files])


def made_before(store: Path, inputs: str | None = None, looks: str | None = None) -> Published | None:
    """Return the latest release where it was made from the same inputs, or of files that look the same, and nothing is left to be done.

    None else; NotAsAsked where that release was altered since. It is read to find that out, unless its own files look as they did when
    it last was: that is noted.
    """
    last, index = _last(store), read_index(store) if (store / INDEX).is_file() else None
    is_same = (inputs is not None and last.get("inputs") == inputs) or (looks is not None and last.get("looks") == looks)
    if index is None or not is_same or last.get("version") != index.latest:
        return None
    # A folder that the index does not list is what a killed publisher left, and one that it calls withdrawn what a killed withdrawal did.
    listed = {release.version for release in index.releases if release.checksums_sha256 is not None}
    if not {folder.name for folder in release_folders(store)} <= listed:
        return None
    folder = store / "releases" / str(index.latest)
    if not folder.is_dir():
        return None
    release = _looks_of_release(folder)
    if release is None or last.get("release") != release:
        verify(folder)
        _note(store, {**last, "release": release})
    return Published(folder.name, folder, is_new=False)


def unaltered(store: Path) -> str | None:
    """Return the version of the latest release where its files look as noted when it was published, or last read; None elsewhere.

    Ask before any of them gets a second name: that changes how it looks.
    """
    last = _last(store)
    version = last.get("version")
    if not isinstance(version, str) or last.get("release") is None:
        return None
    return version if last["release"] == _looks_of_release(store / "releases" / Path(version).name) else None


def remember(store: Path, published: Published, inputs: str, looks: str | None) -> None:
    """Note what the latest release was made from, how that looked before it was read, and how the release itself looks."""
    release = _looks_of_release(published.folder)
    _note(store, {"inputs": inputs, "looks": looks, "version": published.version, "release": release})


def _note(store: Path, said: Mapping[str, Any]) -> None:
    if said != _last(store):
        aside = store / f"{LAST_BUILD}.partial"
        aside.write_text(json.dumps(said), encoding="utf-8")
        aside.replace(store / LAST_BUILD)


def _last(store: Path) -> dict[str, Any]:
    try:
        found = json.loads((store / LAST_BUILD).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _looks(said: str, folders: Iterable[Path]) -> str | None:
    """Return a hash of what is said and of how every file below the folders looks; None where one just changed, or cannot be seen."""
    found = _look_at(said, folders)
    return found[0] if found and is_settled(found[1]) else None


def _looks_of_release(folder: Path) -> str | None:
    """Return a hash of how the files of a release look; None where one cannot be seen. They are written once, and may be new."""
    found = _look_at(folder.name, [folder])
    return found[0] if found else None


def _look_at(said: str, folders: Iterable[Path]) -> tuple[str, Look] | None:
    """Return a hash of what is said and of how every file below the folders looks, and when one last changed."""
    digest = hashlib.sha256(said.encode())
    modified_ns = changed_ns = 0
    try:
        for folder, looks in ((folder, looks) for start in folders for folder, looks in _folders_below(start)):
            lines = [folder, *(f"{name}\0{look.st_size} {look.st_mtime_ns} {look.st_ctime_ns}" for name, look in looks)]
            digest.update("\n".join([*lines, ""]).encode("utf-8", "surrogateescape"))
            modified_ns = max(modified_ns, *(look.st_mtime_ns for _, look in looks), 0)
            changed_ns = max(changed_ns, *(look.st_ctime_ns for _, look in looks), 0)
    except OSError:
        return None
    return digest.hexdigest(), Look(0, modified_ns, changed_ns)


def _folders_below(start: Path) -> Iterator[tuple[str, list[tuple[str, os.stat_result]]]]:
    """Yield each folder with the names and looks of its files; a file at a time would take twice as long."""
    waiting = [str(start)]
    while waiting:
        folder = waiting.pop()
        with os.scandir(folder) as found:
            entries = sorted(found, key=attrgetter("name"))
        waiting += [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
        yield folder, [(entry.name, entry.stat()) for entry in entries if not entry.is_dir(follow_symlinks=False)]
