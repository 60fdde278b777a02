"""The reading commands as a person calls them: what they print, where, and how they end."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from rostra import cli
from tests.rostra.a_store import Making, files_of, made, marked
from tests.rostra.servers import Server, nginx

NOTHING = ""


class Ended(NamedTuple):
    """How a call ended."""

    code: int
    out: str
    error: str


@pytest.fixture
def rostra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Return the command as a wheel has it, called in this process, in `tmp_path`."""
    monkeypatch.setattr("rostra.making.is_here", lambda: False)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["rostra", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        sys.stdout.flush()
        return Ended(int(ended.value.code or 0), *capfd.readouterr())

    return call


def test_a_reader_finds_takes_and_verifies_a_release(
    rostra: Callable[..., Ended], store: Path, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROSTRA_STORE", server.address)
    made(store, "1.1.0")
    fetched = (store / "releases/1.1.0/release.json").stat().st_size
    marked(store, "1.1.0", "yanked", "dates\nare wrong")
    for arguments, code, out, error in (
        (["list"], 0, "1.0.0  2026-02-10  published  0 quotations  latest\n1.1.0  2026-02-10  yanked: dates are wrong  ", NOTHING),
        (["latest"], 0, "1.0.0\n", NOTHING),
        (["download", "latest", "--to", "here"], 0, "here/1.0.0: 4 files, all as promised; ", NOTHING),
        (["download", "1.0.0", "--to", "here"], 0, "here/1.0.0: is there already, and as it was published\n", NOTHING),
        (["download", "1.1.0", "--to", "here"], 1, NOTHING, "1.1.0 was yanked: dates are wrong; --allow-yanked reads it all the same"),
        (
            ["download", "1.1.0", "--to", "here", "--allow-yanked", "--since", "1.0.0"],
            0,
            f"here/1.1.0: 4 files, all as promised; {fetched} bytes fetched; 3 shared with another release, ",
            NOTHING,
        ),
        (["download", "latest", "--to", "few", "--table", "sources", "--quiet"], 0, "few/1.0.0\n", NOTHING),
        (["verify", "few/1.0.0"], 0, "few/1.0.0: all 2 files are as they were published; it holds the tables sources alone\n", NOTHING),
        (["verify", "1.1.0"], 0, f"{server.address}/releases/1.1.0: all 4 files are as they were published\n", NOTHING),
        (["verify", "here/1.0.0", "--store", server.address], 0, "here/1.0.0: all 4 files", NOTHING),
        (["sql", "SELECT count(*) AS n FROM speeches"], 0, "n\n2\n", NOTHING),
        (["sql", "SELECT 1", "--version", "9.0.0"], 1, NOTHING, "holds no release 9.0.0; it has 1.0.0, 1.1.0"),
        (["sql", "SELEC 1"], 2, NOTHING, "the query cannot be answered"),
        (["diff", "1.0.0", "1.1.0"], 1, NOTHING, "was yanked"),
        (["diff", "1.0.0", "1.1.0", "--allow-yanked"], 0, "table,added,removed,changed\nsources,0,0,0\nspeeches,0,0,0\n", NOTHING),
        (["list", "--store", "ftp://example.org"], 2, NOTHING, "ftp://: no door to such a store"),
        (["download", "latest", "--where", "true"], 2, NOTHING, "--where and --as take rows of one table: name it with --table"),
    ):
        found = rostra(*arguments)
        assert (found.code, arguments) == (code, arguments), found.error
        assert found.out.startswith(out), arguments
        assert error in found.error and "Traceback" not in found.error, arguments
        assert error or re.fullmatch(r"(\d+ files, [\d.]+ (kB|bytes) to come\n)?", found.error), arguments
    assert files_of(tmp_path / "here/1.1.0") == files_of(store / "releases/1.1.0")


@pytest.mark.slow
def test_an_interrupted_download_goes_on_at_the_next_call(store: Path, tmp_path: Path) -> None:
    made(store, "1.1.0", Making(files={"long.bin": os.urandom(20_000_000)}))
    command = [sys.executable, "-m", "rostra"]
    part = tmp_path / "here/.partial/1.1.0/long.bin"
    with nginx(store, tmp_path / "nginx", "limit_rate 3m;") as server:  # seven seconds for the whole, so that it can be interrupted
        arguments = ["download", "latest", "--to", str(tmp_path / "here"), "--store", server.address]
        for number in (signal.SIGINT, signal.SIGKILL):
            already = part.stat().st_size if part.exists() else 0
            running = subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            deadline = time.monotonic() + 30
            while not (part.exists() and part.stat().st_size > already + 2_000_000) and time.monotonic() < deadline:
                time.sleep(0.005)
            running.send_signal(number)
            _, errors = running.communicate(timeout=30)
            assert running.returncode == (130 if number == signal.SIGINT else -9)
            assert "Traceback" not in errors and (number == signal.SIGKILL or "interrupted; the same command goes on" in errors)
            assert [path.name for path in (tmp_path / "here").iterdir()] == [".partial"]
        before = sum(request.sent_bytes for request in server.requests())
        assert subprocess.run([*command, *arguments], check=True, capture_output=True, timeout=60).stderr.endswith(b" to come\n")
        assert sum(request.sent_bytes for request in server.requests()) - before < 18_000_000
    assert files_of(tmp_path / "here/1.1.0") == files_of(store / "releases/1.1.0")
