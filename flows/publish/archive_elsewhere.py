"""What an object store keeps beside its releases, apart from what readers need, and the work folder as a cache of it.

All lies below `snapshots/`, under the names that it has in a store on a disk. Snapshots and the segments of the ledger never change:
they are put where they are not yet, and only a withdrawal takes some away. Listings and `health.json` are small, and replaced.
A segment or a listing goes up after the snapshots that it names, so that whoever finds it there finds them too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from flows.errors import Refused
from flows.fetch.snapshots import FOLDER, is_whole, read_snapshot, sha256_of, snapshot_path, write_whole
from flows.publish.bucket import Lost, Stored
from flows.publish.lease import Lease

LEDGER, LISTINGS = f"{FOLDER}/ledger", f"{FOLDER}/listings"
SNAPSHOT = re.compile(rf"{FOLDER}/[0-9a-f]{{2}}/(?P<sha256>[0-9a-f]{{64}})")
# snapshots/ledger/gazette/000012-0123456789abcdef.jsonl, or …-all.jsonl
SEGMENT = re.compile(rf"(?P<place>{LEDGER}/[^/.][^/]*/[0-9]{{6}})-(?P<sha256>[0-9a-f]{{16}})(-all)?\.jsonl")
# snapshots/listings/gazette.json, snapshots/health.json
REPLACED = re.compile(rf"{LISTINGS}/[^/.][^/]*\.json|{FOLDER}/health\.json")
# Whatever looks as the name of a snapshot in a segment or a listing; it is one where the cache holds it.
NAMED = re.compile(rb'"([0-9a-f]{64})"')
NOTES = "archive.json"
# A snapshot holds 20 MB at most, and each is in memory while it is on its way.
AT_ONCE = 8
IN_HAND = 1000
REMEDY = "put it back from a copy of the store, or from the work folder of a machine that has it"


class Archive:
    """The archive of an object store whose lease is held, and the folder that is its cache."""

    def __init__(self, lease: Lease, cache: Path) -> None:
        self.bucket = lease.bucket
        self.cache = cache
        self.lease = lease
        self._one_at_a_time = Lock()
        self._listing = Lock()
        # What is known to be there. Snapshots are many, and listed only where one may be new.
        self._segments: set[str] = set()
        self._snapshots: set[str] | None = None
        self._replaced: dict[str, list[str | None]] = {}
        self._forgotten: set[str] = set()

    def pull(self) -> None:
        """Make the ledger, the listings and the health of the cache those that are there; snapshots wait until they are brought.

        Refused where one of them is damaged.
        """
        there = {found.name: found.bytes for found in self.bucket.stored(LEDGER) if SEGMENT.fullmatch(found.name)}
        here = {name: (self.cache / name).stat().st_size for name in _segments_of(self.cache)}
        for name in here.keys() - there.keys():  # a withdrawal took it away, or whoever wrote it died before it was put there
            (self.cache / name).unlink()
        self._each(self._fetch_segment, sorted(name for name, size in there.items() if here.get(name) != size))
        self._segments = set(there)
        self._pull_replaced()

    def _fetch_segment(self, name: str) -> None:
        content, found = self._read(name), SEGMENT.fullmatch(name)
        if found is None or sha256_of(content)[:16] != found["sha256"]:
            raise self._damaged(name)
        write_whole(self.cache / name, content, is_forced=False)

    def _pull_replaced(self) -> None:
        known = _notes(self.cache).get("replaced", {})
        stored = [*self.bucket.stored(LISTINGS), *self.bucket.stored_in(FOLDER)]
        there = {found.name: found.e_tag for found in stored if REPLACED.fullmatch(found.name)}
        for name in _replaced_of(self.cache) - there.keys():
            (self.cache / name).unlink()
        for name, e_tag in there.items():
            if e_tag is None or known.get(name) != [e_tag, _sha256_here(self.cache / name)]:
                write_whole(self.cache / name, self._read(name), is_forced=False)
            self._replaced[name] = [e_tag, _sha256_here(self.cache / name)]
        self._note(replaced=self._replaced)

    def push(self) -> None:
        """Put there what is new in the cache and take away what was withdrawn; it costs a look at the disk where nothing is new.

        May be called while others still fetch. Lost where another publisher took the lease, since this one seemed dead.
        """
        with self._one_at_a_time:
            segments = sorted(_segments_of(self.cache) - self._segments)
            changed = [name for name in sorted(_replaced_of(self.cache)) if self._differs(name)]
            if not (segments or changed or self._forgotten):
                return
            self.lease.confirm()
            for name in segments:
                self._put_snapshots(_named_in((self.cache / name).read_bytes()))
            self._each(self._put, segments)
            self._segments.update(segments)
            self._delete_forgotten()  # before the listings and segments that name them: whoever dies here leaves what tells of them
            for name in changed:
                self._replace(name)
            self._delete_purged()

    def _differs(self, name: str) -> bool:
        return name not in self._replaced or self._replaced[name][1] != _sha256_here(self.cache / name)

    def _put_snapshots(self, sha256s: set[str]) -> None:
        new = sorted(sha256 for sha256 in sha256s - self._there() if snapshot_path(self.cache, sha256).is_file())
        self._each(self._put, [_snapshot(sha256) for sha256 in new])
        self._there().update(new)

    def _there(self) -> set[str]:
        with self._listing:
            if self._snapshots is None:
                self._snapshots = {sha256 for sha256, _ in self.snapshots()}
        return self._snapshots

    def _put(self, name: str) -> None:
        with suppress(Lost):  # it is there already: its name says what is in it
            self.bucket.create(name, self.cache / name)

    def _replace(self, name: str) -> None:
        content = (self.cache / name).read_bytes()
        self._put_snapshots(_named_in(content))
        found = self.bucket.read(name)
        tag = self.bucket.write(name, content, None if found is None else found[1])
        self._replaced[name] = [tag.e_tag, sha256_of(content)]
        self._note(replaced=self._replaced)

    def _delete_forgotten(self) -> None:
        if gone := sorted(self._forgotten & self._there()) if self._forgotten else []:
            self.bucket.delete([_snapshot(sha256) for sha256 in gone])
            self._there().difference_update(gone)
        self._forgotten.clear()

    def _delete_purged(self) -> None:
        """Take away the segments in whose place the cache has others, which hold nothing of what was withdrawn."""
        here = _segments_of(self.cache)
        places = {_place(name) for name in here}
        purged = sorted(name for name in self._segments - here if _place(name) in places)
        self.bucket.delete(purged)
        self._segments.difference_update(purged)

    def bring(self, sha256s: Iterable[str]) -> None:
        """Fetch the snapshots that the cache lacks; Refused where one is not there, or damaged."""
        missing = {sha256 for sha256 in sha256s if not snapshot_path(self.cache, sha256).is_file()}
        self._each(self._bring_one, sorted(missing))

    def _bring_one(self, sha256: str) -> None:
        content = self._read(_snapshot(sha256))
        if sha256_of(content) != sha256:
            raise self._damaged(_snapshot(sha256))
        write_whole(snapshot_path(self.cache, sha256), content, is_forced=False)

    def has(self, sha256: str) -> bool:
        """Say whether a snapshot is here, whole, or there."""
        return is_whole(self.cache, sha256) or sha256 in self._there()

    def read(self, sha256: str) -> bytes:
        """Return the bytes of a snapshot, from here or from there; Refused where they are missing or damaged."""
        if not is_whole(self.cache, sha256):
            self._bring_one(sha256)
        return read_snapshot(self.cache, sha256)

    def snapshots(self) -> Iterator[tuple[str, Stored]]:
        """Yield the SHA-256 of each snapshot that is there, with what a listing says of it."""
        for found in self.bucket.stored(FOLDER):
            if name := SNAPSHOT.fullmatch(found.name):
                yield name["sha256"], found

    def forget(self, sha256s: Iterable[str]) -> None:
        """Have the next push take these snapshots away."""
        self._forgotten.update(sha256s)

    def _read(self, name: str) -> bytes:
        found = self.bucket.read(name)
        if found is None:
            raise Refused(f"{self.bucket.address}/{name}: is not there; {REMEDY}")
        return found[0]

    def _damaged(self, name: str) -> Refused:
        return Refused(f"{self.bucket.address}/{name}: is damaged, its bytes do not match its name; {REMEDY}")

    def _each(self, do: Callable[[str], None], names: Sequence[str]) -> None:
        """Do it for each name, some side by side, and keep the lease meanwhile."""
        for start in range(0, len(names), IN_HAND):
            with ThreadPoolExecutor(AT_ONCE) as pool:
                try:
                    for done in [pool.submit(do, name) for name in names[start : start + IN_HAND]]:
                        done.result()
                        self.lease.renew()
                except BaseException:
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise

    def _note(self, **said: object) -> None:
        known = _notes(self.cache)
        if (notes := {**known, **said}) != known:
            write_whole(self.cache / NOTES, json.dumps(notes, sort_keys=True).encode(), is_forced=False)

    def purged_before(self) -> set[str]:
        """Return the withdrawn speeches of which this cache was told that they were."""
        return set(_notes(self.cache).get("withdrawn", ()))

    def note_purged(self, speech_ids: Iterable[str]) -> None:
        """Note which withdrawn speeches this cache holds nothing of."""
        self._note(withdrawn=sorted(speech_ids))


def _segments_of(cache: Path) -> set[str]:
    return _names(cache, cache.glob(f"{LEDGER}/*/*"), SEGMENT)


def _replaced_of(cache: Path) -> set[str]:
    return _names(cache, [*cache.glob(f"{LISTINGS}/*"), *cache.glob(f"{FOLDER}/*.json")], REPLACED)


def _names(cache: Path, paths: Iterable[Path], kind: re.Pattern[str]) -> set[str]:
    return {name for path in paths if kind.fullmatch(name := path.relative_to(cache).as_posix())}


def _named_in(content: bytes) -> set[str]:
    return {found.decode() for found in NAMED.findall(content)}


def _snapshot(sha256: str) -> str:
    return f"{FOLDER}/{sha256[:2]}/{sha256}"


def _place(segment: str) -> str:
    """Return the source and the number of a segment, which the one that a withdrawal puts in its place has too."""
    found = SEGMENT.fullmatch(segment)
    return found["place"] if found else segment


def _sha256_here(path: Path) -> str | None:
    return sha256_of(path.read_bytes()) if path.is_file() else None


def _notes(cache: Path) -> dict[str, Any]:
    """Return what the cache knows of its store; nothing where it does not, or not any more: it only saves work."""
    try:
        found = json.loads((cache / NOTES).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
