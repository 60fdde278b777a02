"""The right to publish to an object store: a small object there, held by one at a time, that ends by itself when its holder has died."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from flows.errors import Busy
from flows.publish.bucket import Bucket, Lost, Tag

LEASE = ".publishing.json"
LEASE_SECONDS = 900.0
RENEWED_AFTER_SECONDS = 60.0
LOOKS_AGAIN_SECONDS = 2.0


class Lease:
    """The lease of a bucket, taken; Lost where somebody holds it."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket
        self._one_at_a_time = threading.Lock()
        self._tag = self._taken()
        self._renewed = time.monotonic()

    def _content(self) -> bytes:
        holder = {"holder": f"{socket.gethostname()}:{os.getpid()}", "until": time.time() + LEASE_SECONDS}
        return (json.dumps(holder) + "\n").encode()

    def _taken(self) -> Tag:
        found = self.bucket.read(LEASE)
        if found is None:
            return self.bucket.write(LEASE, self._content(), None)
        known = json.loads(found[0])
        left = known["until"] - time.time()
        if left > 0:
            raise Lost(
                f"{self.bucket.address}: {known['holder']} publishes to it; run again when it has ended, or in {left:.0f} s where it died"
            )
        return self.bucket.write(LEASE, self._content(), found[1])

    def renew(self) -> None:
        """Hold it for longer, where it was not renewed just now; Lost where somebody else took it, since this holder seemed dead."""
        if time.monotonic() - self._renewed >= RENEWED_AFTER_SECONDS:
            self.confirm()

    def confirm(self) -> None:
        """Hold it for longer in any case: what is done next has no condition of its own. Lost where somebody else took it."""
        with self._one_at_a_time:
            self._tag = self.bucket.write(LEASE, self._content(), self._tag)
            self._renewed = time.monotonic()

    def give_back(self) -> None:
        """Let the next one publish."""
        found = self.bucket.read(LEASE)
        if found is not None and found[1] == self._tag:
            self.bucket.objects.delete(LEASE)


@contextmanager
def held(bucket: Bucket, wait_seconds: float) -> Iterator[Lease]:
    """Hold the lease for as long as the block takes; Busy where another one holds it for longer than `wait_seconds`.

    A thread renews it. Where that fails nobody hears of it then: the next `renew` of the block says what is wrong.
    """
    lease = _taken_within(bucket, wait_seconds)
    ended = threading.Event()
    keeper = threading.Thread(target=_keep, args=(lease, ended), daemon=True)
    keeper.start()
    try:
        yield lease
    finally:
        ended.set()
        keeper.join()
        lease.give_back()


def _keep(lease: Lease, ended: threading.Event) -> None:
    from obstore.exceptions import BaseError

    while not ended.wait(RENEWED_AFTER_SECONDS):
        with suppress(Lost, BaseError):
            lease.renew()


def _taken_within(bucket: Bucket, wait_seconds: float) -> Lease:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            return Lease(bucket)
        except Lost as error:
            if time.monotonic() >= deadline:
                raise Busy(str(error)) from error
        time.sleep(LOOKS_AGAIN_SECONDS)
