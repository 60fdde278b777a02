"""What made a release: the commit of the code, the packages it ran with, and the day. None of them ever counts as a change."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from flows.clock import EPOCH
from flows.publish.facts import BuildFacts
from rostra.verify import sha256_of

HOUSE = Path(__file__).resolve().parent.parent


def build_facts(started: datetime) -> BuildFacts:
    """Return what is true of a build that began at a moment; its number and the release before it are not known yet."""
    return BuildFacts("", None, release_date(started), _commit(), _lock_sha256())


def release_date(started: datetime) -> str:
    """Return the one date of the release, ISO 8601: from SOURCE_DATE_EPOCH (seconds), or the run's start."""
    epoch = os.environ.get(EPOCH)
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else started
    return moment.date().isoformat()


def _commit() -> str | None:
    """Return the commit of the code, or None outside a clone."""
    if not (HOUSE / ".git").exists():
        return None
    found = subprocess.run(["git", "-C", str(HOUSE), "rev-parse", "HEAD"], capture_output=True, text=True, check=False)  # noqa: S603, S607
    return found.stdout.strip() or None


def _lock_sha256() -> str | None:
    lock = HOUSE / "requirements.lock"
    return sha256_of(lock) if lock.is_file() else None
