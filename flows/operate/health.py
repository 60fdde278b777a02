"""How a store and its sources fare: the last run that ended well, and what ails which source, in the small file `snapshots/health.json`.

The rules take what is known and return what is known then. The door at the end reads and writes the file, and posts what is due.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict

from flows.fetch.snapshots import write_whole
from flows.operate.alerts import MESSAGE_CHARACTERS, post_alert
from schemas.sources import SetAside
from schemas.words import Reason

if TYPE_CHECKING:
    from flows.fetch.turn import SourceTold

HEALTH = "snapshots/health.json"
REMIND_DAYS = 7
LEAST_TEXTS = 4
"""Of fewer texts, no share says how their source fares."""
NO_FAULT_OF_THE_SOURCE = frozenset({Reason.COPY, Reason.WITHDRAWN})
SOURCE_DOWN, SOURCE_WELL = "source-down", "source-well"

log = logging.getLogger(__name__)


class LastRun(BaseModel):
    """The last run that ended well, whether or not it published something; moments are UTC."""

    model_config = ConfigDict(frozen=True)

    began_at: AwareDatetime
    ended_at: AwareDatetime
    version: str
    """The latest version when it ended."""


class Ailment(BaseModel):
    """What is wrong with a source; moments are UTC."""

    model_config = ConfigDict(frozen=True)

    what: str
    since: AwareDatetime
    alerted_at: AwareDatetime | None = None
    """When somebody was last told; None before an alert was taken."""
    well_at: AwareDatetime | None = None
    """When nothing was wrong any more; it stays on record until somebody was told that too."""


class Health(BaseModel):
    """All that is known of a store's runs and of the sources with which something is wrong."""

    model_config = ConfigDict(frozen=True)

    last_run: LastRun | None = None
    sources: Mapping[str, Ailment] = {}


class Alert(NamedTuple):
    """One thing that somebody should be told of a source."""

    event: str
    source: str
    message: str

    @property
    def content(self) -> dict[str, str]:
        """What is posted."""
        return {"text": f"Rostra: {self.event}: {self.source}: {self.message}", **self._asdict()}


def mostly_set_aside(texts: Mapping[str, int], set_aside: Iterable[SetAside]) -> dict[str, str]:
    """Return what is wrong with each source of whose texts more than half were set aside, copies and withdrawn ones not counted.

    `texts` is source → how many of its texts were fetched; sources with fewer than four are left out.
    """
    reasons: defaultdict[str, Counter[Reason]] = defaultdict(Counter)
    for row in set_aside:
        reasons[row.source_id][Reason(row.reason)] += 1
    found = {}
    for source, fetched in texts.items():
        counted = fetched - sum(reasons[source][reason] for reason in NO_FAULT_OF_THE_SOURCE)
        aside = {reason: n for reason, n in sorted(reasons[source].items()) if reason not in NO_FAULT_OF_THE_SOURCE}
        if counted >= LEAST_TEXTS and sum(aside.values()) * 2 > counted:
            why = ", ".join(f"{n} {reason}" for reason, n in aside.items())
            found[source] = f"{sum(aside.values())} of {counted} texts were set aside: {why}"
    return found


def down_of(told: Iterable[SourceTold]) -> dict[str, str]:
    """Return why nothing could be had of a source, for each of which that is so."""
    return {source.source_id: f"nothing could be had of it: {source.trouble}" for source in told if source.is_down}


def what_ails(texts: Mapping[str, int], set_aside: Iterable[SetAside], down: Mapping[str, str]) -> dict[str, str | None]:
    """Return what is wrong with each source of a run, None where nothing is; `texts` as in `mostly_set_aside`, `down` as in `down_of`."""
    aside = mostly_set_aside(texts, set_aside)
    return {source: down.get(source) or aside.get(source) for source in texts}


def seen(health: Health, found: Mapping[str, str | None], at: datetime) -> Health:
    """Return the health after sources were looked at: what is wrong with each now, None where nothing is. Others stay as they were."""
    looked_at = {source: _after(health.sources.get(source), what, at) for source, what in found.items()}
    sources = {**health.sources, **looked_at}
    return health.model_copy(update={"sources": {source: sources[source] for source in sorted(sources) if sources[source]}})


def _after(before: Ailment | None, what: str | None, at: datetime) -> Ailment | None:
    if what is not None:
        what = what[:MESSAGE_CHARACTERS]
        return before.model_copy(update={"what": what, "well_at": None}) if before else Ailment(what=what, since=at)
    if before is None or before.alerted_at is None:  # nobody was told that something is wrong
        return None
    return before.model_copy(update={"well_at": before.well_at or at})


def due(health: Health, at: datetime, remind_days: int) -> tuple[Alert, ...]:
    """Return what is to be told now: each turn for the worse or the better once, and again what has lasted for so many days since."""
    alerts = []
    for source, ailment in health.sources.items():
        if ailment.well_at is not None:
            message = f"well again since {minute(ailment.well_at)}; from {minute(ailment.since)} on: {ailment.what}"
            alerts.append(Alert(SOURCE_WELL, source, message))
        elif _is_to_be_told(ailment.alerted_at, at, remind_days):
            alerts.append(Alert(SOURCE_DOWN, source, f"since {minute(ailment.since)}: {ailment.what}"))
    return tuple(alerts)


def _is_to_be_told(alerted_at: datetime | None, at: datetime, remind_days: int) -> bool:
    """Whether the last alert is so many days old; one dated in the future was posted by a clock that was wrong."""
    return alerted_at is None or (at.date() - alerted_at.date()).days >= remind_days or alerted_at > at + timedelta(days=1)


def minute(moment: datetime) -> str:
    """Return a moment in UTC as a person reads it.

    >>> minute(datetime(2026, 2, 10, 5, 3, 59, tzinfo=UTC))
    '2026-02-10 05:03 UTC'
    """
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def told(health: Health, alert: Alert, at: datetime) -> Health:
    """Return the health after an alert was taken."""
    known = health.sources[alert.source]
    after = known.model_copy(update={"alerted_at": at}) if alert.event == SOURCE_DOWN else None
    sources = {source: after if source == alert.source else ailment for source, ailment in health.sources.items()}
    return health.model_copy(update={"sources": {source: ailment for source, ailment in sources.items() if ailment}})


def health_of(content: bytes) -> Health:
    """Return the health that a file's bytes hold; ValueError where they hold none."""
    return Health.model_validate_json(content)


def read_health(store: Path) -> Health:
    """Return what is known of a store on this disk; nothing where no run was noted yet, or where the file is damaged."""
    path = store / HEALTH
    try:
        return health_of(path.read_bytes())
    except FileNotFoundError:
        return Health()
    except (OSError, ValueError) as error:
        log.warning("%s: cannot be read (%s); what was known of runs and sources begins anew", path, type(error).__name__)
        return Health()


def note_down(store: Path, down: Mapping[str, str], at: datetime, remind_days: int = REMIND_DAYS) -> None:
    """Note and tell of which sources nothing could be had (source → why), before anything else of the run can fail."""
    if down:
        _keep(store, _posted(seen(read_health(store), down, at), at, remind_days, down))


def note_run(store: Path, run: LastRun, found: Mapping[str, str | None], remind_days: int = REMIND_DAYS) -> None:
    """Note a run that ended well and how it found every source that there is, and tell what is due; other sources are forgotten."""
    known = seen(read_health(store), found, run.ended_at)
    declared = {source: ailment for source, ailment in known.sources.items() if source in found}
    after = known.model_copy(update={"last_run": run, "sources": declared})
    _keep(store, _posted(after, run.ended_at, remind_days, found))


def _posted(health: Health, at: datetime, remind_days: int, sources: Collection[str]) -> Health:
    """Post what is due of some sources and return the health then; what could not be delivered is due again in the next run."""
    for alert in due(health, at, remind_days):
        if alert.source in sources:
            if not post_alert(alert.content):
                break  # nobody takes alerts now: each further one would wait as long
            health = told(health, alert, at)
    return health


def _keep(store: Path, health: Health) -> None:
    write_whole(store / HEALTH, (health.model_dump_json(indent=1) + "\n").encode(), is_forced=False)
