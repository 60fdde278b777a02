"""Shards that are read by workers who share no disk with the build: what they need and what they make goes through an object store.

A worker reads each shard in a folder of its own, which looks as the store's does where it matters. What a run puts into the object
store lies below a name of its own, and is taken away when the shards are read: only what was read stays, in the store.
"""

from __future__ import annotations

import atexit
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from flows.fetch.snapshots import snapshot_path
from flows.shards import GAZETTEER_FILE, PARTIAL, PEOPLE_FILE, SHARD, Shard, snapshots_of
from flows.tasks import Run, Task

if TYPE_CHECKING:
    from flows.publish.bucket import Bucket

# Within the folder of a worker, and below the name of a run.
SHARDS, PARTS = "shards", "parts"


def carried(run: Run, address: str) -> Run:
    """Return what runs the reading of shards by workers who see an object store, such as s3://bucket/work, and no folder of the build."""

    def run_there(task: Task, shards: Sequence[Path], store: Path) -> Iterator[Path]:
        if not shards:
            return
        bucket = _bucket_of(f"{address.rstrip('/')}/run-{secrets.token_hex(8)}")
        try:
            _carry_out(bucket, shards, store)
            for made in run(partial(read_there, bucket.address, task), shards, store):
                yield _carry_in(bucket, made.name, store)
        finally:
            bucket.delete(bucket.names(""))

    return run_there


def read_there(address: str, task: Task, shard: Path, store: Path) -> Path:
    """Read a shard in this worker's own folder: fetch what it needs from the object store, and put there what came of it.

    `shard` and `store` are where they lie for the build; their names alone matter here.
    """
    bucket, here = _bucket_of(address), _folder_of(address) / shard.name
    for name in (GAZETTEER_FILE, PEOPLE_FILE, shard.name):
        _fetch(bucket, f"{SHARDS}/{name}", here.with_name(name))
    with tempfile.TemporaryDirectory(prefix="rostra-shard-") as folder:
        own = Path(folder)
        for sha256 in snapshots_of(here):
            _fetch(bucket, _snapshot(sha256), snapshot_path(own, sha256))
        for name in SHARD.validate_json(here.read_bytes()).earlier:
            for found in bucket.names(f"{PARTS}/{name}"):
                _fetch(bucket, found, own / found)
        made = task(here, own)
        for path in sorted(made.iterdir()):
            bucket.objects.put(f"{PARTS}/{made.name}/{path.name}", path)
    return made


def _carry_out(bucket: Bucket, shards: Sequence[Path], store: Path) -> None:
    """Put into the object store what shards are read from: their files, who is known beforehand, snapshots, and earlier parts."""
    beside = [path for name in (GAZETTEER_FILE, PEOPLE_FILE) if (path := shards[0].with_name(name)).is_file()]
    for path in [*beside, *shards]:
        bucket.create(f"{SHARDS}/{path.name}", path)
    for sha256 in sorted({sha256 for shard in shards for sha256 in snapshots_of(shard)}):
        bucket.create(_snapshot(sha256), snapshot_path(store, sha256))
    for path in _earlier(shards, store):
        bucket.create(f"{PARTS}/{path.parent.name}/{path.name}", path)


def _earlier(shards: Iterable[Path], store: Path) -> list[Path]:
    read: Iterator[Shard] = (SHARD.validate_json(shard.read_bytes()) for shard in shards)
    names = sorted({name for shard in read for name in shard.earlier})
    return [path for name in names for path in sorted((store / PARTS / name).glob("*"))]


def _carry_in(bucket: Bucket, name: str, store: Path) -> Path:
    """Bring the parts of a shard into the store, whole or not at all, and return their folder."""
    folder = store / PARTS / name
    aside = folder.with_name(f"{name}.{secrets.token_hex(4)}{PARTIAL}")
    aside.mkdir(parents=True)
    for found in bucket.names(f"{PARTS}/{name}"):
        bucket.fetch(found, aside / found.rpartition("/")[2])
    shutil.rmtree(folder, ignore_errors=True)
    aside.replace(folder)
    return folder


def _fetch(bucket: Bucket, name: str, path: Path) -> None:
    """Bring an object that never changes, unless it was brought before; one that is not there is not needed, or is missed by its reader."""
    if path.is_file():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}{PARTIAL}")
    try:
        bucket.fetch(name, aside)
    except FileNotFoundError:
        aside.unlink(missing_ok=True)
        return
    aside.replace(path)


def _snapshot(sha256: str) -> str:
    return f"snapshots/{sha256[:2]}/{sha256}"


@cache
def _folder_of(address: str) -> Path:
    """Return this process's folder for the shards of one run, and who is known beforehand; it goes with the process."""
    folder = Path(tempfile.mkdtemp(prefix="rostra-worker-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _bucket_of(address: str) -> Bucket:
    from flows.publish.bucket import bucket_of

    return bucket_of(address)
