"""Two runs of one store never publish at once."""

from pathlib import Path

import pytest

from rostra.store import read_index
from tests.fetch.site import Site
from tests.operate.building import Build, built, start
from tests.operate.paper import article, declare
from tests.operate.servers import Server, until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


def test_the_second_run_of_a_store_waits_or_is_cancelled(sqlite_server: Server, site: Site, tmp_path: Path) -> None:
    site.pages["/gazette/bridge"] = article("bridge")
    sources, store, flag = declare(tmp_path / "sources", site, "gazette", "/gazette/bridge"), tmp_path / "store", tmp_path / "flag"
    before = len(sqlite_server.runs())
    first = start(sqlite_server, Build(sources, store, "assemble:0", flag))
    until(flag.exists, "the first run is at work")
    cancelled = start(sqlite_server, Build(sources, store, when_busy="cancel"))
    waiting = start(sqlite_server, Build(sources, store))
    cancelled.communicate(timeout=900)
    until(lambda: len(sqlite_server.runs()) == before + 3, "all three have begun")
    assert waiting.poll() is None and read_index(store).latest is None
    flag.unlink()
    assert (built(first), built(waiting)) == ("1.0.0", "1.0.0")
    states = sorted(run["state_type"] for run in sqlite_server.runs()[before:])
    assert states == ["CANCELLED", "COMPLETED", "COMPLETED"]
    assert [release.version for release in read_index(store).releases] == ["1.0.0"]
