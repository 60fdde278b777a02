"""What each source held when it was last fetched: `<store>/snapshots/listings/<source_id>.json`, replaced by every run that had it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from flows.errors import Refused
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import Fetched
from flows.fetch.snapshots import write_whole


class Listing(NamedTuple):
    """All texts of a source, and what its declaration said of where they are."""

    places_sha256: str
    texts: tuple[Fetched, ...]


LISTING = TypeAdapter(Listing)


def listing_path(store: Path, source_id: str) -> Path:
    """Return where the listing of a source lies, or would lie."""
    return store / "snapshots" / "listings" / f"{source_id}.json"


def read_listing(store: Path, declaration: SourceDeclaration) -> tuple[Fetched, ...]:
    """Return the texts that the source last held; none before the first run, or where its declaration now names other places.

    Refused where the listing is damaged.
    """
    path = listing_path(store, declaration.source_id)
    try:
        listing = LISTING.validate_json(path.read_bytes())
    except FileNotFoundError:
        return ()
    except (ValidationError, OSError) as error:
        raise Refused(f"{path}: cannot be read ({type(error).__name__}); remove it, the next run writes it anew") from error
    return listing.texts if listing.places_sha256 == _places(declaration) or declaration.addresses else ()


def keep_listing(store: Path, declaration: SourceDeclaration, texts: Sequence[Fetched]) -> None:
    """Write the listing of a source, unless it is there; Refused where the store cannot be written."""
    path = listing_path(store, declaration.source_id)
    raw = LISTING.dump_json(Listing(_places(declaration), tuple(texts)))
    if not path.exists() or path.read_bytes() != raw:
        write_whole(path, raw, is_forced=bool(declaration.addresses))


def _places(declaration: SourceDeclaration) -> str:
    return hashlib.sha256(repr((declaration.files, declaration.addresses)).encode()).hexdigest()
