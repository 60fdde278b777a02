"""coreutils' sha256sum."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from rostra.verify import CHECKSUMS

PROGRAM = "sha256sum"


def troubles(release: Path) -> list[str]:
    """Return what `sha256sum --check --strict` complains of."""
    found = subprocess.run([PROGRAM, "--check", "--strict", "--quiet", CHECKSUMS], cwd=release, capture_output=True, text=True, check=False)  # noqa: S603
    return (found.stdout + found.stderr).splitlines() or [f"exit code {found.returncode}"] if found.returncode else []


def version() -> str | None:
    """Return the program's version; None where it is not there."""
    if shutil.which(PROGRAM) is None:
        return None
    shown = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    return shown.splitlines()[0].rsplit(" ", 1)[-1] if shown else "unknown"
