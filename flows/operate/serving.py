"""One machine: a Prefect server on the loopback, both deployments and a process worker, each started again where it ends."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from flows.errors import Refused
from flows.operate.when_busy import WhenBusy

HOUSE = Path(__file__).resolve().parents[2]
PREFECT = [sys.executable, "-m", "prefect"]
LOOPBACK = "127.0.0.1"
POOL = "rostra"
START_SECONDS = 180.0
AGAIN_SECONDS = 5.0
STOP_SECONDS = 30.0

# No word to anybody; a turn that outlives the server; a sign of life of each run, for the automation that looks for dead ones.
SETTINGS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    "GX_ANALYTICS_ENABLED": "false",
}


class Schedule(NamedTuple):
    """When a release is built: by cron, or every so many seconds."""

    cron: str | None
    interval_seconds: int | None
    timezone: str


class Served(NamedTuple):
    """What is deployed."""

    schedule: Schedule
    parameters: Mapping[str, object]
    """Those of the flow `build_release`, as values for JSON."""
    when_busy: WhenBusy
    watch_days: int
    is_asked_for_now: bool = False
    """Whether a release is built once at the start too."""


def serve(served: Served, port: int) -> None:
    """Start what is missing and keep it running until SIGINT or SIGTERM; with PREFECT_API_URL set, that server is used.

    Refused where the server does not come up, or where Prefect refuses the deployment.
    """
    is_over = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, frame: is_over.set())
    environment = {**SETTINGS, **os.environ}
    commands: dict[str, list[str]] = {}
    if not os.environ.get("PREFECT_API_URL"):
        environment["PREFECT_API_URL"] = f"http://{LOOPBACK}:{port}/api"
        if not _answers(port):
            commands["server"] = [*PREFECT, "server", "start", "--host", LOOPBACK, "--port", str(port)]
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        if "server" in commands:
            running["server"] = _start(commands["server"], environment)
            _wait_for_server(running["server"], port, is_over)
        if not is_over.is_set():
            deploy(served, environment)
            commands["worker"] = [*PREFECT, "worker", "start", "--pool", POOL, "--type", "process"]
            print(f"rostra: deployed; the UI is at {environment['PREFECT_API_URL'].removesuffix('/api')}", flush=True)
            _look_after_runs(environment, is_over, is_asked_for_now=served.is_asked_for_now)
        _keep_running(commands, running, environment, is_over)
    finally:
        for child in reversed(list(running.values())):  # the worker first: it tells the server of its end
            _stop(child)


def _look_after_runs(environment: Mapping[str, str], is_over: Event, *, is_asked_for_now: bool) -> None:
    """Ask for a build where that is wanted, and have the runs that wait for their time named, in a thread that ends with this process."""
    os.environ.update(environment)  # Prefect reads it where it is imported, which is here for the first time
    from flows.operate.scheduled import ask_for_a_build, keep_naming

    if is_asked_for_now:
        try:
            print(f"rostra: {ask_for_a_build()}", flush=True)
        except Exception as error:
            raise Refused(f"Prefect refused the run that --now asks for: {error}") from error
    Thread(target=keep_naming, args=(is_over,), daemon=True).start()


def deploy(served: Served, environment: Mapping[str, str]) -> None:
    """Create the work pool and both deployments of prefect.yaml on the server of PREFECT_API_URL, and its look-out for dead runs."""
    _call([sys.executable, "-m", "flows.operate.lookout"], environment)
    with TemporaryDirectory() as folder:
        asked = Path(folder) / "prefect.yaml"
        asked.write_text(json.dumps(as_asked(YAML(typ="safe").load(HOUSE / "prefect.yaml"), served)), encoding="utf-8")  # JSON is YAML
        _call([*PREFECT, "--no-prompt", "deploy", "--all", "--prefect-file", str(asked)], environment)


def as_asked(declared: dict[str, Any], served: Served) -> dict[str, Any]:
    """Return what prefect.yaml declares, with the schedule, parameters and strategy that were asked for in place of its own."""
    by_name = {deployment["name"]: deployment for deployment in declared["deployments"]}
    schedule = served.schedule
    when = {"interval": schedule.interval_seconds} if schedule.interval_seconds else {"cron": schedule.cron}
    by_name["release"]["schedules"] = [when | {"timezone": schedule.timezone}]
    by_name["release"]["parameters"] = dict(served.parameters)
    by_name["release"]["concurrency_limit"]["collision_strategy"] = "CANCEL_NEW" if served.when_busy is WhenBusy.CANCEL else "ENQUEUE"
    by_name["watch"]["parameters"] = {"store": served.parameters["store"], "days": served.watch_days}
    return declared


def _call(command: list[str], environment: Mapping[str, str]) -> None:
    done = subprocess.run(command, cwd=HOUSE, env=dict(environment), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Refused(f"Prefect refused `{' '.join(command[2:6])} …`: {(done.stderr or done.stdout).strip()[-1500:]}")


def _start(command: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    # In a session of its own, so that Ctrl-C reaches this process alone, which ends them in order.
    return subprocess.Popen(command, cwd=HOUSE, env=dict(environment), start_new_session=True)  # noqa: S603


def _keep_running(
    commands: Mapping[str, list[str]], running: dict[str, subprocess.Popen[bytes]], environment: Mapping[str, str], is_over: Event
) -> None:
    while not is_over.is_set():
        for name, command in commands.items():
            child = running.get(name)
            if child is None or child.poll() is not None:
                if child is not None:
                    print(f"rostra: the {name} ended with {child.returncode}; it is started again", file=sys.stderr, flush=True)
                running[name] = _start(command, environment)
                print(f"rostra: the {name} is process {running[name].pid}", flush=True)
        is_over.wait(AGAIN_SECONDS)


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _wait_for_server(server: subprocess.Popen[bytes], port: int, is_over: Event) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(port) and not is_over.is_set():
        if server.poll() is not None:
            raise Refused(f"the server ended with {server.returncode}; is port {port} taken? Name another one with --port")
        if time.monotonic() > deadline:
            raise Refused(f"the server did not answer on {LOOPBACK}:{port} within {START_SECONDS:g} seconds")
        is_over.wait(0.5)


def _answers(port: int) -> bool:
    """Whether a Prefect server answers on the loopback at this port."""
    try:
        with closing(http.client.HTTPConnection(LOOPBACK, port, timeout=5)) as connection:
            connection.request("GET", "/api/health")
            answer = connection.getresponse()
            return answer.status == 200 and answer.read().strip() == b"true"
    except (OSError, http.client.HTTPException):
        return False
