"""What the folder of a source held when it was last there: `<store>/snapshots/listings/<source_id>.json`, replaced by every run."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from flows.errors import Refused
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import Fetched, not_to_be_read
from flows.fetch.snapshots import FOLDER, write_whole


class Held(NamedTuple):
    """All texts in files of a source, and what its declaration said of where they are."""

    places_sha256: str
    texts: tuple[Fetched, ...]


HELD = TypeAdapter(Held)


def held_path(store: Path, source_id: str) -> Path:
    """Return where it lies what a source held, or would lie."""
    return store / FOLDER / "listings" / f"{source_id}.json"


def read_held(store: Path, declaration: SourceDeclaration) -> tuple[Fetched, ...]:
    """Return the texts that the source last held; none before the first run, or where its declaration now names other places.

    Refused where the listing is damaged.
    """
    try:
        held = _held_at(held_path(store, declaration.source_id))
    except FileNotFoundError:
        return ()
    return held.texts if held.places_sha256 == _places(declaration) else ()


def keep_held(store: Path, declaration: SourceDeclaration, texts: Sequence[Fetched]) -> None:
    """Write what a source held, unless that is written there; Refused where the store cannot be written."""
    path = held_path(store, declaration.source_id)
    raw = HELD.dump_json(Held(_places(declaration), tuple(texts)))
    if not path.exists() or path.read_bytes() != raw:
        write_whole(path, raw, is_forced=False)


def held_states_of(store: Path, speech_ids: Collection[str]) -> set[str]:
    """Return the SHA-256 of what the listings name of these speeches."""
    return {text.sha256 for _, held in _all_held(store) for text in held.texts if text.speech_id in speech_ids and text.sha256}


def forget_held(store: Path, withdrawn: Mapping[str, str]) -> None:
    """Leave of withdrawn speeches (id → reason) in the listings that they are withdrawn. It may die anywhere and be called again."""
    for path, held in _all_held(store):
        kept = tuple(not_to_be_read(text._replace(sha256=None), withdrawn) or text for text in held.texts)
        if kept != held.texts:
            write_whole(path, HELD.dump_json(held._replace(texts=kept)), is_forced=False)


def _all_held(store: Path) -> Iterator[tuple[Path, Held]]:
    for path in sorted((store / FOLDER / "listings").glob("*.json")):
        yield path, _held_at(path)


def _held_at(path: Path) -> Held:
    """Return a listing; FileNotFoundError where there is none, Refused where it is damaged."""
    try:
        return HELD.validate_json(path.read_bytes())
    except FileNotFoundError:
        raise
    except (ValidationError, OSError) as error:
        raise Refused(f"{path}: cannot be read ({type(error).__name__}); remove it, the next run writes it anew") from error


def _places(declaration: SourceDeclaration) -> str:
    return hashlib.sha256(repr((declaration.files, ())).encode()).hexdigest()
