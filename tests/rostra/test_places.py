"""Where a store lies: which addresses there are, what is tried again, and what is not."""

import socket
from pathlib import Path
from typing import Any

import aiohttp
import fsspec
import pytest
from typer.testing import CliRunner

from rostra.cli import app
from rostra.errors import BrokenOff, NotAsAsked, Refused
from rostra.places import SMALL_BYTES, file_names, place_of, read_range, read_small, stream
from rostra.web import OPTIONS
from tests.rostra.servers import Server, Wire, free_port, nginx, plain_answer


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("output", "output/releases.json"),
        ("file:///data/a%20store", "/data/a store/releases.json"),
        ("https://example.org/rostra/", "https://example.org/rostra/releases.json"),
        ("HTTP://example.org", "HTTP://example.org/releases.json"),
    ],
)
def test_an_address_names_a_place(address: str, file: str) -> None:
    assert str(place_of(address).inside("releases.json")) == file


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("ftp://example.org/rostra", "ftp://: no door to such a store"),
        ("memory://rostra", "memory://: no door to such a store"),
        ("https:///rostra", "names no host"),
        ("s3://", "names no host and no bucket"),
        ("https://[example/rostra", "not an address"),
        ("https://example.org/rostra?version=1", "has no"),
    ],
)
def test_an_address_that_cannot_be_read_is_refused(address: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        place_of(address)


def test_a_password_in_an_address_is_never_printed() -> None:
    assert str(place_of("https://me:secret@example.org/rostra")) == "https://example.org/rostra"


@pytest.mark.parametrize(("scheme", "extra"), [("s3", "s3"), ("gs", "gs"), ("az", "az")])
def test_an_object_store_without_its_package_names_the_package(scheme: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*arguments: Any, **more: Any) -> None:
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr(fsspec, "filesystem", missing)
    with pytest.raises(Refused, match=rf"pip install 'rostra\[{extra}\]'"):
        place_of(f"{scheme}://bucket/rostra")


def test_an_address_without_an_index_or_checksums_is_wrong_and_each_is_asked_for_once(server: Server) -> None:
    found = CliRunner().invoke(app, ["latest", "--store", server.address + "/nowhere"])
    assert isinstance(found.exception, Refused)
    assert "so no release; is the address right?" in str(found.exception)
    assert [request.path for request in server.requests() if "nowhere" in request.path] == [
        "/nowhere/releases.json",
        "/nowhere/SHA256SUMS",
    ]


def test_the_store_is_named_by_the_environment(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROSTRA_STORE", server.address)
    assert CliRunner().invoke(app, ["latest"]).stdout == "1.0.0\n"


@pytest.mark.parametrize("answer", ["503 Service Unavailable", "500 Internal Server Error", "429 Too Many Requests"])
def test_what_may_pass_is_tried_again(answer: str, wire: Wire) -> None:
    wire.answers = [plain_answer(answer), b""]  # the second call is broken off without a word
    assert read_small(place_of(wire.address).inside("releases.json")).startswith(b"{")
    assert len(wire.asked) == 3


def test_the_pause_that_the_server_asks_for_is_kept(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    wire.answers = [plain_answer("429 Too Many Requests", "Retry-After: 7"), plain_answer("503 Busy", "Retry-After: 86400")]
    read_small(place_of(wire.address).inside("releases.json"))
    assert pauses == [7.0, 30.0]


@pytest.mark.parametrize(("answer", "kind"), [("404 Not Found", FileNotFoundError), ("403 Forbidden", NotAsAsked)])
def test_what_will_not_pass_is_asked_once(answer: str, kind: type[Exception], wire: Wire) -> None:
    wire.answers = [plain_answer(answer)]
    with pytest.raises(kind):
        read_small(place_of(wire.address).inside("releases.json"))
    assert len(wire.asked) == 1


def test_a_server_that_stays_ill_is_given_up(wire: Wire) -> None:
    wire.answers = [plain_answer("503 Service Unavailable")] * 9
    with pytest.raises(BrokenOff, match="the server answers 503; tried 3 times"):
        read_small(place_of(wire.address).inside("releases.json"))
    assert len(wire.asked) == 3


def test_where_nobody_answers_the_call_was_wrong() -> None:
    with pytest.raises(Refused, match="nobody answers there"):
        read_small(place_of(f"http://127.0.0.1:{free_port()}").inside("releases.json"))


@pytest.mark.parametrize("elsewhere", ["file:///etc/passwd", "ftp://example.org/releases.json", "gopher://127.0.0.1/"])
def test_a_redirect_to_an_odd_address_is_refused(elsewhere: str, wire: Wire) -> None:
    wire.answers = [plain_answer("302 Found", f"Location: {elsewhere}")]
    with pytest.raises(NotAsAsked, match="is moved to an address that is not one of the web"):
        read_small(place_of(wire.address).inside("releases.json"))


def test_a_redirect_within_the_web_is_followed_and_a_circle_is_not(store: Path, tmp_path: Path) -> None:
    more = "location /moved/ { rewrite ^/moved/(.*)$ /$1 redirect; } location /circle { return 302 /circle; }"
    with nginx(store, tmp_path / "nginx", more) as server:
        assert read_small(place_of(server.address + "/moved").inside("releases.json")).startswith(b"{")
        with pytest.raises(NotAsAsked, match="again and again"):
            read_small(place_of(server.address).inside("circle"))


def test_a_server_that_falls_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OPTIONS["client_kwargs"], "timeout", aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=0.2))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = place_of(f"http://127.0.0.1:{silent.getsockname()[1]}").inside("releases.json")
        with pytest.raises(BrokenOff, match="the server falls silent; tried 3 times"):
            read_small(place)


def test_a_small_file_that_drips_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rostra.places.SMALL_SECONDS", -1.0)
    with pytest.raises(BrokenOff, match="did not come within"):
        read_small(place_of(server.address).inside("releases.json"))


def test_a_file_that_has_no_end_is_left(store: Path, tmp_path: Path) -> None:
    with (store / "releases.json").open("r+b") as file:
        file.truncate(10 * SMALL_BYTES)
    with nginx(store, tmp_path / "nginx") as server, pytest.raises(NotAsAsked, match="larger than 16 MB"):
        read_small(place_of(server.address).inside("releases.json"))
    with pytest.raises(NotAsAsked, match="larger than 16 MB"):
        read_small(place_of(store).inside("releases.json"))


def test_a_read_that_breaks_off_goes_on_where_it_stopped(store: Path, wire: Wire) -> None:
    (store / "long").write_bytes(bytes(range(256)) * 4000)
    wire.most_bytes, wire.cuts_left = 300_000, 3
    place = place_of(wire.address).inside("long")
    assert b"".join(stream(place)) == (store / "long").read_bytes()
    begins = [int(found.split("=")[1][:-1] or 0) if found else 0 for found in wire.ranges("long")]
    assert len(begins) == 4 and begins == sorted(set(begins))


def test_a_server_without_ranges_gives_the_rest_all_the_same(store: Path, tmp_path: Path) -> None:
    (store / "long").write_bytes(bytes(range(256)) * 4000)
    with nginx(store, tmp_path / "nginx", "max_ranges 0;") as server:
        place = place_of(server.address).inside("long")
        assert b"".join(stream(place, 500_001)) == (store / "long").read_bytes()[500_001:]
        assert read_range(place, 0, 10) is None


def test_a_part_of_a_file_is_just_that(server: Server, store: Path) -> None:
    content = (store / "releases.json").read_bytes()
    for place in (place_of(server.address), place_of(store)):
        assert read_range(place.inside("releases.json"), 3, 9) == content[3:9]
        assert read_range(place.inside("releases.json"), len(content) - 2, len(content) + 9) == content[-2:]


@pytest.mark.parametrize("header", ["Content-Range: bytes 0-1/9", "X-Nothing: 1"])
def test_other_bytes_than_asked_for_are_refused(header: str, wire: Wire) -> None:
    wire.answers = [plain_answer("206 Partial Content", header)]
    with pytest.raises(NotAsAsked, match="sent other bytes"):
        read_range(place_of(wire.address).inside("releases.json"), 3, 9)


def test_a_folder_on_this_disk_is_listed_and_a_web_servers_is_not(store: Path, server: Server) -> None:
    assert "releases/1.0.0/data/speeches.parquet" in (file_names(place_of(store)) or ())
    assert file_names(place_of(server.address)) is None
