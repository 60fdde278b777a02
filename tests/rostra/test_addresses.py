"""What an address may name (a store, a folder of downloads, a release alone), and that every command refuses what is none of them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import rostra
from rostra.cli import app
from rostra.errors import NotAsAsked, Refused
from rostra.store import Layout, opened
from tests.rostra.a_store import Making, files_of, made, marked
from tests.rostra.servers import Server, nginx, wait_for

READING = {
    "list": (),
    "latest": (),
    "download": ("latest", "--to", "here"),
    "verify": (),
    "diff": ("1.0.0", "latest"),
    "sql": ("SELECT 1",),
    "schema": (),
    "cite": (),
    "ui": ("--print",),
    "export": ("--as", "csv", "--to", "here"),
}
"""Command → what it is called with, but for the store."""
MIRROR = "mirror"
COMMANDS = (*READING, MIRROR)


def called(*arguments: str) -> tuple[int, str, str]:
    """Call the command in this process and return its exit code, what it printed, and why it failed."""
    found = CliRunner().invoke(app, list(arguments))
    code = {NotAsAsked: 1, Refused: 2}.get(type(found.exception), found.exit_code)  # type: ignore[arg-type]  # None is in no dict
    return code, found.stdout, str(found.exception or "")


def asked(command: str, place: str) -> tuple[int, str, str]:
    """Call a reading command on a place; `mirror` has it for its first argument, each other one for an option."""
    return called(command, place, "here") if command == MIRROR else called(command, *READING[command], "--store", place)


@pytest.fixture
def downloads(store: Path, tmp_path: Path) -> Path:
    """Return the folder into which two versions were downloaded, the earlier one in chosen tables alone."""
    made(store, "1.1.0")
    for version, *more in (("1.0.0", "--table", "speeches"), ("1.1.0",)):
        assert called("download", version, "--to", str(tmp_path / "here"), "--store", str(store), *more)[0] == 0
    return tmp_path / "here"


def test_each_reading_command_is_tried_on_wrong_addresses() -> None:
    assert {command.name or command.callback.__name__ for command in app.registered_commands if command.callback} == {*COMMANDS}


WRONG: dict[str, Callable[[Path], str]] = {
    "no such folder": lambda tmp: str(tmp / "nowhere"),
    "an empty folder": lambda tmp: str(tmp / "empty"),
    "another's folder": lambda tmp: str(tmp / "foreign"),
    "a page of a store": lambda tmp: str(tmp / "store/index.html"),
    "its index itself": lambda tmp: str(tmp / "store/releases.json"),
    "half a release": lambda tmp: str(tmp / "half"),
    "a store that lost its index": lambda tmp: str(tmp / "lost"),
    "a scheme without a door": lambda tmp: "ftp://example.org/rostra",
    "no host": lambda tmp: "https:///rostra",
    "an address with a question": lambda tmp: "https://example.org/rostra?version=1",
}
ON_THE_WEB = {
    "nothing there": "/nowhere",
    "the root of the site": "",
    "a page": "/store/index.html",
    "another's folder": "/foreign/",
    "a folder that is given to nobody": "/secret",
    "a server that answers everything with a page": "/page",
}


@pytest.fixture
def wrong(store: Path, tmp_path: Path) -> Path:
    """Lay out what somebody may name by mistake, beside the store."""
    for name in ("empty", "foreign", "half", "lost/releases", "site"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "foreign/index.html").write_text("<!doctype html>")
    (store / "index.html").write_text("<!doctype html>")
    (tmp_path / "half/release.json").write_text("{}")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_address_on_this_disk_is_refused_by_every_command(kind: str, command: str, wrong: Path) -> None:
    before = files_of(wrong)
    code, printed, why = asked(command, WRONG[kind](wrong))
    assert (code, printed) == (2, ""), why
    assert why and "Traceback" not in why and files_of(wrong) == before


def test_a_wrong_address_on_the_web_is_refused_by_every_command(wrong: Path) -> None:
    more = 'location /secret { return 403; } location /page { default_type text/html; return 200 "<!doctype html>"; }'
    with nginx(wrong, wrong / "nginx", more) as server:
        for kind, path in ON_THE_WEB.items():
            for command in COMMANDS:
                code, printed, why = asked(command, server.address + path)
                assert (code, printed) == (2, ""), (kind, command, why)
                assert "holds no releases.json, so no store of releases, and no SHA256SUMS" in why, (kind, command)
        assert f"is it {server.address}/store?" in called("list", "--store", f"{server.address}/store/index.html")[2]
    assert not (wrong / "here").exists()


def test_an_index_with_an_odd_entry_is_not_taken_for_no_index(store: Path) -> None:
    (store / "releases.json").write_text("[]")
    for command in COMMANDS:
        code, _, why = asked(command, str(store))
        assert code == 1 and "not an index of releases" in why, command


@pytest.mark.parametrize("where", ["on this disk", "on the web"])
def test_a_folder_of_downloads_is_read_like_a_store(where: str, downloads: Path, tmp_path: Path) -> None:
    with nginx(downloads, tmp_path / "nginx") as server:
        wait_for(server.port)
        address = str(downloads) if where == "on this disk" else server.address
        assert [line.split()[0] for line in called("list", "--store", address)[1].splitlines()] == ["1.0.0", "1.1.0"]
        assert called("latest", "--store", address)[1] == "1.1.0\n"
        assert called("sql", "SELECT count(*) AS n FROM speeches", "--version", "1.0.0", "--store", address)[1] == "n\n2\n"
        assert rostra.load("sources", store=address).num_rows == 1
        assert "\nspeeches,0,0,0\n" in called("diff", "1.0.0", "latest", "--table", "speeches", "--store", address)[1]
        assert "1.1.0: all 4 files" in called("verify", "--store", address)[1]
        assert "1.1.0: all 4 files" in called("verify", address)[1]
        again = tmp_path / "again"
        assert called("download", "latest", "--to", str(again), "--store", address)[0] == 0
    assert files_of(again / "1.1.0") == files_of(downloads / "1.1.0")


@pytest.mark.parametrize("where", ["on this disk", "on the web"])
def test_the_folder_of_one_release_is_read_like_a_store_of_one(where: str, store: Path, server: Server) -> None:
    folder = "releases/1.0.0"
    address = str(store / folder) if where == "on this disk" else f"{server.address}/{folder}/"
    assert called("list", "--store", address)[1] == "1.0.0  2026-02-10  published  0 quotations  latest\n"
    assert called("sql", "SELECT count(*) AS n FROM speeches", "--store", address)[1] == "n\n2\n"
    assert rostra.load("sources", store=address).num_rows == 1
    assert "all 4 files" in called("verify", "--store", address)[1]
    assert called("sql", "SELECT 1", "--version", "2.0.0", "--store", address)[2].endswith("holds no release 2.0.0; it has 1.0.0")


def test_two_folders_are_compared_by_their_addresses(store: Path, server: Server, tmp_path: Path) -> None:
    made(store, "2.0.0", Making({"speeches": Making().tables["speeches"]}))
    alone = shutil.copytree(store / "releases/2.0.0", tmp_path / "alone")
    found = called("diff", f"{server.address}/releases/1.0.0", str(alone))
    assert found == (0, "table,added,removed,changed\nspeeches,0,0,0\nsources,0,1,0\n", "")


def test_a_release_alone_says_so_when_its_store_yanked_it(store: Path, server: Server) -> None:
    marked(store, "1.0.0", "yanked", "dates are wrong")
    for address in (str(store / "releases/1.0.0"), f"{server.address}/releases/1.0.0"):
        assert "1.0.0 was yanked: dates are wrong" in called("sql", "FROM speeches", "--store", address)[2]
        assert called("sql", "FROM speeches", "--store", address, "--allow-yanked")[0] == 0


def test_what_the_publisher_said_of_a_version_stays_with_the_download(store: Path, tmp_path: Path) -> None:
    marked(store, "1.0.0", "yanked", "dates are wrong")
    into = tmp_path / "here"
    assert called("download", "1.0.0", "--to", str(into), "--allow-yanked", "--store", str(store))[0] == 0
    assert "was yanked: dates are wrong" in called("sql", "FROM speeches", "--version", "1.0.0", "--store", str(into))[2]
    readme, sums = into / "1.0.0/README.md", into / "1.0.0/SHA256SUMS"
    readme.write_text("# Another\n")
    sums.write_text(sums.read_text().replace("README.md", "READYOU.md"))
    assert "not the one in the store's index" in called("verify", str(into / "1.0.0"))[2]


def test_downloads_without_an_index_are_read_all_the_same(downloads: Path) -> None:
    (downloads / "releases.json").unlink()
    shutil.rmtree(downloads / "1.0.0")
    found = opened(downloads)
    assert found.layout is Layout.DOWNLOADS and [release.version for release in found.listed.releases] == ["1.1.0"]


def test_a_download_into_a_store_leaves_its_index_alone(store: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    made(other, "3.0.0")
    index = (store / "releases.json").read_bytes()
    for into in (store, store / "releases"):
        assert called("download", "3.0.0", "--to", str(into), "--store", str(other))[0] == 0
    assert (store / "releases.json").read_bytes() == index and not (store / "releases/releases.json").exists()


@pytest.mark.parametrize("command", ["build", "yank", "annotate"])
def test_a_reader_who_calls_a_making_command_is_told_what_to_install(command: str) -> None:
    code, _, why = called(command, "--anything")
    assert code == 2 and f"`rostra {command}` belongs to the making of releases" in why and "a clone of the project" in why


def test_no_hint_names_a_command_that_a_reader_has_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rostra.making.is_here", lambda: False)
    (tmp_path / "lost/releases").mkdir(parents=True)
    for address in (tmp_path, tmp_path / "nowhere", tmp_path / "lost"):
        assert "build" not in called("list", "--store", str(address))[2].replace(str(tmp_path), "")
