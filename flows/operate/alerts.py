"""Alerts: one POST of JSON to the webhook that ROSTRA_ALERT_WEBHOOK, or the Prefect Secret block of that name, holds.

The address is a credential (whoever has it can post): it never stands in a message, log or artifact; only its host does.
"""

from __future__ import annotations

import http.client
import json
import logging
import random
import time
from collections.abc import Mapping
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

from flows.operate.secrets import secret

WEBHOOK = "ROSTRA_ALERT_WEBHOOK"
WEBHOOK_BLOCK = "rostra-alert-webhook"
TRIES = 3
SECONDS = 10
MESSAGE_CHARACTERS = 2000

log = logging.getLogger(__name__)


def alert_of_run(flow: Any, flow_run: Any, state: Any) -> None:
    """Post that a run failed or crashed; what the flow's hooks call. It never fails."""
    error = _error_of(state)
    event = {"GateClosed": "gate-closed", "Overdue": "no-run"}.get(type(error).__name__, f"run-{state.type.value.lower()}")
    message = str(error or state.message or "")[:MESSAGE_CHARACTERS]
    post_alert(
        {
            "text": f"Rostra: {event}: {flow_run.name}: {message}",
            "event": event,
            "flow": flow.name,
            "run": flow_run.name,
            "run_id": str(flow_run.id),
            "message": message,
        }
    )


def _error_of(state: Any) -> object:
    """Return what the run raised, where this process still knows it."""
    try:
        return state.result(raise_on_failure=False) if state.is_failed() else None
    except Exception:  # a result that cannot be read: the state's message says it in words
        return None


def post_alert(content: Mapping[str, str]) -> bool:
    """Post an alert and say whether it was taken (2xx); without a webhook there is nobody to tell."""
    address = _webhook()
    if not address:
        return False
    host = urlsplit(address).hostname
    said = ""
    for tried in range(TRIES):
        if tried:
            time.sleep(2**tried * random.uniform(0.5, 1))  # noqa: S311  (jitter, no secret)
        try:
            status = _post(address, json.dumps(content, ensure_ascii=False).encode())
        except (OSError, ValueError, http.client.HTTPException) as error:
            said = type(error).__name__  # the text of these holds the address
            continue
        if 200 <= status < 300:
            return True
        said = f"answers {status}"
        if status < 500 and status != 429:
            break
    log.warning("the alert could not be delivered: the webhook at %s %s", host, said)
    return False


def _post(address: str, body: bytes) -> int:
    """Make the request and return the status; redirects are not followed, and urllib's and httpx's logs would hold the address."""
    parts = urlsplit(address)
    kind = {"https": http.client.HTTPSConnection, "http": http.client.HTTPConnection}[parts.scheme]
    with closing(kind(parts.hostname or "", parts.port, timeout=SECONDS)) as connection:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path or "/", body, {"Content-Type": "application/json", "User-Agent": "Rostra"})
        return int(connection.getresponse().status)


def _webhook() -> str | None:
    address = secret(WEBHOOK, WEBHOOK_BLOCK)
    return address if address and urlsplit(address).scheme in ("http", "https") else None
