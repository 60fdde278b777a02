"""Chromium, stores with pages, and a web server that notes what is asked of it."""

import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.publish.a_release import published
from tests.publish.pages.stores import HOSTILE, publish_texts, texts

HOUSE = Path(__file__).resolve().parents[3]
AXE = "axe-core@4.10.3"
KEPT = HOUSE / "output" / "pages"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Return the system's Chromium, driven; no longer than a file of tests: its event loop would stand in the way of others'."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright; `make everything` brings it")
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no chromium; on Debian: apt install chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with two versions of the first speech and of reports in three languages."""
    folder = tmp_path_factory.mktemp("library")
    found = texts()
    publish_texts(folder / "store", folder / "one", found[:-1])
    publish_texts(folder / "store", folder / "two", found)
    return folder / "store"


@pytest.fixture(scope="session")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store of texts that wish us ill."""
    folder = tmp_path_factory.mktemp("hostile")
    published(folder, HOSTILE, with_pages=True)
    return folder


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the accessibility engine's script, from npm."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm, which brings axe-core; on Debian: apt install npm")
    folder = tmp_path_factory.mktemp("axe")
    subprocess.run([npm, "install", "--no-save", "--silent", "--prefix", str(folder), AXE], check=True, cwd=folder)
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


class Noting(SimpleHTTPRequestHandler):
    """Serve a folder, and say nothing."""

    def log_message(self, *given: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def address(store: Path) -> Iterator[str]:
    """Return the address of a static server of the store."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Noting, directory=str(store))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(params=["from a disk", "from a server"])
def where(request: pytest.FixtureRequest, store: Path) -> str:
    """Return the address of the store's folder, on the disk and on a static server."""
    if request.param == "from a disk":
        return store.as_uri()
    return str(request.getfixturevalue("address"))
