"""All sources at once: what the first task of a build calls."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import LIMITS, NONE_WITHDRAWN, Fetched, Limits
from flows.fetch.files import fetch_files
from flows.fetch.identifiers import refuse_collisions


def fetch_sources(  # noqa: PLR0913  the last three are of the run, not of the sources
    declarations: Sequence[SourceDeclaration],
    sources_folder: Path,
    store: Path,
    limits: Limits = LIMITS,
    *,
    is_last_try: bool = True,
    checked_since: datetime | None = None,
    withdrawn: Mapping[str, str] = NONE_WITHDRAWN,
) -> list[Fetched]:
    """Keep a snapshot of every text of the sources and return one value for each, by source and origin.

    Unavailable where pages are worth another try and this is not the last: all others are kept by then, and with
    `checked_since` (UTC) the next try asks for none of them again. Texts in `withdrawn` (speech id → reason) are neither read nor
    asked for. Refused for a missing folder, for two texts with one key and
    for a store that cannot be written.
    """
    fetched = [
        text
        for declaration in declarations
        if declaration.files
        for text in fetch_files(declaration, sources_folder, store, limits, withdrawn)
    ]
    if any(declaration.addresses for declaration in declarations):
        from flows.fetch.pages import fetch_pages  # late: the network's libraries are heavy, and files need none of them

        fetched += fetch_pages(declarations, store, limits, is_last_try=is_last_try, checked_since=checked_since, withdrawn=withdrawn)
    refuse_collisions(fetched)
    return sorted(fetched, key=lambda text: (text.source_id, text.origin))
