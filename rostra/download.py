"""A release, or chosen parts of one, brought to a folder of this disk: every file as promised, and visible only when all are there.

Files gather in DIR/.partial/<version>/, where a call that was broken off left its own; one rename makes them DIR/<version>/.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from rostra.choice import REGISTRY, UNLISTED, WHOLE, Choice, completed, is_chosen, read_choice, records_of
from rostra.copying import Fetched, fetch_file, link_file
from rostra.errors import BrokenOff, NotAsAsked, Refused
from rostra.index import index_of_downloads, is_of_downloads, ordered
from rostra.place import Place
from rostra.places import place_of
from rostra.promises import CHECKSUMS, MANIFEST, Promise, manifest_bytes, parsed_manifest, promises_of, read_sums, tables_of
from rostra.store import INDEX, RELEASES, VERSION, Layout, Located, Release, located, opened
from rostra.verify import AT_ONCE, read_checksums, verify

WORKING = ".partial"


class Wish(NamedTuple):
    """What a reader asks for."""

    version: str | None = None
    """None and `latest` mean the latest."""
    choice: Choice = WHOLE
    since: str | None = None
    """A release's folder on this disk, or a version in the folder that receives: a file that it has, under whatever name, is linked."""
    allow_yanked: bool = False


class Downloaded(NamedTuple):
    """What a download came to."""

    version: str
    folder: Path
    is_new: bool
    """False where all that was asked for was there already, as promised."""
    files: int
    copied_files: int
    fetched_bytes: int
    copied_bytes: int


class Heard(NamedTuple):
    """Who is told how a download goes on."""

    total: Callable[[int, int], None] = lambda size, files: None
    """How many bytes are to come, and how many files."""
    arrived: Callable[[int], None] = lambda size: None
    file: Callable[[], None] = lambda: None
    """Called once for each file that is whole."""


class _Stopped(Exception):
    """Another file failed, so this one need not go on."""


class _Plan(NamedTuple):
    source: Place
    target: Path
    working: Path
    records: Mapping[str, bytes]
    """What is written beside the release's files: its checksums, and, of a copy in part, what was chosen."""
    manifest: bytes
    """Of release.json, which was read to know all this, and need not come again."""
    promises: Mapping[str, Promise]
    """Of the files that are still to come."""
    is_addition: bool
    """Whether the target holds other tables of the release already."""


def download(store: Place | Path | str, into: Path, wish: Wish, heard: Heard = Heard()) -> Downloaded:  # noqa: B008  a tuple of functions
    """Bring a release to `into`/<version>/ and return what that took.

    Raises NotAsAsked where a file of the store is not as promised or the version may not be had, and Refused where the folder
    cannot take it. Nothing of it is visible then; what had come stays hidden in `into`/.partial where the connection broke off, so
    that the next call goes on there.
    """
    found = located(store, wish.version, allow_yanked=wish.allow_yanked)
    done = bring(found, into, wish.choice, lambda sums: _files_since(into, wish.since), heard)
    _note(into, found.release)
    return done


def bring(found: Located, into: Path, choice: Choice, known: Callable[[Mapping[str, str]], Mapping[str, Path]], heard: Heard) -> Downloaded:
    """Bring what is chosen of a release to `into`/<version>/, as `download` does, and return what that took.

    `known` is told file → SHA-256 of the release, and returns SHA-256 → file of what need not be fetched.
    """
    release, source = found
    listed, sums = read_sums(source, release.checksums_sha256)
    manifest_here = manifest_bytes(source, sums)
    manifest = parsed_manifest(manifest_here, source.inside(MANIFEST))
    if manifest.get("version") != release.version:
        raise NotAsAsked(f"{source.inside(MANIFEST)}: is that of version {manifest.get('version')!r}")
    _refuse_unknown_tables(source, choice.tables, sums)
    target = into / release.version
    choice, present = _present(target, listed, completed(choice, sums))
    choice = completed(choice, sums)
    promises = {
        name: promise for name, promise in promises_of(source, sums, manifest).items() if is_chosen(name, choice) and name not in present
    }
    records = {CHECKSUMS: listed, **records_of(choice, sums)}
    plan = _Plan(source, target, into / WORKING / release.version, records, manifest_here, promises, bool(present))
    if present and not promises and read_choice(place_of(target)) == choice and records.keys() <= present:
        verify(place_of(target), release.checksums_sha256)
        return Downloaded(release.version, target, False, 0, 0, 0, 0)
    return _carried_out(plan, known(sums), heard)


def _refuse_unknown_tables(source: Place, tables: frozenset[str], sums: Mapping[str, str]) -> None:
    known = tables_of(sums).keys() | ({REGISTRY} if any(name.startswith((f"{REGISTRY}.", f"{REGISTRY}/")) for name in sums) else set())
    unknown = sorted(tables - known)
    if unknown:
        raise NotAsAsked(f"{source}: holds no table {unknown[0]!r}; it has {', '.join(sorted(known))}")


def _present(target: Path, listed: bytes, choice: Choice) -> tuple[Choice, set[str]]:
    """Return what the target will be made of, and which files it holds already."""
    if target.is_symlink():
        raise NotAsAsked(f"{target}: is a symbolic link; a release would be written to where it points")
    if not target.exists():
        return choice, set()
    _refuse_links(target)
    if not (target / CHECKSUMS).is_file() or (target / CHECKSUMS).read_bytes() != listed:
        raise NotAsAsked(f"{target}: is there already, and is not this release; move it away, or name another folder with --to")
    names = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    return choice | read_choice(place_of(target)), names


def _refuse_links(folder: Path) -> None:
    """Refuse a folder in which a symbolic link could lead what is written to elsewhere."""
    for path in (folder, *folder.rglob("*")):
        if path.is_symlink():
            raise NotAsAsked(f"{path}: is a symbolic link; remove it")


def _files_since(into: Path, since: str | None) -> dict[str, Path]:
    """Return SHA-256 → file of a release that is on this disk."""
    if since is None:
        return {}
    folder = into / since if VERSION.fullmatch(since) else Path(since)
    if not (folder / CHECKSUMS).is_file():
        raise Refused(f"{folder}: no release there to take files from; --since names a folder, or a version in the folder of --to")
    return {sha256: folder / name for name, sha256 in read_checksums(folder).items()}


def _carried_out(plan: _Plan, since: Mapping[str, Path], heard: Heard) -> Downloaded:
    if plan.working.parent.is_symlink():
        raise NotAsAsked(f"{plan.working.parent}: is a symbolic link; remove it")
    try:
        with _locked(plan.working):
            _refuse_links(plan.working)
            _remove_others(plan.working, plan.promises.keys())
            _refuse_full_disk(plan)
            if MANIFEST in plan.promises:
                put(plan.working / MANIFEST, plan.manifest)
            fetched = _all_fetched(plan, since, heard)
            _finish(plan)
    except BrokenOff as error:
        raise BrokenOff(f"{error}\nwhat has come is kept in {plan.working}: the same command goes on from there") from error
    except NotAsAsked:
        shutil.rmtree(plan.working, ignore_errors=True)
        raise
    except OSError as error:
        raise Refused(f"{error.filename or plan.target}: cannot be written to ({error.strerror or error})") from error
    finally:
        _remove_if_empty(plan.working.parent)
    return Downloaded(
        plan.target.name,
        plan.target,
        True,
        files=len(fetched),
        copied_files=sum(one.copied > 0 for one in fetched),
        fetched_bytes=sum(one.fetched for one in fetched) + (len(plan.manifest) if MANIFEST in plan.promises else 0),
        copied_bytes=sum(one.copied for one in fetched),
    )


@contextmanager
def _locked(working: Path) -> Iterator[None]:
    """Hold a version's working folder, made where it is not there; Refused where another call holds it."""
    with held(working.parent):
        working.mkdir(exist_ok=True)
        yield


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder, made where it is not there; Refused where another call holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl
    except ImportError:  # no such locks on Windows
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise Refused(f"{folder}: another download works here; run again when it has ended") from error
    finally:
        os.close(handle)


def _remove_others(working: Path, names: Collection[str]) -> None:
    """Remove what an earlier call for other tables left, second names of files that are never written to, and empty folders."""
    for path in sorted(working.rglob("*"), reverse=True):
        if path.is_dir():
            _remove_if_empty(path)
        elif path.relative_to(working).as_posix() not in names or path.stat().st_nlink > 1:
            path.unlink()


def _refuse_full_disk(plan: _Plan) -> None:
    there = sum(path.stat().st_size for path in plan.working.rglob("*") if path.is_file())
    needed = sum(promise.bytes or 0 for promise in plan.promises.values()) - there
    free = shutil.disk_usage(plan.working).free
    if needed > free:
        raise Refused(f"{plan.target.parent}: {needed:,} bytes are to come, and {free:,} are free; name another folder with --to")


def _all_fetched(plan: _Plan, since: Mapping[str, Path], heard: Heard) -> list[Fetched]:
    """Bring all files to the working folder, a few at once; the first that fails stops the others."""
    stop = threading.Event()

    def arrived(size: int) -> None:
        if stop.is_set():
            raise _Stopped
        heard.arrived(size)

    def one(name: str, promise: Promise) -> Fetched:
        target = plan.working / name
        if promise.sha256 in since:
            linked = link_file(since[promise.sha256], target, promise)
            if linked is not None:
                arrived(linked.copied)
                return linked
        return fetch_file(plan.source.inside(name), target, promise, arrived)

    heard.total(sum(promise.bytes or 0 for promise in plan.promises.values()), len(plan.promises))
    pool = ThreadPoolExecutor(AT_ONCE)
    futures = [pool.submit(one, name, promise) for name, promise in plan.promises.items()]
    try:
        found = []
        for future in as_completed(futures):
            found.append(future.result())
            heard.file()
    except BaseException as error:
        stop.set()
        pool.shutdown(wait=isinstance(error, Exception), cancel_futures=True)
        raise
    pool.shutdown()
    return found


def _finish(plan: _Plan) -> None:
    """Make the files visible: by one rename, or, where the release is there in part, one by one and its records last."""
    for name, content in plan.records.items():
        (plan.working / name).write_bytes(content)
    _sync_folders(plan.working)
    if not plan.is_addition:
        plan.working.rename(plan.target)
        _sync(plan.target.parent)
        return
    for name in (*plan.promises, *plan.records):
        (plan.target / name).parent.mkdir(parents=True, exist_ok=True)
        (plan.working / name).replace(plan.target / name)
    for name in UNLISTED - plan.records.keys():
        (plan.target / name).unlink(missing_ok=True)
    _sync_folders(plan.target)
    shutil.rmtree(plan.working)
    verify(place_of(plan.target))


def _note(into: Path, release: Release) -> None:
    """Keep what the store's index says of a version in an index beside it, so that the folder can be read as a store, on the web too.

    The folder of a store has an index of its own, and so has the one around `releases/`: these are left as they are.
    """
    index = into / INDEX
    if (index.is_file() and not is_of_downloads(index.read_bytes())) or (into.name == RELEASES and (into.parent / INDEX).is_file()):
        return
    known = opened(into)
    if known.layout is not Layout.DOWNLOADS:
        return
    entries = {entry.version: entry for entry in (*known.listed.releases, release)}
    put(index, index_of_downloads(ordered(entries.values())))


def put(path: Path, content: bytes) -> None:
    """Write a file aside, and put it in its place, unless it holds these bytes."""
    if path.is_file() and not path.is_symlink() and path.read_bytes() == content:
        return
    aside = path.with_name(path.name + WORKING)
    aside.unlink(missing_ok=True)
    aside.write_bytes(content)
    aside.replace(path)


def _sync_folders(folder: Path) -> None:
    for path in (*(path for path in folder.rglob("*") if path.is_dir() or path.name in UNLISTED), folder):
        _sync(path)


def _sync(path: Path) -> None:
    """Have the disk hold a file or a folder's list of files; Windows has no such call for folders."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
