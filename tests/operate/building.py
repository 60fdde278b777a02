"""Builds in processes of their own, which die or wait at a moment of a stage."""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.operate.servers import HOUSE, Server


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
        [sys.executable, "-m", "tests.operate.builder", *said],
        cwd=HOUSE,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def built(running: subprocess.Popen[str]) -> str:
    """Return the version that a build ended with."""
    said, errors = running.communicate(timeout=900)
    assert running.returncode == 0, errors[-3000:]
    return said.strip().splitlines()[-1]
