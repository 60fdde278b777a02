"""One gate a host, for all sources of a run: how long to wait between two requests, how many at once, and when a host wants none."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Lock
from typing import NamedTuple

LOOKS_AGAIN_SECONDS = 0.02
RUNS_KNOWN = 16
"""Of one process."""
TIME_IS_OVER = "the time of this run was over"


class Closed(Exception):
    """The host is not to be asked any more in this run, or its turn would come after the run's end; the message says why."""


class Manners(NamedTuple):
    """How a source asks a host."""

    delay_seconds: float
    """The least time from one request to the next."""
    at_once: int
    patience_seconds: float
    """The longest that is waited for a host that asked to be left alone."""


class Gate:
    """The gate of one host; `seconds` are those of a clock that only goes forward."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._busy = 0
        self._last_at = -math.inf
        self._next_at = -math.inf
        self._closed_until = 0.0
        self.why = ""
        """Why nobody gets through."""

    def close(self, seconds: float, why: str) -> None:
        """Let nobody through for so many seconds from now on."""
        with self._one_at_a_time:
            until = time.monotonic() + seconds
            if until > self._closed_until:
                self._closed_until, self.why = until, why

    @property
    def closed_seconds(self) -> float:
        """For how many seconds nobody gets through."""
        return max(0.0, self._closed_until - time.monotonic())

    @asynccontextmanager
    async def turn(self, manners: Manners, deadline: float) -> AsyncIterator[None]:
        """Wait for a turn; Closed where it cannot come before the deadline, a moment of `time.monotonic`."""
        while (seconds := self._seconds_to_wait(manners)) > 0:
            if self.closed_seconds > manners.patience_seconds or time.monotonic() + seconds > deadline:
                raise Closed(self.why if self.closed_seconds else TIME_IS_OVER)
            await asyncio.sleep(seconds)
        try:
            yield
        finally:
            with self._one_at_a_time:
                self._busy -= 1

    def _seconds_to_wait(self, manners: Manners) -> float:
        """Take the turn and return 0 where there is one now; else for how long to wait before the next look."""
        with self._one_at_a_time:
            now = time.monotonic()
            left = max(self._next_at, self._last_at + manners.delay_seconds, self._closed_until) - now
            if left > 0:
                return left
            if self._busy >= manners.at_once:
                return LOOKS_AGAIN_SECONDS
            self._busy += 1
            self._last_at, self._next_at = now, now + manners.delay_seconds
            return 0.0


class Gates:
    """The gates of a run, one a host; sources that are fetched side by side share them."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._gates: dict[str, Gate] = {}
        self._first_asked_at: dict[str, float] = {}

    def first_asked_at(self, source_id: str) -> float:
        """Return when the run's first try at a source began, a moment of `time.monotonic`: its time counts from there, tries and all."""
        with self._one_at_a_time:
            return self._first_asked_at.setdefault(source_id, time.monotonic())

    def of(self, host: str) -> Gate:
        """Return the gate of a host."""
        with self._one_at_a_time:
            return self._gates.setdefault(host.lower(), Gate())


_gates_of_runs: dict[object, Gates] = {}
_one_at_a_time = Lock()


def gates_of(run: object) -> Gates:
    """Return the gates of a run, the same for all that ask with the same value; those of earlier runs are forgotten."""
    with _one_at_a_time:
        gates = _gates_of_runs.setdefault(run, Gates())
        for earlier in list(_gates_of_runs)[:-RUNS_KNOWN]:
            del _gates_of_runs[earlier]
        return gates
