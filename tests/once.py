"""What several pytest processes need and takes long to make is made once: by whoever needs it first, while the others wait for it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def made_once(temporary: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder of this name that all pytest processes of a run share; the first that asks fills it by `make`."""
    own = temporary.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, is_made = shared / name, shared / f"{name}.made"
    with FileLock(shared / f"{name}.lock"):
        if not is_made.exists():
            shutil.rmtree(folder, ignore_errors=True)  # what a process left that did not come to its end
            folder.mkdir()
            make(folder)
            is_made.touch()
    return folder
