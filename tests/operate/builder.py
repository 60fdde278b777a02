"""Builds that die, or wait until their flag is gone, at moments of their stages: forks of one process that has imported everything.

Each line of the input is a `Build` with the folder for what it says, as JSON; its process id is printed, and how it ended is written there.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from flows.build_release import Outcome, build_release, on_progress
from flows.operate.when_busy import WhenBusy
from flows.validate import import_ahead


def build(sources: str, store: str, moments: str, flag: str, when_busy: str) -> None:
    def watch(stage: str, done: int, total: int) -> None:
        if f"{stage}:{done}" in moments.split():
            if not flag:
                os.kill(os.getpid(), signal.SIGKILL)
            Path(flag).touch()
            while Path(flag).exists():
                time.sleep(0.05)

    on_progress.set(watch)
    outcome = build_release(Path(sources), store, when_busy=WhenBusy(when_busy))
    assert isinstance(outcome, Outcome)
    print(outcome.published.version)


def build_and_tell(folder: Path, arguments: list[str]) -> None:
    """Build in a fork of this process, print its process id, and write how it ended once it has."""
    child = os.fork()
    if child == 0:
        for stream, name in ((1, "said"), (2, "errors")):
            os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT), stream)
        build(*arguments)
        return
    os.write(1, f"{child}\n".encode())
    _, status = os.waitpid(child, 0)
    (folder / "ended.partial").write_text(str(os.waitstatus_to_exitcode(status)))
    (folder / "ended.partial").rename(folder / "ended")
    os._exit(0)


def main() -> None:
    import_ahead()
    for line in sys.stdin:
        asked: dict[str, Any] = json.loads(line)
        if os.fork() == 0:
            build_and_tell(Path(asked["folder"]), asked["arguments"])
            return


if __name__ == "__main__":
    main()
