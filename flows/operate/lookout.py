"""What a server is told once: the work pool, and an automation that ends a run which gives no sign of life and alerts.

`python -m flows.operate.lookout` does it on the server of PREFECT_API_URL; doing it again changes nothing.
"""

from __future__ import annotations

import asyncio
import json
import os
from contextlib import suppress
from datetime import timedelta

from prefect import get_client
from prefect.automations import Automation
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.events.actions import CallWebhook, ChangeFlowRunState
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import ObjectAlreadyExists
from prefect.states import StateType
from prefect.workers.process import ProcessWorker
from pydantic import SecretStr

from flows.operate.alerts import WEBHOOK, WEBHOOK_BLOCK
from flows.operate.serving import POOL

DEAD = "rostra: a run gives no sign of life"
HEARTBEAT = "prefect.flow-run.heartbeat"
ENDS = ("Completed", "Failed", "Crashed", "Cancelled")
SILENCE = timedelta(seconds=float(os.environ.get("ROSTRA_SILENCE_SECONDS", "120")))  # four heartbeats


async def set_up() -> None:
    """Create what is missing, and bring the automation to what stands here."""
    async with get_client() as client:
        with suppress(ObjectAlreadyExists):
            await client.create_work_pool(
                WorkPoolCreate(name=POOL, type="process", base_job_template=ProcessWorker.get_default_base_job_template())
            )
    automation = Automation(
        name=DEAD,
        description="A worker or machine was lost with it; the next run goes on from the shards that it had.",
        trigger=EventTrigger(
            after={HEARTBEAT},
            expect={HEARTBEAT, *(f"prefect.flow-run.{end}" for end in ENDS)},
            match=ResourceSpecification({"prefect.resource.id": "prefect.flow-run.*"}),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=SILENCE,
        ),
        actions=[
            ChangeFlowRunState(state=StateType.CRASHED, name=None, message="it gave no sign of life", force=False),
            *await _webhook_actions(),
        ],
    )
    try:
        found = await Automation.aread(name=DEAD)
    except ValueError:
        await automation.acreate()
        return
    automation.id = found.id
    await automation.aupdate()


async def _webhook_actions() -> list[CallWebhook]:
    address = os.environ.get(WEBHOOK)
    if not address:
        return []
    from prefect.blocks.webhook import Webhook

    block = await Webhook(method="POST", url=SecretStr(address)).asave(WEBHOOK_BLOCK + "-call", overwrite=True)
    said = {"text": "Rostra: run-lost: {{ flow_run.name }} gave no sign of life", "event": "run-lost", "run": "{{ flow_run.name }}"}
    return [CallWebhook(block_document_id=block, payload=json.dumps(said))]


if __name__ == "__main__":
    asyncio.run(set_up())
