"""The main job's wall time beside its floor: an empty four-task flow on the embedded server, and the import of Great Expectations.

Both run in turn, each in a process of its own with a fresh Prefect home and store.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Figure, Size, figure, median_of
from benchmarks.peers.environments import our_versions
from flows.cli import EMBEDDED_SERVER

FLOOR = """
from prefect import flow, task
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

@task
def nothing(n: int) -> int:
    return n

@flow
def empty() -> None:
    for n in range(4):
        nothing(n)

with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
    empty()
import sys
sys.modules["pyspark"] = None  # the yardstick is Great Expectations, not what else is installed here
import great_expectations
"""


def wall_seconds(command: list[str], home: Path) -> float:
    """Return the wall time of a command in seconds; subprocess.CalledProcessError where it fails."""
    environment = {**EMBEDDED_SERVER, **os.environ, "PREFECT_HOME": str(home), "GX_ANALYTICS_ENABLED": "false"}
    environment.pop("PREFECT_API_URL", None)
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main_job(size: Size, _corpora: Path) -> Iterator[Figure]:
    """Yield the wall time of `rostra build` on the bundled speech, to that of the floor, after one warming run of each."""
    floors, jobs = [], []
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "prefect"
        for pair in range(-1, size.pairs):
            floor = wall_seconds([sys.executable, "-c", FLOOR], home)
            store = Path(scratch) / f"store{pair}"
            job = wall_seconds([sys.executable, "-m", "rostra", "build", "--quiet", "--store", str(store)], home)
            if pair >= 0:
                floors.append(floor)
                jobs.append(job)
    ratios = [job / floor for job, floor in zip(jobs, floors, strict=True)]
    yield figure("main_job", ratios, {"job_seconds": median_of(jobs), "floor_seconds": median_of(floors), "versions": our_versions()})
