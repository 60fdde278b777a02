"""The same inputs and code give the same bytes: two clones, two folders, one SOURCE_DATE_EPOCH."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rostra.verify import sha256_of

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).resolve().parent.parent


def release_of_a_clone(folder: Path, prefect_home: Path) -> dict[str, str]:
    """Clone the project as committed, build in the clone by its own code, and return file → SHA-256 of the release."""
    subprocess.run(["git", "clone", "--quiet", str(HOUSE), str(folder)], check=True)
    settings = {"PYTHONPATH": str(folder), "SOURCE_DATE_EPOCH": "1770681600", "PREFECT_HOME": str(prefect_home)}
    environment = {**os.environ, **settings}
    environment.pop("PREFECT_API_URL", None)
    made = subprocess.run(
        [sys.executable, "-m", "rostra", "build", "--quiet"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert (made.returncode, made.stdout) == (0, "1.0.0\n"), made.stderr
    release = folder / "output" / "releases" / "1.0.0"
    return {path.relative_to(release).as_posix(): sha256_of(path) for path in release.rglob("*") if path.is_file()}


def test_two_clones_make_the_same_release_byte_for_byte(prefect_database: Path, tmp_path: Path) -> None:
    home = tmp_path / "prefect"
    home.mkdir()
    shutil.copy(prefect_database, home)
    one, two = (release_of_a_clone(tmp_path / name, home) for name in ("one", "a folder of another name"))
    assert one == two
    assert len(one) > 40
