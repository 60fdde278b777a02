"""What time it is: the one clock of all that makes releases, so that a test can live through a month."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this moment, in UTC; call it as `clock.now()`."""
    return datetime.now(UTC)
