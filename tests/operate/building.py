"""Builds in processes of their own, which die or wait at a moment of a stage."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.operate.servers import HOUSE, Server, until


class Build(NamedTuple):
    """What a build does: at the `moments`, such as `read:1 publish:0`, it kills itself, or makes the flag and waits till it is gone."""

    sources: Path
    store: Path
    moments: str = ""
    flag: Path | None = None
    when_busy: str = "wait"


class Running(NamedTuple):
    """A build at work, or one that has ended."""

    pid: int
    folder: Path

    @property
    def returncode(self) -> int | None:
        """How it ended, as subprocess tells it: minus the signal that killed it; None while it is at work."""
        ended = self.folder / "ended"
        return int(ended.read_text()) if ended.exists() else None

    @property
    def errors(self) -> str:
        return (self.folder / "errors").read_text()

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def ended(self) -> Running:
        until(lambda: self.returncode is not None, "the build ends", 900)
        return self

    def built(self) -> str:
        """Return the version that it ended with."""
        assert self.ended().returncode == 0, self.errors[-3000:]
        return (self.folder / "said").read_text().strip().splitlines()[-1]


class Builds(NamedTuple):
    """A process that has imported all that a build on a server needs: each build is a fork of it."""

    process: subprocess.Popen[str]
    folder: Path

    def start(self, build: Build) -> Running:
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        arguments = [str(build.sources), str(build.store), build.moments, str(build.flag or ""), build.when_busy]
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps({"folder": str(folder), "arguments": arguments}) + "\n")
        self.process.stdin.flush()
        return Running(int(self.process.stdout.readline()), folder)


@contextmanager
def builds_on(server: Server, **settings: str) -> Iterator[Builds]:
    """Start the process whose forks build on a server, with further settings in its environment."""
    command = [sys.executable, "-m", "tests.operate.builder"]
    environment = server.environment | settings
    with (server.folder / "builds.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=HOUSE, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        )
    with process:
        yield Builds(process, server.folder)
        assert process.stdin
        process.stdin.close()
