"""One run a store at a time: a Prefect concurrency limit named after the store, above the store's own lock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from prefect import get_client
from prefect.concurrency.sync import concurrency
from prefect.exceptions import ObjectAlreadyExists
from prefect.settings import PREFECT_API_URL

from flows.errors import Busy
from flows.operate.when_busy import WhenBusy
from rostra.places import place_of

# A run that was killed keeps its turn for as long; a run at work renews it.
LEASE_SECONDS = 60
CANCEL_SECONDS = 1.0


def is_watched() -> bool:
    """Whether the run is on a server that somebody can look at, and not on the embedded one."""
    return bool(PREFECT_API_URL.value())


def limit_name(store: str) -> str:
    """Return the name of the concurrency limit of a store.

    >>> limit_name("/srv/rostra") == limit_name("/srv/../srv/rostra")
    True
    """
    place = place_of(store)
    name = str(place.path.resolve()) if place.is_local else str(place)
    return f"rostra-store-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


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
        timeout_seconds=CANCEL_SECONDS if when_busy is WhenBusy.CANCEL else None,
        lease_duration=LEASE_SECONDS,
        raise_on_lease_renewal_failure=False,
    )
    try:
        turn.__enter__()
    except TimeoutError as error:
        raise Busy(f"{store}: another run works on it, and this one is not to wait") from error
    try:
        yield
    finally:
        turn.__exit__(None, None, None)
