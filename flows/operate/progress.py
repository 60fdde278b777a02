"""How far the fetching of a source is, while it runs: a line in the log every so many pages, and a bar in Prefect."""

from __future__ import annotations

import time
from collections.abc import Callable
from logging import Logger, LoggerAdapter
from typing import Any, cast
from uuid import UUID

from flows.fetch.turn import Progress
from flows.operate.turns import is_watched

LINE_EVERY = 100
"""Pages."""
BAR_SECONDS = 5.0
"""Between two calls of the server for one bar."""


class Telling:
    """Passes on what it is told of one source, to the log and to Prefect too."""

    def __init__(self, pass_on: Callable[[Progress], None], log: Logger | LoggerAdapter[Any]) -> None:
        self._pass_on = pass_on
        self._log = log
        self._bar: UUID | None = None
        self._shown_at = 0.0

    def __call__(self, progress: Progress) -> None:
        """Take in how far the fetching is."""
        self._pass_on(progress)
        is_over = progress.done == progress.total
        if progress.done % LINE_EVERY == 0 or (is_over and progress.total > LINE_EVERY):
            self._log.info("%s", line_of(progress))
        if is_watched() and (is_over or time.monotonic() - self._shown_at >= BAR_SECONDS):
            self._shown_at = time.monotonic()
            self._show(progress)

    def _show(self, progress: Progress) -> None:
        """Bring the bar to what is known; the data does not depend on it, so that a lost server costs the bar alone."""
        from prefect.artifacts import create_progress_artifact, update_progress_artifact

        share = 100 * progress.done / max(1, progress.total)
        try:
            if self._bar is None:
                key = f"rostra-fetching-{progress.source_id}"
                made = create_progress_artifact(share, key=key, description=line_of(progress), _sync=True)  # type: ignore[call-arg]
                self._bar = cast(UUID, made)  # the call is made within an event loop, where it gives a coroutine unless it is told not to
            else:
                update_progress_artifact(self._bar, share, description=line_of(progress), _sync=True)  # type: ignore[call-arg]
        except Exception as error:
            self._log.warning("the progress could not be shown: %s", type(error).__name__)


def line_of(progress: Progress) -> str:
    """Return how far a source is, in words.

    >>> line_of(Progress("press", 100, 2_500, 3_400_000, 2))
    'press: 100 of 2500 pages that are due, 3.4 MB from 2 hosts'
    """
    megabytes = f"{progress.bytes / 1_000_000:.1f} MB"
    return f"{progress.source_id}: {progress.done} of {progress.total} pages that are due, {megabytes} from {progress.hosts} hosts"
