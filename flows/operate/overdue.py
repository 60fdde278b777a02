"""Whether a run is overdue: a source may publish nothing for weeks, but a schedule that stopped is an alarm."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from flows.errors import NotAsAsked, Refused
from flows.operate.health import HEALTH, LastRun, health_of, minute
from flows.operate.within_reach import plain_errors
from flows.publish.bucket import SCHEMES, bucket_of
from rostra.place import SECRET, Place
from rostra.places import place_of, read_small
from rostra.store import INDEX, Index, index_of, read_index

AHEAD = timedelta(days=1)
"""What lies further ahead of the watch's own clock was written by a clock that is wrong, or that clock itself is."""


class Overdue(NotAsAsked):
    """No run has ended well for too long."""


class Known(NamedTuple):
    """What a store says of its releases and runs."""

    listed: Index
    last_run: LastRun | None
    why_no_run: str
    """Why no last run is known, where it is not."""


def refuse_overdue(store: Path | str, days: int, now: datetime) -> str:
    """Return a line on the last run of a store, wherever it lies; Overdue where none has ended well for so many days.

    Where no run was ever noted, the newest release stands for one. Raises NotAsAsked or Refused where the store cannot be read.
    """
    known = known_of(str(store))
    said = _of_run(known.last_run, days, now) if known.last_run else _of_releases(known, days, now)
    where = SECRET.sub("", str(store))
    if said.is_overdue:
        raise Overdue(f"{where}: {said.line}")
    return f"{where}: {said.line}; the latest version is {known.listed.latest or 'none'}"


class Said(NamedTuple):
    """What was last heard of a store."""

    line: str
    is_overdue: bool


def _of_run(run: LastRun, days: int, now: datetime) -> Said:
    if run.ended_at > now + AHEAD:
        return Said(f"a clock is wrong: the last run is dated {minute(run.ended_at)}, and now it is {minute(now)}", is_overdue=True)
    if (now - run.ended_at).days >= days:
        return Said(f"no run has ended well since {minute(run.ended_at)}; {days} days are allowed", is_overdue=True)
    return Said(f"the last run ended well at {minute(run.ended_at)}", is_overdue=False)


def _of_releases(known: Known, days: int, now: datetime) -> Said:
    """Return what the releases tell of the runs that made them; one that is dated in the future tells nothing."""
    today = now.date()
    dated = sorted((date.fromisoformat(release.released_on), release.version) for release in known.listed.releases)
    ahead = [f"a clock is wrong: {version} is dated {day}, and today is {today}" for day, version in dated if day > today + AHEAD]
    likely = [(day, version) for day, version in dated if day <= today + AHEAD]
    why = "; ".join([*ahead[-1:], f"{known.why_no_run}, so that releases are looked at in place of runs"])
    if not likely:
        return Said(f"holds no release {'that counts' if ahead else 'yet'} ({why})", is_overdue=True)
    day, version = likely[-1]
    line = f"the newest release, {version}, is of {day}"
    if (today - day).days > days:
        return Said(f"{line}; {days} days are allowed ({why})", is_overdue=True)
    return Said(f"{line} ({why})", is_overdue=False)


def known_of(store: str) -> Known:
    """Return what a store says of itself; raises NotAsAsked or Refused where it cannot be read."""
    if store.partition("://")[0] in SCHEMES:
        return _known_in_bucket(store)
    place = place_of(store)
    return _known(read_index(place), _content_at(place))


def _known_in_bucket(address: str) -> Known:
    with plain_errors(address):
        bucket = bucket_of(address)
        index, content = bucket.read(INDEX), bucket.read(HEALTH)
    return _known(index_of(index[0], f"{address}/{INDEX}") if index else Index(None, ()), content[0] if content else None)


def _content_at(store: Place) -> bytes | None:
    """Return the bytes of the file that notes the runs; None where there is none, or where whoever serves the store keeps it private."""
    with suppress(FileNotFoundError, NotAsAsked, Refused):
        return read_small(store.inside(HEALTH))
    return None


def _known(index: Index, content: bytes | None) -> Known:
    if content is None:
        return Known(index, None, f"no {HEALTH} can be read")
    try:
        last_run = health_of(content).last_run
    except ValueError:
        return Known(index, None, f"{HEALTH} is damaged")
    return Known(index, last_run, f"{HEALTH} notes no run that ended well")
