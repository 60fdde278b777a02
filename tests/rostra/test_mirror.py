"""A store that follows another: each release whole or not visible, what several hold fetched once, what is withdrawn gone."""

from pathlib import Path

import pyarrow as pa
import pytest

import rostra
from rostra.download import Heard, Wish, download
from rostra.errors import BrokenOff, NotAsAsked, Refused
from rostra.mirror import mirror
from rostra.store import read_index
from rostra.verify import files_since, promised_of, verify
from tests.rostra.a_store import SPEECHES, Making, files_of, made, marked, read, write
from tests.rostra.servers import Server, Wire, plain_answer

NEXT = Making({"speeches": SPEECHES, "sources": pa.table({"source_id": ["herald"], "title": ["The Herald"]})}, previous="1.0.0")
PAGES = {"index.html": b'<a href="index.kk.html">', "index.kk.html": b"<p>", "releases.atom": b"<feed/>", "feed.json": b"{}"}


def with_pages(store: Path) -> None:
    for name, content in PAGES.items():
        (store / name).write_bytes(content)


def test_a_mirror_is_the_store_again_and_what_two_releases_share_comes_once(store: Path, server: Server, tmp_path: Path) -> None:
    made(store, "1.1.0", NEXT)
    with_pages(store)
    places: tuple[Path | str, ...] = (store, server.address)
    for number, place in enumerate(places):
        into = tmp_path / f"mirror-{number}"
        found = mirror(place, into)
        assert files_of(into) == files_of(store)
        assert (found.latest, [one.version for one in found.fetched]) == ("1.1.0", ["1.0.0", "1.1.0"])
        assert (into / "releases/1.0.0/data/speeches.parquet").samefile(into / "releases/1.1.0/data/speeches.parquet")
        assert verify(into / "releases" / "1.1.0", promised_of_store(into, "1.1.0")) == 4
        assert rostra.load("sources", store=into).column("source_id").to_pylist() == ["herald"]
    asked = [request.path for request in server.requests() if request.status == 200]
    assert len([path for path in asked if path.endswith("speeches.parquet")]) == 1


def promised_of_store(store: Path, version: str) -> str | None:
    return next(release.checksums_sha256 for release in read_index(store).releases if release.version == version)


def test_a_second_call_brings_what_is_new_and_asks_for_nothing_else(store: Path, server: Server, tmp_path: Path) -> None:
    into = tmp_path / "mirror"
    mirror(server.address, into)
    assert mirror(server.address, into).fetched == ()
    made(store, "1.1.0", NEXT)
    before = len(server.requests())
    (brought,) = mirror(server.address, into).fetched
    asked = [request.path for request in server.requests()[before:] if "/1." in request.path]
    assert set(asked) == {f"/releases/1.1.0/{name}" for name in ("SHA256SUMS", "release.json", "data/sources.parquet")}
    assert brought.copied_files == 2 and read_index(into) == read_index(store)


def test_a_release_is_visible_when_it_is_whole_and_a_call_goes_on_where_one_ended(store: Path, wire: Wire, tmp_path: Path) -> None:
    made(store, "1.1.0", Making(files={"README.md": b"# A dataset\n", "long.bin": bytes(range(256)) * 8000}))
    into, left = tmp_path / "mirror", tmp_path / "mirror/releases/.partial/1.1.0/long.bin"
    wire.most_bytes = 500_000

    def falls_silent(arrived: int) -> None:
        if arrived and left.exists() and left.stat().st_size > 250_000:
            wire.answers = [plain_answer("503 Service Unavailable")] * 20

    with pytest.raises(BrokenOff, match="the same command goes on from there"):
        mirror(wire.address, into, heard=Heard(arrived=falls_silent))
    assert [release.version for release in read_index(into).releases] == ["1.0.0"] and verify(into / "releases" / "1.0.0")
    assert not (into / "releases" / "1.1.0").exists()
    already = left.stat().st_size
    wire.answers, wire.most_bytes, wire.asked = [], None, []
    mirror(wire.address, into)
    assert wire.ranges("long.bin") == [f"bytes={already}-"]
    assert files_of(into) == files_of(store)


def test_what_is_withdrawn_is_gone_from_the_mirror_and_what_is_yanked_is_marked(store: Path, tmp_path: Path) -> None:
    made(store, "1.1.0", NEXT), made(store, "2.0.0", NEXT)
    into = tmp_path / "mirror"
    mirror(store, into)
    marked(store, "1.0.0", "withdrawn", "at the author's request")
    marked(store, "2.0.0", "yanked", "a wrong date")
    found = mirror(store, into)
    assert (found.removed, found.fetched, found.latest) == (("1.0.0",), (), "1.1.0")
    assert sorted(path.name for path in (into / "releases").iterdir()) == ["1.1.0", "2.0.0"]
    assert verify(into / "releases" / "1.1.0") and read_index(into) == read_index(store)


def test_the_newest_alone_are_a_store_too(store: Path, tmp_path: Path) -> None:
    made(store, "1.1.0", NEXT), made(store, "2.0.0", NEXT)
    with_pages(store)
    into = tmp_path / "mirror"
    mirror(store, into, last=1)
    assert [release.version for release in read_index(into).releases] == ["2.0.0"] and not (into / "index.html").exists()
    mirror(store, into, last=2)
    assert [release.version for release in read_index(into).releases] == ["1.1.0", "2.0.0"]
    mirror(store, into)
    assert files_of(into) == files_of(store)


def test_a_folder_that_is_something_else_is_refused(store: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    made(own, "9.0.0")
    with pytest.raises(Refused, match=r"holds 9\.0\.0, which .* does not know"):
        mirror(store, own)
    download(store, tmp_path / "single", Wish())
    with pytest.raises(Refused, match="holds single downloads"):
        mirror(store, tmp_path / "single")
    with pytest.raises(Refused, match="is the store itself"):
        mirror(store, store)
    with pytest.raises(Refused, match="is no store of releases"):
        mirror(store / "releases" / "1.0.0", tmp_path / "other")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match=r"holds notes\.txt and no releases\.json"):
        mirror(store, tmp_path)
    with pytest.raises(Refused, match="cannot be written to"):
        mirror(store, tmp_path / "notes.txt" / "mirror")


def test_a_store_that_promises_other_bytes_than_before_is_not_followed(store: Path, tmp_path: Path) -> None:
    into = tmp_path / "mirror"
    mirror(store, into)
    index = read(store)
    index["releases"][0]["checksums_sha256"] = "0" * 64
    write(store, index)
    with pytest.raises(NotAsAsked, match=r"promises other bytes of 1\.0\.0"):
        mirror(store, into)
    assert verify(into / "releases" / "1.0.0", promised_of(rostra.places.place_of(into / "releases" / "1.0.0"), None))


def test_what_is_one_file_with_a_verified_one_is_not_read_again(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    download(store, tmp_path, Wish())
    made(store, "1.1.0", NEXT)
    download(store, tmp_path, Wish(since="1.0.0"))
    read_files: list[str] = []

    def other(path: Path) -> str:
        read_files.append(path.name)
        return "other"

    monkeypatch.setattr("rostra.verify.sha256_of", other)
    with pytest.raises(NotAsAsked, match="not as it was published"):
        verify(tmp_path / "1.1.0", since=files_since(tmp_path / "1.0.0"))
    assert sorted(read_files) == ["release.json", "sources.parquet"]
