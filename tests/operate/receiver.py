"""A real receiver of alerts on this machine's loopback."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

SECRET = "planted-webhook-91c4"  # noqa: S105  (planted, so that a test can look for it)


class Receiver:
    """What was posted, and what is answered next: each status once, then 200."""

    def __init__(self) -> None:
        self.posted: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.statuses: list[int] = []
        self.address = ""

    def events(self) -> list[str]:
        return [content["event"] for content in self.posted]


@pytest.fixture(scope="session")
def receiving() -> Iterator[Receiver]:
    """Run one receiver for all tests, as servers keep its address."""
    state = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.paths.append(self.path)
            status = state.statuses.pop(0) if state.statuses else 200
            if status == 200:
                state.posted.append(content)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.address = f"http://127.0.0.1:{server.server_address[1]}/hooks/{SECRET}?key={SECRET}"
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.01))
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def receiver(receiving: Receiver) -> Receiver:
    """Return the receiver, with nothing posted yet."""
    receiving.posted.clear()
    receiving.paths.clear()
    receiving.statuses.clear()
    return receiving
