"""A publisher that dies at any step leaves the old release or the new one, never a half, and the next one needs no cleaning."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.errors import Refused
from flows.publish.on_disk import acquire
from flows.publish.steps import STEPS_ON_A_DISK
from rostra.store import promised_by_index, read_index, release_folder
from rostra.verify import verify
from tests.publish.a_release import published
from tests.publish.crasher import CHANGED, publish_little

HOUSE = Path(__file__).resolve().parents[2]
NAMES = [step.__name__ for step in STEPS_ON_A_DISK]
# After a step is before the next: nothing happens between the two.
MOMENTS = [*(f"before {name}" for name in NAMES), f"after {NAMES[-1]}"]
# Once the folder has its name, the next publisher takes the release in; once the index is replaced, readers see it.
FINISHED = NAMES.index("move_into_place") + 1
VISIBLE = NAMES.index("replace_the_index") + 1

# `make check` dies where readers' view changes.
QUICK = {"before move_into_place", "before replace_the_index", MOMENTS[VISIBLE]}
POINTS = [pytest.param(moment, marks=[] if moment in QUICK else [pytest.mark.slow]) for moment in MOMENTS]


@pytest.fixture(scope="module", autouse=True)
def few_files() -> Iterator[None]:
    """Write few descriptors, here as in the processes that die: what is tried is the protocol."""
    with pytest.MonkeyPatch.context() as patch:
        publish_little(patch.setattr)
        yield


@pytest.fixture(scope="module")
def store_of_one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the release 1.0.0."""
    store = tmp_path_factory.mktemp("one") / "store"
    published(store, with_pages=True)
    return store


@pytest.fixture(scope="module")
def crasher() -> Iterator[subprocess.Popen[str]]:
    """The process whose forks publish and die."""
    command = [sys.executable, "-m", "tests.publish.crasher"]
    with subprocess.Popen(command, cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        assert process.stdin
        process.stdin.close()


def died(crasher: subprocess.Popen[str], moment: str, store: Path) -> int:
    """Have a process publish to the store and die at the moment; return the signal that ended it."""
    assert crasher.stdin and crasher.stdout
    crasher.stdin.write(f"{moment}\t{store}\n")
    crasher.stdin.flush()
    return int(crasher.stdout.readline())


def test_there_are_more_than_fifteen_points() -> None:
    assert len(MOMENTS) > 15


@pytest.mark.parametrize("moment", POINTS)
def test_whoever_publishes_dies(moment: str, store_of_one: Path, crasher: subprocess.Popen[str], tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(store_of_one, store)
    assert died(crasher, moment, store) == signal.SIGKILL
    place = MOMENTS.index(moment)
    index = read_index(store)
    assert [release.version for release in index.releases] == (["1.0.0"] if place < VISIBLE else ["1.0.0", "1.1.0"])
    assert index.latest == ("1.0.0" if place < VISIBLE else "1.1.0")
    for release in index.releases:
        folder = release_folder(store, release.version)
        assert verify(folder, promised_by_index(folder))
    again = published(store, CHANGED, with_pages=True)
    assert again.version == "1.1.0" and again.is_new == (place < FINISHED)
    assert [release.version for release in read_index(store).releases] == ["1.0.0", "1.1.0"]
    assert sorted(path.name for path in (store / "releases").iterdir()) == ["1.0.0", "1.1.0"]
    assert 'href="releases/1.1.0/index.html"' in (store / "index.html").read_text(encoding="utf-8")


def test_of_two_publishers_at_once_one_publishes_and_the_other_waits_or_says_that_it_lost(store_of_one: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(store_of_one, store)
    program = (
        "import sys, pathlib\n"
        "from flows.errors import Refused\n"
        "from flows.publish.on_disk import acquire, publish\n"
        "from tests.publish.a_release import staged\n"
        "from tests.publish.crasher import CHANGED, publish_little\n"
        "publish_little()\n"
        "store = pathlib.Path(sys.argv[1])\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "with acquire(store, wait_seconds=60):\n"
        "    found = publish(store, *staged(store, CHANGED))\n"
        "print(found.version, found.is_new)\n"
    )
    command = [sys.executable, "-c", program, str(store)]
    both = [subprocess.Popen(command, cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        assert process.stdout and process.stdout.readline() == "ready\n"
    answers = []
    for process in both:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in both:
        answers.append(process.communicate()[0].strip())
    assert sorted(answers) == ["1.1.0 False", "1.1.0 True"]
    assert verify(release_folder(store))
    with acquire(store, wait_seconds=0), pytest.raises(Refused, match="another build works on it"):
        acquire(store, wait_seconds=0)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_publishes_yanks_and_withdraws(tmp_path: Path) -> None:
    program = (
        "import os, sys, pathlib\n"
        "from tests.publish.a_release import published\n"
        "from tests.publish.crasher import publish_little\n"
        "from tests.publish.test_withdrawal import BOTH, OTHER, withdrawn\n"
        "publish_little()\n"
        "published(pathlib.Path(sys.argv[2]), BOTH); withdrawn(pathlib.Path(sys.argv[2]), OTHER.speech_id)  # brings every import\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "store = pathlib.Path(sys.argv[1])\n"
        "published(store, BOTH); withdrawn(store, OTHER.speech_id)\n"
        "print(sorted(path.name for path in (store / 'releases').iterdir()))\n"
    )
    store = tmp_path / "store"
    store.mkdir(mode=0o777)
    base = Path(tempfile.gettempdir())
    for folder in (store, *(parent for parent in store.parents if base in parent.parents)):
        folder.chmod(0o777)
    command = [sys.executable, "-c", program, str(store), str(tmp_path / "other")]
    done = subprocess.run(command, cwd=HOUSE, stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout == "['2.0.0']\n"
