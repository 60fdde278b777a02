"""Whether a release is overdue."""

from datetime import date
from pathlib import Path

from flows.errors import NotAsAsked
from rostra.store import read_index


class Overdue(NotAsAsked):
    """No release has come for too long."""


def refuse_overdue(store: Path | str, days: int, today: date) -> str:
    """Return the latest version of a store; Overdue where it is older than so many days, or where there is none."""
    index = read_index(store)
    newest = max((release for release in index.releases), key=lambda release: release.released_on, default=None)
    if newest is None or index.latest is None:
        raise Overdue(f"{store}: holds no release yet")
    age_days = (today - date.fromisoformat(newest.released_on)).days
    if age_days > days:
        raise Overdue(
            f"{store}: no release for {age_days} days; the latest, {newest.version}, is of {newest.released_on}, {days} are allowed"
        )
    return index.latest
