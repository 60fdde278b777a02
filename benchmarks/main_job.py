"""The main job's wall time beside its floor: an empty four-task flow on the embedded server, and the import of Great Expectations.

`python -m benchmarks.main_job --pairs 5` runs both in turn, each in a process of its own with a fresh Prefect home and store, and
prints one JSON line with the median ratio and its range.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

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
import great_expectations
"""


def wall_seconds(command: list[str], home: Path) -> float:
    """Return the wall time of a command in seconds; subprocess.CalledProcessError where it fails."""
    environment = {**EMBEDDED_SERVER, **os.environ, "PREFECT_HOME": str(home), "GX_ANALYTICS_ENABLED": "false"}
    environment.pop("PREFECT_API_URL", None)
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def measure(pairs: int) -> dict[str, object]:
    """Return the figures of `pairs` runs of each, in turn, after one warming run of each."""
    floors, jobs = [], []
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "prefect"
        for pair in range(-1, pairs):
            floor = wall_seconds([sys.executable, "-c", FLOOR], home)
            store = Path(scratch) / f"store{pair}"
            job = wall_seconds([sys.executable, "-m", "rostra", "build", "--quiet", "--store", str(store)], home)
            if pair >= 0:
                floors.append(floor)
                jobs.append(job)
    ratios = [job / floor for job, floor in zip(jobs, floors, strict=True)]
    return {
        "benchmark": "main_job",
        "ratio": round(statistics.median(ratios), 3),
        "range": [round(min(ratios), 3), round(max(ratios), 3)],
        "goal": 1.25,
        "job_seconds": round(statistics.median(jobs), 2),
        "floor_seconds": round(statistics.median(floors), 2),
        "pairs": pairs,
        "load": round(os.getloadavg()[0], 2),
        "versions": {name: version(name) for name in ("prefect", "great-expectations", "pyarrow")},
    }


def main() -> None:
    """Print the figures as one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5)
    print(json.dumps(measure(parser.parse_args().pairs)))


if __name__ == "__main__":
    main()
