"""The lines with which the card and the README say that tables are loaded, run exactly as printed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rostra.store import release_folder

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).resolve().parents[2]
# ```python … ```
BLOCK = re.compile(r"^```python\n(?P<lines># (?P<tool>[^\n]+)\n.*?)^```$", re.DOTALL | re.MULTILINE)
TOOLS = ("DuckDB", "Polars", "pandas", "Arrow", "Spark", "Hugging Face datasets")


def blocks(page: Path) -> dict[str, str]:
    return {match["tool"]: match["lines"] for match in BLOCK.finditer(page.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("tool", TOOLS)
def test_the_cards_line_for_a_tool_works_in_the_folder_of_the_release(tool: str, three_store: Path, tmp_path: Path) -> None:
    if tool == "Spark" and shutil.which("java") is None:
        pytest.skip("no java, which Spark needs")
    release = release_folder(three_store)
    offline = {"HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    lines = blocks(release / "README.md")[tool]
    found = subprocess.run(
        [sys.executable, "-c", lines], cwd=release, env={**os.environ, **offline}, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
    assert found.stdout.strip()


def test_the_card_has_a_line_for_each_tool(three_store: Path) -> None:
    card = release_folder(three_store) / "README.md"
    assert tuple(blocks(card)) == TOOLS
    assert "library(arrow)" in card.read_text(encoding="utf-8")
