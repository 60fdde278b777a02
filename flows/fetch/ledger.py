"""Every address that a source ever had, and what became of it: append-only, in the store.

`<store>/snapshots/ledger/<source_id>/<number>-<16 hex>.jsonl` is what one stretch of a run found out: the new state of each address that it
touched, one a line. The number counts up, the rest is of the SHA-256 of the content; no file ever changes, but that a withdrawal takes the
states of an address out of all of them. The last line of an address is what is known of it. Now and then a file holds all addresses
(`<number>-<16 hex>-all.jsonl`): reading begins at the last one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from flows.errors import Refused
from flows.fetch.snapshots import FOLDER, write_whole
from schemas.words import Reason

SEGMENT = re.compile(r"(?P<number>[0-9]{6})-[0-9a-f]{16}(?P<all>-all)?\.jsonl")
SEGMENTS_BEFORE_ALL = 60
"""After so many segments the next one holds all addresses, where they are as large together as the last that did."""
MOST_SEGMENTS = 2_000
"""After so many it does, however small they are: each must be opened."""


class Kind(StrEnum):
    """What is at an address."""

    PAGE = "page"
    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"
    ROBOTS = "robots"


LISTS = tuple(kind for kind in Kind if kind not in (Kind.PAGE, Kind.ROBOTS))
"""What names texts."""


class Version(NamedTuple):
    """One state of a page; moments are UTC."""

    sha256: str
    fetched_at: datetime
    status: int
    final_address: str
    redirects: int
    etag: str | None
    last_modified: str | None
    content_type: str | None


class Entry(NamedTuple):
    """What is known of one address of a source; moments are UTC."""

    address: str
    """In its canonical form; of two published texts that share one, the later has it as it was published."""
    url: str
    """As it was first found: what the dataset shows."""
    kind: Kind
    speech_id: str
    """The key of its text; '' where there is none to be had."""
    found_in: str
    """Where it was first found: `addresses`, a file of them, or the address of a feed, sitemap or listing."""
    first_seen_at: datetime
    asks: str
    """Where the next request goes: as it was last found."""
    same_as: str | None = None
    """The address whose page this turned out to be when it was last looked at; that one's text stands for both."""
    own_address: str | None = None
    """What the page calls its own address, in canonical form, where nobody has named that one yet."""
    said_changed: str | None = None
    """What a sitemap or feed last said of when it changed."""
    asked_at: datetime | None = None
    asked_when_changed: str | None = None
    """What was said of its change when it was last asked."""
    answer: str | None = None
    """The last answer: a status, or why there was none."""
    unchanged: int = 0
    """How often in a row it answered with the text that it had."""
    false_alarms: int = 0
    """How often in a row it was said to have changed and had not."""
    failed: int = 0
    """How often in a row it could not be had, or answered with something else than its text."""
    held_since: datetime | None = None
    """Since when its text is not believed, for what else came in the same runs."""
    missed: int = 0
    """How often in a row it was not there (404, 410), or, of a feed, sitemap or listing, something else stood there."""
    gone_since: datetime | None = None
    last_seen_at: datetime | None = None
    """When it last answered with its text."""
    standing: Version | None = None
    """The state whose text is published."""
    latest: Version | None = None
    """The last state that was had, where it is not the one that stands."""
    text_sha256: str | None = None
    """Of the cleaned text of the state that stands; of another one's name, of a text that is not that one's."""
    reason: Reason | None = None
    trouble: str | None = None
    """Why the last answer is not what stands; None where it is."""
    goes_on_at: tuple[str, ...] = ()
    """Of a listing: the pages of links that are left, where a run ended before the last one."""
    walk_began_at: datetime | None = None
    """Of a listing: when a run began to look at all its pages, the last time."""
    was_read_to_its_end: bool = False
    """Of a listing: whether all its pages were looked at since."""
    closed_until: datetime | None = None
    """Of a host's robots.txt: until when the host asked to be left alone."""
    is_unsettled: bool = False
    """Whether the run that first had its text was cut off before it was compared with what else came: the next one does that."""
    is_withdrawn: bool = False

    @property
    def is_text(self) -> bool:
        """Whether it is an address of a text of its own."""
        return self.kind is Kind.PAGE and self.same_as is None

    @property
    def known(self) -> Version | None:
        """The last state that was had, which a server may be asked to compare with; None where the page must be read anew."""
        is_held_back = self.standing is None and self.reason is not None
        return None if is_held_back else self.latest or self.standing


ENTRY = TypeAdapter(Entry)
NEVER = object()  # equal to nothing


class Ledger:
    """The entries of one source by address, and those that are new since it was last kept."""

    def __init__(self, store: Path, source_id: str, entries: Iterable[Entry] = ()) -> None:
        self.store = store
        self.source_id = source_id
        self._entries = {entry.address: entry for entry in entries}
        self._keys = {entry.speech_id for entry in self._entries.values() if entry.speech_id}
        self._touched: set[str] = set()

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def get(self, address: str) -> Entry | None:
        """Return the entry of an address; None where it is new."""
        return self._entries.get(address)

    def resolved(self, address: str) -> Entry | None:
        """Return the entry whose text stands for an address; None where the address is new."""
        entry = self._entries.get(address)
        met = {address}
        while entry and entry.same_as and entry.same_as not in met:
            met.add(entry.same_as)
            entry = self._entries.get(entry.same_as, entry)
        return entry

    def has_key(self, speech_id: str) -> bool:
        """Say whether an address, or another text of the source, has this key."""
        return speech_id in self._keys

    def reserve(self, speech_ids: Iterable[str]) -> None:
        """Take keys for given that texts of the source have which come from elsewhere."""
        self._keys.update(speech_ids)

    def put(self, entry: Entry) -> Entry:
        """Take in the new state of an address, and return it."""
        if self._entries.get(entry.address) != entry:
            self._entries[entry.address] = entry
            self._touched.add(entry.address)
            if entry.speech_id:
                self._keys.add(entry.speech_id)
        return entry

    def keep(self) -> None:
        """Write what is new since the last time, whole or not at all; Refused where the store cannot be written."""
        if not self._touched:
            return
        segments = segments_of(self.store, self.source_id)
        is_all = _is_time_for_all(_since_all(segments))
        entries = self._entries.values() if is_all else [self._entries[address] for address in sorted(self._touched)]
        number = _number(segments[-1]) + 1 if segments else 0
        _write_segment(ledger_folder(self.store, self.source_id), number, _lines(entries), is_all=is_all)
        self._touched.clear()


def ledger_folder(store: Path, source_id: str) -> Path:
    """Return where the ledger of a source lies, or would lie."""
    return store / FOLDER / "ledger" / source_id


def segments_of(store: Path, source_id: str) -> list[Path]:
    """Return the files of a source's ledger, the oldest first; of one number, what holds all addresses before what others wrote beside."""
    folder = ledger_folder(store, source_id)
    found = folder.iterdir() if folder.is_dir() else ()
    segments = (path for path in found if SEGMENT.fullmatch(path.name))
    return sorted(segments, key=lambda path: (_number(path), not _holds_all(path), path.name))


def _since_all(segments: list[Path]) -> list[Path]:
    """Return the files that say all that is known: from the last number on at which one holds all addresses."""
    number = max((_number(path) for path in segments if _holds_all(path)), default=0)
    return [path for path in segments if _number(path) >= number]


def _is_time_for_all(since_all: list[Path]) -> bool:
    """Say whether a file of all addresses is worth its size: together they grow no faster than what is found out."""
    if len(since_all) <= SEGMENTS_BEFORE_ALL:
        return False
    sizes = [(_holds_all(path), path.stat().st_size) for path in since_all]
    whole = sum(size for holds_all, size in sizes if holds_all)
    return len(since_all) > MOST_SEGMENTS or sum(size for holds_all, size in sizes if not holds_all) >= whole


def read_ledger(store: Path, source_id: str) -> Ledger:
    """Return what is known of a source's addresses, nothing before its first run; Refused where a file of it is damaged."""
    entries: dict[str, Entry] = {}
    for path in _since_all(segments_of(store, source_id)):
        entries.update((entry.address, entry) for entry in read_segment(path))
    return Ledger(store, source_id, entries.values())


def read_segment(path: Path) -> Iterator[Entry]:
    """Yield the states that a file of a ledger holds; Refused where it is damaged."""
    try:
        with path.open("rb") as file:  # a line at a time: a file of all addresses may be large
            if hashlib.file_digest(file, "sha256").hexdigest()[:16] not in path.name:
                raise Refused(f"{path}: is damaged, its bytes do not match its name; restore it from a copy of the store")
            file.seek(0)
            for line in file:
                yield ENTRY.validate_json(line)
    except (ValidationError, OSError) as error:
        raise Refused(f"{path}: cannot be read ({type(error).__name__}); restore it from a copy of the store") from error


def ledgers_of(store: Path) -> list[str]:
    """Return the sources that have a ledger in a store."""
    folder = store / FOLDER / "ledger"
    return sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def states_of(store: Path, source_id: str, addresses: Collection[str]) -> set[str]:
    """Return the SHA-256 of every state of the addresses that any file of the ledger names."""
    found: set[str] = set()
    for path in segments_of(store, source_id):
        for entry in read_segment(path):
            if entry.address in addresses:
                found.update(version.sha256 for version in (entry.standing, entry.latest) if version)
    return found


def forget_states(store: Path, source_id: str, addresses: Collection[str]) -> None:
    """Take all that the ledger knows of the addresses out of it, and leave that they are withdrawn: never asked, never published again.

    It may die anywhere and be called again.
    """
    ledger = read_ledger(store, source_id)  # whole: the file that is written next may have to hold all addresses
    for entry in [entry for entry in ledger if entry.address in addresses]:
        ledger.put(_withdrawn(entry))
    ledger.keep()  # first: what is withdrawn must be known, whatever happens next
    for path in segments_of(store, source_id):
        entries = list(read_segment(path))
        kept = [_withdrawn(entry) if entry.address in addresses else entry for entry in entries]
        if kept != entries:
            _write_segment(path.parent, _number(path), _lines(kept), is_all=_holds_all(path))
            path.unlink()


def _withdrawn(entry: Entry) -> Entry:
    named = Entry(entry.address, entry.url, entry.kind, entry.speech_id, entry.found_in, entry.first_seen_at, entry.asks)
    return named._replace(same_as=entry.same_as, is_withdrawn=True)


def _lines(entries: Iterable[Entry]) -> bytearray:
    lines = bytearray()
    for entry in entries:
        lines += json.dumps(_said(entry), ensure_ascii=False, default=_plain).encode() + b"\n"
    return lines


def _said(entry: Entry) -> dict[str, Any]:
    """Return what is known of an address by name; what is not known is left out."""
    said = {name: value for name, value in entry._asdict().items() if value != Entry._field_defaults.get(name, NEVER)}
    return {name: value._asdict() if isinstance(value, Version) else value for name, value in said.items()}


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"a ledger holds no {type(value).__name__}")


def _write_segment(folder: Path, number: int, raw: bytes | bytearray, *, is_all: bool) -> None:
    name = f"{number:06d}-{hashlib.sha256(raw).hexdigest()[:16]}{'-all' if is_all else ''}.jsonl"
    write_whole(folder / name, raw, is_forced=True)


def _holds_all(path: Path) -> bool:
    return path.stem.endswith("-all")


def _number(path: Path) -> int:
    return int(path.name[:6])
