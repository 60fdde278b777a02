"""Real servers, started and ended by the tests: Prefect's, on SQLite or PostgreSQL, and PostgreSQL's own."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

HOUSE = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 480.0
PASSWORD = "planted-password-7f3a"  # noqa: S105  (planted, so that a test can look for it)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def until(is_so: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS) -> Any:
    """Wait until something is so, and return it; fail, saying what did not happen."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := is_so():
            return found
        time.sleep(0.2)
    pytest.fail(f"{what}: not within {seconds:g} seconds")


def family(pid: int) -> list[int]:
    """Return a process and all that it started, it first."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found = [pid]
    for member in found:
        found += children.get(member, [])
    return found


def kill_family(pid: int) -> None:
    """SIGKILL a process and all that it started, as a machine that loses its power would, and wait until none runs."""
    members = family(pid)
    for member in members:
        with suppress(ProcessLookupError):
            os.kill(member, signal.SIGKILL)
    until(lambda: not any(_runs(member) for member in members), "what was killed ends")


def _runs(pid: int) -> bool:
    """Whether a process is there and is not one that only its parent still has to take note of."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Server:
    """A Prefect server that can be killed and started again on the same port and database."""

    def __init__(self, folder: Path, database: str | None = None, **settings: str) -> None:
        self.folder, self.port = folder, free_port()
        self.api = f"http://127.0.0.1:{self.port}/api"
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | {
            "PREFECT_HOME": str(folder / "home"),
            "PREFECT_API_URL": self.api,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
            "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
            "DO_NOT_TRACK": "1",
            "GX_ANALYTICS_ENABLED": "false",
            **settings,
        }
        if database:
            self.environment["PREFECT_API_DATABASE_CONNECTION_URL"] = database
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(self.port)]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, cwd=self.folder)
        until(self.answers, "the server answers")

    def answers(self) -> bool:
        assert self.process is not None and self.process.poll() is None, (self.folder / "server.log").read_text()[-3000:]
        with suppress(OSError):
            return bool(urllib.request.urlopen(f"{self.api}/health", timeout=5).read() == b"true")  # noqa: S310
        return False

    def kill(self) -> None:
        assert self.process is not None
        kill_family(self.process.pid)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def ask(self, path: str, **body: Any) -> Any:
        """Return what the API answers to a POST."""
        return json.loads(self._answer("POST", path, json.dumps(body).encode()))

    def give_back_turn(self, store: Path) -> None:
        """Give back the turn that a killed run has at a store; it would come back by itself after a minute, as test_schedule.py shows."""
        from flows.operate.turns import limit_name

        self._answer("DELETE", f"/v2/concurrency_limits/{limit_name(str(store))}")

    def _answer(self, method: str, path: str, raw: bytes | None = None) -> bytes:
        headers = {"Content-Type": "application/json"}
        if said := self.environment.get("PREFECT_API_AUTH_STRING"):
            headers["Authorization"] = "Basic " + base64.b64encode(said.encode()).decode()
        request = urllib.request.Request(f"{self.api}{path}", raw, headers, method=method)  # noqa: S310
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return bytes(answer.read())

    def runs(self, flow: str = "build-release") -> list[dict[str, Any]]:
        """Return the runs of a flow that began, the oldest first."""
        found = self.ask("/flow_runs/filter", flows={"name": {"any_": [flow]}}, sort="START_TIME_ASC")
        return [run for run in found if run["start_time"]]

    def artifacts(self, run_id: str) -> dict[str, Any]:
        """Return the artifacts of a run, by key."""
        found = self.ask("/artifacts/filter", flow_runs={"id": {"any_": [run_id]}})
        return {artifact["key"]: artifact["data"] for artifact in found if artifact["key"]}

    def rostra(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return self.call("rostra", *arguments, **settings)

    def call(self, module: str, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", module, *arguments]
        environment = self.environment | settings
        return subprocess.run(command, cwd=HOUSE, env=environment, capture_output=True, text=True, check=False, timeout=600)


class Served:
    """`rostra serve`, with its output in a file; `worker` is the worker's process id."""

    def __init__(self, server: Server, *arguments: str, **settings: str) -> None:
        self.log = server.folder / "serve.log"
        self.log.write_bytes(b"")
        command = [sys.executable, "-m", "rostra", "serve", *arguments]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=HOUSE, env=server.environment | settings, stdout=log, stderr=log)

    def worker(self) -> int:
        """Return the process of the worker that was started last."""
        found = [line.rsplit(" ", 1)[1] for line in self.log.read_text().splitlines() if line.startswith("rostra: the worker is process")]
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        return int(found[-1]) if found else 0

    def stop(self) -> None:
        left = family(self.process.pid)
        self.process.terminate()
        try:
            self.process.wait(60)
        finally:
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.wait()


class Postgres(NamedTuple):
    """A PostgreSQL cluster of the tests' own."""

    address: str
    """For Prefect, its password included."""
    start: Callable[[], None]
    kill: Callable[[], None]


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Start a cluster as an ordinary user on a free port of the loopback, and remove it at the end."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [Path(found) for found in [shutil.which("initdb")] if found]
    if not programs:
        pytest.skip("PostgreSQL's initdb is missing; on Debian: apt install postgresql")
    place, port = programs[-1].parent, free_port()
    folder = Path(tempfile.mkdtemp(prefix="rostra-postgres-"))  # pytest's own folders are closed to other users
    as_user = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "nobody")
    (folder / "password").write_text(PASSWORD)
    (folder / "password").chmod(0o644)

    def call(*command: str) -> None:
        done = subprocess.run([*as_user, *command], capture_output=True, text=True, check=False, cwd=folder, timeout=120)
        assert done.returncode == 0, done.stderr + (folder / "log").read_text() if (folder / "log").exists() else done.stderr

    def pg_ctl(*arguments: str) -> None:
        call(str(place / "pg_ctl"), "-D", str(folder / "data"), "-w", "-l", str(folder / "log"), *arguments)

    def start() -> None:
        pg_ctl("-o", f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200", "start")

    def kill() -> None:
        lock = folder / "data" / "postmaster.pid"
        kill_family(int(lock.read_text().splitlines()[0]))
        lock.unlink()  # its process may wait for its parent for long, and would be taken for a running one

    try:
        initdb = [str(place / "initdb"), "-D", str(folder / "data"), "-U", "rostra", "--auth=scram-sha-256", "-E", "UTF8", "--no-sync"]
        call(*initdb, f"--pwfile={folder / 'password'}")
        start()
        yield Postgres(f"postgresql+asyncpg://rostra:{PASSWORD}@127.0.0.1:{port}/postgres", start, kill)
    finally:
        with suppress(AssertionError, OSError):
            pg_ctl("-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
