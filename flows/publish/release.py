"""Publishing: staged tables become a release, whole or not at all.

staging/ on the same file system → descriptors → checksums, last → read-only files → fsync → one rename into releases/ → the
index replaced. Whoever looks in between sees the old state or the new one.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any, NamedTuple

from filelock import FileLock, Timeout

from flows.errors import NotAsAsked, Refused
from flows.publish.descriptors import write_checksums, write_descriptors
from flows.publish.facts import BuildFacts, ReleaseFacts
from flows.publish.manifest import VERDICTS
from flows.publish.schema import INDEX_SCHEMA, refuse_breaches
from flows.publish.texts import as_json
from rostra.store import INDEX, PUBLISHED, VERSION, Index, Release, read_index
from rostra.verify import CHECKSUMS, sha256_of, verify
from schemas.dataset import DATASET

FIRST_VERSION = "1.0.0"
NO_VERDICTS = as_json({"judges": []})


class Published(NamedTuple):
    """What publishing came to: the version that now is the latest, and whether this run made it."""

    version: str
    folder: Path
    is_new: bool


def store_lock(store: Path) -> FileLock:
    """Return the lock that a build holds from its first step to its last; it falls with the process."""
    return FileLock(store / ".lock")


def prepare(store: Path) -> Path:
    """Return an empty staging folder of the store, after removing what a killed build left there.

    Call it with the store's lock held. Raises Refused where the store cannot be written to.
    """
    staging = store / "staging"
    try:
        if staging.exists():
            shutil.rmtree(staging)
        (staging / "release" / "data").mkdir(parents=True)
    except OSError as error:
        raise Refused(f"{store}: cannot be written to ({error.strerror}); name another store with --store") from error
    return staging


def acquire(store: Path, wait_seconds: float) -> FileLock:
    """Return the store's lock, held; Refused where the store cannot be written to or another build keeps it for too long."""
    try:
        store.mkdir(parents=True, exist_ok=True)
        lock = store_lock(store)
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise Refused(f"{store}: another build works on it; run again when it has ended") from error
    except OSError as error:
        raise Refused(f"{store}: cannot be written to ({error.strerror}); name another store with --store") from error
    return lock


def publish(store: Path, staging: Path, facts: ReleaseFacts, *, with_judges: bool = False) -> Published:
    """Publish the staged tables as the next version, unless they and their descriptors say what the latest release says.

    `facts.build` holds what this run would call itself; its version and previous one are computed here. Returns what now
    is the latest. Call it with the store's lock held.
    """
    index = _adopt_unlisted(store, read_index(store))
    if index.latest is not None:
        latest = _whole_latest(store, index.latest)
        # Which judges were asked is no change, as little as the day is.
        verdicts = (latest / VERDICTS).read_text(encoding="utf-8") if (latest / VERDICTS).is_file() else NO_VERDICTS
        _write_descriptors(staging, facts._replace(build=_build_facts_of(latest)), verdicts)
        if (staging / CHECKSUMS).read_bytes() == (latest / CHECKSUMS).read_bytes():
            return Published(index.latest, latest, is_new=False)
    build = facts.build._replace(version=next_version(index), previous=index.latest)
    _write_descriptors(staging, facts._replace(build=build))
    if with_judges:
        _judge(staging)
    _make_durable(staging)
    target = store / "releases" / build.version
    target.parent.mkdir(exist_ok=True)
    staging.rename(target)
    _sync(target.parent)
    _write_index(store, index, [target])
    return Published(build.version, target, is_new=True)


def _whole_latest(store: Path, version: str) -> Path:
    """Return the latest release's folder; NotAsAsked where it is gone or not as it was published, so that nobody builds upon it."""
    folder = store / "releases" / version
    if not folder.is_dir():
        raise NotAsAsked(f"{folder}: gone, though {store / INDEX} names it as the latest; restore it from a copy of the store")
    verify(folder)
    return folder


def next_version(index: Index) -> str:
    """Return the number of the next release: the first, or the next MAJOR."""
    if not index.releases:
        return FIRST_VERSION
    return f"{max(_numbers(release.version)[0] for release in index.releases) + 1}.0.0"


def _build_facts_of(release: Path) -> BuildFacts:
    found: dict[str, Any] = json.loads((release / "release.json").read_text(encoding="utf-8"))
    return BuildFacts(
        version=found["version"],
        previous=found["previous"],
        released_on=found["released_on"],
        commit=found["build"]["commit"],
        lock_sha256=found["build"]["lock_sha256"],
    )


def _write_descriptors(staging: Path, facts: ReleaseFacts, verdicts: str = NO_VERDICTS) -> None:
    write_descriptors(staging, facts)
    (staging / VERDICTS).write_text(verdicts, encoding="utf-8", newline="\n")
    write_checksums(staging)


def _judge(staging: Path) -> None:
    """Ask the outside judges, keep what they say in the release, and write its checksums anew; NotAsAsked where one fails."""
    from flows.publish.judges.panel import ask

    (staging / VERDICTS).write_text(as_json({"judges": [verdict._asdict() for verdict in ask(staging)]}), encoding="utf-8", newline="\n")
    write_checksums(staging)


def _make_durable(folder: Path) -> None:
    """Make every file read-only and have the disk hold it; folders stay 0755, since a read-only folder cannot be moved."""
    for path in sorted(folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o444)
        _sync(path)
    folder.chmod(0o755)
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _adopt_unlisted(store: Path, index: Index) -> Index:
    """Return the index with the releases that it does not name yet: a build was killed between its rename and the index."""
    known = {release.version for release in index.releases}
    folder = store / "releases"
    found = [path for path in folder.iterdir() if VERSION.fullmatch(path.name)] if folder.is_dir() else []
    unlisted = [path for path in found if path.name not in known and (path / CHECKSUMS).is_file()]
    return _write_index(store, index, unlisted) if unlisted else index


def _write_index(store: Path, index: Index, added: list[Path]) -> Index:
    """Replace the store's index by one that names the added release folders too; the highest version is the latest."""
    entries = sorted((*index.releases, *map(_entry_of, added)), key=lambda release: _numbers(release.version))
    latest = entries[-1].version
    content = {"dataset": DATASET.name, "latest": latest, "releases": [entry._asdict() for entry in entries]}
    refuse_breaches(INDEX_SCHEMA, content)
    aside = store / (INDEX + ".partial")
    aside.write_text(as_json(content), encoding="utf-8")
    _sync(aside)
    aside.replace(store / INDEX)
    _sync(store)
    return Index(latest, tuple(entries))


def _entry_of(release: Path) -> Release:
    manifest: dict[str, Any] = json.loads((release / "release.json").read_text(encoding="utf-8"))
    return Release(
        version=manifest["version"],
        schema_version=manifest["schema_version"],
        previous=manifest["previous"],
        released_on=manifest["released_on"],
        status=PUBLISHED,
        reason=None,
        checksums_sha256=sha256_of(release / CHECKSUMS),
        rows={table["name"]: table["rows"] for table in manifest["tables"]},
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
