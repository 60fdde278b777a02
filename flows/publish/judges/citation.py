"""cffconvert, where it is installed: it does not resolve beside Prefect, so it has an environment of its own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

PROGRAM = "cffconvert"


def troubles(release: Path) -> list[str]:
    """Return what `cffconvert --validate` complains of."""
    found = _run("--validate", "-i", "CITATION.cff", folder=release)
    said = (found.stdout + found.stderr).strip().splitlines()
    return said[-1:] or [f"exit code {found.returncode}"] if found.returncode else []


def version() -> str | None:
    """Return the program's version; None where it is not there."""
    return _run("--version").stdout.strip() or "unknown" if shutil.which(PROGRAM) else None


def _run(*arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(shutil.which(PROGRAM)), *arguments], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
