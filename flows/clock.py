"""What time it is: the one clock of all that makes releases, so that a test can live through a month."""

import os
from datetime import UTC, datetime

EPOCH = "SOURCE_DATE_EPOCH"


def now() -> datetime:
    """Return this moment, in UTC; call it as `clock.now()`.

    Where SOURCE_DATE_EPOCH holds a number of seconds since 1970, that is the moment: the same builds come to the same bytes, those that
    tell when a page was had included (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    epoch = os.environ.get(EPOCH, "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isascii() and epoch.isdigit() and len(epoch) <= 11 else datetime.now(UTC)
