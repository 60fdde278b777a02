"""What `make` runs beside the whole suite."""

import os
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent


def test_the_rules_own_tests_are_collected_without_the_plugins_that_run_files_side_by_side() -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "pytest_timeout", "tests/segment/test_paragraphs.py"]
    alone = subprocess.run(
        command, check=False, cwd=HOUSE, env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}, capture_output=True, text=True
    )
    assert alone.returncode == 0, alone.stdout + alone.stderr
