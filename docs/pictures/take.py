"""Take the picture of Prefect's UI in docs/operations.md: `.venv/bin/python -m docs.pictures.take`. Needs Chromium.

A server of its own, two builds of the project's sources and of a newspaper of the tests' that changes between them.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

from tests.fetch.site import Site, serving
from tests.operate.paper import article, declare
from tests.operate.servers import HOUSE, Server

HERE = Path(__file__).parent
LOADING_SECONDS = 25
SIZE = "1280,1000"


def take(address: str, picture: Path, profile: Path) -> None:
    """Take a picture of a page once its scripts have drawn it."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Chromium is missing; on Debian: apt install chromium")
    command = [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={SIZE}"]
    options = [f"--user-data-dir={profile}", f"--timeout={LOADING_SECONDS * 1000}", f"--virtual-time-budget={LOADING_SECONDS * 1000}"]
    subprocess.run([*command, *options, f"--screenshot={picture}", address], check=True, capture_output=True, timeout=300)


def build_twice(server: Server, site: Site, folder: Path) -> str:
    """Build, change a page, build again, and return the second run's id."""
    shutil.copytree(HOUSE / "sources", folder / "sources")
    site.pages |= {"/gazette/bridge": article("bridge"), "/gazette/school": article("school")}
    declare(folder / "sources", site, "gazette", "/gazette/bridge", "/gazette/school")
    for state in ("two", "three"):
        site.pages["/gazette/bridge"] = article("bridge", state)
        done = server.rostra("build", "--sources", str(folder / "sources"), "--store", str(folder / "rostra"))
        assert done.returncode == 0, done.stderr
    sleep(5)  # the server writes events and logs after the run
    return str(server.runs()[-1]["id"])


def main() -> None:
    """Take the picture."""
    with TemporaryDirectory() as name, serving() as site:
        folder = Path(name)
        server = Server(folder)
        try:
            server.start()
            run = build_twice(server, site, folder)
            base = server.api.removesuffix("/api")
            take(f"{base}/runs/flow-run/{run}", HERE / "run.png", folder / "profile")
        finally:
            server.stop()


if __name__ == "__main__":
    main()
