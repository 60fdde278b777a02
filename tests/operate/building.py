"""Builds in processes of their own, which die or wait at a moment of a stage."""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.operate.servers import HOUSE, Server

BUILD = """
import os, signal, sys, time
from pathlib import Path
from flows.build_release import build_release, on_progress
from flows.operate.when_busy import WhenBusy

sources, store, moments, flag, when_busy = sys.argv[1:]

def watch(stage, done, total):
    if f"{stage}:{done}" in moments.split():
        if not flag:
            os.kill(os.getpid(), signal.SIGKILL)
        Path(flag).touch()
        while Path(flag).exists():
            time.sleep(0.1)

on_progress.set(watch)
print(build_release(Path(sources), store, when_busy=WhenBusy(when_busy)).published.version)
"""


class Build(NamedTuple):
    """What a build does: at the `moments`, such as `read:1 publish:0`, it kills itself, or makes the flag and waits till it is gone."""

    sources: Path
    store: Path
    moments: str = ""
    flag: Path | None = None
    when_busy: str = "wait"


def start(server: Server, build: Build, **settings: str) -> subprocess.Popen[str]:
    said = [str(build.sources), str(build.store), build.moments, str(build.flag or ""), build.when_busy]
    environment = server.environment | settings
    return subprocess.Popen(
        [sys.executable, "-c", BUILD, *said], cwd=HOUSE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def built(running: subprocess.Popen[str]) -> str:
    """Return the version that a build ended with."""
    said, errors = running.communicate(timeout=400)
    assert running.returncode == 0, errors[-3000:]
    return said.strip().splitlines()[-1]
