"""Depositing a release: what was begun is found again, what is there whole is not sent again, and last of all it is published.

A deposit is found by its title and version among those of the token's owner, so that nothing of a push has to be kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from flows.errors import NotAsAsked
from flows.push import invenio
from flows.push.deposit_metadata import deposit_metadata, read_citation
from flows.push.deposited_files import file_with_md5, files_to_deposit
from flows.push.plan import FileHere, Plan, planned
from flows.push.released import Released
from rostra.index import Deposit, Index

if TYPE_CHECKING:
    import httpx

TEST_PREFIX = "10.5072/"
"""DataCite's prefix for trials: what has it resolves nowhere, and is not written to an index."""


class DepositPush(NamedTuple):
    """What a deposit is about to do."""

    release: Released
    metadata: Mapping[str, object]
    paths: Mapping[str, Path]
    here: Mapping[str, FileHere]
    found: invenio.Record | None
    """The draft, or the published record, of this version that is there already."""
    follows: str | None
    """The id of the record that this one is the next version of."""
    plan: Plan


def prepared(client: httpx.Client, release: Released, index: Index, work: Path, *, is_known: bool) -> DepositPush:
    """Return what depositing would do, nothing of it done; `is_known`: whether the client has a token, and so may ask for its records.

    Raises NotAsAsked where this version is published there with other files: what is published never changes.
    """
    host = client.base_url.host
    metadata = deposit_metadata(read_citation(release.folder), "Zenodo" if host.endswith("zenodo.org") else host)
    paths = files_to_deposit(release, work)
    here = {name: file_with_md5(path) for name, path in paths.items()}
    records = invenio.own_records(client, str(metadata["title"]), release.entry.version) if is_known else []
    found = records[0] if records else None
    plan = planned(here, invenio.files_of(client, found) if found else {})
    if found and found.is_published and not plan.is_done:
        raise NotAsAsked(f"{found.url}: holds {release.entry.version} with other files than here; what is published never changes")
    return DepositPush(release, metadata, paths, here, found, record_followed(index, host), plan)


def record_followed(index: Index, host: str) -> str | None:
    """Return the id of the newest record that an index names at a host; None where it names none."""
    urls = [release.deposit.url for release in reversed(index.releases) if release.deposit]
    ids = [urlsplit(url).path.rpartition("/")[2] for url in urls if urlsplit(url).hostname == host]
    return next((one for one in ids if invenio.RECORD_ID.fullmatch(one)), None)


def deposit(client: httpx.Client, push: DepositPush, on_sent: Callable[[int], None] = lambda sent: None) -> Deposit:
    """Make the deposit whole, publish it, and return where it can be cited; `on_sent` is told the bytes of each file that went up.

    Raises NotAsAsked where a file arrives otherwise than it was sent: the draft stays a draft then.
    """
    if push.found and push.found.is_published:
        return invenio.deposit_of(push.found)
    draft = push.found or (invenio.new_version(client, push.follows) if push.follows else invenio.new_draft(client, push.metadata))
    invenio.describe(client, draft, push.metadata)
    there = invenio.files_of(client, draft)
    plan = planned(push.here, there)
    for name in (*plan.removed, *(name for name in plan.sent if name in there)):
        invenio.remove(client, draft, name)
    for name in plan.sent:
        arrived = invenio.send(client, draft, name, push.paths[name])
        if arrived not in push.here[name].checksums:
            raise NotAsAsked(f"{draft.url}: {name} arrived as {arrived}, which it is not here; push again: it is sent anew")
        on_sent(push.here[name].bytes)
    return invenio.deposit_of(invenio.publish(client, draft))


def can_be_cited(deposit: Deposit) -> bool:
    """Return whether a deposit's DOI leads anywhere: that of a trial does not."""
    return not deposit.doi.startswith(TEST_PREFIX)
