"""The door to texts on the web: pages become snapshots, and a page that did not change makes no new one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import httpx

from flows.fetch.declarations import SourceDeclaration
from flows.fetch.download import Answer, Gates, NotAllowed, NotHad, Page, TooLarge, download, new_client
from flows.fetch.fetched import LIMITS, NONE_WITHDRAWN, Fetched, Limits, Unavailable, not_to_be_read
from flows.fetch.identifiers import speech_id_of_address
from flows.fetch.snapshots import PageHistory, PageVersion, is_whole, keep_history, keep_snapshot, read_history
from schemas.words import Reason


class Visit(NamedTuple):
    """How one call fetches."""

    store: Path
    limits: Limits
    is_last_try: bool
    checked_since: datetime | None


def fetch_pages(
    declarations: Sequence[SourceDeclaration],
    store: Path,
    limits: Limits = LIMITS,
    *,
    is_last_try: bool = True,
    checked_since: datetime | None = None,
    withdrawn: Mapping[str, str] = NONE_WITHDRAWN,
) -> list[Fetched]:
    """Keep a snapshot of every page that the sources name, in the order in which they name them.

    A page that was already checked since `checked_since` (UTC) is not asked for again. What cannot be had comes back with its
    last snapshot, or with its reason; but for pages worth another try, Unavailable is raised once all others are done,
    unless this is the last try. Refused where the store cannot be written.
    """
    visit = Visit(store, limits, is_last_try, checked_since)
    pages = [(declaration, address) for declaration in declarations for address in declaration.addresses]
    fetched = [gone for page in pages if (gone := not_to_be_read(_named(*page), withdrawn))]
    pages = [page for page in pages if _named(*page).speech_id not in withdrawn]
    if not pages:
        return fetched
    waiting = []
    for found in asyncio.run(_fetch_all(pages, visit)):
        if isinstance(found, Fetched):
            fetched.append(found)
        else:
            waiting.append(found)
    if waiting:
        raise Unavailable(f"{len(waiting)} of {len(pages)} pages could not be had yet: {waiting[0]}") from waiting[0]
    return fetched


def _named(declaration: SourceDeclaration, address: str) -> Fetched:
    return Fetched(declaration.source_id, address, speech_id_of_address(declaration.source_id, address), url=address)


async def _fetch_all(pages: list[tuple[SourceDeclaration, str]], visit: Visit) -> list[Fetched | Unavailable]:
    gates = Gates(visit.limits)
    async with new_client(visit.limits) as client:
        return await asyncio.gather(*(_fetch_page(client, gates, *page, visit) for page in pages))


async def _fetch_page(
    client: httpx.AsyncClient, gates: Gates, declaration: SourceDeclaration, address: str, visit: Visit
) -> Fetched | Unavailable:
    named = _named(declaration, address)
    history = read_history(visit.store, declaration.source_id, address)
    known = history.latest if history.latest and is_whole(visit.store, history.latest.sha256) else None
    if known and visit.checked_since and known.checked_at >= visit.checked_since:
        return _had(named, known)
    page = Page(address, known, declaration.may_reach_private_addresses)
    try:
        answer = await download(client, page, visit.limits, gates)
    except TooLarge:
        return _not_had(named, known, Reason.TOO_LARGE, f"holds more than {visit.limits.text_bytes} bytes")
    except (NotHad, NotAllowed) as error:
        return _not_had(named, known, Reason.NOT_FETCHED, str(error))
    except Unavailable as error:
        if not visit.is_last_try:
            return Unavailable(f"{address} {error}")
        return _not_had(named, known, Reason.NOT_FETCHED, str(error))
    now = datetime.now(UTC)
    if answer.raw is None and known is not None:
        seen = known.model_copy(update={"checked_at": now})
    else:
        seen = _version(keep_snapshot(visit.store, answer.raw or b""), answer, now)
    return _had(named, _kept(visit.store, history, seen))


def _version(sha256: str, answer: Answer, now: datetime) -> PageVersion:
    return PageVersion(
        sha256=sha256,
        fetched_at=now,
        checked_at=now,
        status=answer.status,
        final_address=answer.final_address,
        redirects=answer.redirects,
        etag=answer.etag,
        last_modified=answer.last_modified,
        content_type=answer.content_type,
    )


def _kept(store: Path, history: PageHistory, seen: PageVersion) -> PageVersion:
    longer = history.with_version(seen)
    keep_history(store, longer)
    return longer.versions[-1]


def _had(named: Fetched, version: PageVersion) -> Fetched:
    return named._replace(sha256=version.sha256, content_type=version.content_type, retrieved_at=version.fetched_at)


def _not_had(named: Fetched, known: PageVersion | None, reason: Reason, detail: str) -> Fetched:
    """Let the last snapshot stand for a page that cannot be had now; without one, say why there is none."""
    if known is None:
        return named._replace(reason=reason, detail=detail)
    stale = f"{detail}; its snapshot of {known.fetched_at:%Y-%m-%d} stands for it"
    return _had(named, known)._replace(is_stale=True, detail=stale)
