"""Two runs of one store never publish at once."""

from pathlib import Path

import pytest

from rostra.store import read_index
from tests.fetch.site import Site
from tests.operate.building import Build, Builds
from tests.operate.paper import article, declare
from tests.operate.servers import Server, until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


def test_the_second_run_of_a_store_waits_or_is_cancelled(sqlite_server: Server, sqlite_builds: Builds, site: Site, tmp_path: Path) -> None:
    site.pages["/gazette/bridge"] = article("bridge")
    sources, store, flag = declare(tmp_path / "sources", site, "gazette", "/gazette/bridge"), tmp_path / "store", tmp_path / "flag"
    before = len(sqlite_server.runs())
    first = sqlite_builds.start(Build(sources, store, "assemble:0", flag))
    until(flag.exists, "the first run is at work")
    cancelled = sqlite_builds.start(Build(sources, store, when_busy="cancel"))
    waiting = sqlite_builds.start(Build(sources, store))
    cancelled.ended()
    until(lambda: len(sqlite_server.runs()) == before + 3, "all three have begun")
    assert waiting.returncode is None and read_index(store).latest is None
    flag.unlink()
    assert (first.built(), waiting.built()) == ("1.0.0", "1.0.0")
    states = sorted(run["state_type"] for run in sqlite_server.runs()[before:])
    assert states == ["CANCELLED", "COMPLETED", "COMPLETED"]
    assert [release.version for release in read_index(store).releases] == ["1.0.0"]
