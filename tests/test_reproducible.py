"""The same inputs and code give the same bytes: two clones, two folders, two servers, one SOURCE_DATE_EPOCH."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rostra.verify import sha256_of

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).resolve().parent.parent


def release_of_a_clone(folder: Path, **settings: str) -> dict[str, str]:
    """Clone the project as committed, build in the clone by its own code, and return file → SHA-256 of the release."""
    subprocess.run(["git", "clone", "--quiet", str(HOUSE), str(folder)], check=True)
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    environment |= {"PYTHONPATH": str(folder), "SOURCE_DATE_EPOCH": "1770681600", "PREFECT_HOME": str(folder / ".prefect"), **settings}
    made = subprocess.run(
        [sys.executable, "-m", "rostra", "build", "--quiet"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert (made.returncode, made.stdout) == (0, "1.0.0\n"), made.stderr
    release = folder / "output" / "releases" / "1.0.0"
    return {path.relative_to(release).as_posix(): sha256_of(path) for path in release.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("prefect_server")
def test_two_clones_make_the_same_release_byte_for_byte_each_on_a_server_of_another_kind(tmp_path: Path) -> None:
    from prefect.settings import PREFECT_API_URL

    embedded = release_of_a_clone(tmp_path / "one")
    watched = release_of_a_clone(tmp_path / "a folder of another name", PREFECT_API_URL=PREFECT_API_URL.value())
    assert embedded == watched
    assert len(embedded) > 40
