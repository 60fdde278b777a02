"""One run a store at a time: a Prefect concurrency limit named after the store, above the store's own lock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus

from httpx import HTTPStatusError
from prefect import get_client
from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError
from prefect.concurrency.sync import concurrency
from prefect.exceptions import ObjectAlreadyExists
from prefect.settings import PREFECT_API_URL

from flows.errors import Busy
from flows.operate.when_busy import WhenBusy
from flows.publish.elsewhere import is_elsewhere
from rostra.places import place_of

# A run that was killed keeps its turn for as long; a run at work renews it.
LEASE_SECONDS = 60


def is_watched() -> bool:
    """Whether the run is on a server that somebody can look at, and not on the embedded one."""
    return bool(PREFECT_API_URL.value())


def limit_name(store: str) -> str:
    """Return the name of the concurrency limit of a store.

    >>> limit_name("/srv/rostra") == limit_name("/srv/../srv/rostra")
    True
    """
    return f"rostra-store-{hashlib.sha256(whole_address(store).encode()).hexdigest()[:12]}"


def whole_address(store: str) -> str:
    """Return the address of a store: of a folder, its whole path.

    >>> whole_address("s3://bucket/rostra/"), whole_address("file:///srv/rostra")
    ('s3://bucket/rostra', '/srv/rostra')
    """
    return store.rstrip("/") if is_elsewhere(store) else str(place_of(store).path.resolve())


@contextmanager
def turn_at(store: str, when_busy: WhenBusy) -> Iterator[None]:
    """Hold the store's turn on a watched server; Busy where another run has it and this one is not to wait.

    Where the server is lost meanwhile, the run goes on: the store's lock holds too.
    """
    if not is_watched():
        yield
        return
    name = limit_name(store)
    with get_client(sync_client=True) as client, suppress(ObjectAlreadyExists):  # two runs may create it at once
        client.upsert_global_concurrency_limit_by_name(name, 1)
    turn = concurrency(
        name,
        max_retries=0 if when_busy is WhenBusy.CANCEL else None,
        lease_duration=LEASE_SECONDS,
        raise_on_lease_renewal_failure=False,
    )
    try:
        turn.__enter__()
    except ConcurrencySlotAcquisitionError as error:
        if not _is_taken(error):
            raise
        raise Busy(f"{store}: another run works on it, and this one is not to wait") from error
    try:
        yield
    finally:
        turn.__exit__(None, None, None)


def _is_taken(error: ConcurrencySlotAcquisitionError) -> bool:
    """Whether the server says that the turn is another run's, and not that it failed."""
    cause = error.__cause__
    return isinstance(cause, HTTPStatusError) and cause.response.status_code == HTTPStatus.LOCKED
