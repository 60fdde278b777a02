"""Whether a store elsewhere can be read with the credentials at hand, by the library that publishing stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flows.errors import NotAsAsked, Refused
from flows.publish.bucket import bucket_of

PATIENCE_SECONDS = 10
SHOWN_CHARACTERS = 300
# …/container?restype=container&sig=…: what signs a request may stand there
QUERY = re.compile(r"\?[^\s'\"]+")


@contextmanager
def plain_errors(address: str) -> Iterator[None]:
    """Turn what an object store answers (no right, no such place, no connection) into a line for a person."""
    from obstore.exceptions import BaseError

    try:
        yield
    except BaseError as error:
        raise NotAsAsked(f"{address}: cannot be read: {_line(error)}") from error


def refuse_out_of_reach(address: str, option: str = "--store") -> None:
    """Refuse an object store where nobody can publish, and one whose bucket is not there or may not be listed; asks it at once."""
    from obstore.exceptions import BaseError
    from obstore.store import from_url

    bucket = bucket_of(address)
    try:
        quick = from_url(address, retry_config={"max_retries": 1, "retry_timeout": timedelta(seconds=PATIENCE_SECONDS)})
        next(iter(quick.list("releases", chunk_size=1)), None)
    except (BaseError, OSError) as error:
        raise Refused(
            f"{bucket.address}: cannot be read ({_line(error)}); make the bucket, set the credentials in the environment, "
            f"or name another {option}"
        ) from error


def _line(error: BaseException) -> str:
    return QUERY.sub("", str(error).partition("\n")[0])[:SHOWN_CHARACTERS]
