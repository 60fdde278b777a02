"""`rostra push hf://owner/name` against a stand-in for the Hub, through the Hub's own client."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.publish.a_release import ROWS, SOURCE, SPEECH, published
from tests.push.a_hub import TOKEN, Hub
from tests.push.stand_in import served
from tests.rostra.a_store import files_of, marked

HOUSE = Path(__file__).resolve().parents[2]
WHERE = "hf://reader/speeches"
pytestmark = pytest.mark.slow


@pytest.fixture
def hub() -> Iterator[Hub]:
    hub = Hub()
    with served(hub) as hub.address:
        yield hub


@pytest.fixture
def store(tmp_path: Path) -> Path:
    published(tmp_path / "store")
    return tmp_path / "store"


def second_release(store: Path) -> Path:
    return published(store, {**ROWS, "speeches": [SPEECH._replace(spoken_on=date(2026, 2, 11))]}).folder


def push(hub: Hub, store: Path, *options: str, token: str | None = TOKEN) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "PREFECT_"))}
    environment |= {
        "HF_ENDPOINT": hub.address,
        "HF_HUB_DISABLE_XET": "1",
        "HOME": str(store.parent),
        **({"HF_TOKEN": token} if token else {}),
    }
    command = [sys.executable, "-m", "rostra", "push", WHERE, "--store", str(store), *options]
    found = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, env=environment, timeout=120, check=False)
    assert TOKEN not in found.stdout + found.stderr
    return found


def test_without_being_told_to_send_it_says_what_it_would_send(hub: Hub, store: Path) -> None:
    found = push(hub, store, token=None)
    assert found.returncode == 0, found.stderr
    files = len(files_of(store / "releases" / "1.0.0"))
    assert f"1.0.0 to {WHERE}: {files} files to send" in found.stdout
    assert "a dry run: nothing was sent" in found.stdout
    assert {asked.method for asked in hub.asked} == {"GET"}


def test_a_release_lies_there_file_by_file_as_it_was_published_and_its_version_is_a_tag(hub: Hub, store: Path) -> None:
    found = push(hub, store, "--send")
    assert found.returncode == 0, found.stderr
    dataset = hub.datasets["reader/speeches"]
    assert {name: content for name, content in dataset.main.items() if name != ".gitattributes"} == files_of(store / "releases" / "1.0.0")
    assert dataset.tags == {"1.0.0": 1}
    again = push(hub, store, "--send")
    assert again.returncode == 0 and "holds 1.0.0 already" in again.stdout
    assert len(dataset.commits) == 2


def test_a_push_that_broke_off_goes_on_where_it_stood(hub: Hub, store: Path) -> None:
    hub.breaks_after = 3
    broken = push(hub, store, "--send")
    assert broken.returncode == 1 and "the Hub answers 403" in broken.stderr
    assert hub.datasets["reader/speeches"].tags == {}, "readers see nothing half-sent"
    there, hub.breaks_after, hub.asked = set(hub.large), None, []
    assert push(hub, store, "--send").returncode == 0
    sent = {asked.path.removeprefix("/large/") for asked in hub.asked if asked.method == "PUT"}
    assert sent and not sent & there


def test_the_next_release_sends_what_differs_and_takes_away_what_is_gone(hub: Hub, store: Path) -> None:
    assert push(hub, store, "--send").returncode == 0
    folder = second_release(store)
    hub.asked = []
    found = push(hub, store, "--send")
    assert found.returncode == 0, found.stderr
    dataset = hub.datasets["reader/speeches"]
    assert {name: content for name, content in dataset.main.items() if name != ".gitattributes"} == files_of(folder)
    assert set(dataset.tags) == {"1.0.0", folder.name}
    assert dataset.commits[1].keys() - dataset.main.keys() == set() and "there already" in found.stdout
    older = push(hub, store, "--send", "--version", "1.0.0")
    assert older.returncode == 0 and "holds 1.0.0 already" in older.stdout


def test_an_older_release_never_takes_the_place_of_a_newer_one(hub: Hub, store: Path) -> None:
    folder = second_release(store)
    assert push(hub, store, "--send").returncode == 0
    found = push(hub, store, "--send", "--version", "1.0.0")
    assert found.returncode == 2 and f"holds {folder.name} already" in found.stderr


def test_a_version_that_lies_there_with_other_files_is_told_and_left_alone(hub: Hub, store: Path) -> None:
    assert push(hub, store, "--send").returncode == 0
    hub.datasets["reader/speeches"].main["README.md"] = b"# Another dataset\n"
    found = push(hub, store, "--send")
    assert found.returncode == 1 and "holds 1.0.0 with other files" in found.stderr


def test_nothing_is_sent_without_a_token_or_with_one_that_is_not_taken(hub: Hub, store: Path) -> None:
    without = push(hub, store, "--send", token=None)
    assert without.returncode == 2 and "HF_TOKEN is not set" in without.stderr
    wrong = push(hub, store, "--send", token="hf_wrong")  # noqa: S106
    assert wrong.returncode == 1 and "the Hub answers 401" in wrong.stderr and "hf_wrong" not in wrong.stderr
    assert hub.datasets == {}


def test_texts_that_may_not_be_published_stay_and_so_does_a_yanked_release(hub: Hub, store: Path, tmp_path: Path) -> None:
    published(tmp_path / "closed", {**ROWS, "sources": [SOURCE._replace(text_may_be_published=False)]})
    closed = push(hub, tmp_path / "closed", "--send")
    assert closed.returncode == 2 and "holds texts of gazette, which may not be published" in closed.stderr
    marked(store, "1.0.0", "yanked", "dates are a day off")
    yanked = push(hub, store, "--version", "1.0.0")
    assert yanked.returncode == 2 and "1.0.0 is yanked (dates are a day off)" in yanked.stderr
    assert hub.asked == []


def test_a_damaged_release_is_not_sent(hub: Hub, store: Path) -> None:
    page = store / "releases" / "1.0.0" / "README.md"
    page.chmod(0o644)
    page.write_text("# Altered\n")
    found = push(hub, store, "--send")
    assert found.returncode == 1 and "README.md: altered" in found.stderr
    assert hub.asked == []
