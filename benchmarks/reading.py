"""The reading of texts alone, by an engine: `python -m benchmarks.reading SOURCES WORK ENGINE WORKERS`.

Prints one JSON line: processor time of all processes, and wall time, from the first shard handed out to the end of the last worker.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path

from benchmarks.measuring import tree_cpu_seconds
from benchmarks.texts_as_tables import write_shards
from flows.engines import Engine, Workers, read_by
from flows.shards import read_shard


def main() -> None:
    """Read, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("engine", type=Engine)
    parser.add_argument("workers", type=int)
    asked = parser.parse_args()
    shards = write_shards(asked.sources, asked.work)
    before, started = tree_cpu_seconds(os.getpid()), time.perf_counter()
    read = list(read_by(Workers(asked.engine, asked.workers), read_shard, shards, asked.work))
    took = {"cpu_seconds": tree_cpu_seconds(os.getpid()) - before, "wall_seconds": time.perf_counter() - started}
    print(json.dumps({**took, "shards": len(read)}))


if __name__ == "__main__":
    main()
