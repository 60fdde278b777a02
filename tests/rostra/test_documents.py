"""Each line of the documents that a reader may type, typed: against a store on a web server, in a folder of its own."""

import re
import shlex
from pathlib import Path

import pyarrow as pa
import pytest

from rostra.cli import app
from tests.rostra.a_store import Making, made
from tests.rostra.servers import nginx
from tests.rostra.test_addresses import called
from tests.rostra.test_taking import KEYS, TABLES

HOUSE = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)
OF_README = ".venv/bin/"
OF_MAKERS = ("rostra build", "rostra annotate", "rostra source", "rostra sql --as markdown")


def reader_lines() -> list[str]:
    """Return the lines that call a reading command in the README and in the reader's half of docs/releases.md."""
    releases = (HOUSE / "docs/releases.md").read_text(encoding="utf-8").partition("## For a publisher")[0]
    readme = (HOUSE / "README.md").read_text(encoding="utf-8").replace(OF_README, "")
    lines = [line for text in (readme, releases) for block in BLOCK.findall(text) for line in block.splitlines()]
    return [line for line in lines if line.startswith("rostra ") and not line.startswith(OF_MAKERS)]


@pytest.fixture
def two_versions(tmp_path: Path) -> Path:
    """Return a store of two versions with the columns that the documents ask for."""
    quotations = TABLES["quotations"]
    for name, values in (("kind", pa.array(["direct"] * 2)), ("spoken_on", pa.array([20_500] * 2, pa.date32()))):
        quotations = quotations.append_column(name, values)
    files = {"index.html": b"<p>", "LICENSE": b"Free.\n"}
    made(tmp_path / "store", "1.0.0", Making({**TABLES, "quotations": quotations}, files, keys=KEYS))
    made(tmp_path / "store", "2.0.0", Making({**TABLES, "quotations": quotations.slice(0, 1)}, files, keys=KEYS))
    return tmp_path / "store"


def test_every_line_that_a_reader_may_type_works(two_versions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webbrowser.open", lambda address: None)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "typed").mkdir()
    monkeypatch.chdir(tmp_path / "typed")
    lines = reader_lines()
    assert len(lines) > 20
    with nginx(two_versions, tmp_path / "nginx") as server:
        monkeypatch.setenv("ROSTRA_STORE", server.address)
        assert called("download", "2.0.0", "--to", "releases")[0] == 0
        for line in lines:
            code, _, why = called(*shlex.split(line.replace("https://example.org/rostra", server.address), comments=True)[1:])
            assert code == 0, (line, why)


def test_no_help_swallows_what_stands_in_angle_brackets() -> None:
    for command in app.registered_commands:
        callback = command.callback
        assert callback is not None
        texts = [callback.__doc__ or "", command.epilog or ""]
        for hint in callback.__annotations__.values():
            texts.append(str(hint))
        assert not [text for text in texts if re.search(r"help='[^']*<[a-z]", text)], callback.__name__
        assert not re.search(r"<[a-z]+>", " ".join(texts[:2])), callback.__name__
