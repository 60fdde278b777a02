"""A text that is withdrawn leaves nothing of it in an object store, whoever dies on the way."""

import hashlib
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.fetch.ledger import Entry, Kind, Ledger, Version, read_ledger
from flows.fetch.snapshots import keep_snapshot
from flows.publish import archive
from flows.publish.bucket import Bucket, bucket_of
from flows.publish.elsewhere import mirrored
from flows.publish.lease import LEASE
from flows.publish.on_disk import acquire
from flows.publish.withdrawal import withdraw
from tests.publish.a_release import ROWS, SPEECH, published
from tests.publish.crasher import publish_little
from tests.publish.test_elsewhere import index_of
from tests.publish.test_withdrawal import BUILD, passed

pytestmark = pytest.mark.slow

NOW = datetime(2026, 2, 10, tzinfo=UTC)
RIVERS = "https://example.org/rivers"
PAGES = {
    "https://example.org/bridges": (SPEECH.speech_id, [b"<p>Bridges matter.</p>"]),
    RIVERS: ("gazette.on-rivers", [b"<p>Rivers, a draft.</p>", b"<p>Rivers matter.</p>", b"<p>Rivers mattered.</p>"]),
}
ON_RIVERS = SPEECH._replace(
    speech_id="gazette.on-rivers",
    url=RIVERS,
    text="Rivers matter.",
    text_sha256="2" * 64,
    raw_sha256=hashlib.sha256(b"<p>Rivers matter.</p>").hexdigest(),
)
BOTH = {**ROWS, "speeches": [SPEECH, ON_RIVERS]}


def version(raw_sha256: str) -> Version:
    return Version(raw_sha256, NOW, 200, RIVERS, 0, None, None, "text/html")


def fetched(work: Path) -> None:
    """Keep all states of the pages, as three runs would that look at them one after the other."""
    for run in range(3):
        ledger = Ledger(work, "gazette", read_ledger(work, "gazette"))
        for address, (speech_id, states) in PAGES.items():
            if run < len(states):
                had = version(keep_snapshot(work, states[run]))
                ledger.put(Entry(address, address, Kind.PAGE, speech_id, "addresses", NOW, address, asked_at=NOW, standing=had))
        ledger.keep()


@pytest.fixture(scope="module", autouse=True)
def few_files() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        publish_little(patch.setattr)
        yield


@pytest.fixture(scope="module")
def objects(address: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return what a bucket holds after two releases, the second of which has the text on rivers."""
    import boto3

    boto3.client("s3").create_bucket(Bucket="before-withdrawal")
    bucket = bucket_of(f"{address}before-withdrawal/rostra")
    work = tmp_path_factory.mktemp("work")
    with mirrored(bucket, work) as store:
        fetched(store)
        published(store)
    with mirrored(bucket, work) as store:
        published(store, BOTH)
    return {name: bytes(bucket.objects.get(name).bytes()) for name in bucket.names("")}


@pytest.fixture
def full(bucket: Bucket, objects: dict[str, bytes]) -> Bucket:
    for name, content in objects.items():
        bucket.write(name, content, None)
    return bucket


class Mortal:
    """An object store that takes nothing more from the moment on at which a thing is done to a name: its publisher has died."""

    def __init__(self, objects: Any, verb: str, within: str) -> None:
        self._objects, self._verb, self._within = objects, verb, within
        self.is_dead = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._objects, name)

    def put(self, name: str, *arguments: Any, **options: Any) -> Any:
        self._live("put", [name])
        return self._objects.put(name, *arguments, **options)

    def delete(self, names: str | list[str]) -> None:
        self._live("delete", [names] if isinstance(names, str) else names)
        self._objects.delete(names)

    def _live(self, verb: str, names: list[str]) -> None:
        self.is_dead = self.is_dead or (verb == self._verb and any(self._within in name for name in names))
        if self.is_dead:
            raise KeyboardInterrupt


def withdraw_rivers(bucket: Bucket, work: Path) -> None:
    with mirrored(bucket, work, is_whole=True) as store, acquire(store, wait_seconds=0):
        withdraw(store, [ON_RIVERS.speech_id], "asked for", BUILD, passed)


def what_tells_of_rivers(bucket: Bucket) -> set[str]:
    """Return the names of objects of the archive that hold a state of the page, or name one."""
    states = PAGES[RIVERS][1]
    told = [*states, *(hashlib.sha256(state).hexdigest().encode() for state in states)]
    found = {name: bytes(bucket.objects.get(name).bytes()) for name in bucket.names("snapshots")}
    return {name for name, content in found.items() if any(one in content or one.decode() in name for one in told)}


def assert_withdrawn(bucket: Bucket, tmp_path: Path) -> None:
    assert index_of(bucket) == {"1.0.0": "published", "1.1.0": "withdrawn", "2.0.0": "published"}
    assert not bucket.names("releases/1.1.0") and not what_tells_of_rivers(bucket)
    with mirrored(bucket, tmp_path / "reader") as store:
        entries = {entry.address: entry for entry in read_ledger(store, "gazette")}
        assert entries[RIVERS].is_withdrawn and entries["https://example.org/bridges"].standing
        archive.bring([hashlib.sha256(b"<p>Bridges matter.</p>").hexdigest()])


def test_a_withdrawal_purges_the_archive(full: Bucket, tmp_path: Path) -> None:
    assert len(what_tells_of_rivers(full)) == 6
    withdraw_rivers(full, tmp_path / "work")
    assert_withdrawn(full, tmp_path)


@pytest.mark.parametrize(
    ("verb", "within"),
    [
        ("put", "releases/2.0.0/SHA256SUMS"),
        ("put", "releases.json"),
        ("put", "snapshots/ledger"),
        ("delete", "snapshots/"),
        ("delete", "snapshots/ledger"),
        ("delete", "releases/1.1.0/SHA256SUMS"),
        ("delete", "releases/1.1.0/data"),
    ],
)
@pytest.mark.parametrize("next_work", ["work", "another"])
def test_whoever_dies_while_withdrawing_is_finished_by_the_next(
    verb: str, within: str, next_work: str, full: Bucket, objects: dict[str, bytes], tmp_path: Path
) -> None:
    mortal = full._replace(objects=Mortal(full.objects, verb, within))  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        withdraw_rivers(mortal, tmp_path / "work")
    full.delete([LEASE])  # as if its time were over
    with mirrored(full, tmp_path / next_work):
        pass
    if within == "releases/2.0.0/SHA256SUMS":
        assert {name: bytes(full.objects.get(name).bytes()) for name in full.names("")} == objects
        withdraw_rivers(full, tmp_path / next_work)
    assert_withdrawn(full, tmp_path)


def test_a_cache_forgets_what_was_withdrawn_from_another_machine(full: Bucket, tmp_path: Path) -> None:
    with mirrored(full, tmp_path / "other") as other:
        archive.bring(hashlib.sha256(state).hexdigest() for state in PAGES[RIVERS][1])
        shutil.rmtree(other / "releases")  # as in a machine that published long ago
    withdraw_rivers(full, tmp_path / "work")
    with mirrored(full, tmp_path / "other") as other:
        kept = [path for path in (other / "snapshots").rglob("*") if path.is_file()]
        assert not [path for path in kept if b"Rivers" in path.read_bytes()]
    assert_withdrawn(full, tmp_path)
