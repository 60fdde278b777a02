"""prefect.yaml on a server with a password: a worker, runs asked for by name, alerts; and no secret anywhere."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.schedules import IntervalSchedule
from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings
from prefect.states import StateType

from flows.operate.scheduled import ask_for_a_build, name_scheduled_runs
from rostra.store import read_index
from tests.fetch.site import Site
from tests.operate.paper import article, declare
from tests.operate.receiver import Receiver
from tests.operate.servers import HOUSE, Server, kill_family, until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


@pytest.fixture(scope="module")
def deployed(sqlite_server: Server) -> Iterator[Server]:
    """Deploy prefect.yaml by the commands that it names, and run a worker."""
    server = sqlite_server
    for command in (["work-pool", "create", "--type", "process", "rostra"], ["--no-prompt", "deploy", "--all"]):
        done = server.call("prefect", *command)
        assert done.returncode == 0, done.stdout + done.stderr
    with (server.folder / "worker.log").open("ab") as log:
        command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "rostra"]
        worker = subprocess.Popen(command, cwd=HOUSE, env=server.environment, stdout=log, stderr=log)
    yield server
    kill_family(worker.pid)
    worker.wait()


def ask_for(server: Server, name: str, **parameters: object) -> subprocess.CompletedProcess[str]:
    given = [option for key, value in parameters.items() for option in ("--param", f"{key}={json.dumps(value)}")]
    return server.call("prefect", "deployment", "run", name, *given)


def test_the_form_that_the_ui_shows_has_every_parameter_with_its_type_and_meaning(deployed: Server) -> None:
    [release] = deployed.ask("/deployments/filter", deployments={"name": {"any_": ["release"]}})
    form = release["parameter_openapi_schema"]["properties"]
    assert {name: field.get("type") for name, field in form.items()} == {
        "sources": "string",
        "store": "string",
        "work": "string",
        "version": None,  # a text or nothing
        "full_rebuild": "boolean",
        "with_judges": "boolean",
        "with_pages": "boolean",
        "when_busy": None,  # one of two words
        "engine": None,  # one of three
        "workers": None,  # a number or nothing
        "address": None,  # a text or nothing
        "through": None,  # a text or nothing
        "remind_days": "integer",
        "accept_loss": "array",
        "ask_again": "array",
    }
    assert all(field["description"] for field in form.values())
    assert release["enforce_parameter_schema"] and release["concurrency_options"]["collision_strategy"] == "ENQUEUE"
    assert [schedule["schedule"]["cron"] for schedule in release["schedules"]] == ["0 5 * * *"]


def deployment(client: SyncPrefectClient, name: str, schedule: IntervalSchedule, sources: Path) -> str:
    """Deploy the flow for which nobody works, so that its runs wait, and return its name."""
    flow = client.read_flow_by_name("build-release")
    parameters, schedules = {"sources": str(sources)}, [DeploymentScheduleCreate(schedule=schedule)]
    client.create_deployment(flow_id=flow.id, name=name, parameters=parameters, schedules=schedules)
    return f"build-release/{name}"


def test_a_run_has_its_name_before_it_begins_and_one_is_asked_for_at_once_where_none_is_due(
    deployed: Server, site: Site, tmp_path: Path
) -> None:
    sources = declare(tmp_path / "sources", site, "gazette", "/")
    declare(sources, site, "herald", "/")
    settings = {PREFECT_API_URL: deployed.api, PREFECT_API_AUTH_STRING: deployed.environment["PREFECT_API_AUTH_STRING"]}
    now = datetime.now(UTC)
    with temporary_settings(settings), get_client(sync_client=True) as client:
        daily = deployment(client, "daily", IntervalSchedule(interval=timedelta(days=1), anchor_date=now + timedelta(hours=12)), sources)
        often = deployment(client, "often", IntervalSchedule(interval=timedelta(seconds=50)), sources)
        assert ask_for_a_build(daily) == f"asked for the run gazette, herald {now:%Y-%m-%d}"
        assert ask_for_a_build(often).startswith("no run is asked for: one is due at 20")
        until(lambda: len({run.deployment_id for run in client.read_flow_runs()}) >= 4, "runs of all four deployments are scheduled")
        before = {run.id for run in client.read_flow_runs()}
        assert name_scheduled_runs(client) > 0
        names = {run.name for run in client.read_flow_runs() if run.id in before and run.state_type == StateType.SCHEDULED}
    assert {name.rpartition(" ")[0] for name in names} == {"gazette, herald", "bundled", "watch"}
    assert f"gazette, herald {now + timedelta(hours=36):%Y-%m-%d}" in names and "watch output" in names


def run_of(server: Server, **parameters: object) -> Any:
    """Ask the API for a run, as a program would."""
    [release] = server.ask("/deployments/filter", deployments={"name": {"any_": ["release"]}})
    return server.ask(f"/deployments/{release['id']}/create_flow_run", parameters=parameters)


def test_runs_that_are_asked_for_honour_their_parameters_and_alert_where_the_gate_closes(
    deployed: Server, site: Site, receiver: Receiver, tmp_path: Path
) -> None:
    server, store = deployed, tmp_path / "store"
    site.pages["/gazette/bridge"] = article("bridge")
    sources = declare(tmp_path / "sources", site, "gazette", "/gazette/bridge")
    greedy = declare(tmp_path / "greedy", site, "gazette", "/gazette/bridge", least=9)
    wrong = ask_for(server, "build-release/release", full_rebuild="perhaps")
    assert wrong.returncode != 0 and "is not of type 'boolean'" in wrong.stdout
    with pytest.raises(HTTPError, match="409"):
        run_of(server, version="two")

    receiver.statuses = [500]  # the first alert is tried twice
    before = len(server.runs())
    asked = {"store": str(store), "version": "3.0.0", "full_rebuild": True}
    done = ask_for(server, "build-release/release", sources=str(greedy), **asked)
    assert done.returncode == 0, done.stderr
    run_of(server, sources=str(sources), **asked)  # they take turns: one run at a time
    over = {"COMPLETED", "FAILED", "CRASHED"}
    until(lambda: sum(run["state_type"] in over for run in server.runs()) == before + 2, "both runs end", 900)
    runs = {Path(run["parameters"]["sources"]).name: run for run in server.runs()[before:]}
    assert (runs["greedy"]["state_type"], runs["sources"]["state_type"]) == ("FAILED", "COMPLETED")
    assert read_index(store).latest == "3.0.0"
    assert "**3.0.0**" in str(server.artifacts(runs["sources"]["id"])["rostra-difference"])
    assert "(1 broken)" in str(server.artifacts(runs["greedy"]["id"])["rostra-validation"])
    until(receiver.events, "the alert comes, which is sent after the run has failed")
    assert receiver.events() == ["gate-closed"]
    assert "gazette" in receiver.posted[0]["message"]

    secrets = [secret.rsplit(":", 1)[-1] for secret in ("planted-api-5d0e", "planted-key-c81b", "planted-webhook-91c4")]
    logs = server.ask("/logs/filter", limit=200)
    assert logs
    said = json.dumps([logs, server.ask("/artifacts/filter"), server.ask("/flow_runs/filter"), server.ask("/task_runs/filter")])
    assert not [secret for secret in secrets if secret in said]
    files = [path for folder in (store, server.folder) for path in folder.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in files) and any(path.name == "worker.log" for path in files)
    assert not [(path, secret) for path in files for secret in secrets if secret.encode() in path.read_bytes()]
