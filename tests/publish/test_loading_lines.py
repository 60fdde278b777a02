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
README = HOUSE / "README.md"


def blocks(page: Path) -> dict[str, str]:
    return {match["tool"]: match["lines"] for match in BLOCK.finditer(page.read_text(encoding="utf-8"))}


def prints(lines: str, folder: Path, home: Path) -> str:
    """Run the lines in a folder, offline, and return what they print."""
    offline = {"HF_HOME": str(home), "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    found = subprocess.run(
        [sys.executable, "-c", lines], cwd=folder, env={**os.environ, **offline}, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
    return found.stdout.strip()


def need_java(tool: str) -> None:
    if tool == "Spark" and shutil.which("java") is None:
        pytest.skip("no java, which Spark needs")


@pytest.mark.parametrize("tool", TOOLS)
def test_the_cards_line_for_a_tool_works_in_the_folder_of_the_release(tool: str, three_store: Path, tmp_path: Path) -> None:
    need_java(tool)
    release = release_folder(three_store)
    assert prints(blocks(release / "README.md")[tool], release, tmp_path)


@pytest.mark.parametrize("tool", blocks(README))
def test_the_readmes_line_for_a_tool_works_where_the_release_was_made(tool: str, first_store: Path, tmp_path: Path) -> None:
    need_java(tool)
    (tmp_path / "output").symlink_to(first_store)
    assert prints(blocks(README)[tool], tmp_path, tmp_path)


def test_the_card_and_the_readme_have_a_line_for_each_tool(three_store: Path) -> None:
    card = release_folder(three_store) / "README.md"
    assert tuple(blocks(card)) == TOOLS
    assert set(blocks(README)) == {*TOOLS, "Rostra"}
    assert all("library(arrow)" in page.read_text(encoding="utf-8") for page in (card, README))
