"""A judge that wants a process of its own: its library takes the environment as it was at its import, or starts a machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

MARK = "troubles: "


def troubles_apart(module: str, releases: Sequence[Path], environment: dict[str, str]) -> list[list[str]]:
    """Return what the module's `main` prints for each release; its last words for each where it ends otherwise."""
    found = subprocess.run(  # noqa: S603
        [sys.executable, "-m", module, *map(str, releases)], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    told = [line.removeprefix(MARK) for line in found.stdout.splitlines() if line.startswith(MARK)]
    if found.returncode or len(told) != len(releases):
        return [found.stderr.strip().splitlines()[-1:] or [f"exit code {found.returncode}"]] * len(releases)
    return [json.loads(line) for line in told]


def tell(troubles: Callable[[Path], list[str]]) -> None:
    """Print what is found of each release named on the command line, a line each."""
    for release in sys.argv[1:]:
        try:
            found = troubles(Path(release))
        except Exception as error:  # whatever an outside library raises is its verdict
            found = [f"{type(error).__name__}: {error}"]
        print("\n" + MARK + json.dumps(found))  # noqa: T201
