"""Real parts for tests of reading from elsewhere: nginx on this machine, and a wire that breaks."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, Thread
from typing import NamedTuple

import pytest

CONFIGURATION = """
daemon off; master_process off; worker_processes 1;
pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    log_format sent '$request_method|$uri|$status|$body_bytes_sent';
    access_log {folder}/access.log sent;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port}; root {root}; {more} }}
}}
"""


class Request(NamedTuple):
    """One line of the server's log."""

    method: str
    path: str
    status: int
    sent_bytes: int


class Server(NamedTuple):
    """A web server that serves one folder."""

    port: int
    folder: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def requests(self) -> list[Request]:
        """Return what was asked so far; a line stands there once its answer has ended."""
        time.sleep(0.1)
        lines = [line.split("|") for line in (self.folder / "access.log").read_text().splitlines()]
        return [Request(method, path, int(status), int(sent)) for method, path, status, sent in lines]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def nginx(root: Path, folder: Path, more: str = "") -> Iterator[Server]:
    """Serve a folder; `more` stands in the server's configuration."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed; on Debian: apt-get install nginx-light")
    folder.mkdir(parents=True)
    server = Server(free_port(), folder)
    (folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, port=server.port, root=root, more=more))
    with (folder / "output").open("wb") as output:
        running = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")], stdout=output, stderr=output)
    try:
        wait_for(server.port)
        yield server
    finally:
        running.terminate()
        running.wait(timeout=10)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise AssertionError(f"nobody listens on {port}")


class Wire:
    """A wire to a server that answers a few calls with something else, and then breaks after so many bytes of each answer."""

    def __init__(self, to_port: int) -> None:
        self.to_port = to_port
        self.answers: list[bytes] = []
        """Given to the first calls instead of the server's."""
        self.most_bytes: int | None = None
        """After these an answer is cut; None: never."""
        self.cuts_left = 1_000_000
        self.linger_seconds = 0.0
        """How long it stands still before it is cut, so that what it brought arrives."""
        self.asked: list[bytes] = []
        self.lock = Lock()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listening.getsockname()[1])
        Thread(target=self._listen, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ranges(self, name: str) -> list[str]:
        """Return the byte ranges in which a file was asked for; '' where it was asked for whole."""
        asked = [head.decode().split("\r\n") for head in self.asked]
        return ["".join(line[7:] for line in lines if line.startswith("Range: ")) for lines in asked if name in lines[0]]

    def close(self) -> None:
        self.listening.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listening.accept()
                Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        """Carry one call and its answer; every connection ends with them, so that each call is seen."""
        with client, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                piece = client.recv(65536)
                if not piece:
                    return
                head += piece
            with self.lock:
                self.asked.append(head)
                answer = self.answers.pop(0) if self.answers else None
            if answer is not None:
                client.sendall(answer)
                return
            with socket.create_connection(("127.0.0.1", self.to_port), timeout=10) as server:
                server.sendall(head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
                self._bring(server, client)

    def _bring(self, server: socket.socket, client: socket.socket) -> None:
        brought = 0
        while piece := server.recv(65536):
            with self.lock:
                is_cut = self.most_bytes is not None and brought + len(piece) > self.most_bytes and self.cuts_left > 0
                self.cuts_left -= is_cut
            if is_cut and self.most_bytes is not None:
                client.sendall(piece[: self.most_bytes - brought])
                time.sleep(self.linger_seconds)
                return
            client.sendall(piece)
            brought += len(piece)


def plain_answer(status: str, *headers: str) -> bytes:
    """Return a whole answer without a body."""
    return "\r\n".join([f"HTTP/1.1 {status}", "Content-Length: 0", "Connection: close", *headers, "", ""]).encode()
