"""A publisher of its own process that kills itself: `python -m tests.publish.crasher MOMENT STORE`, once for each line of its input.

Each line is a moment of publishing (`before describe`) and a store, divided by a tab. The process of the line publishes `CHANGED` to the
store and dies by SIGKILL at the moment; its end is printed. Processes are forked from one that has imported everything, to be quick.
"""

import os
import signal
import sys
from pathlib import Path

from flows.publish import withdrawal  # noqa: F401  imported before the fork
from flows.publish.release import acquire, publish
from tests.publish.a_release import ROWS, SPEECH, staged

ANOTHER = SPEECH._replace(speech_id="gazette.on-rivers", text_sha256="2" * 64)
CHANGED = {**ROWS, "speeches": [SPEECH, ANOTHER]}


def dies_at(moment: str, store: Path) -> None:
    """Publish, and be killed at the moment."""

    def on_step(reached: str) -> None:
        if reached == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    with acquire(store, wait_seconds=0):
        publish(store, *staged(store, CHANGED), on_step=on_step)


def main() -> None:
    """Fork once for each line, and print how each fork ended: the number of the signal, or 0."""
    for line in sys.stdin:
        moment, store = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            dies_at(moment, Path(store))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, flush=True)


if __name__ == "__main__":
    main()
