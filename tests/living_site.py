"""The press service of a month as a real server on this machine, on a clock that a test sets; it remembers every request."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import NamedTuple

from tests.living_pages import Answer, Told, answer, page_of
from tests.living_world import SHORTLY_BUSY_DAY, START, day_of

SHORTLY = Answer(Told.BUSY, 429, b"Too many requests.", "text/plain", (("Retry-After", "1"),))


class Request(NamedTuple):
    """One request and what came of it."""

    run: int
    """The build that asked, counted from 0."""
    moment: datetime
    """When, by the clock of the month: that of the build's begin, and what has passed since."""
    target: str
    """As it was asked for."""
    page: str
    """What it is for, whichever way it was written."""
    host: str
    user_agent: str
    is_conditional: bool
    told: Told
    status: int
    leads_to: str | None
    """The page to which it was sent on."""
    closes_until: datetime | None
    """Until when the server then wanted to be left alone."""
    has_validator: bool
    """Whether the answer can be asked for conditionally the next time."""


class LivingSite:
    """The server's clock and memory."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.base = ""
        self._lock = Lock()
        self._begins_at = START
        self._run = -1
        self._seconds = time.monotonic()
        self._is_shortly_busy = True

    def begin(self, moment: datetime) -> int:
        """Set the clock to the begin of the next build, and return its number."""
        with self._lock:
            self._begins_at, self._seconds, self._is_shortly_busy = moment, time.monotonic(), True
            self._run += 1
            return self._run

    def now(self) -> datetime:
        """Return the moment by the clock of the month, in UTC."""
        return self._begins_at + timedelta(seconds=time.monotonic() - self._seconds)

    def pass_time(self, time_passed: timedelta) -> None:
        """Set the clock forward within a build."""
        self._seconds -= time_passed.total_seconds()

    def of_run(self, run: int) -> list[Request]:
        """Return what one build asked for, in order."""
        return [request for request in self.requests if request.run == run]

    def answered(self, target: str, headers: dict[str, str]) -> Answer:
        """Return the answer to a request, and remember both."""
        with self._lock:
            now, page = self.now(), page_of(target)
            found = answer(self.base, target, self._begins_at, len(self.requests))
            if day_of(self._begins_at) == SHORTLY_BUSY_DAY and self._is_shortly_busy and page.startswith("/speeches/"):
                found, self._is_shortly_busy = SHORTLY, False
            is_conditional = "if-none-match" in headers or "if-modified-since" in headers
            if is_conditional and is_unchanged(found, headers):
                told = {Told.TEXT: Told.UNCHANGED, Told.LIST: Told.LIST_UNCHANGED}[found.told]
                found = found._replace(told=told, status=304, raw=b"")
            self.requests.append(
                Request(
                    run=self._run,
                    moment=now,
                    target=target,
                    page=page,
                    host=headers.get("host", ""),
                    user_agent=headers.get("user-agent", ""),
                    is_conditional=is_conditional,
                    told=found.told,
                    status=found.status,
                    leads_to=page_of(place.removeprefix(self.base)) if (place := found.header("Location")) else None,
                    closes_until=_until(found, now),
                    has_validator=bool(found.header("ETag") or found.header("Last-Modified")),
                )
            )
            return found


def is_unchanged(found: Answer, headers: dict[str, str]) -> bool:
    """Say whether what would be answered is what the asker has (RFC 9110, 13.1: the tag goes before the moment)."""
    if found.told not in (Told.TEXT, Told.LIST):
        return False
    tag, changed = found.header("ETag"), found.header("Last-Modified")
    if "if-none-match" in headers:
        tags = {one.strip().removeprefix("W/") for one in headers["if-none-match"].split(",")}
        return tag is not None and tag.removeprefix("W/") in tags
    return changed is not None and parsedate_to_datetime(changed) <= parsedate_to_datetime(headers["if-modified-since"])


def _until(found: Answer, now: datetime) -> datetime | None:
    said = found.header("Retry-After")
    if said is None:
        return None
    return now + timedelta(seconds=int(said)) if said.isdigit() else parsedate_to_datetime(said)


@contextlib.contextmanager
def living() -> Iterator[LivingSite]:
    """Run the press service on a free port of the loopback."""
    site = LivingSite()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = site.answered(self.path, {name.lower(): value for name, value in self.headers.items()})
            with contextlib.suppress(ConnectionError):
                self.send_response(found.status)
                for name, value in found.headers:
                    self.send_header(name, value)
                if found.status != 304:
                    self.send_header("Content-Type", found.content_type)
                    self.send_header("Content-Length", str(len(found.raw)))
                self.end_headers()
                self.wfile.write(found.raw)

        def date_time_string(self, timestamp: float | None = None) -> str:
            return format_datetime(site.now().astimezone(UTC), usegmt=True)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.base = f"http://localhost:{server.server_address[1]}"
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.01))
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
