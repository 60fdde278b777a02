"""One build in this process, its processor time told by stage: `python -m benchmarks.staged SOURCES STORE`.

Prints one JSON line: the seconds of start, fetch, read (cleaning, segmenting, labelling), assemble, validate and publish, those of the
server and all other children included.
"""

import argparse
import json
import os
from pathlib import Path

from benchmarks.measuring import tree_cpu_seconds
from flows.cli import EMBEDDED_SERVER


def main() -> None:
    """Build, and print what each stage took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path)
    parser.add_argument("store", type=Path)
    asked = parser.parse_args()
    os.environ.update({**EMBEDDED_SERVER, "GX_ANALYTICS_ENABLED": "false"})
    from flows.build_release import run

    taken: dict[str, float] = {}
    entered = ["start"]
    clock = [0.0]

    def watch(stage: str, done: int, total: int) -> None:
        """Book what was used since the last word on the stage that it was used in."""
        now = tree_cpu_seconds(os.getpid())
        taken[entered[0]] = taken.get(entered[0], 0.0) + now - clock[0]
        clock[0], entered[0] = now, stage

    outcome = run(asked.sources.resolve(), asked.store.resolve(), watch)
    watch("end", 0, 1)
    print(json.dumps({"stages": taken, "rows": outcome.rows}))


if __name__ == "__main__":
    main()
