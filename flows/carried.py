"""Tasks that are done by workers who share no disk with the build: the files that they read and make go through an object store.

Each file lies there under its SHA-256: what a worker has made or fetched before it takes from a folder of its own, and what lies there
already is not put there again. A worker does each task in a folder that looks as the store's does where it matters.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from importlib.metadata import version
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import TypeAdapter

from flows.errors import Refused
from flows.publish.elsewhere import plain_errors
from flows.rule_sets import packages_sha256, rules_sha256
from flows.shards import PARTIAL
from flows.tasks import Run, Task, files_read

if TYPE_CHECKING:
    from flows.publish.bucket import Bucket

FILES = "files"
# Files are small, and each waits for an answer.
AT_ONCE = 16
# What tasks are done with: our code, and libraries besides those of the rules.
CODE = ("expectations", "flows", "schemas")
LIBRARIES = ("duckdb", "great-expectations", "pandas")

Found = TypeVar("Found")
Look = tuple[int, int, int, int]
"""Device, number, bytes and moment of a file: while they are the same, so is what it holds."""


class File(NamedTuple):
    """A file by its place within the store."""

    name: str
    sha256: str
    modified_ns: int


class Asked(NamedTuple):
    """What a worker is asked to do."""

    store: str
    """Where it lies for the build."""
    path: str
    """The task's own file, from there on, as all that follow."""
    folder: str
    made_with: str
    files: tuple[File, ...]


class Done(NamedTuple):
    """What came of a task: what it returned, and what it wrote."""

    path: str
    files: tuple[File, ...]


class Carrier(NamedTuple):
    """What the build knows of the object store, and of its own files."""

    bucket: Bucket
    store: Path
    there: set[str]
    hashes: dict[Look, str]


ASKED, DONE = TypeAdapter(Asked), TypeAdapter(Done)


@contextmanager
def carried(run: Run, address: str, store: Path) -> Iterator[Run]:
    """Give what runs tasks by workers who see an object store, such as s3://bucket/work, and nothing of the folder `store`.

    All that a task reads or writes lies below that folder. What is put into the object store lies below a name of the run's own, and is
    taken away in the end.
    """
    carrier = Carrier(_bucket_of(f"{address.rstrip('/')}/run-{secrets.token_hex(8)}"), store, set(), {})

    def run_there(task: Task, paths: Sequence[Path], folder: Path) -> Iterator[Path]:
        if not paths:
            return
        asked = [_carry_out(carrier, task, path, folder) for path in paths]
        for done in run(partial(do_there, carrier.bucket.address, task), asked, Path()):
            yield _carry_in(carrier, done.name)

    try:
        yield run_there
    finally:
        with plain_errors(address):
            carrier.bucket.delete(carrier.bucket.names(""))


def do_there(address: str, task: Task, asked: Path, _: Path) -> Path:
    """Do a task in this worker's own folder, and return the name of the file that says what came of it.

    `asked` is the name of the file that says what to do: both lie in the object store. Refused where this worker's code is another.
    """
    bucket, kept = _bucket_of(address), _folder_of(address)
    store, path, folder, made_with, files = ASKED.validate_json(_read(bucket, asked.name))
    if made_with != made_with_sha256():
        raise Refused(f"{path}: the worker's code, or a library, is not that of the machine that runs the build; install the same on both")
    with tempfile.TemporaryDirectory(prefix="task-", dir=kept) as within:
        own = Path(within)
        _bring(bucket, kept, own, files)
        (own / folder).mkdir(parents=True, exist_ok=True)
        _move_names(own / path, (file.name for file in files), Path(store), own)
        brought = {file: file.stat().st_ino for file in _files_in(own)}
        made = task(own / path, own / folder)
        written = [file for file in _files_in(own) if brought.get(file) != file.stat().st_ino]
        if made in written:
            _move_names(made, (file.relative_to(own).as_posix() for file in written), own, Path(store))
        done = Done(made.relative_to(own).as_posix(), tuple(_each(partial(_put_there, bucket, kept, own), written)))
    return Path(_put(bucket, DONE.dump_json(done)))


@cache
def made_with_sha256() -> str:
    """Return a hash of all that tasks are done with: our code, and libraries."""
    return hashlib.sha256(" ".join([rules_sha256(), packages_sha256(CODE), *map(version, LIBRARIES)]).encode()).hexdigest()


def _carry_out(carrier: Carrier, task: Task, path: Path, folder: Path) -> Path:
    """Put into the object store what a task reads and is not there yet, and return the name of the file that says what to do."""
    files = _each(partial(_put_once, carrier), files_read(task, path, folder))
    within, given = (place.relative_to(carrier.store).as_posix() for place in (path, folder))
    asked = Asked(str(carrier.store), within, given, made_with_sha256(), tuple(files))
    return Path(_put(carrier.bucket, ASKED.dump_json(asked)))


def _put_once(carrier: Carrier, path: Path) -> File:
    look = _look(path)
    file = _file(carrier.store, path, carrier.hashes.get(look))
    carrier.hashes[look] = file.sha256
    if file.sha256 not in carrier.there:
        with plain_errors(carrier.bucket.address):
            carrier.bucket.objects.put(_name(file.sha256), path)
        carrier.there.add(file.sha256)
    return file


def _carry_in(carrier: Carrier, done: str) -> Path:
    """Bring what a task wrote into the store, and return what the task returned; a folder that it returned comes whole or not at all."""
    made = DONE.validate_json(_read(carrier.bucket, done))
    returned = carrier.store / made.path
    aside = returned.with_name(f"{returned.name}.{secrets.token_hex(4)}{PARTIAL}")
    places = {file: carrier.store / file.name for file in made.files}
    folder = {file: aside / place.relative_to(returned) for file, place in places.items() if returned in place.parents}
    _each(lambda file: _fetch(carrier.bucket, file, folder.get(file, places[file])), made.files)
    if folder:
        shutil.rmtree(returned, ignore_errors=True)
        aside.replace(returned)
    carrier.there.update(file.sha256 for file in made.files)
    carrier.hashes.update((_look(place), file.sha256) for file, place in places.items())
    return returned


def _bring(bucket: Bucket, kept: Path, own: Path, files: Sequence[File]) -> None:
    """Give a task its files, those that this worker has and those that it fetches now."""
    left = {file.sha256: file for file in files if not (kept / file.sha256).is_file()}
    _each(lambda file: _fetch(bucket, file, kept / file.sha256), left.values())
    for file in files:
        place = own / file.name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.hardlink_to(kept / file.sha256)


def _put_there(bucket: Bucket, kept: Path, own: Path, path: Path) -> File:
    """Put a file that a task wrote into the object store, and keep it for this worker's next tasks."""
    file = _file(own, path)
    with plain_errors(bucket.address):
        bucket.objects.put(_name(file.sha256), path)
    if not (kept / file.sha256).exists():
        path.replace(kept / file.sha256)
    return file


def _fetch(bucket: Bucket, file: File, path: Path) -> None:
    """Write a file from the object store, whole or not at all; Refused where it is not there, or is another."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}{PARTIAL}")
    try:
        with plain_errors(bucket.address):
            bucket.fetch(_name(file.sha256), aside)
        with aside.open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
        if found != file.sha256:
            bucket.delete([_name(file.sha256)])
            raise Refused(
                f"{bucket.address}/{_name(file.sha256)}: its bytes are not those of its name ({file.name}); it is removed: run again"
            )
        os.utime(aside, ns=(file.modified_ns, file.modified_ns))
        aside.replace(path)
    except FileNotFoundError as error:
        raise Refused(f"{bucket.address}/{_name(file.sha256)}: is gone ({file.name}); run again, and let nobody remove it") from error
    finally:
        aside.unlink(missing_ok=True)


def _file(store: Path, path: Path, sha256: str | None = None) -> File:
    if sha256 is None:
        with path.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    return File(path.relative_to(store).as_posix(), sha256, path.stat().st_mtime_ns)


def _look(path: Path) -> Look:
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _put(bucket: Bucket, content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    with plain_errors(bucket.address):
        bucket.objects.put(_name(sha256), content)
    return sha256


def _read(bucket: Bucket, sha256: str) -> bytes:
    with plain_errors(bucket.address):
        found = bucket.read(_name(sha256))
    if found is None:
        raise Refused(f"{bucket.address}/{_name(sha256)}: is gone; run again, and let nobody remove it")
    return found[0]


def _name(sha256: str) -> str:
    return f"{FILES}/{sha256}"


def _move_names(path: Path, names: Iterable[str], here: Path, there: Path) -> None:
    """Have a JSON file that names files, or folders that hold them, by their places below one folder name them below another."""
    content = path.read_bytes()
    if str(here).encode() not in content:
        return
    known = {str(place) for name in names for place in (here / name, *(here / name).parents) if place.is_relative_to(here)}

    def moved(value: Any) -> Any:
        if isinstance(value, str) and value in known:
            return str(there / Path(value).relative_to(here))
        if isinstance(value, list):
            return [moved(one) for one in value]
        return {name: moved(one) for name, one in value.items()} if isinstance(value, dict) else value

    path.unlink()  # it may be a link to what a worker keeps
    path.write_text(json.dumps(moved(json.loads(content))), encoding="utf-8")


def _files_in(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _each(do: Callable[[Any], Found], values: Iterable[Any]) -> list[Found]:
    """Return what comes of each value, in order, several at a time."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(do, values))


@cache
def _folder_of(address: str) -> Path:
    """Return this process's folder for what it has of one run; it goes with the process."""
    folder = Path(tempfile.mkdtemp(prefix="rostra-worker-"))
    # The processes of a pool end without what `atexit` knows of.
    Finalize(None, shutil.rmtree, args=(folder,), kwargs={"ignore_errors": True}, exitpriority=0)
    return folder


@cache
def _bucket_of(address: str) -> Bucket:
    from flows.publish.bucket import bucket_of

    return bucket_of(address)
