"""Options of the suite: `--accept` rewrites golden files, `--no-skips` makes a skipped test a failure."""

import gc
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings

from tests.fetch.site import days, site
from tests.once import made_once
from tests.publish.small_files import small_files

__all__ = ["days", "site"]

# The same examples each time, and no clock that a busy machine runs out: a red suite means that the code changed.
settings.register_profile("same", derandomize=True, deadline=2_000)
settings.load_profile("same")

CFFCONVERT = "cffconvert==2.0.0"
GOLDEN = Path(__file__).parent / "golden"
HOUSE = Path(__file__).resolve().parent.parent
# More than half a minute each, the longest first.
LONGEST = (
    "test_month.py",
    "operate/test_schedule.py",
    "operate/test_survival.py",
    "publish/test_mutations.py",
    "publish/test_judges.py",
    "publish/test_taking_turns.py",
    "publish/test_in_parts.py",
    "operate/test_deployment.py",
    "publish/pages/test_in_a_browser.py",
    "expectations/test_mutations.py",
    "test_command.py",
    "test_reproducible.py",
    "test_build_release.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the golden files instead of comparing with them")
    parser.addoption("--no-skips", action="store_true", help="fail where a test was skipped")


def pytest_configure(config: pytest.Config) -> None:
    """Give each of several pytest processes a home of its own for Prefect: embedded servers side by side lock each other's database."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        home = tempfile.TemporaryDirectory(prefix="rostra-prefect-")
        config.add_cleanup(home.cleanup)
        os.environ["PREFECT_HOME"] = home.name


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run two processes more than there are cores: tests on servers wait about half of their time."""
    return (os.cpu_count() or 1) + 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files, then those that have slow tests: what is long must not be left to one process at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    longest = {Path(__file__).parent / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: (longest.get(item.path, len(LONGEST)), item.path not in slow))


def pytest_collection_finish() -> None:
    """Let the collector pass over all tests and libraries that are there from now on: it would look at them again and again."""
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--no-skips") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the golden file of a name; `make accept` rewrites it."""

    def compare(name: str, content: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        assert path.is_file(), f"{path} is missing; `make accept` writes it"
        assert content == path.read_text(encoding="utf-8"), (
            f"differs from {path}; if that is meant, run `make accept` and read the difference"
        )

    return compare


@pytest.fixture(scope="session")
def cffconvert(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Put cffconvert on the path, from an environment of its own: it does not resolve beside Prefect."""
    uv = shutil.which("uv") or str(HOUSE / ".uv" / "bin" / "uv")
    if not Path(uv).is_file():
        pytest.skip("no uv, which makes cffconvert's environment; `make` brings it")

    def make(folder: Path) -> None:
        subprocess.run([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(folder)], check=True)
        subprocess.run([uv, "pip", "install", "--quiet", "--python", str(folder / "bin" / "python"), CFFCONVERT], check=True)

    folder = made_once(tmp_path_factory, "cffconvert", make)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{os.environ['PATH']}{os.pathsep}{folder / 'bin'}")
        yield CFFCONVERT


@pytest.fixture(scope="session")
def prefect_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database of a Prefect server that ran nothing yet: to make one is more than half of what the start of a server costs."""

    def make(home: Path) -> None:
        settings = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | {"PREFECT_HOME": str(home)}
        subprocess.run(
            [sys.executable, "-m", "prefect", "server", "database", "upgrade", "-y"], env=settings, capture_output=True, check=True
        )

    return made_once(tmp_path_factory, "prefect-home", make) / "prefect.db"


@pytest.fixture(scope="session")
def prefect_server(prefect_database: Path) -> Iterator[None]:
    """Run a real Prefect server, on a database of its own, for all tests of this process that build."""
    from prefect.testing import utilities

    folder = tempfile.mkdtemp(prefix="rostra-prefect-")  # the harness removes it
    shutil.copy(prefect_database, Path(folder) / "prefect-test.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(utilities, "mkdtemp", lambda: folder)  # where it makes its database, unless one is there
        with utilities.prefect_test_harness(server_startup_timeout=180):
            yield


@pytest.fixture(scope="session")
def first_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with the release of the bundled speech, the same for all pytest processes."""

    def make(store: Path) -> None:
        from flows.build_release import run

        request.getfixturevalue("prefect_server")
        assert run(HOUSE / "sources", store, lambda stage, done, total: None).published.is_new

    return made_once(tmp_path_factory, "first", make)


@pytest.fixture(scope="session")
def three_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with a release of the project's own test texts in three languages, every judge asked; the same for all processes."""
    return made_once(tmp_path_factory, "three", partial(judged_release, request)) / "store"


def judged_release(request: pytest.FixtureRequest, folder: Path) -> None:
    """Build the project's own test texts in three languages into `store` in a folder, every judge asked."""
    from flows.build_release import run
    from flows.publish.steps import Asked
    from tests.publish.three_languages import declare

    for needed in ("prefect_server", "cffconvert"):
        request.getfixturevalue(needed)
    asked = Asked(with_judges=True)
    assert run(declare(folder / "sources"), folder / "store", lambda stage, done, total: None, asked).published.is_new


@pytest.fixture(scope="session")
def parts_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with the same texts in a release whose large tables stand in parts, every judge asked; it is nobody's to write to."""

    def make(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            small_files(patch)
            judged_release(request, folder)

    return made_once(tmp_path_factory, "parts", make) / "store"


@pytest.fixture
def quick_java(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Java compile little: a machine of a few seconds does not earn back what its best code costs."""
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
