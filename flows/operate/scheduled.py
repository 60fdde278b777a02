"""Runs before they begin: each gets the name that it will have, in place of the server's random words; and one is asked for at once."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import FlowFilter, FlowFilterName, FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import FlowRun
from prefect.states import StateType

from flows import clock
from flows.operate.shown import name_of_build

BUILD, WATCH = "build-release", "watch-store"
"""The names of the flows."""
RELEASE = f"{BUILD}/release"
DUE = timedelta(minutes=1)
NAMES_AGAIN_SECONDS = 10.0

log = logging.getLogger(__name__)


def name_of_run(flow: str, parameters: Mapping[str, Any], moment: datetime) -> str:
    """Return the name that a run of a flow gives itself when it begins.

    >>> name_of_run("watch-store", {"store": "s3://bucket/rostra"}, datetime(2026, 11, 26, 8, 30))
    'watch s3://bucket/rostra'
    """
    return f"watch {parameters['store']}" if flow == WATCH else name_of_build(Path(parameters["sources"]), moment)


def name_scheduled_runs(client: SyncPrefectClient) -> int:
    """Name all runs that wait for their time, and return how many were not."""
    return sum(_name(client, flow, run) for flow in (BUILD, WATCH) for run in _waiting(client, flow))


def _waiting(client: SyncPrefectClient, flow: str) -> list[FlowRun]:
    is_scheduled = FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED]))
    return client.read_flow_runs(
        flow_filter=FlowFilter(name=FlowFilterName(any_=[flow])), flow_run_filter=FlowRunFilter(state=is_scheduled)
    )


def _name(client: SyncPrefectClient, flow: str, run: FlowRun) -> bool:
    name = name_of_run(flow, run.parameters, run.expected_start_time or clock.now())
    if run.name == name:
        return False
    client.set_flow_run_name(run.id, name)
    return True


def keep_naming(is_over: Event) -> None:
    """Name the runs that wait for their time until it is over; a server that does not answer is asked again."""
    while not is_over.is_set():
        try:
            with get_client(sync_client=True) as client:
                name_scheduled_runs(client)
        except Exception as error:  # a name is for the eye alone
            log.info("runs that wait could not be named: %s", type(error).__name__)
        is_over.wait(NAMES_AGAIN_SECONDS)


def ask_for_a_build(deployment_name: str = RELEASE) -> str:
    """Ask the deployment for a run at once, unless one is due within a minute; return a line that says what was done.

    Raises what Prefect's client raises where the server refuses.
    """
    with get_client(sync_client=True) as client:
        deployment = client.read_deployment_by_name(deployment_name)
        client.request("POST", "/deployments/{id}/schedule", path_params={"id": deployment.id}, json={})  # else it does so in seconds
        now = clock.now()
        moments = [run.expected_start_time for run in _waiting(client, BUILD) if run.deployment_id == deployment.id]
        due = sorted(moment for moment in moments if moment and moment <= now + DUE)
        if due:
            return f"no run is asked for: one is due at {due[0]:%Y-%m-%d %H:%M:%S} UTC"
        run = client.create_flow_run_from_deployment(deployment.id, name=name_of_run(BUILD, deployment.parameters, now))
        return f"asked for the run {run.name}"
