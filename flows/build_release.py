"""The flow, top to bottom: fetch → clean, segment, label → assemble → validate → publish. Every @flow and @task is here.

Tasks are thin: they take paths and names, call one function of the house, and return a path or a few numbers.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from prefect import flow, task
from prefect.runtime import task_run
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, PREFECT_HOME, temporary_settings
from prefect.tasks import exponential_backoff
from pydantic import TypeAdapter

from flows.assemble import assemble
from flows.errors import NotAsAsked, Refused
from flows.fetch.declarations import read_sources
from flows.fetch.fetched import Fetched, Unavailable
from flows.fetch.registry import read_registry, refuse_unlisted_principals
from flows.fetch.sources import fetch_sources
from flows.label.speakers.registry import Registry
from flows.parquet import cut_large_tables, files_of, read_rows
from flows.provenance import build_facts
from flows.publish.facts import TextCounts, release_facts
from flows.publish.release import LOCK_WAIT_SECONDS, Published, acquire, prepare, publish
from flows.publish.steps import NOTHING_ASKED, Asked
from flows.publish.tombstones import release_folders, tombstones_of
from flows.shards import Shard, ShardInput, plan, write_parts
from schemas.dataset import TABLES
from schemas.sources import SET_ASIDE, SetAside

FETCH_RETRIES = 3
FETCH_SECONDS = 3600

Value = TypeVar("Value")
# Who is told how far the run is: (stage, done, of how many). The command sets it to its progress bars.
on_progress: ContextVar[Callable[[str, int, int], None]] = ContextVar("on_progress", default=lambda stage, done, total: None)


class Outcome(NamedTuple):
    """What a run came to, for the person who started it."""

    published: Published
    texts: dict[str, TextCounts]
    set_aside: tuple[SetAside, ...]
    rows: dict[str, int]
    notes: tuple[str, ...]
    """What a person should know of the fetching: pages that could not be had now, with their last snapshot in use."""


def run(sources: Path, store: Path, watch: Callable[[str, int, int], None], asked: Asked = NOTHING_ASKED) -> Outcome:
    """Build a release in this process, telling `watch` how far it is; on the embedded server where PREFECT_API_URL names none.

    Raises what the flow raises.
    """
    # The heartbeat's end costs a second of every run, and nobody watches the embedded server.
    is_embedded = not os.environ.get("PREFECT_API_URL")
    on_progress.set(watch)
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}) if is_embedded else nullcontext():
        try:
            return build_release(sources, store, asked)
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


@flow(name="build-release", flow_run_name="{sources}", validate_parameters=False)
def build_release(sources: Path, store: Path, asked: Asked = NOTHING_ASKED) -> Outcome:
    """Build a release of the sources declared in a folder into a store.

    Raises Refused where the call is wrong, GateClosed where the tables break a promise, NotAsAsked where a judge rejects the
    release; nothing is published then.
    """
    started = datetime.now(UTC)
    refuse_unlisted_principals(read_sources(sources), read_registry(sources))
    lock = acquire(store, LOCK_WAIT_SECONDS)
    try:
        staging = prepare(store)
        shards = staging / "shards"
        told("fetch", 0, 1)
        fetched = fetch(sources, store, staging, started)
        told("fetch", 1, 1)
        names = plan_shards(sources, fetched, shards)
        for done, name in enumerate(names):
            told("read", done, len(names))
            read_shard(shards / name, store)
        told("assemble", 0, 1)
        data = assemble_tables(sources, fetched, store, names, staging)
        told("validate", 0, 1)
        validation = validate_tables(sources, fetched, data, store)
        told("publish", 0, 1)
        published = publish_release(_fetched_by_source(sources, fetched), store, data, validation, started, asked)
        return _outcome(fetched, published)
    finally:
        lock.release()


@task(
    retries=FETCH_RETRIES,
    retry_delay_seconds=exponential_backoff(2),
    retry_jitter_factor=0.5,
    timeout_seconds=FETCH_SECONDS,
    retry_condition_fn=lambda task, run, state: _is_worth_another_try(state),
)
def fetch(sources: Path, store: Path, staging: Path, started: datetime) -> Path:
    """Keep a snapshot of every text and return the file that lists what was fetched."""
    is_last_try = (task_run.run_count or 1) > FETCH_RETRIES
    withdrawn = {tombstone.speech_id: tombstone.reason for tombstone in tombstones_of(release_folders(store)).values()}
    fetched = fetch_sources(read_sources(sources), sources, store, is_last_try=is_last_try, checked_since=started, withdrawn=withdrawn)
    return _write(staging / "fetched.json", list[Fetched], fetched)


def _is_worth_another_try(state: Any) -> bool:
    return isinstance(state.result(raise_on_failure=False), Unavailable)


@task
def plan_shards(sources: Path, fetched: Path, shards: Path) -> list[str]:
    """Write one file a shard, which says what it reads, and return their names."""
    declared = {source.source_id: source for source in read_sources(sources)}
    registry = read_registry(sources)
    planned = plan((ShardInput(text, declared[text.source_id]) for text in _read(fetched, list[Fetched])), registry)
    shards.mkdir()
    _write(shards / "registry.json", Registry, registry)
    for shard in planned:
        _write(shards / shard.name, Shard, shard)
    return [shard.name for shard in planned]


@task(task_run_name="read {shard.name}")
def read_shard(shard: Path, store: Path) -> Path:
    """Apply the rules to the texts of one shard and return the folder of its parts."""
    return write_parts(store, _read(shard, Shard), _read(shard.with_name("registry.json"), Registry))


@task
def assemble_tables(sources: Path, fetched: Path, store: Path, names: Sequence[str], staging: Path) -> Path:
    """Put the parts of all shards together and return the folder of the tables."""
    data = staging / "release" / "data"
    parts = [store / "parts" / name for name in names]
    tombstones = tombstones_of(release_folders(store)).values()
    withdrawn = {tombstone.text_sha256: tombstone.reason for tombstone in tombstones if tombstone.text_sha256}
    assemble(parts, data, read_sources(sources), _read(fetched, list[Fetched]), read_registry(sources), withdrawn)
    return data


@task
def validate_tables(sources: Path, fetched: Path, data: Path, store: Path) -> dict[str, Any]:
    """Hold the tables against every promise and return the results; GateClosed where one is broken."""
    from flows.validate import Counts, validate

    promised = {source.source_id: source.least_speeches for source in read_sources(sources)}
    verdict = validate(data, Counts(_fetched_by_source(sources, fetched), promised), store / "reports")
    if not verdict.is_passed:
        raise GateClosed(closed_gate_message(verdict.broken, verdict.report))
    return verdict.results


@task
def publish_release(
    fetched: dict[str, int], store: Path, data: Path, validation: dict[str, Any], started: datetime, asked: Asked
) -> Published:
    """Publish the tables, unless they say what the latest release says."""
    cut_large_tables(TABLES, data)
    return publish(store, data.parent, release_facts(data, fetched, validation, build_facts(started)), asked)


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


def _outcome(fetched: Path, published: Published) -> Outcome:
    manifest = json.loads((published.folder / "release.json").read_text(encoding="utf-8"))
    return Outcome(
        published=published,
        texts={source: TextCounts(**counts) for source, counts in manifest["texts"].items()},
        set_aside=tuple(SetAside(*row) for path in files_of(SET_ASIDE, published.folder / "data") for row in read_rows(SET_ASIDE, path)),
        rows={table["name"]: table["rows"] for table in manifest["tables"]},
        notes=tuple(f"{text.origin}: {text.detail}" for text in _read(fetched, list[Fetched]) if text.is_stale),
    )


def _fetched_by_source(sources: Path, fetched: Path) -> dict[str, int]:
    texts = Counter(text.source_id for text in _read(fetched, list[Fetched]))
    return {source.source_id: texts[source.source_id] for source in read_sources(sources)}


def _write(path: Path, kind: Any, value: object) -> Path:
    path.write_bytes(TypeAdapter(kind).dump_json(value))
    return path


def _read(path: Path, kind: type[Value]) -> Value:
    found: Value = TypeAdapter(kind).validate_json(path.read_bytes())
    return found
