"""What a command does not need, it does not load."""

import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
SPEECH = "tests/gold/en/01-water-council.txt"
HEAVY = {
    "prefect",
    "great_expectations",
    "pandas",
    "numpy",
    "pyarrow",
    "duckdb",
    "distributed",
    "httpx",
    "trafilatura",
    "jinja2",
    "rich.progress",
}
SHOWN = """
import sys
from rostra.cli import main
sys.argv = ["rostra", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sys.modules, sep="\\n", file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments", [["--help"], ["annotate", "--help"], ["annotate", "tests/gold/en/01-water-council.txt"]], ids=" ".join
)
def test_help_and_annotate_load_nothing_heavy(arguments: list[str]) -> None:
    ended = subprocess.run([sys.executable, "-c", SHOWN, *arguments], cwd=HOUSE, capture_output=True, text=True, check=True)
    loaded = set(ended.stderr.split())
    assert "flows.cli" in loaded
    assert ("flows.annotate" in loaded) == (arguments[-1] not in {"--help"})
    assert loaded.isdisjoint(HEAVY)
    assert ended.stdout
