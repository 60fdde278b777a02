"""The long story: a schedule of seconds, a website that changes, a worker that dies; and the right releases in the end."""

import json
from pathlib import Path
from typing import Any

import pytest

import rostra
from flows.operate.health import read_health
from rostra.store import read_index
from rostra.verify import verify
from tests.fetch.site import Site
from tests.operate.paper import article, declare
from tests.operate.receiver import Receiver
from tests.operate.servers import Served, Server, kill_family, until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

EVERY_SECONDS = "20"
SILENCE_SECONDS = "45"


def versions(store: Path) -> list[str]:
    return [release.version for release in read_index(store).releases] if store.is_dir() else []


def ended(server: Server, name: str) -> list[dict[str, Any]]:
    return [run for run in server.runs() if run["state_type"] == name]


def waiting(server: Server) -> list[str]:
    """Return the names of the runs that wait for their time."""
    return [run["name"] for run in server.ask("/flow_runs/filter", flow_runs={"state": {"type": {"any_": ["SCHEDULED"]}}})]


def test_three_scheduled_runs_over_a_changing_site_with_a_worker_killed_in_the_second(
    postgres_server: Server, receiver: Receiver, site: Site, tmp_path: Path
) -> None:
    server, store = postgres_server, tmp_path / "store"
    site.pages |= {"/gazette/bridge": article("bridge"), "/gazette/school": article("school"), "/herald/road": article("road")}
    sources = declare(tmp_path / "sources", site, "gazette", "/gazette/bridge", "/gazette/school", least=2)
    declare(sources, site, "herald", "/herald/road")
    options = ["--sources", str(sources), "--store", str(store), "--interval", EVERY_SECONDS, "--when-busy", "cancel", "--now"]
    served = Served(server, *options, ROSTRA_SILENCE_SECONDS=SILENCE_SECONDS, ROSTRA_ALERT_WEBHOOK=receiver.address)
    try:
        until(lambda: ended(server, "COMPLETED"), "the first scheduled run ends by itself")
        assert versions(store) == ["1.0.0"]
        assert "no run is asked for: one is due at" in served.log.read_text()
        until(lambda: {name.rpartition(" ")[0] for name in waiting(server)} == {"gazette, herald", "watch"}, "what waits has its name")

        site.pages["/gazette/bridge"] = article("bridge", "three")
        bridge_parts = set((store / "parts").iterdir())
        until(lambda: set((store / "parts").iterdir()) - bridge_parts, "the second run reads the changed page")
        kill_family(served.worker())
        kept = next((path for path in set((store / "parts").iterdir()) - bridge_parts if path.suffix != ".partial"), None)
        kept_at = kept.stat().st_ino if kept else None
        assert versions(store) == ["1.0.0"]

        site.pages["/herald/road"] = article("road", "four")
        until(lambda: ended(server, "CRASHED"), "the server notices the run that gives no sign of life")
        until(lambda: "run-lost" in receiver.events(), "the server tells of it")
        until(lambda: versions(store) == ["1.0.0", "2.0.0"], "the third run publishes what changed")
        until(lambda: len(ended(server, "COMPLETED")) >= 2 and not ended(server, "RUNNING"), "the third run ends")
    finally:
        served.stop()

    assert versions(store) == ["1.0.0", "2.0.0"]
    last_run = read_health(store).last_run
    assert last_run is not None and last_run.version == "2.0.0"
    for version in ("1.0.0", "2.0.0"):
        assert verify(store / "releases" / version) > 20
    assert kept is None or kept.stat().st_ino == kept_at  # the shard of the run that was killed was not read again
    manifest = json.loads((store / "releases" / "2.0.0" / "release.json").read_text())
    assert (manifest["previous"], manifest["difference"]["tables"]["speeches"]) == ("1.0.0", {"added": 0, "removed": 0, "changed": 2})
    texts = rostra.load("speeches", store=store).to_pylist()
    assert sorted((row["speech_id"], "three" in row["text"] or "four" in row["text"]) for row in texts) == [
        ("gazette.gazette--bridge", True),
        ("gazette.gazette--school", False),
        ("herald.herald--road", True),
    ]
    assert (
        sum(site.asked[path] for path in site.pages) - site.not_modified == 5
    )  # each of five states of three pages came over the wire once

    first = ended(server, "COMPLETED")[0]
    assert first["auto_scheduled"] and first["name"].startswith("gazette, herald 20")
    shown = server.artifacts(first["id"])
    assert {"rostra-fetched", "rostra-texts", "rostra-validation", "rostra-difference", "rostra-release"} <= shown.keys()
    assert '"source": "gazette", "fetched": 2, "unchanged": 0' in str(shown["rostra-texts"])
    tasks = {run["name"] for run in server.ask("/task_runs/filter", flow_runs={"id": {"any_": [first["id"]]}})}
    assert {"fetch gazette", "fetch herald", "validate the tables", "publish", "record 1.0.0"} <= tasks
    events = server.ask("/events/filter", filter={"event": {"prefix": ["prefect.asset"]}})["events"]
    assert "rostra://store/sources/gazette" in str(events) and "rostra://store/tables/quotations" in str(events)
