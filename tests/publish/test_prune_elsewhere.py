"""What prune may take from an object store: snapshots that are old and that no release, listing or ledger needs."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.errors import Refused
from flows.fetch.fetched import Fetched
from flows.fetch.held import HELD, Held
from flows.fetch.ledger import Entry, Kind, Version, read_ledger
from flows.fetch.snapshots import keep_snapshot
from flows.prune import prunable_elsewhere
from flows.publish.archive import archive_in_use
from flows.publish.bucket import Bucket
from flows.publish.elsewhere import mirrored
from tests.publish.a_release import ROWS, SPEECH, published
from tests.publish.crasher import publish_little
from tests.test_command import rostra

pytestmark = pytest.mark.slow

NOW = datetime(2026, 2, 10, tzinfo=UTC)
PAGE = "https://example.org/bridges"


def page_says(work: Path, raw: bytes) -> None:
    """Keep a state of the page, which stands from now on."""
    version = Version(keep_snapshot(work, raw), NOW, 200, PAGE, 0, None, None, None)
    ledger = read_ledger(work, "gazette")
    ledger.put(Entry(PAGE, PAGE, Kind.PAGE, SPEECH.speech_id, "addresses", NOW, PAGE, asked_at=NOW, standing=version))
    ledger.keep()


def folder_holds(work: Path, raw: bytes) -> None:
    text = Fetched("council", "a.txt", "council.a", sha256=keep_snapshot(work, raw))
    path = work / "snapshots" / "listings" / "council.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(HELD.dump_json(Held("", (text,))))


def release_of(work: Path, raw: bytes) -> None:
    published(work, {**ROWS, "speeches": [SPEECH._replace(raw_sha256=hashlib.sha256(raw).hexdigest())]})


@pytest.fixture
def full(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """Return a store whose page and folder said three things each: of the page, the first and the last were published."""
    publish_little(monkeypatch.setattr)
    for number in (b"first", b"second", b"third"):
        with mirrored(bucket, tmp_path / "one") as work:
            page_says(work, b"The page, " + number)
            folder_holds(work, b"The file, " + number)
            if number != b"second":
                release_of(work, b"The page, " + number)
    return bucket


def snapshots(bucket: Bucket) -> set[bytes]:
    return {
        bytes(bucket.objects.get(name).bytes()) for name in bucket.names("snapshots") if len(name.split("/")) == 3 and ".json" not in name
    }


def pruned(bucket: Bucket, work: Path, *options: str) -> str:
    done = rostra("prune", "--store", bucket.address, "--work", str(work), *options)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_another_machine_prunes_what_nothing_needs(full: Bucket, tmp_path: Path) -> None:
    before = snapshots(full)
    shown = pruned(full, tmp_path / "two", "--older-than", "0d")
    assert f"  {full.address}/snapshots/" in shown and "would delete 3," in shown
    assert snapshots(full) == before and len(before) == 6
    assert "deleted 0," in pruned(full, tmp_path / "two", "--older-than", "1d", "--yes")
    assert "deleted 3," in pruned(full, tmp_path / "two", "--older-than", "0d", "--yes")
    assert before - snapshots(full) == {b"The page, second", b"The file, first", b"The file, second"}


def test_a_store_that_somebody_publishes_to_is_not_pruned(full: Bucket, tmp_path: Path) -> None:
    with mirrored(full, tmp_path / "one"):
        busy = rostra("prune", "--older-than", "0d", "--yes", "--store", full.address, "--work", str(tmp_path / "two"))
    assert busy.returncode == 2 and "publishes to it" in busy.stderr


def test_nothing_goes_where_a_release_cannot_be_read(full: Bucket, tmp_path: Path) -> None:
    full.delete(["releases/1.0.0/data/speeches.parquet"])
    with pytest.raises(Refused, match=r"releases/1\.0\.0: holds no table speeches"), mirrored(full, tmp_path / "two"):
        archive = archive_in_use()
        assert archive is not None
        prunable_elsewhere(archive, datetime.now(UTC))
