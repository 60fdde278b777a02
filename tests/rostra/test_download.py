"""A release brought to this disk: whole and as promised, or not at all."""

import json
import os
import subprocess
from pathlib import Path

import pyarrow as pa
import pytest

from rostra.choice import Choice, Part, of_tables
from rostra.download import Downloaded, Heard, Wish, download
from rostra.errors import BrokenOff, NotAsAsked, Refused
from rostra.verify import verify
from tests.publish.a_release import published
from tests.rostra.a_store import SPEECHES, Making, files_of, made, marked, read, seal, sha256, write, write_sums
from tests.rostra.servers import Server, Wire, nginx, plain_answer

LONG = {"README.md": b"# A dataset\n", "long.bin": bytes(range(256)) * 8000}
ALL = Wish()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_release_comes_whole_from_a_folder_and_from_the_web(store: Path, server: Server, tmp_path: Path) -> None:
    places: tuple[Path | str, ...] = (store, str(store), store.as_uri(), server.address)
    for number, place in enumerate(places):
        found = download(place, tmp_path / str(number), ALL)
        assert found.folder == tmp_path / str(number) / "1.0.0" and found.is_new
        assert files_of(found.folder) == files_of(store / "releases" / "1.0.0")
        assert names_in(tmp_path / str(number)) == ["1.0.0", "releases.json"]


def test_what_the_project_publishes_can_be_downloaded(tmp_path: Path) -> None:
    published(tmp_path / "store")
    with nginx(tmp_path / "store", tmp_path / "nginx") as server:
        found = download(server.address, tmp_path / "here", ALL)
    assert files_of(found.folder) == files_of(tmp_path / "store" / "releases" / "1.0.0")


def test_a_second_call_only_looks_whether_all_is_there(server: Server, tmp_path: Path) -> None:
    download(server.address, tmp_path / "here", ALL)
    before = len(server.requests())
    assert download(server.address, tmp_path / "here", ALL) == Downloaded("1.0.0", tmp_path / "here" / "1.0.0", False, 0, 0, 0, 0)
    assert [request.path.rpartition("/")[2] for request in server.requests()[before:]] == ["releases.json", "SHA256SUMS", "release.json"]


def test_a_second_call_finds_what_was_altered_since(store: Path, tmp_path: Path) -> None:
    readme = download(store, tmp_path / "here", ALL).folder / "README.md"
    readme.write_text("# Another dataset\n")
    with pytest.raises(NotAsAsked, match=r"README\.md: altered"):
        download(store, tmp_path / "here", ALL)


def test_a_chosen_table_comes_with_its_checksums_and_terms_alone(store: Path, tmp_path: Path) -> None:
    made(
        store,
        "1.1.0",
        Making(files={"LICENSE": b"Free.\n", "README.md": b"# A dataset\n", "index.html": b"<p>", "sample/sources.csv": b"a\n"}),
    )
    found = download(store, tmp_path / "here", Wish(choice=of_tables(["sources"])))
    names = set(files_of(found.folder))
    assert names == {"LICENSE", "release.json", "SHA256SUMS", "SHA256SUMS.here", "PARTIAL.json", "data/sources.parquet"}
    assert verify(found.folder) == 3
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS.here"], cwd=found.folder, check=True)


def test_data_and_pages_come_apart_and_make_the_release_together(store: Path, tmp_path: Path) -> None:
    pages = {"index.html": b"<p>", "pages/reader.js": b"1;"}
    whole = files_of(made(store, "1.1.0", Making(files={"README.md": b"# A dataset\n", **pages})))
    for first, second, held in (
        (Part.DATA, Part.PAGES, whole.keys() - pages),
        (Part.PAGES, Part.DATA, {*pages, "release.json", "SHA256SUMS"}),
    ):
        into = tmp_path / first
        found = download(store, into, Wish(choice=Choice(frozenset({first}))))
        assert set(files_of(found.folder)) == held | {"PARTIAL.json", "SHA256SUMS.here"}
        subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS.here"], cwd=found.folder, check=True)
        again = download(store, into, Wish(choice=Choice(frozenset({first}))))
        assert not again.is_new and again.files == 0
        download(store, into, Wish(choice=Choice(frozenset({second}))))
        assert files_of(found.folder) == whole


def test_further_tables_come_to_those_that_are_there(store: Path, tmp_path: Path) -> None:
    download(store, tmp_path / "here", Wish(choice=of_tables(["sources"])))
    found = download(store, tmp_path / "here", Wish(choice=of_tables(["speeches"])))
    assert found.files == 1 and verify(found.folder) == 3
    assert json.loads((found.folder / "PARTIAL.json").read_text()) == {"parts": [], "tables": ["sources", "speeches"]}
    found = download(store, tmp_path / "here", ALL)
    assert files_of(found.folder) == files_of(store / "releases" / "1.0.0")


def test_a_table_in_parts_comes_whole(tmp_path: Path) -> None:
    made(tmp_path / "store", "1.0.0", Making(parts={"speeches": 2}))
    found = download(tmp_path / "store", tmp_path / "here", Wish(choice=of_tables(["speeches"])))
    assert {name for name in files_of(found.folder) if name.startswith("data/")} == {
        "data/speeches/part-00000-of-00002.parquet",
        "data/speeches/part-00001-of-00002.parquet",
    }


def test_a_table_that_is_not_there_is_named_with_those_that_are(store: Path, tmp_path: Path) -> None:
    with pytest.raises(NotAsAsked, match="holds no table 'quotes'; it has sources, speeches"):
        download(store, tmp_path / "here", Wish(choice=of_tables(["quotes"])))
    assert not (tmp_path / "here").exists()


def test_a_yanked_version_comes_to_those_who_insist(store: Path, tmp_path: Path) -> None:
    marked(store, "1.0.0", "yanked", "dates are wrong")
    with pytest.raises(NotAsAsked, match="was yanked: dates are wrong"):
        download(store, tmp_path / "here", Wish("1.0.0"))
    assert not (tmp_path / "here").exists()
    assert download(store, tmp_path / "here", Wish("1.0.0", allow_yanked=True)).is_new


# Interruptions


def test_what_broke_off_goes_on_where_it_stopped(store: Path, wire: Wire, tmp_path: Path) -> None:
    made(store, "1.1.0", Making(files=LONG))
    here = tmp_path / "here"
    wire.most_bytes = 500_000
    wire.cuts_left = 2
    wire.linger_seconds = 1.0
    found = download(wire.address, here, ALL)
    assert files_of(found.folder) == files_of(store / "releases" / "1.1.0")
    ranges = [piece for piece in wire.ranges("long.bin") if piece]
    assert len(ranges) == 2 and all(int(piece.removeprefix("bytes=").removesuffix("-")) > 100_000 for piece in ranges)


def test_a_download_that_was_given_up_is_hidden_and_goes_on_at_the_next_call(store: Path, wire: Wire, tmp_path: Path) -> None:
    made(store, "1.1.0", Making(files=LONG))
    here, served = tmp_path / "here", store / "releases" / "1.1.0"
    wire.most_bytes = 500_000

    def falls_silent(arrived: int) -> None:
        if arrived and (here / ".partial/1.1.0/long.bin").exists() and (here / ".partial/1.1.0/long.bin").stat().st_size > 250_000:
            wire.answers = [plain_answer("503 Service Unavailable")] * 20

    with pytest.raises(BrokenOff, match="the same command goes on from there"):
        download(wire.address, here, ALL, Heard(arrived=falls_silent))
    assert names_in(here) == [".partial"]
    already = (here / ".partial/1.1.0/long.bin").stat().st_size
    assert already > 250_000
    wire.answers, wire.most_bytes, wire.asked = [], None, []
    found = download(wire.address, here, ALL)
    assert wire.ranges("long.bin") == [f"bytes={already}-"]
    assert found.fetched_bytes < sum(path.stat().st_size for path in served.rglob("*") if path.is_file()) - 250_000
    assert files_of(found.folder) == files_of(served) and names_in(here) == ["1.1.0", "releases.json"]


def test_what_an_earlier_call_left_of_something_else_is_fetched_anew(store: Path, tmp_path: Path) -> None:
    left = tmp_path / "here" / ".partial" / "1.0.0"
    left.mkdir(parents=True)
    (left / "README.md").write_bytes(b"X")
    (left / "stranger").write_bytes(b"X")
    found = download(store, tmp_path / "here", ALL)
    assert files_of(found.folder) == files_of(store / "releases" / "1.0.0")


# Only what changed


def test_since_copies_what_is_the_same_and_ends_with_the_same_bytes(store: Path, server: Server, tmp_path: Path) -> None:
    here = tmp_path / "here"
    download(server.address, here, ALL)
    made(store, "1.1.0", Making({"speeches": SPEECHES, "sources": pa.table({"source_id": ["herald"], "title": ["The Herald"]})}))
    before = len(server.requests())
    for since in ("1.0.0", str(here / "1.0.0")):
        into = here if since == "1.0.0" else tmp_path / "there"
        found = download(server.address, into, Wish("latest", since=since))
        assert files_of(found.folder) == files_of(store / "releases" / "1.1.0")
        assert found.copied_files == 2 and found.copied_bytes == sum(
            (store / "releases" / "1.1.0" / name).stat().st_size for name in ("README.md", "data/speeches.parquet")
        )
    asked = {request.path.removeprefix("/releases/1.1.0/") for request in server.requests()[before:]}
    assert asked == {"/releases.json", "SHA256SUMS", "release.json", "data/sources.parquet"}


def test_since_takes_no_file_that_is_not_as_it_was(store: Path, tmp_path: Path) -> None:
    old = download(store, tmp_path / "here", ALL).folder
    (old / "data" / "speeches.parquet").write_bytes(b"X")
    (old / "data" / "sources.parquet").unlink()
    made(store, "1.1.0")
    found = download(store, tmp_path / "here", Wish(since="1.0.0"))
    assert files_of(found.folder) == files_of(store / "releases" / "1.1.0") and found.copied_files == 1


def test_since_what_is_not_there_is_refused(store: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no release there to take files from"):
        download(store, tmp_path / "here", Wish(since="0.9.0"))
    assert not (tmp_path / "here").exists()


# Refusals: each with nothing left


def altered(folder: Path) -> None:
    content = bytearray((folder / "data" / "speeches.parquet").read_bytes())
    content[100] ^= 1
    (folder / "data" / "speeches.parquet").write_bytes(content)


def cut_short(folder: Path) -> None:
    os.truncate(folder / "data" / "speeches.parquet", 100)


def missing(folder: Path) -> None:
    (folder / "data" / "speeches.parquet").unlink()


def too_large(folder: Path) -> None:
    with (folder / "data" / "speeches.parquet").open("ab") as file:
        file.write(bytes(100))


def readme_too_large(folder: Path) -> None:
    (folder / "README.md").write_bytes(bytes(40_000_000))


def sums_altered(folder: Path) -> None:
    with (folder / "SHA256SUMS").open("a") as file:
        file.write(f"{'0' * 64}  more\n")


def sums_missing(folder: Path) -> None:
    (folder / "SHA256SUMS").unlink()


def manifest_altered(folder: Path) -> None:
    (folder / "release.json").write_text("{}")


def index_lies(folder: Path) -> None:
    index = read(folder.parent.parent)
    index["releases"][0]["checksums_sha256"] = "0" * 64
    write(folder.parent.parent, index)


def manifest_of_another(folder: Path) -> None:
    manifest = json.loads((folder / "release.json").read_text())
    (folder / "release.json").write_text(json.dumps(manifest | {"version": "2.0.0"}))
    seal(folder.parent.parent, "1.0.0")


def sizes_lie(folder: Path) -> None:
    """Say of a file that it is small, and sign that."""
    manifest = json.loads((folder / "release.json").read_text())
    for entry in manifest["files"]:
        entry["bytes"] = 3
    for entry in manifest["tables"]:
        entry["bytes"] = 3
    (folder / "release.json").write_text(json.dumps(manifest))
    seal(folder.parent.parent, "1.0.0")


SPOILT = {
    altered: "speeches.parquet: altered",
    cut_short: "speeches.parquet: cut short",
    missing: "speeches.parquet: missing",
    too_large: "speeches.parquet: larger than the announced",
    readme_too_large: r"README.md: larger than the announced 12 bytes; the transfer was stopped",
    sums_altered: "SHA256SUMS: altered; its SHA-256 is not the one in the store's index",
    sums_missing: "holds no SHA256SUMS, so it is no release",
    manifest_altered: "release.json: altered",
    index_lies: "not the one in the store's index",
    manifest_of_another: "is that of version '2.0.0'",
    sizes_lie: "larger than the announced 3 bytes",
}


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
@pytest.mark.parametrize("where", ["disk", "web"])
def test_a_release_that_is_not_as_promised_leaves_nothing(where: str, spoil: object, store: Path, tmp_path: Path) -> None:
    assert callable(spoil)
    spoil(store / "releases" / "1.0.0")
    with nginx(store, tmp_path / "nginx") as server:
        with pytest.raises(NotAsAsked, match=SPOILT[spoil]):
            download(store if where == "disk" else server.address, tmp_path / "here", ALL)
        assert sum(request.sent_bytes for request in server.requests() if request.status < 400) < 30_000_000
    assert names_in(tmp_path / "here") == []


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "data/../../outside",
        "/outside",
        "data//x",
        "./x",
        "a\\..\\..\\outside",
        "C:x",
        "",
        "a\x00b",
        "SHA256SUMS",
        "README.md",
    ],
)
def test_a_name_that_climbs_or_is_odd_is_refused_before_anything_is_written(name: str, store: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(b"mine")
    sums = (store / "releases/1.0.0/SHA256SUMS").read_text()
    write_sums(store, "1.0.0", f"{sums}{sha256(b'theirs')}  {name}\n")
    with pytest.raises(NotAsAsked, match="SHA256SUMS, line 5"):
        download(store, tmp_path / "here", ALL)
    assert (tmp_path / "outside").read_bytes() == b"mine" and not (tmp_path / "here").exists()


def test_a_name_that_is_a_file_and_a_folder_is_refused(store: Path, tmp_path: Path) -> None:
    sums = (store / "releases/1.0.0/SHA256SUMS").read_text()
    write_sums(store, "1.0.0", f"{sums}{sha256(b'theirs')}  data\n")
    with pytest.raises(NotAsAsked, match="'data' cannot be a file and a folder"):
        download(store, tmp_path / "here", ALL)


def test_a_link_that_waits_in_the_folder_is_not_followed(store: Path, tmp_path: Path) -> None:
    mine, here = tmp_path / "mine", tmp_path / "here"
    mine.mkdir()
    here.mkdir()
    for link in (here / "1.0.0", here / ".partial"):
        link.symlink_to(mine)
        with pytest.raises(NotAsAsked, match="is a symbolic link"):
            download(store, here, ALL)
        link.unlink()
    (here / ".partial" / "1.0.0").mkdir(parents=True)
    (here / ".partial" / "1.0.0" / "data").symlink_to(mine)
    with pytest.raises(NotAsAsked, match="is a symbolic link"):
        download(store, here, ALL)
    assert names_in(mine) == []


def test_a_link_in_the_store_gives_its_files_bytes_or_nothing(store: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret bytes")
    (store / "releases/1.0.0/README.md").unlink()
    (store / "releases/1.0.0/README.md").symlink_to(tmp_path / "secret")
    with pytest.raises(NotAsAsked, match=r"README\.md: altered"):
        download(store, tmp_path / "here", ALL)
    assert names_in(tmp_path / "here") == []


def test_a_file_without_an_announced_size_is_small(store: Path, tmp_path: Path) -> None:
    folder = made(store, "1.1.0", Making(files={"README.md": b"x" * 17_000_000}, says_sizes=False))
    assert "files" not in json.loads((folder / "release.json").read_text())
    with pytest.raises(NotAsAsked, match="larger than a file without an announced size may be"):
        download(store, tmp_path / "here", ALL)


def test_a_folder_that_holds_something_else_is_left_alone(store: Path, tmp_path: Path) -> None:
    (tmp_path / "here" / "1.0.0").mkdir(parents=True)
    (tmp_path / "here" / "1.0.0" / "mine").write_text("mine")
    with pytest.raises(NotAsAsked, match="is there already, and is not this release"):
        download(store, tmp_path / "here", ALL)
    assert names_in(tmp_path / "here") == ["1.0.0"] and names_in(tmp_path / "here" / "1.0.0") == ["mine"]


def test_a_folder_that_cannot_be_written_to_is_named(store: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="cannot be written to"):
        download(store, tmp_path / "file", ALL)


def test_two_downloads_of_one_folder_do_not_meet(store: Path, tmp_path: Path) -> None:
    def again(size: int, files: int) -> None:
        with pytest.raises(Refused, match="another download works here"):
            download(store, tmp_path / "here", ALL)

    assert download(store, tmp_path / "here", ALL, Heard(total=again)).is_new


def test_a_redirect_of_one_file_to_an_odd_address_leaves_nothing(store: Path, tmp_path: Path) -> None:
    more = "location /releases/1.0.0/data/ { return 302 file:///etc/passwd; }"
    with nginx(store, tmp_path / "nginx", more) as server, pytest.raises(NotAsAsked, match="not one of the web"):
        download(server.address, tmp_path / "here", ALL)
    assert names_in(tmp_path / "here") == []
