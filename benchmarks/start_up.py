"""What `rostra annotate` costs on one small file, beside the import of pyarrow.parquet.

`python -m benchmarks.start_up --pairs 5` runs both in turn, each in a process of its own, and prints one JSON line with the median
ratio of their CPU seconds and its range.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

TEXT = "The minister opened the new bridge. “Bridges join people,” Minister Anna Petrova said. She added that two more would follow.\n"
YARDSTICK = [sys.executable, "-c", "import pyarrow.parquet"]


def cpu_seconds(command: list[str]) -> float:
    """Return the CPU seconds of a command; subprocess.CalledProcessError where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(pairs: int) -> dict[str, object]:
    """Return the figures of `pairs` runs of each, in turn, after one warming run of each."""
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "report.txt"
        file.write_text(TEXT, encoding="utf-8")
        for pair in range(-1, pairs):
            yardstick, annotate = cpu_seconds(YARDSTICK), cpu_seconds([sys.executable, "-m", "rostra", "annotate", str(file)])
            if pair >= 0:
                theirs.append(yardstick)
                ours.append(annotate)
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    return {
        "what": "rostra annotate on one small file / import pyarrow.parquet, CPU",
        "ratio": round(statistics.median(ratios), 2),
        "range": [round(min(ratios), 2), round(max(ratios), 2)],
        "annotate_seconds": round(statistics.median(ours), 3),
        "import_seconds": round(statistics.median(theirs), 3),
        "goal": 4,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5)
    print(json.dumps(measure(parser.parse_args().pairs)))
