"""Whether a build would come to the latest release again: then nothing need be assembled, validated and compared to find that out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import Fetched
from flows.publish.release import Published
from flows.publish.tombstones import release_folders
from flows.rule_sets import packages_sha256
from rostra.store import INDEX, read_index
from rostra.verify import sha256_of, verify

LAST_BUILD = "built.json"
LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
MAKING = ("flows", "expectations", "schemas", "rostra")
LIBRARIES = ("duckdb", "great-expectations", "pyarrow")


def inputs_sha256(
    names: Sequence[str], sources: Iterable[SourceDeclaration], fetched: Iterable[Fetched], *, with_pages: bool = True
) -> str:
    """Return one hash of all that a release follows from: the shards' names, sources, what was fetched, code, and the libraries."""
    said = {
        "shards": list(names),  # the texts, the persons and the rules are in them
        "sources": [source.model_dump(mode="json") for source in sources],
        "fetched": hashlib.sha256(repr([(text.source_id, text.origin, text.retrieved_at) for text in fetched]).encode()).hexdigest(),
        "pages": with_pages,
        "code": packages_sha256(MAKING),
        "libraries": [sha256_of(LOCK) if LOCK.is_file() else None, *(version(name) for name in LIBRARIES)],
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def made_before(store: Path, inputs: str) -> Published | None:
    """Return the latest release where it was made from the same inputs and nothing is left to be done in the store; None else.

    NotAsAsked where that release was altered since.
    """
    try:
        last = json.loads((store / LAST_BUILD).read_bytes())
    except (OSError, ValueError):
        return None
    if not (store / INDEX).is_file():
        return None
    index = read_index(store)
    # A folder that the index does not list is what a killed publisher left, and one that it calls withdrawn what a killed withdrawal did.
    listed = {release.version for release in index.releases if release.checksums_sha256 is not None}
    if last != {"inputs": inputs, "version": index.latest} or not {folder.name for folder in release_folders(store)} <= listed:
        return None
    folder = store / "releases" / str(index.latest)
    if not folder.is_dir():
        return None
    verify(folder)
    return Published(folder.name, folder, is_new=False)


def remember(store: Path, inputs: str, published: Published) -> None:
    """Note what the latest release was made from."""
    aside = store / f"{LAST_BUILD}.partial"
    aside.write_text(json.dumps({"inputs": inputs, "version": published.version}), encoding="utf-8")
    aside.replace(store / LAST_BUILD)
