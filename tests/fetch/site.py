"""A small web server on this machine, whose pages behave well or badly."""

import contextlib
import gzip
import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread

import pytest

from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import Limits

# A busy machine must not look like a host that does not answer.
QUICK = Limits(text_bytes=100_000, connect_seconds=10.0, read_seconds=10.0, page_seconds=20.0, pause_seconds=0.05)
# Where a host does not answer in time.
IMPATIENT = QUICK._replace(connect_seconds=1.0, read_seconds=1.0, page_seconds=2.0)
ARTICLE = b"The Minister opened the new school.\n"
HERE = ("127.0.0.1",)
PACKED = {"Content-Encoding": "gzip"}
BOMB = gzip.compress(bytes(20_000_000), 1)  # 90 kB on the wire


class Site:
    """The server's state, which a test may change between two calls."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.pages: dict[str, bytes] = {}
        self.failing: dict[str, int] = {}
        self.not_modified = 0
        self.at_once = 0
        self.most_at_once = 0
        self.lock = Lock()
        self.one_at_a_time = Lock()
        self.is_over = Event()
        self.sent_bytes = 0
        self.user_agents: set[str] = set()
        self.address = ""
        self.retry_after = ""
        self.redirect = ""
        self.places: dict[str, str] = {}
        self.moments: list[tuple[float, str]] = []
        self.pause_seconds = 0.0


def answer(site: Site, request: BaseHTTPRequestHandler) -> None:
    path = request.path
    site.user_agents.add(request.headers["User-Agent"])
    if path in site.failing:
        send(request, site.failing[path], b"", **({"Retry-After": site.retry_after} if site.retry_after else {}))
    elif path == "/redirects":
        send(request, 302, b"", Location=site.redirect)
    elif path in site.places:
        send(request, 302, b"", Location=site.places[path])
    elif path in site.pages:
        answer_page(site, request)
    elif path == "/sitemap.xml" and site.pages:
        send(request, 200, sitemap(site))
    elif path in PAGES:
        PAGES[path](site, request)
    elif path.startswith("/moved/"):
        send(request, 301, b"", Location="/" + path.removeprefix("/moved/"))
    elif path.startswith("/slow-"):
        time.sleep(0.05)
        send(request, 200, path.encode())
    else:
        send(request, 404, b"")


def sitemap(site: Site) -> bytes:
    """Return a sitemap of all pages, which says that a page has changed whenever its bytes are others."""
    changed = {path: hashlib.sha256(raw).hexdigest() for path, raw in site.pages.items()}
    said = "".join(f"<url><loc>{site.address}{path}</loc><lastmod>{when}</lastmod></url>" for path, when in changed.items())
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{said}</urlset>'.encode()


def answer_page(site: Site, request: BaseHTTPRequestHandler) -> None:
    with site.one_at_a_time:  # so that a pause keeps the pages apart
        time.sleep(site.pause_seconds)
    raw = site.pages[request.path]
    tag = f'"{hash(raw)}"'
    if request.headers["If-None-Match"] == tag:
        site.not_modified += 1
        send(request, 304, b"", ETag=tag)
    elif "without-tag" in request.path:
        send(request, 200, raw)
    else:
        kind = "html" if raw.startswith((b"<html", b"<!DOCTYPE html")) else "plain"
        send(request, 200, raw, ETag=tag, **{"Content-Type": f"text/{kind}; charset=utf-8"})


def send(request: BaseHTTPRequestHandler, status: int, raw: bytes, **headers: str) -> None:
    request.send_response(status)
    for name, value in ({"Content-Length": str(len(raw))} | headers).items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(raw)


def stream(site: Site, request: BaseHTTPRequestHandler, piece: bytes, pause_seconds: float) -> None:
    request.send_response(200)
    request.end_headers()
    while site.sent_bytes < 10**9 and not site.is_over.wait(pause_seconds):
        request.wfile.write(piece)
        site.sent_bytes += len(piece)


def drip_headers(site: Site, request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not site.is_over.wait(0.05):
        request.wfile.write(b"x")


PAGES: dict[str, Callable[[Site, BaseHTTPRequestHandler], object]] = {
    "/never-answers": lambda site, request: site.is_over.wait(5),
    "/redirects-forever": lambda site, request: send(request, 302, b"", Location="/redirects-forever"),
    "/moved-to-another-scheme": lambda site, request: send(request, 302, b"", Location="file:///etc/hosts"),
    "/endless": lambda site, request: stream(site, request, b"x" * 65_536, pause_seconds=0),
    "/drips": lambda site, request: stream(site, request, b"x", pause_seconds=0.05),
    "/drips-headers": drip_headers,
    "/declares-1-gb": lambda site, request: send(request, 200, b"", **{"Content-Length": str(10**9)}),
    "/bomb": lambda site, request: send(request, 200, BOMB, **PACKED),
    "/packed": lambda site, request: send(request, 200, gzip.compress(ARTICLE), **PACKED),
    "/breaks-off": lambda site, request: send(request, 200, gzip.compress(ARTICLE)[:-9], **PACKED),
}


@contextlib.contextmanager
def serving() -> Iterator[Site]:
    """Run a site on a free port of the loopback."""
    state = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with state.lock:
                state.asked[self.path] += 1
                state.moments.append((time.monotonic(), self.path))
                state.at_once += 1
                state.most_at_once = max(state.most_at_once, state.at_once)
            with contextlib.suppress(ConnectionError):
                answer(state, self)
            with state.lock:
                state.at_once -= 1

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.01))
    thread.start()
    try:
        yield state
    finally:
        state.is_over.set()
        server.shutdown()
        server.server_close()
        thread.join()


class Days:
    """A clock that a test sets forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def later(self, days: float = 1) -> None:
        self.ahead += timedelta(days=days)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    clock = Days()
    monkeypatch.setattr("flows.clock.now", clock.now)
    return clock


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as state:
        yield state


def a_source(site: Site, *paths: str, may_reach: tuple[str, ...] = HERE, **more: object) -> SourceDeclaration:
    return SourceDeclaration.model_validate(
        {
            "source_id": "press",
            "publisher": "A press service",
            "languages": ["en"],
            "licence": "None",
            "attribution": "A press service",
            "text_may_be_published": False,
            "least_speeches": 0,
            "addresses": tuple(site.address + path for path in paths),
            "may_reach_private_addresses": may_reach,
            "delay_seconds": 0 if may_reach else 0.5,
            **more,
        }
    )


def snapshots(store: Path) -> list[Path]:
    """All snapshots in a store; nothing else may lie there but the ledgers."""
    return sorted(path for path in store.glob("snapshots/**/*") if path.is_file() and "ledger" not in path.parts)
