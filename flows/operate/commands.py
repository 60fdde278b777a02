"""The operator's commands: serve, watch and prune."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from flows.engines import Engine, Workers, refuse_impossible
from flows.operate.when_busy import WhenBusy
from rostra.options import DEFAULT_STORE

OWN_SOURCES = Path(__file__).resolve().parents[2] / "sources"
DEFAULT_WORK = DEFAULT_STORE / "work"
DAILY = "0 5 * * *"
DAYS = re.compile(r"([0-9]{1,5})d")

Sources = Annotated[Path, typer.Option(help="The folder that declares the sources.", show_default="the project's own")]
StoreAddress = Annotated[
    str, typer.Option(help="The folder that receives releases, snapshots and reports; or s3://bucket/prefix (gs, az).")
]
Work = Annotated[Path, typer.Option(help="The folder in which a release is made before it goes to a store elsewhere.")]
EngineOfRun = Annotated[Engine, typer.Option("--engine", help="What reads the texts: threads, processes, or a Dask cluster.")]
WorkersOfRun = Annotated[
    int | None, typer.Option("--workers", min=1, help="How many of them.", show_default="one thread, or one process a core")
]
AddressOfRun = Annotated[
    str | None, typer.Option("--address", help="A running Dask scheduler, such as tcp://10.0.0.1:8786.", show_default="one is started")
]
ThroughOfRun = Annotated[
    str | None, typer.Option("--through", help="An object store, such as s3://bucket/work, for workers who see no folder of the build.")
]


def add_operating_commands(app: typer.Typer) -> None:
    """Add the commands that keep Rostra running."""
    app.command(epilog='Example: `rostra serve --cron "0 5 * * *" --timezone Asia/Almaty`')(serve)
    app.command(epilog="Example: `rostra watch --days 7`")(watch)
    app.command(epilog="Example: `rostra prune --older-than 90d --yes`")(prune)


def serve(
    sources: Sources = OWN_SOURCES,
    store: StoreAddress = str(DEFAULT_STORE),
    work: Work = DEFAULT_WORK,
    cron: Annotated[str | None, typer.Option(help="When, as a cron line.", show_default="0 5 * * *, daily")] = None,
    interval: Annotated[int | None, typer.Option(min=1, help="Every so many seconds, in place of --cron.")] = None,
    timezone: Annotated[str, typer.Option(help="The time zone of --cron, such as Asia/Almaty.")] = "UTC",
    full_rebuild: Annotated[bool, typer.Option("--full-rebuild", help="Read every text anew each time.")] = False,
    engine: EngineOfRun = Engine.THREADS,
    workers: WorkersOfRun = None,
    address: AddressOfRun = None,
    through: ThroughOfRun = None,
    when_busy: Annotated[WhenBusy, typer.Option(help="What a run does while another one works on the store.")] = WhenBusy.WAIT,
    now: Annotated[bool, typer.Option("--now", help="Build once at the start too, unless the schedule is due within a minute.")] = False,
    remind_days: Annotated[int, typer.Option(min=1, help="Alert again of a source that is down for so many days more.")] = 7,
    watch_days: Annotated[int, typer.Option(min=1, help="Alert where no run ended well for so many days.")] = 7,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where the server listens, on the loopback.")] = 4200,
) -> None:
    """Build releases on a schedule: a Prefect server on this machine's loopback, both deployments and a worker.

    With PREFECT_API_URL set, that server is used and none is started. Alerts go to the webhook in ROSTRA_ALERT_WEBHOOK.
    """
    from flows.errors import Refused
    from flows.fetch.declarations import read_sources
    from flows.operate.serving import Schedule, Served
    from flows.operate.serving import serve as keep_serving
    from flows.operate.within_reach import refuse_out_of_reach
    from flows.publish.elsewhere import is_elsewhere, refuse_unpublishable

    if cron and interval:
        raise Refused("--cron and --interval: give one of them")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Refused(f"--timezone is {timezone!r}; give a name of the IANA database, such as Asia/Almaty") from error
    refuse_unpublishable(store, read_sources(sources))
    if is_elsewhere(store):
        refuse_out_of_reach(store)
    refuse_impossible(Workers(engine, workers, address, through))
    parameters = {
        "sources": str(sources.resolve()),
        "store": store if is_elsewhere(store) else str(Path(store).resolve()),
        "work": str(work.resolve()),
        "full_rebuild": full_rebuild,
        "engine": engine.value,
        "workers": workers,
        "address": address,
        "through": through,
        "when_busy": when_busy.value,
        "remind_days": remind_days,
    }
    schedule = Schedule(None if interval else cron or DAILY, interval, timezone)
    keep_serving(Served(schedule, parameters, when_busy, watch_days, is_asked_for_now=now), port)


def watch(
    store: Annotated[str, typer.Option(help="The folder or address that holds releases.json.")] = str(DEFAULT_STORE),
    days: Annotated[int, typer.Option(min=1, help="How many days may pass without a run that ends well.")] = 7,
) -> None:
    """Exit 1 and alert where no run has ended well for too long; needs no server, so that cron can watch over it all.

    A run that finds nothing to publish has ended well. A store that cannot be read is an alarm too.
    """
    from flows import clock
    from flows.errors import NotAsAsked, Refused
    from flows.operate.alerts import post_alert
    from flows.operate.overdue import Overdue, refuse_overdue

    try:
        print(refuse_overdue(store, days, clock.now()))
    except (NotAsAsked, Refused) as error:
        event = "no-run" if isinstance(error, Overdue) else "watch-failed"
        post_alert({"text": f"Rostra: {event}: {error}", "event": event, "message": str(error)})
        raise


def prune(
    older_than: Annotated[str, typer.Option(help="The age in days, such as 90d.")],
    store: StoreAddress = str(DEFAULT_STORE),
    work: Work = DEFAULT_WORK,
    yes: Annotated[bool, typer.Option("--yes", help="Delete; without it, what would go is only shown.")] = False,
) -> None:
    """Show, or with --yes delete, snapshots, parts and left-overs that are old and needed no more.

    Of a store elsewhere these are snapshots there, and what the folder --work holds. Never deleted: releases, what a published speech came
    from, the last snapshot of every page, what the last run used.
    """
    from flows.errors import Refused
    from flows.prune import prunable, prunable_elsewhere, remove
    from flows.publish.archive import archive_in_use
    from flows.publish.elsewhere import store_on_disk
    from flows.publish.on_disk import acquire

    found = DAYS.fullmatch(older_than)
    if not found:
        raise Refused(f"--older-than is {older_than!r}; give days, such as 90d")
    cutoff = datetime.now(UTC) - timedelta(days=int(found[1]))
    with store_on_disk(store, work, must_be_there=True) as folder, acquire(folder, 0.0):
        archive = archive_in_use()
        elsewhere = prunable_elsewhere(archive, cutoff) if archive else []
        old = prunable(folder, cutoff)
        for there in elsewhere:
            print(f"snapshot  {there.bytes}  {store.rstrip('/')}/{there.name}")
        for one in old:
            print(f"{one.kind}  {one.bytes}  {one.path}")
        total = sum(there.bytes for there in elsewhere) + sum(one.bytes for one in old)
        if yes:
            if archive:
                archive.forget(there.name.rpartition("/")[2] for there in elsewhere)
                archive.push()
            remove(old)
            print(f"deleted {len(elsewhere) + len(old)}, {total} bytes")
        else:
            print(f"would delete {len(elsewhere) + len(old)}, {total} bytes; --yes does it")
