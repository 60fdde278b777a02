"""What the tests of reading share: short pauses, no proxy, a store made by hand, and a web server for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rostra.a_store import made
from tests.rostra.servers import Server, Wire, nginx


@pytest.fixture(autouse=True)
def here_and_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait little between two tries, and ask no proxy for what is on this machine."""
    monkeypatch.setattr("rostra.places.PAUSES_SECONDS", (0.01, 0.02))
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    monkeypatch.delenv("ROSTRA_STORE", raising=False)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a store with version 1.0.0, which a test may spoil."""
    folder = tmp_path / "store"
    made(folder, "1.0.0")
    return folder


@pytest.fixture
def server(store: Path, tmp_path: Path) -> Iterator[Server]:
    """Serve that store."""
    with nginx(store, tmp_path / "nginx") as found:
        yield found


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    """Return a wire to that server, which a test may break."""
    found = Wire(server.port)
    yield found
    found.close()
