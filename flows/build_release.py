"""The flow, top to bottom: fetch → clean, segment, label → assemble → validate → publish. Every @flow and @task is here.

Tasks are thin: they take paths and names, call one function of the house, and return a path or a few numbers.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import datetime
from functools import cache, lru_cache
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple, TypeVar, cast

from prefect import State, flow, get_run_logger, task
from prefect.runtime import task_run
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, PREFECT_HOME, temporary_settings
from prefect.states import Cancelled, Completed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import exponential_backoff
from pydantic import PositiveInt, StringConstraints, TypeAdapter

from flows import clock
from flows.assemble.material import Besides
from flows.assemble.tables import assemble
from flows.carried import carried
from flows.corrected import sentences_on
from flows.cycles import no_search_for_cycles
from flows.engines import ONE_THREAD, Engine, Workers, at_work
from flows.errors import Busy, NotAsAsked, Refused
from flows.fetch.corrections import Read, by_text, read_corrections
from flows.fetch.declarations import SourceDeclaration, read_sources
from flows.fetch.fetched import LIMITS, Fetched, Unavailable
from flows.fetch.fetching import fetch_source, wait
from flows.fetch.gazetteer import read_gazetteer, refuse_unlisted_principals
from flows.fetch.held import read_held
from flows.fetch.turn import Progress, PublishedPage, SourceFetched, Try
from flows.memory import keep_no_freed_memory
from flows.operate.alerts import alert_of_run
from flows.operate.clocks import doubts_at
from flows.operate.health import REMIND_DAYS, LastRun, down_of, note_down, note_run, what_ails
from flows.operate.overdue import refuse_overdue
from flows.operate.progress import Telling
from flows.operate.shown import is_watched, run_name, show_release, show_texts, show_validation
from flows.operate.turns import turn_at
from flows.operate.when_busy import WhenBusy
from flows.operate.within_reach import refuse_out_of_reach
from flows.parquet import cut_large_tables, files_of, read_rows
from flows.provenance import build_facts
from flows.publish import archive
from flows.publish.assembled import keep_assembled, read_before, write_assembled
from flows.publish.earlier import latest_release, published_pages
from flows.publish.elsewhere import refuse_unpublishable, store_on_disk
from flows.publish.facts import TextCounts, release_facts
from flows.publish.loss import beyond, losses
from flows.publish.on_disk import LOCK_WAIT_SECONDS, Published, acquire, prepare, publish
from flows.publish.sharing import NOTHING_KNOWN, known_of, share_unchanged
from flows.publish.steps import NOTHING_ASKED, Asked
from flows.publish.tombstones import release_folders, tombstones_of
from flows.shards import (
    Shard,
    ShardInput,
    forget_parts,
    is_read,
    parts_there,
    plan,
    read_shard,
    remove_partial_parts,
    snapshots_of,
    write_gazetteer,
)
from flows.tasks import at_hand, having_at_hand
from flows.unchanged import inputs_sha256, looks_sha256, made_before, making_sha256, remember, unaltered
from flows.validate import NOTHING_STANDS, as_json, import_ahead, promise_hashes, standing_in
from flows.verdicts import keep_verdicts, read_verdicts, told_of, verdicts_on, write_verdicts
from rostra.store import VERSION
from schemas.corrections import CORRECTIONS, Correction
from schemas.dataset import TABLES
from schemas.sources import SET_ASIDE, SetAside

FETCH_RETRIES = 3
SOURCES_AT_ONCE = 8
WORK = Path("output/work")
ASSEMBLED = "assembled.parquet"
VERDICTS = "verdicts.json"
TOLD_VERDICTS = "verdicts.md"
VERSION_PATTERN = f"^({VERSION.pattern})$"

Value = TypeVar("Value")
# Who is told how far the run is: (stage, done, of how many). The command sets it to its progress bars.
on_progress: ContextVar[Callable[[str, int, int], None]] = ContextVar("on_progress", default=lambda stage, done, total: None)


# Who is told how far the fetching of each source is.
on_pages: ContextVar[Callable[[Progress], None]] = ContextVar("on_pages", default=lambda progress: None)
NONE_DOWN: Mapping[str, str] = MappingProxyType({})


class Outcome(NamedTuple):
    """What a run came to, for the person who started it."""

    published: Published
    texts: dict[str, TextCounts]
    set_aside: tuple[SetAside, ...]
    rows: dict[str, int]
    notes: tuple[str, ...]
    """What a person should know of the run: a clock that is wrong, what could not be had of the sources, what came of corrections."""
    down: Mapping[str, str] = NONE_DOWN
    """Source → why, of which nothing could be had now."""


def run(
    sources: Path,
    store: Path | str,
    watch: Callable[[str, int, int], None],
    asked: Asked = NOTHING_ASKED,
    work: Path = WORK,
    workers: Workers = ONE_THREAD,
) -> Outcome:
    """Build a release in this process, telling `watch` how far it is; on the embedded server where PREFECT_API_URL names none.

    `store` is a folder or an address; a release for one elsewhere is made in the folder `work`. Raises what the flow raises.
    """
    keep_no_freed_memory()  # before Arrow is imported, here too
    # The gate's slow libraries are imported while the server starts, after Prefect's: two imports at once hinder each other.
    threading.Thread(target=import_ahead, daemon=True).start()
    # The heartbeat's end costs a second of every run, and nobody watches the embedded server.
    is_embedded = not os.environ.get("PREFECT_API_URL")
    on_progress.set(watch)
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}) if is_embedded else nullcontext():
        try:
            # A state is what a run ends with that is not to wait; this one is.
            return cast(
                Outcome,
                build_release(
                    sources,
                    str(store),
                    work,
                    asked.version,
                    with_judges=asked.with_judges,
                    with_pages=asked.with_pages,
                    engine=workers.engine,
                    workers=workers.number,
                    address=workers.address,
                    through=workers.through,
                    accept_loss=asked.accept_loss,
                    ask_again=asked.ask_again,
                    full_rebuild=asked.full_rebuild,
                ),
            )
        except RuntimeError as error:
            # Prefect says of both in words alone.
            if "Failed to reach API" in str(error):
                where = os.environ.get("PREFECT_API_URL")
                raise Refused(f"{where}: no Prefect server answers there; start it, or unset PREFECT_API_URL") from error
            if "Prefect API server" in str(error):
                raise Refused(f"Prefect's embedded server did not start ({error}); can {PREFECT_HOME.value()} be written to?") from error
            raise


class GateClosed(NotAsAsked):
    """The staged tables break a promise, so that nothing is published."""


class SourceDown(Exception):
    """Nothing could be had of a source now; its last snapshots stand for it."""


@flow(
    name="build-release",
    flow_run_name=run_name,
    task_runner=ThreadPoolTaskRunner(max_workers=SOURCES_AT_ONCE),  # type: ignore[arg-type]  # its futures are narrower
    on_failure=[alert_of_run],
    on_crashed=[alert_of_run],
)
def build_release(
    sources: Path = Path("sources"),
    store: str = "output",
    work: Path = WORK,
    version: Annotated[str, StringConstraints(pattern=VERSION_PATTERN)] | None = None,
    full_rebuild: bool = False,
    with_judges: bool = False,
    with_pages: bool = True,
    when_busy: WhenBusy = WhenBusy.WAIT,
    engine: Engine = Engine.THREADS,
    workers: PositiveInt | None = None,
    address: str | None = None,
    through: str | None = None,
    accept_loss: tuple[str, ...] = (),
    ask_again: tuple[str, ...] = (),
    remind_days: PositiveInt = REMIND_DAYS,
) -> Outcome | State:
    """Build a release of the sources declared in a folder into a store.

    Raises Refused where the call is wrong, GateClosed where the tables break a promise, NotAsAsked where a judge rejects the
    release; nothing is published then.

    Args:
        sources: The folder that declares the sources, one TOML file each.
        store: The folder that receives releases, snapshots and reports; or s3://bucket/prefix.
        work: The folder in which a release is made before it goes to a store that is not a folder.
        version: The release's number, such as 2.0.0; left out, it follows from what changed.
        full_rebuild: Read every text anew and make every part of a table anew, though they are kept; nothing is fetched twice for it.
        with_judges: Ask the outside judges first; what one rejects is not published.
        with_pages: Make the pages for a browser too.
        when_busy: What to do while another run works on the store: wait for it, or cancel this one.
        engine: What reads the texts: threads, processes, or a Dask cluster.
        workers: How many of them; left out, one thread or one process a core.
        address: A running Dask scheduler, such as tcp://10.0.0.1:8786; left out, one is started for the run.
        through: An object store, such as s3://bucket/work, by which workers get and give files who see no folder of the build.
        accept_loss: Sources that may lose or rewrite more of their speeches than they allow (most_loss).
        ask_again: Sources whose every page is asked for now, due or not.
        remind_days: After how many days to alert again of a source that is still down.
    """
    started = clock.now()
    keep_no_freed_memory()
    refuse_unlisted_principals(read_sources(sources), read_gazetteer(sources))
    corrections = read_corrections(sources, read_sources(sources))
    refuse_unpublishable(store, read_sources(sources))
    try:
        with _alone_on(store, work, when_busy) as folder:
            asked = Asked(
                version,
                with_judges=with_judges,
                with_pages=with_pages,
                accept_loss=tuple(accept_loss),
                ask_again=tuple(ask_again),
                full_rebuild=full_rebuild,
            )
            doubts = doubts_at(folder, started)
            for doubt in doubts:
                get_run_logger().warning(doubt)
            with _tasks_run(Workers(engine, workers, address, through), folder):
                outcome = _build(sources, corrections, folder, started, asked, remind_days)
            outcome = outcome._replace(notes=(*doubts, *outcome.notes))
            _note_end(folder, started, outcome, remind_days)
    except Busy as error:
        if when_busy is WhenBusy.CANCEL:
            return Cancelled(message=str(error))
        raise
    show_release(sources, store, outcome.published.folder, is_new=outcome.published.is_new)
    return outcome


def _build(
    sources: Path,
    corrections: Sequence[Read],
    store: Path,
    started: datetime,
    asked: Asked,
    remind_days: int,
) -> Outcome:
    is_due = asked.full_rebuild or asked.version is not None or asked.with_judges
    told("fetch", 0, 1)
    making, looks = _look_at_files(sources, corrections, with_pages=asked.with_pages)
    if not is_due and (published := made_before(store, looks=looks)):
        told("fetch", 1, 1)
        return _as_last_time(sources, corrections, store, published)
    asked = asked._replace(unaltered=unaltered(store))  # before staging goes, whose files are the latest release's too
    staging = prepare(store)
    corrected = _write(staging / "corrections.json", list[Read], corrections)
    shards = staging / "shards"
    fetched = fetch_all(sources, store, staging, started, asked.ask_again)
    told_of_sources = [source.told for source in _fetched(fetched)]
    down = down_of(told_of_sources)
    note_down(store, down, clock.now(), remind_days)
    archive.push()
    told("fetch", 1, 1)
    names = plan_shards(sources, corrected, fetched, store, shards, trusts_none=asked.full_rebuild)
    inputs = inputs_sha256(making, names, _texts(fetched))
    published = None if is_due else made_before(store, inputs)
    if published is None:
        refuse_loss(sources, fetched, store, asked.accept_loss)
        if asked.full_rebuild:
            forget_parts(store, names)
        read_shards([shards / name for name in names], store)
        told("assemble", 0, 1)
        data = assemble_tables(sources, corrected, fetched, store, names, staging, trusts_none=asked.full_rebuild)
        told("validate", 0, 1)
        counts = {source.source_id: source.texts for source in told_of_sources}
        validation = validate_tables(sources, counts, data, store, staging, trusts_none=asked.full_rebuild)
        told("publish", 0, 1)
        published = publish_release(counts, store, data, validation, started, asked, trusts_none=asked.full_rebuild)
        keep_assembled(staging / ASSEMBLED, store, published.version)
        keep_verdicts(staging / VERDICTS, store, published.version)
    remember(store, published, inputs, looks)
    outcome = _outcome(corrections, published, tuple(line for source in told_of_sources for line in source.lines))._replace(down=down)
    show_texts(told_of_sources, outcome.set_aside)
    return outcome


def _note_end(store: Path, started: datetime, outcome: Outcome, remind_days: int) -> None:
    """Note that the run ended well, and how it found its sources."""
    run = LastRun(began_at=started, ended_at=clock.now(), version=outcome.published.version)
    fetched = {source: counts.fetched for source, counts in outcome.texts.items()}
    note_run(store, run, what_ails(fetched, outcome.set_aside, outcome.down), remind_days)


def refuse_loss(sources: Path, fetched: Path, store: Path, accepted: Sequence[str]) -> None:
    """GateClosed where a source would lose or have rewritten more of its published speeches than it allows; Refused for unknown ones."""
    most = {source.source_id: source.most_loss for source in read_sources(sources)}
    latest = latest_release(store)
    lost = losses(latest, _texts(fetched), _withdrawn(store)) if latest else []
    if unknown := sorted(set(accepted) - most.keys() - {loss.source_id for loss in lost}):
        raise Refused(f"--accept-loss {unknown[0]}: no source of that name is declared, or published")
    if found := beyond(lost, most, accepted):
        raise GateClosed("nothing is published: too much would be lost\n" + "\n".join(f"  {loss.sentence}" for loss in found))


def _look_at_files(sources: Path, corrections: Sequence[Read], *, with_pages: bool) -> tuple[str, str | None]:
    """Return hashes of what a release is made with, and of how all files look that it is made of; None where that tells no change."""
    declared = read_sources(sources)
    making = making_sha256(declared, read_gazetteer(sources), [read.said for read in corrections], with_pages=with_pages)
    return making, looks_sha256(making, declared, sources)


def _as_last_time(sources: Path, corrections: Sequence[Read], store: Path, published: Published) -> Outcome:
    """Return what the last run came to, and show it: no file has changed since."""
    outcome = _outcome(corrections, published, ())
    if is_watched():
        listed = [(source.source_id, read_held(store, source)) for source in read_sources(sources)]
        show_texts([SourceFetched(source_id, texts, len(texts), 0).told for source_id, texts in listed], outcome.set_aside)
    return outcome


@contextmanager
def _alone_on(store: str, work: Path, when_busy: WhenBusy) -> Iterator[Path]:
    """Give the folder of a store, or the mirror of one elsewhere, while no other run works on it; Busy where one does for too long."""
    patience_seconds = LOCK_WAIT_SECONDS if when_busy is WhenBusy.WAIT else 0.0
    with turn_at(store, when_busy), store_on_disk(store, work, wait_seconds=patience_seconds) as folder:
        lock = acquire(folder, patience_seconds)
        try:
            yield folder.resolve()
        finally:
            lock.release()


@contextmanager
def _tasks_run(workers: Workers, store: Path) -> Iterator[None]:
    """Have all that is done in the block run its tasks by these workers."""
    if workers.through:
        refuse_out_of_reach(workers.through, "--through")
    with ExitStack() as opened:
        run = opened.enter_context(at_work(workers))
        there = opened.enter_context(carried(run, workers.through, store)) if workers.through else run
        opened.enter_context(having_at_hand(there))
        yield


def fetch_all(sources: Path, store: Path, staging: Path, started: datetime, ask_again: Collection[str] = ()) -> Path:
    """Fetch every source in a task of its own and return the folder that lists what was fetched; one that is down stops no other."""
    declared = read_sources(sources)
    (staging / "fetched").mkdir()
    if unknown := sorted(set(ask_again) - {source.source_id for source in declared}):
        raise Refused(f"--ask-again {unknown[0]}: no source of that name is declared")
    runs = [fetch.submit(source, sources, store, staging, started, is_asked_again=source.source_id in ask_again) for source in declared]
    for run in runs:
        run.wait()
    for run in runs:
        found = run.result(raise_on_failure=False)
        if isinstance(found, BaseException) and not isinstance(found, SourceDown):
            raise found
    show_texts([source.told for source in _fetched(staging / "fetched")], None)
    return staging / "fetched"


@task(
    task_run_name="fetch {source.source_id}",
    retries=FETCH_RETRIES,
    retry_delay_seconds=exponential_backoff(2),
    retry_jitter_factor=0.5,
    retry_condition_fn=lambda task, run, state: _is_worth_another_try(state),
)
def fetch(
    source: SourceDeclaration, sources: Path, store: Path, staging: Path, started: datetime, *, is_asked_again: bool = False
) -> Path | State:
    """Keep a snapshot of every text of a source and return the file that lists them; SourceDown, after writing it, where none was had."""
    is_last_try = (task_run.run_count or 1) > FETCH_RETRIES
    latest = latest_release(store)

    def published(source_id: str) -> list[PublishedPage]:
        return published_pages(latest, source_id) if latest else []

    telling = Telling(on_pages.get(), get_run_logger())
    turn = Try(is_last_try, started, _withdrawn(store), published, telling, archive.push, archive.archive_in_use(), is_asked_again)
    try:
        fetched = fetch_source(source, sources, store, LIMITS, turn)
    except Unavailable as error:
        wait(error.after_seconds)
        raise
    archive.push()
    listed = _write(staging / "fetched" / f"{source.source_id}.json", SourceFetched, fetched)
    if fetched.is_down:
        raise SourceDown(fetched.trouble)
    return Completed(name="Incomplete", message=fetched.trouble, data=listed) if fetched.trouble else listed


def _withdrawn(store: Path) -> dict[str, str]:
    return {tombstone.speech_id: tombstone.reason for tombstone in tombstones_of(release_folders(store)).values()}


def _is_worth_another_try(state: Any) -> bool:
    return isinstance(state.result(raise_on_failure=False), Unavailable)


@task(task_run_name="plan the shards")
def plan_shards(sources: Path, corrected: Path, fetched: Path, store: Path, shards: Path, *, trusts_none: bool) -> list[str]:
    """Write one file a shard, which says what it reads and which parts may hold it already, and return their names.

    Where nothing that was made before is to be trusted, none may.
    """
    declared = {source.source_id: source for source in read_sources(sources)}
    gazetteer = read_gazetteer(sources)
    texts = _texts(fetched)
    corrections = by_text((read.said for read in _read(corrected, list[Read])), (text.speech_id for text in texts))
    inputs = (ShardInput(text, declared[text.source_id], corrections.get(text.speech_id, ())) for text in texts)
    with no_search_for_cycles():
        planned = plan(inputs, gazetteer, () if trusts_none else parts_there(store))
    shards.mkdir()
    write_gazetteer(shards, gazetteer)
    for shard in planned:
        _write(shards / shard.name, Shard, shard)
    return [shard.name for shard in planned]


@task(task_run_name="read the texts")
def read_shards(shards: Sequence[Path], store: Path) -> None:
    """Apply the rules to the texts of all shards, on the chosen engine; their parts are the result."""
    remove_partial_parts(store)
    told("read", 0, len(shards))
    left = [shard for shard in shards if not is_read(store, shard.name)]
    archive.bring(sha256 for shard in left for sha256 in snapshots_of(shard))
    for done, _ in enumerate(at_hand.get()(read_shard, left, store), start=len(shards) - len(left) + 1):
        told("read", done, len(shards))


@task(task_run_name="assemble the tables")
def assemble_tables(
    sources: Path, corrected: Path, fetched: Path, store: Path, names: Sequence[str], staging: Path, *, trusts_none: bool
) -> Path:
    """Put the parts of all shards together and return the folder of the tables; what is as in the latest release is taken from there.

    Where nothing that was made before is to be trusted, nothing is taken.
    """
    data = staging / "release" / "data"
    parts = [store / "parts" / name for name in names]
    tombstones = tombstones_of(release_folders(store)).values()
    withdrawn = {tombstone.text_sha256: tombstone.reason for tombstone in tombstones if tombstone.text_sha256}
    latest = latest_release(store)
    before = None if trusts_none else read_before(store, latest)
    besides = Besides(withdrawn, latest, before, [read.said for read in _read(corrected, list[Read])], at_hand.get())
    with no_search_for_cycles():  # of a large archive's texts and speakers
        assembled = assemble(parts, data, read_sources(sources), _texts_at_last(fetched), read_gazetteer(sources), besides)
    write_assembled(assembled, staging / ASSEMBLED)
    share_unchanged(data.parent, known_of(latest))
    return data


@task(task_run_name="validate the tables")
def validate_tables(sources: Path, fetched: dict[str, int], data: Path, store: Path, staging: Path, *, trusts_none: bool) -> dict[str, Any]:
    """Hold the tables against every promise and return the results; GateClosed where one is broken.

    Parts and tables that are as in the latest release stand as they were found then, unless nothing is to be trusted.
    """
    from flows.validate import Counts, validate

    promised = {source.source_id: source.least_speeches for source in read_sources(sources)}
    latest = latest_release(store)
    counts = Counts(fetched, promised)
    now = verdicts_on(data, promise_hashes(), as_json(counts._asdict()), known_of(latest).sha256_of)
    before = None if trusts_none else read_verdicts(store, latest)
    standing = standing_in(now, before, latest / "data") if before and latest else NOTHING_STANDS
    with no_search_for_cycles():
        verdict = validate(data, counts, store / "reports", standing=standing)
    told_verdicts = told_of(now.since(before))
    (store / "reports" / TOLD_VERDICTS).write_text(told_verdicts, encoding="utf-8")
    show_validation(verdict.results, told_verdicts)
    if not verdict.is_passed:
        raise GateClosed(closed_gate_message(verdict.broken, verdict.report))
    write_verdicts(now.since(before), staging / VERDICTS)
    return verdict.results


@task(task_run_name="publish")
def publish_release(
    fetched: dict[str, int], store: Path, data: Path, validation: dict[str, Any], started: datetime, asked: Asked, *, trusts_none: bool
) -> Published:
    """Publish the tables, unless they say what the latest release says; where nothing is to be trusted, all rows are hashed anew."""
    cut_large_tables(TABLES, data)
    with no_search_for_cycles():  # of a large release's files
        known = known_of(latest_release(store))
        facts = release_facts(data, fetched, validation, build_facts(started), NOTHING_KNOWN if trusts_none else known)
        return publish(store, data.parent, facts, asked)


@flow(name="watch-store", flow_run_name="watch {store}", on_failure=[alert_of_run], on_crashed=[alert_of_run])
def watch_store(
    store: str = "output",
    days: PositiveInt = 7,
) -> str:
    """Return a line on the last run; Overdue, which alerts, where none has ended well for so many days.

    Args:
        store: The folder or address that holds releases.json.
        days: How many days may pass without a run that ends well.
    """
    return refuse_overdue(store, days, clock.now())


def told(stage: str, done: int, total: int) -> None:
    """Tell whoever watches how far the run is."""
    on_progress.get()(stage, done, total)


def closed_gate_message(broken: Sequence[Any], report: Path | None) -> str:
    """Return what a person needs to know of broken promises: which, in which table, which rows, and where the report is."""
    lines = [
        f"  {found.table}: {found.promise}: {found.sentence} ({found.violations} broken)"
        + "".join(f"\n    {row}" for row in found.examples)
        for found in broken
    ]
    where = f"\nThe whole report: {report}" if report else ""
    return "nothing is published: promises are broken\n" + "\n".join(lines) + where


def _outcome(corrections: Iterable[Read], published: Published, notes: tuple[str, ...]) -> Outcome:
    rows = (Correction(*row) for path in files_of(CORRECTIONS, published.folder / "data") for row in read_rows(CORRECTIONS, path))
    where = {read.said.correction_id: read.where for read in corrections}
    manifest = json.loads((published.folder / "release.json").read_text(encoding="utf-8"))
    return Outcome(
        published=published,
        texts={source: TextCounts(**counts) for source, counts in manifest["texts"].items()},
        set_aside=tuple(SetAside(*row) for path in files_of(SET_ASIDE, published.folder / "data") for row in read_rows(SET_ASIDE, path)),
        rows={table["name"]: table["rows"] for table in manifest["tables"]},
        notes=(*notes, *sentences_on(rows, where)),
    )


def _texts(fetched: Path) -> Sequence[Fetched]:
    """Return the texts of all sources that a folder lists, by source and origin."""
    return [text for source in _fetched(fetched) for text in source.texts]


def _texts_at_last(fetched: Path) -> Sequence[Fetched]:
    """Return the texts for whoever is the last to ask for them: of a large archive they take memory that workers want."""
    texts = _texts(fetched)
    _fetched_read.cache_clear()
    return texts


def _fetched(fetched: Path) -> Sequence[SourceFetched]:
    """Return what a folder lists, by source; several steps ask for it, and a long list takes seconds to read."""
    looks = [(path, path.stat()) for path in sorted(fetched.glob("*.json"))]
    return _fetched_read(tuple((path, look.st_ino, look.st_mtime_ns) for path, look in looks))


@lru_cache(maxsize=1)
def _fetched_read(listed: tuple[tuple[Path, int, int], ...]) -> Sequence[SourceFetched]:
    with no_search_for_cycles():
        return sorted((_read(path, SourceFetched) for path, _, _ in listed), key=attrgetter("source_id"))


def _write(path: Path, kind: Any, value: object) -> Path:
    path.write_bytes(_adapter(kind).dump_json(value))
    return path


def _read(path: Path, kind: type[Value]) -> Value:
    found: Value = _adapter(cast(Any, kind)).validate_json(path.read_bytes())
    return found


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
