"""One build in this process, its processor time told by stage: `python -m benchmarks.staged SOURCES STORE [--engine processes]`.

Prints one JSON line: `stages`, the seconds of start, fetch, read (cleaning, segmenting, labelling), assemble, validate and publish,
those of the server and all other children included; `own`, those of them that this process used itself: with an engine of processes,
what is not shared by workers.
"""

import argparse
import json
import os
import time
from pathlib import Path

from benchmarks.measuring import tree_cpu_seconds
from flows.cli import EMBEDDED_SERVER
from flows.engines import Engine, Workers


def main() -> None:
    """Build, and print what each stage took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path)
    parser.add_argument("store", type=Path)
    parser.add_argument("--engine", type=Engine, default=Engine.THREADS)
    parser.add_argument("--workers", type=int)
    asked = parser.parse_args()
    os.environ.update({**EMBEDDED_SERVER, "GX_ANALYTICS_ENABLED": "false"})
    from flows.build_release import run

    taken: dict[str, float] = {}
    own: dict[str, float] = {}
    entered = ["start"]
    clock = [0.0, 0.0]

    def watch(stage: str, done: int, total: int) -> None:
        """Book what was used since the last word on the stage that it was used in."""
        now = [tree_cpu_seconds(os.getpid()), time.process_time()]
        for kept, at, before in zip((taken, own), now, clock, strict=True):
            kept[entered[0]] = kept.get(entered[0], 0.0) + at - before
        clock[:], entered[0] = now, stage

    workers = Workers(asked.engine, asked.workers)
    outcome = run(asked.sources.resolve(), asked.store.resolve(), watch, workers=workers)
    watch("end", 0, 1)
    print(json.dumps({"stages": taken, "own": own, "rows": outcome.rows}))


if __name__ == "__main__":
    main()
