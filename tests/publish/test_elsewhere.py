"""Publishing to an object store: S3's protocol, spoken by moto's server, which refuses stale conditional puts as S3 does."""

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from obstore.exceptions import PermissionDeniedError

from flows.errors import Busy, NotAsAsked, Refused
from flows.fetch.declarations import read_sources
from flows.publish import lease as leasing
from flows.publish.bucket import Bucket, Lost, bucket_of
from flows.publish.elsewhere import mirrored, refuse_unpublishable, store_on_disk
from flows.publish.lease import LEASE, Lease
from flows.publish.on_disk import acquire
from flows.publish.withdrawal import withdraw, yank
from rostra.store import INDEX, read_index
from rostra.verify import verify
from tests.publish.a_release import ROWS, published
from tests.publish.test_withdrawal import BOTH, BUILD, OTHER, passed

pytestmark = pytest.mark.slow


def index_of(bucket: Bucket) -> dict[str, str]:
    found = bucket.read(INDEX)
    assert found is not None
    return {release["version"]: release["status"] for release in json.loads(found[0])["releases"]}


def test_a_release_goes_up_whole_and_the_index_names_it(bucket: Bucket, tmp_path: Path) -> None:
    with mirrored(bucket, tmp_path / "one") as store:
        published(store)
    with mirrored(bucket, tmp_path / "two") as store:  # from another machine
        assert published(store, BOTH).version == "1.1.0"
    assert index_of(bucket) == {"1.0.0": "published", "1.1.0": "published"}
    with mirrored(bucket, tmp_path / "three", is_whole=True) as store:
        assert all(verify(store / "releases" / version) for version in ("1.0.0", "1.1.0"))
        assert not published(store, BOTH).is_new
    assert bucket.read(LEASE) is None


def test_files_as_in_a_release_that_is_there_are_copied_within_the_store(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mirrored(bucket, tmp_path / "one") as store:
        published(store)
    put: list[str] = []
    create = Bucket.create

    def told(self: Bucket, name: str, path: Path) -> None:
        put.append(name)
        create(self, name, path)

    monkeypatch.setattr(Bucket, "create", told)
    with mirrored(bucket, tmp_path / "two") as store:
        assert published(store, BOTH).version == "1.1.0"
    assert "releases/1.1.0/data/speeches.parquet" in put
    assert not {"releases/1.1.0/data/sources.parquet", "releases/1.1.0/LICENSE"} & set(put)
    with mirrored(bucket, tmp_path / "three") as store:
        assert verify(store / "releases" / "1.1.0")


def test_a_second_publisher_says_that_another_one_works(bucket: Bucket, tmp_path: Path) -> None:
    with mirrored(bucket, tmp_path / "one") as store:
        with pytest.raises(Busy, match="publishes to it"), mirrored(bucket, tmp_path / "two"):
            pass
        published(store)
    assert index_of(bucket) == {"1.0.0": "published"}


def test_whoever_seemed_dead_and_was_not_cannot_tear_the_store(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Lost), mirrored(bucket, tmp_path / "slow") as slow:
        published(slow)
        monkeypatch.setattr(leasing, "LEASE_SECONDS", -1.0)
        lease = bucket.read(LEASE)
        assert lease is not None
        bucket.write(LEASE, b'{"holder": "slow", "until": 0}', lease[1])
        with mirrored(bucket, tmp_path / "quick") as quick:
            published(quick, BOTH)
    assert index_of(bucket) == {"1.0.0": "published"}
    with mirrored(bucket, tmp_path / "reader") as store:
        assert verify(store / "releases" / "1.0.0", read_index(store).releases[0].checksums_sha256)
        assert not published(store, BOTH).is_new


def test_a_build_that_takes_longer_than_a_lease_keeps_it(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leasing, "LEASE_SECONDS", 1.0)
    monkeypatch.setattr(leasing, "RENEWED_AFTER_SECONDS", 0.1)
    with mirrored(bucket, tmp_path / "one") as store:
        published(store)
        time.sleep(1.5)
        with pytest.raises(Busy, match="publishes to it"), mirrored(bucket, tmp_path / "two"):
            pass
    assert index_of(bucket) == {"1.0.0": "published"}


@pytest.mark.parametrize("dies_at", ["NOTICE.md", "SHA256SUMS", INDEX])
def test_a_publisher_that_dies_leaves_the_old_state_and_the_next_one_ends_it(
    dies_at: str, bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mirrored(bucket, tmp_path / "one") as store:
        published(store)

    def dying(method: Callable[..., object]) -> Callable[..., object]:
        def dies(self: Bucket, name: str, *arguments: object) -> object:
            if name.endswith(dies_at):
                raise KeyboardInterrupt
            return method(self, name, *arguments)

        return dies

    with monkeypatch.context() as patched:
        patched.setattr(Bucket, "create", dying(Bucket.create))
        patched.setattr(Bucket, "write", dying(Bucket.write))
        with pytest.raises(KeyboardInterrupt), mirrored(bucket, tmp_path / "one") as store:
            published(store, BOTH)
    assert index_of(bucket) == {"1.0.0": "published"}
    with mirrored(bucket, tmp_path / "two") as store:
        assert published(store, BOTH).version == "1.1.0"
    assert index_of(bucket) == {"1.0.0": "published", "1.1.0": "published"}


def test_yank_and_withdrawal_reach_the_store(bucket: Bucket, tmp_path: Path) -> None:
    for rows in (ROWS, BOTH):
        with mirrored(bucket, tmp_path / "one") as store:
            published(store, rows)
    with mirrored(bucket, tmp_path / "two") as store:
        yank(store, "1.0.0", "wrong")
    with mirrored(bucket, tmp_path / "three", is_whole=True) as store, acquire(store, wait_seconds=0):
        withdraw(store, [OTHER.speech_id], "asked for", BUILD, passed)
    assert index_of(bucket) == {"1.0.0": "yanked", "1.1.0": "withdrawn", "2.0.0": "published"}
    assert not bucket.names("releases/1.1.0")


def test_only_one_of_many_gets_the_lease(bucket: Bucket) -> None:
    won: list[Lease] = []
    lost: list[Lost] = []

    def tries() -> None:
        try:
            won.append(Lease(bucket_of(bucket.address)))
        except Lost as error:
            lost.append(error)

    threads = [threading.Thread(target=tries) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 3)


@pytest.mark.parametrize(("address", "said"), [("https://example.org/rostra", "cannot be published to"), ("s3://", "names no bucket")])
def test_what_is_no_object_store_is_refused(address: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        bucket_of(address)


def test_a_bucket_that_is_not_there_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no such bucket"), store_on_disk(f"{address}nobody/rostra", tmp_path):
        pass


def test_what_the_store_refuses_is_said_in_a_line(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbids(self: Bucket, name: str) -> None:
        raise PermissionDeniedError("no right to read it\n\nDebug source: …")

    monkeypatch.setattr(Bucket, "read", forbids)
    with pytest.raises(NotAsAsked, match=r"^s3://.*: no right to read it$"), store_on_disk(bucket.address, tmp_path):
        pass


def test_texts_that_may_not_be_published_go_to_no_store_elsewhere(tmp_path: Path) -> None:
    from tests.test_build_release import ENGLISH, declared

    sources = read_sources(declared(tmp_path / "sources", good_txt=ENGLISH.encode()))
    with pytest.raises(Refused, match=r"gazette\.toml does not say text_may_be_published = true"):
        refuse_unpublishable("s3://bucket/rostra", sources)
    refuse_unpublishable("file:///srv/rostra", sources)


def test_a_file_address_is_a_folder(tmp_path: Path) -> None:
    with store_on_disk(f"file://{tmp_path}/a%20store", tmp_path / "work") as folder:
        assert folder == tmp_path / "a store"


def test_the_catalogue_goes_up_after_the_index_and_follows_a_yank(bucket: Bucket, tmp_path: Path) -> None:
    with mirrored(bucket, tmp_path / "one") as store:
        published(store, with_pages=True)
    with mirrored(bucket, tmp_path / "two") as store:
        published(store, BOTH, with_pages=True)
    with mirrored(bucket, tmp_path / "two") as store:
        yank(store, "1.0.0", "wrong")
    status, page = bucket.read("status.js"), bucket.objects.get("index.html")
    assert status is not None and b'"1.0.0":{"status":"yanked","reason":"wrong","page":"index.html"}' in status[0]
    assert b'href="releases/1.0.0/index.html"' in bytes(page.bytes())
    assert page.attributes["Content-Type"] == "text/html"
