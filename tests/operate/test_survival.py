"""Killed in every stage, without its server, its database, its clock or its disk: the next run completes and nothing is done twice."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rostra.store import read_index
from rostra.verify import verify
from tests.fetch.site import Site
from tests.operate.paper import article, declare
from tests.operate.servers import HOUSE, Postgres, Server, until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

PATHS = ("/gazette/bridge", "/gazette/school", "/gazette/road")

# Builds, and at one moment of one stage either dies or waits until it is let go on.
BUILD = """
import os, signal, sys, time
from pathlib import Path
from flows.build_release import run

sources, store, stage, done, flag = sys.argv[1:]

def watch(now, n, of):
    if (now, str(n)) == (stage, done):
        if not flag:
            os.kill(os.getpid(), signal.SIGKILL)
        Path(flag).touch()
        while Path(flag).exists():
            time.sleep(0.1)

print(run(Path(sources), Path(store), watch).published.version)
"""


def build(
    server: Server, sources: Path, store: Path, stage: str = "", done: int = 0, flag: Path | None = None, **settings: str
) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", BUILD, str(sources), str(store), stage, str(done), str(flag or "")]
    environment = server.environment | settings
    return subprocess.Popen(command, cwd=HOUSE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def built(running: subprocess.Popen[str]) -> str:
    said, errors = running.communicate(timeout=400)
    assert running.returncode == 0, errors[-3000:]
    return said.strip().splitlines()[-1]


@pytest.fixture
def sources(site: Site, tmp_path: Path) -> Path:
    site.pages |= {path: article(path.rpartition("/")[2]) for path in PATHS}
    return declare(tmp_path / "sources", site, "gazette", *PATHS)


def test_a_build_killed_in_every_stage_goes_on_from_what_it_had(postgres_server: Server, sources: Path, site: Site, tmp_path: Path) -> None:
    store = tmp_path / "store"
    parts: dict[Path, int] = {}
    for stage, done in (("fetch", 1), ("read", 1), ("assemble", 0), ("validate", 0), ("publish", 0)):
        running = build(postgres_server, sources, store, stage, done)
        running.communicate(timeout=400)
        assert running.returncode == -signal.SIGKILL, stage
        assert read_index(store).latest is None and not (store / "releases").exists()
        kept = {path: path.stat().st_ino for path in store.glob("parts/*") if path.suffix != ".partial"}
        assert parts.items() <= kept.items(), f"what was read before {stage} was read again"
        parts = kept
    assert built(build(postgres_server, sources, store)) == "1.0.0"
    assert verify(store / "releases" / "1.0.0") > 20
    assert {path: path.stat().st_ino for path in store.glob("parts/*")}.items() >= parts.items()
    assert sum(site.asked.values()) - site.not_modified == len(PATHS)


def test_a_run_survives_the_loss_of_its_server_and_of_its_database(
    postgres_server: Server, database: Postgres, sources: Path, site: Site, tmp_path: Path
) -> None:
    store, flag = tmp_path / "store", tmp_path / "flag"
    running = build(postgres_server, sources, store, "assemble", 0, flag)
    until(flag.exists, "the run comes to assembling")
    postgres_server.kill()
    database.kill()
    database.start()
    postgres_server.start()
    flag.unlink()
    assert built(running) == "1.0.0"
    site.pages[PATHS[0]] = article("bridge", "three")
    assert built(build(postgres_server, sources, store)) == "2.0.0"
    assert [release.version for release in read_index(store).releases] == ["1.0.0", "2.0.0"]
    assert sum(site.asked.values()) - site.not_modified == len(PATHS) + 1


def test_a_clock_that_jumps_and_a_full_disk_cost_no_text(sqlite_server: Server, sources: Path, site: Site, tmp_path: Path) -> None:
    libraries = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not libraries or os.geteuid() != 0:
        pytest.skip("libfaketime is missing (on Debian: apt install faketime), or this is not root, who mounts a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)], check=True)
    try:
        store = disk / "store"
        ahead = {"LD_PRELOAD": str(libraries[0]), "FAKETIME": "+400d", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        embedded = sqlite_server.rostra("build", "--quiet", "--sources", str(sources), "--store", str(store), PREFECT_API_URL="", **ahead)
        assert embedded.stdout.strip() == "1.0.0", embedded.stderr
        site.pages[PATHS[0]] = article("bridge", "three")
        site.pages[PATHS[1]] = article("school", "four")
        free = shutil.disk_usage(disk).free
        (disk / "filler").write_bytes(b"\\0" * (free - 60_000))
        full = build(sqlite_server, sources, store)
        full.communicate(timeout=400)
        assert full.returncode != 0
        assert read_index(store).latest == "1.0.0" and verify(store / "releases" / "1.0.0") > 20
        (disk / "filler").unlink()
        assert built(build(sqlite_server, sources, store)) == "2.0.0"
        assert sum(site.asked.values()) - site.not_modified == len(PATHS) + 2
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)
