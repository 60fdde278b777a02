"""One build in this process, its processor time told by stage: `python -m benchmarks.staged SOURCES STORE [--engine processes]`.

Prints one JSON line: `stages`, the seconds of start, fetch, read (cleaning, segmenting, labelling), assemble, validate and publish,
those of the server and all other children included; `own`, those of them that this process used itself: with an engine of processes,
what is not shared by workers.
"""

import argparse
import json
import os
from pathlib import Path

from benchmarks.measuring import Booked
from flows.cli import EMBEDDED_SERVER
from flows.engines import Engine, Workers


def main() -> None:
    """Build, and print what each stage took."""
    booked = Booked("start")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path)
    parser.add_argument("store", type=Path)
    parser.add_argument("--engine", type=Engine, default=Engine.THREADS)
    parser.add_argument("--workers", type=int)
    asked = parser.parse_args()
    os.environ.update({**EMBEDDED_SERVER, "GX_ANALYTICS_ENABLED": "false"})
    from flows.build_release import run

    workers = Workers(asked.engine, asked.workers)
    outcome = run(asked.sources.resolve(), asked.store.resolve(), lambda stage, done, total: booked.enter(stage), workers=workers)
    booked.enter("end")
    print(json.dumps({"stages": booked.all, "own": booked.own, "rows": outcome.rows}))


if __name__ == "__main__":
    main()
