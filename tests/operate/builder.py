"""A build that dies, or waits until its flag is gone, at moments of its stages; run by building.py."""

import os
import signal
import sys
import time
from pathlib import Path

from flows.build_release import Outcome, build_release, on_progress
from flows.operate.when_busy import WhenBusy


def main(sources: str, store: str, moments: str, flag: str, when_busy: str) -> None:
    def watch(stage: str, done: int, total: int) -> None:
        if f"{stage}:{done}" in moments.split():
            if not flag:
                os.kill(os.getpid(), signal.SIGKILL)
            Path(flag).touch()
            while Path(flag).exists():
                time.sleep(0.1)

    on_progress.set(watch)
    outcome = build_release(Path(sources), store, when_busy=WhenBusy(when_busy))
    assert isinstance(outcome, Outcome)
    print(outcome.published.version)


if __name__ == "__main__":
    main(*sys.argv[1:])
