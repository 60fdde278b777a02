"""Whether a build's clock can be right, by the days and moments that its store holds."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from flows.errors import NotAsAsked, Refused
from flows.operate.health import LastRun, minute, read_health
from flows.provenance import release_date
from rostra.store import read_index

MOST_BEHIND = timedelta(days=2)
MOST_AHEAD = timedelta(days=400)


def clock_doubt(began_at: datetime, dated_on: date, latest: tuple[str, date] | None, last_run: LastRun | None) -> str | None:
    """Return a line on a run that began too long before or after what is known, or is to be dated so; None where all is likely.

    `dated_on` is the day that a release of this run would bear, `latest` the number and day of the latest one. Where runs are known, a
    release may be as old as it likes.
    """
    if last_run is not None and (far := _far(began_at - last_run.ended_at)):
        return f"a clock may be wrong: this run began {minute(began_at)}, {far} the last one ended ({minute(last_run.ended_at)})"
    if latest is None:
        return None
    away = dated_on - latest[1]
    if (away < timedelta() or last_run is None) and (far := _far(away)):
        return (
            f"a clock may be wrong, or SOURCE_DATE_EPOCH: this run is of {dated_on}, {far} the latest release ({latest[0]} of {latest[1]})"
        )
    return None


def _far(away: timedelta) -> str | None:
    """Return how far, in words, what lies too far before or after something; None else."""
    if -MOST_BEHIND <= away <= MOST_AHEAD:
        return None
    return f"{abs(away).days} days {'before' if away < timedelta() else 'after'}"


def doubts_at(store: Path, began_at: datetime) -> tuple[str, ...]:
    """Return a line on a run's clock that cannot be right by what a store on this disk holds; none where it can, or nothing is known."""
    last_run = read_health(store).last_run
    doubt = clock_doubt(began_at, date.fromisoformat(release_date(began_at)), _latest(store), last_run)
    return (doubt,) if doubt else ()


def _latest(store: Path) -> tuple[str, date] | None:
    with suppress(NotAsAsked, Refused, ValueError):  # whoever publishes says what is wrong with the index
        index = read_index(store)
        return next(
            ((found.version, date.fromisoformat(found.released_on)) for found in index.releases if found.version == index.latest), None
        )
    return None
