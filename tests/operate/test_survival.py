"""Killed in every stage, beside another run, without its server, its database, its clock or its disk: nothing is lost or done twice."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from rostra.store import read_index
from rostra.verify import verify
from tests.fetch.site import Site
from tests.operate.building import Build, Builds, builds_on
from tests.operate.paper import article, declare
from tests.operate.servers import Postgres, Server, until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

PATHS = ("/gazette/bridge", "/gazette/school", "/gazette/road")
STAGES = ("fetch", "read", "assemble", "validate", "publish")


@pytest.fixture
def sources(site: Site, tmp_path: Path) -> Path:
    site.pages |= {path: article(path.rpartition("/")[2]) for path in PATHS}
    return declare(tmp_path / "sources", site, "gazette", *PATHS)


def sent(site: Site) -> int:
    """Return how many texts the site has sent."""
    return sum(site.asked[path] for path in site.pages) - site.not_modified


def snapshots(store: Path) -> int:
    return len([path for path in store.glob("snapshots/??/*") if not path.name.startswith(".")])


def test_a_build_killed_in_every_stage_goes_on_from_what_it_had(
    postgres_server: Server, postgres_builds: Builds, sources: Path, site: Site, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    site.pause_seconds = 0.5
    fetching = postgres_builds.start(Build(sources, store))
    until(lambda: snapshots(store), "the first page is kept")
    fetching.kill()
    fetching.ended()
    postgres_server.give_back_turn(store)
    site.pause_seconds = 0
    most_sent = sent(site) + len(PATHS)  # what was had within the last seconds may be asked for again
    parts: dict[Path, int] = {}
    for moment in ("fetch:1", "read:1", "assemble:0", "validate:0", "publish:0"):
        assert postgres_builds.start(Build(sources, store, moment)).ended().returncode == -signal.SIGKILL, moment
        postgres_server.give_back_turn(store)
        assert read_index(store).latest is None and not (store / "releases").exists()
        kept = {path: path.stat().st_ino for path in store.glob("parts/*") if path.suffix != ".partial"}
        assert parts.items() <= kept.items(), f"what was read before {moment} was read again"
        parts = kept
    assert len(parts) == len(PATHS)
    assert postgres_builds.start(Build(sources, store)).built() == "1.0.0"
    assert verify(store / "releases" / "1.0.0") > 20
    assert {path: path.stat().st_ino for path in store.glob("parts/*")} == parts
    assert sent(site) <= most_sent


def test_a_run_survives_the_loss_of_its_server_and_of_its_database_in_every_stage(
    postgres_server: Server, postgres_builds: Builds, database: Postgres, sources: Path, site: Site, tmp_path: Path
) -> None:
    store, flag = tmp_path / "store", tmp_path / "flag"
    running = postgres_builds.start(Build(sources, store, " ".join(f"{stage}:0" for stage in STAGES), flag))
    for stage in STAGES:
        until(flag.exists, f"the run comes to {stage}")
        if stage in ("fetch", "assemble", "publish"):
            postgres_server.kill()
        if stage in ("read", "assemble", "validate"):
            database.kill()
        flag.unlink()  # it goes on without them
        if stage in ("read", "assemble", "validate"):
            database.start()
        if stage in ("fetch", "assemble", "publish"):
            postgres_server.start()
    assert running.built() == "1.0.0"
    site.pages[PATHS[0]] = article("bridge", "three")
    assert postgres_builds.start(Build(sources, store)).built() == "2.0.0"
    assert [release.version for release in read_index(store).releases] == ["1.0.0", "2.0.0"]
    assert sent(site) == len(PATHS) + 1


def test_the_second_run_of_a_store_waits_or_is_cancelled(
    postgres_server: Server, postgres_builds: Builds, site: Site, tmp_path: Path
) -> None:
    site.pages["/gazette/bridge"] = article("bridge")
    sources, store, flag = declare(tmp_path / "sources", site, "gazette", "/gazette/bridge"), tmp_path / "store", tmp_path / "flag"

    def states() -> list[str]:
        return sorted(run["state_type"] for run in postgres_server.runs() if run["parameters"]["store"] == str(store))

    first = postgres_builds.start(Build(sources, store, "assemble:0", flag))
    until(flag.exists, "the first run is at work")
    cancelled = postgres_builds.start(Build(sources, store, when_busy="cancel"))
    waiting = postgres_builds.start(Build(sources, store))
    cancelled.ended()
    until(lambda: len(states()) == 3, "all three have begun")
    assert waiting.returncode is None and read_index(store).latest is None
    flag.unlink()
    assert (first.built(), waiting.built()) == ("1.0.0", "1.0.0")
    assert states() == ["CANCELLED", "COMPLETED", "COMPLETED"]
    assert [release.version for release in read_index(store).releases] == ["1.0.0"]


def test_a_clock_that_jumps_and_a_full_disk_cost_no_text(
    postgres_server: Server, postgres_builds: Builds, sources: Path, site: Site, tmp_path: Path
) -> None:
    libraries = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not libraries:
        pytest.skip("libfaketime is missing; on Debian: apt install faketime")
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk here")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)], check=True)
    try:
        store = disk / "store"
        ahead = {"LD_PRELOAD": str(libraries[0]), "FAKETIME": "+400d", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        with builds_on(postgres_server, **ahead) as builds:
            assert builds.start(Build(sources, store)).built() == "1.0.0"
        site.pages[PATHS[0]] = article("bridge", "three")
        site.pages[PATHS[1]] = article("school", "four")
        free = shutil.disk_usage(disk).free
        (disk / "filler").write_bytes(b"\0" * (free - 60_000))
        full = postgres_builds.start(Build(sources, store)).ended()
        assert full.returncode != 0 and "No space left" in full.errors
        assert read_index(store).latest == "1.0.0" and verify(store / "releases" / "1.0.0") > 20
        (disk / "filler").unlink()
        assert postgres_builds.start(Build(sources, store)).built() == "2.0.0"
        assert sent(site) == len(PATHS) + 2
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)
