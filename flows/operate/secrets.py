"""Secrets: from the environment, or from the Prefect Secret block of the same name; never written down, never printed."""

from __future__ import annotations

import logging
import os

log = logging.getLogger(__name__)


def secret(variable: str, block: str) -> str | None:
    """Return what an environment variable holds, or else a Prefect Secret block; None where neither does.

    The block is asked for where PREFECT_API_URL names a server: none is started for it.
    """
    if found := os.environ.get(variable):
        return found
    return _of_block(variable, block) if os.environ.get("PREFECT_API_URL") else None


def _of_block(variable: str, block: str) -> str | None:
    from prefect.blocks.system import Secret

    try:
        found = Secret.load(block)
        return str(found.get())  # type: ignore[union-attr]  # load() gives no coroutine outside an event loop
    except Exception as error:  # no block, or no server: both mean that there is no secret by this way
        log.info("%s is not set, and no block %s can be read (%s)", variable, block, type(error).__name__)
        return None
