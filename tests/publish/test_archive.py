"""What an object store keeps beside its releases, and the work folders that are its caches."""

import hashlib
import json
import shutil
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

import pytest

from flows.errors import Refused
from flows.fetch import pages
from flows.fetch.fetching import fetch_source
from flows.fetch.ledger import read_ledger
from flows.fetch.snapshots import keep_snapshot, snapshot_path
from flows.fetch.turn import Try
from flows.publish import archive as archiving
from flows.publish.archive import archive_in_use
from flows.publish.archive_elsewhere import Archive
from flows.publish.bucket import Bucket, Lost
from flows.publish.elsewhere import mirrored
from flows.publish.lease import LEASE, Lease
from tests.fetch.site import QUICK, Days, Site, a_source
from tests.publish.a_release import published
from tests.test_command import rostra

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).resolve().parents[2]


def segment(work: Path, number: int, *pages: str, source: str = "gazette") -> str:
    """Keep the pages and write a segment that names them; return its name in the store."""
    lines = [json.dumps({"address": page, "standing": {"sha256": keep_snapshot(work, page.encode())}}) for page in pages]
    content = "".join(f"{line}\n" for line in lines).encode()
    name = f"snapshots/ledger/{source}/{number:06d}-{hashlib.sha256(content).hexdigest()[:16]}.jsonl"
    (work / name).parent.mkdir(parents=True, exist_ok=True)
    (work / name).write_bytes(content)
    return name


def listing(work: Path, content: str, source: str = "gazette") -> str:
    path = work / "snapshots" / "listings" / f"{source}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path.relative_to(work).as_posix()


def snapshot(page: str) -> str:
    sha256 = hashlib.sha256(page.encode()).hexdigest()
    return f"snapshots/{sha256[:2]}/{sha256}"


def names(bucket: Bucket) -> set[str]:
    return set(bucket.names("snapshots"))


def held_here(work: Path) -> set[str]:
    return {path.relative_to(work).as_posix() for path in (work / "snapshots").rglob("*") if path.is_file()}


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which every call of the bucket adds its name."""
    calls: list[str] = []

    def counting(verb: str) -> Callable[..., object]:
        method = getattr(Bucket, verb)

        def counts(self: Bucket, *arguments: object) -> object:
            calls.append(verb)
            return method(self, *arguments)

        return counts

    for verb in ("read", "write", "create", "fetch", "stored", "stored_in", "delete"):
        monkeypatch.setattr(Bucket, verb, counting(verb))
    return calls


def test_what_one_machine_fetched_another_one_has(bucket: Bucket, tmp_path: Path) -> None:
    with mirrored(bucket, tmp_path / "one") as work:
        first = segment(work, 0, "a page", "another page")
        listed = listing(work, f'["{keep_snapshot(work, b"a file").strip()}"]')
    assert names(bucket) == {first, listed, snapshot("a page"), snapshot("another page"), snapshot("a file")}
    with mirrored(bucket, tmp_path / "two") as work:
        assert held_here(work) == {first, listed}  # snapshots come when they are needed
        archive = archive_in_use()
        assert archive is not None
        archive.bring([hashlib.sha256(b"a page").hexdigest()])
        assert (work / snapshot("a page")).read_bytes() == b"a page"
        second = segment(work, 1, "a page", "a third page")
    with mirrored(bucket, tmp_path / "one") as work:
        assert {first, second} <= held_here(work)


def test_what_no_segment_and_no_listing_names_stays_here(bucket: Bucket, tmp_path: Path) -> None:
    with mirrored(bucket, tmp_path / "one") as work:
        keep_snapshot(work, b"of a run that died")
        segment(work, 0, "a page")
    assert snapshot("of a run that died") not in names(bucket)


def test_where_nothing_changed_the_archive_is_only_listed(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with mirrored(bucket, tmp_path) as work:
        segment(work, 0, "a page")
        listing(work, "[]")
    lease = Lease(bucket)
    calls = counted(monkeypatch)
    archive = Archive(lease, tmp_path)
    archive.pull()
    assert calls == ["stored", "stored", "stored_in"]
    archive.push()
    assert len(calls) == 3


def test_a_second_push_puts_what_is_new_alone(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with mirrored(bucket, tmp_path) as work:
        segment(work, 0, "a page")
        archiving.push()
        segment(work, 1, "a page", "another page")
        calls = counted(monkeypatch)
        archiving.push()
        assert calls.count("create") == 2  # the other page and its segment
        assert snapshot("another page") in names(bucket)


def test_snapshots_go_up_before_the_segment_that_names_them(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put: list[str] = []
    create = Bucket.create

    def dies(self: Bucket, name: str, path: Path) -> None:
        if "ledger" in name:
            raise KeyboardInterrupt
        put.append(name)
        create(self, name, path)

    with monkeypatch.context() as patched:
        patched.setattr(Bucket, "create", dies)
        with pytest.raises(KeyboardInterrupt), mirrored(bucket, tmp_path / "one") as work:
            segment(work, 0, "a page")
    assert put == [snapshot("a page")] and names(bucket) == set(put)
    with mirrored(bucket, tmp_path / "one") as work:
        assert held_here(work) == {snapshot("a page")}  # its segment is gone with the run: the page is asked for again
        first = segment(work, 0, "a page")
    assert names(bucket) == {first, snapshot("a page")}


def test_a_segment_that_is_gone_there_goes_here(bucket: Bucket, tmp_path: Path) -> None:
    with mirrored(bucket, tmp_path) as work:
        gone = segment(work, 0, "a page")
        kept = segment(work, 1, "another page")
    bucket.delete([gone])
    with mirrored(bucket, tmp_path) as work:
        assert gone not in held_here(work) and kept in held_here(work)


def test_a_segment_of_which_the_cache_has_a_part_is_fetched_again(bucket: Bucket, tmp_path: Path) -> None:
    with mirrored(bucket, tmp_path) as work:
        first = segment(work, 0, "a page")
        whole = (work / first).read_bytes()
    (tmp_path / first).write_bytes(whole[:9])
    with mirrored(bucket, tmp_path) as work:
        assert (work / first).read_bytes() == whole


def test_listings_are_taken_as_they_are_there(bucket: Bucket, tmp_path: Path) -> None:
    with mirrored(bucket, tmp_path / "one") as work:
        listing(work, "first")
        (work / "snapshots" / "health.json").write_text("well")
    with mirrored(bucket, tmp_path / "two") as work:
        assert (work / "snapshots" / "health.json").read_text() == "well"
        listing(work, "second")
    (tmp_path / "one" / "snapshots" / "listings" / "other.json").write_text("of a run that died")
    with mirrored(bucket, tmp_path / "one") as work:
        assert (work / listing_name()).read_text() == "second"
        assert not (work / "snapshots" / "listings" / "other.json").exists()


def listing_name() -> str:
    return "snapshots/listings/gazette.json"


@pytest.mark.parametrize("damaged", ["snapshot", "segment"])
def test_what_is_damaged_there_is_refused(damaged: str, bucket: Bucket, tmp_path: Path) -> None:
    with mirrored(bucket, tmp_path / "one") as work:
        first = segment(work, 0, "a page")
    name = first if damaged == "segment" else snapshot("a page")
    bucket.delete([name])
    bucket.write(name, b"other bytes", None)
    with pytest.raises(Refused, match=f"{name}: is damaged.*put it back"), mirrored(bucket, tmp_path / "two"):
        archiving.bring([hashlib.sha256(b"a page").hexdigest()])
    assert not snapshot_path(tmp_path / "two", hashlib.sha256(b"a page").hexdigest()).exists()


def test_a_snapshot_that_is_not_there_is_refused(bucket: Bucket, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is not there; put it back"), mirrored(bucket, tmp_path):
        archiving.bring(["0" * 64])


def test_whoever_seemed_dead_puts_nothing_into_the_archive(bucket: Bucket, tmp_path: Path) -> None:
    with mirrored(bucket, tmp_path) as work:
        lease = bucket.read(LEASE)
        assert lease is not None
        bucket.write(LEASE, b'{"holder": "another", "until": 99999999999}', lease[1])
        segment(work, 0, "a page")
        with pytest.raises(Lost):
            archiving.push()
        (work / "snapshots" / "ledger" / "gazette").rename(work / "gazette")
    assert not names(bucket)


def test_names_that_are_none_of_ours_are_left_alone(bucket: Bucket, tmp_path: Path) -> None:
    foreign = "snapshots/ledger/gazette/notes.txt"
    bucket.write(foreign, b"mine", None)
    with mirrored(bucket, tmp_path) as work:
        assert held_here(work) == set()
    assert names(bucket) == {foreign}


class Killed(Exception):
    """Somebody pulled the plug."""


def test_a_run_that_is_killed_loses_the_pages_since_the_last_push_alone_and_the_next_machine_goes_on(
    bucket: Bucket, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "KEPT_EVERY", 2)
    site.pages = {f"/{number}": f"The minister opened school {number} on Monday. ".encode() * 9 for number in range(6)}
    source = a_source(site, *site.pages, requests_at_once=1)
    pushes = iter(range(2))

    def until_it_dies() -> None:
        if next(pushes, None) is None:
            raise Killed
        archiving.push()

    with pytest.raises(Killed), mirrored(bucket, tmp_path / "one") as work:
        fetch_source(source, tmp_path, work, QUICK, Try(kept=until_it_dies, snapshots=archive_in_use()))
    shutil.rmtree(tmp_path / "one")
    saved = {path for path, content in site.pages.items() if snapshot(content.decode()) in names(bucket)}
    assert len(saved) >= 4
    with mirrored(bucket, tmp_path / "two") as work:
        found = fetch_source(source, tmp_path, work, QUICK, Try(kept=archiving.push, snapshots=archive_in_use()))
    assert all(text.sha256 for text in found.texts)
    assert all(site.asked[path] == 1 for path in saved)


def test_a_text_is_accepted_from_a_machine_that_never_had_it(bucket: Bucket, site: Site, tmp_path: Path, days: Days) -> None:
    source = a_source(site, "/news")
    texts = (b"The minister opened the new school on Monday. " * 9, b"Rivers rose by two metres overnight near the dam. " * 9)
    for site.pages["/news"] in texts:
        with mirrored(bucket, tmp_path / "one") as work:
            [found] = fetch_source(source, tmp_path, work, QUICK, Try(kept=archiving.push, snapshots=archive_in_use())).texts
        days.later()
    assert found.sha256 == hashlib.sha256(texts[0]).hexdigest()
    done = rostra("source", "accept", found.speech_id, "--store", bucket.address, "--work", str(tmp_path / "two"))
    assert done.returncode == 0, done.stderr
    with mirrored(bucket, tmp_path / "one") as work:
        [entry] = [entry for entry in read_ledger(work, "press") if entry.speech_id == found.speech_id]
        assert entry.standing and entry.standing.sha256 == hashlib.sha256(texts[1]).hexdigest()


def test_the_policy_in_the_docs_shows_readers_what_is_published_and_nothing_else(bucket: Bucket, tmp_path: Path) -> None:
    with mirrored(bucket, tmp_path) as work:
        published(work, with_pages=True)
        segment(work, 0, "a page")
        listing(work, "[]")
    blocks = (HOUSE / "docs" / "operations.md").read_text(encoding="utf-8").split("```")
    [policy] = [json.loads(block.removeprefix("json")) for block in blocks if '"Statement"' in block]
    [allowed] = [statement["Resource"] for statement in policy["Statement"] if statement["Action"] == "s3:GetObject"]
    shown = {name for name in bucket.names("") if any(fnmatch(f"arn:aws:s3:::bucket/rostra/{name}", pattern) for pattern in allowed)}
    assert {name.partition("/")[0] for name in shown} == {
        *("releases.json", "releases", "index.html", "status.js"),
        *("index.kk.html", "index.ru.html", "index.uk.html", "releases.atom", "feed.json"),
    }
    assert {name.partition("/")[0] for name in set(bucket.names("")) - shown} == {"snapshots"}
