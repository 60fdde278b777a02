"""The lines with which the card and the README say that tables are loaded, run exactly as printed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.publish.facts import FileFacts, TableFacts
from flows.publish.pages.loading import loading_lines
from rostra.store import release_folder
from schemas.quotations import QUOTATIONS

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).resolve().parents[2]
# ```python … ```
BLOCK = re.compile(r"^```python\n(?P<lines># (?P<tool>[^\n]+)\n.*?)^```$", re.DOTALL | re.MULTILINE)
IN_PYTHON = ("DuckDB", "Polars", "pandas", "Arrow", "Hugging Face datasets")
README = HOUSE / "README.md"
SESSION = "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n"
# What a person has typed before, and types after, the lines of the page of tables.
AROUND = {"DuckDB": "import duckdb\nprint(duckdb.sql({code!r}))", "Spark": SESSION + "{code}\nprint(quotations.count())"}
ON_THE_PAGE = ("DuckDB", "Polars", "pandas", "Arrow", "Hugging Face", "Rostra")


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


def on_the_page(release: Path) -> dict[str, str]:
    """Return tool → its lines on the page of tables, with what a person types around them."""
    file = FileFacts("data/quotations.parquet", 1, "0")
    lines = loading_lines(TableFacts(QUOTATIONS, 1, (file,), "0"), release.name)
    return {line.tool: AROUND.get(line.tool, "{code}\nprint(quotations)").format(code=line.code) for line in lines}


@pytest.mark.parametrize("tool", IN_PYTHON)
def test_the_cards_line_for_a_tool_works_in_the_folder_of_the_release(tool: str, three_store: Path, tmp_path: Path) -> None:
    release = release_folder(three_store)
    assert prints(blocks(release / "README.md")[tool], release, tmp_path)


@pytest.mark.parametrize("tool", ON_THE_PAGE)
def test_the_line_on_the_page_of_tables_works_in_the_folder_of_the_release(tool: str, three_store: Path, tmp_path: Path) -> None:
    release = release_folder(three_store)
    assert prints(on_the_page(release)[tool], release, tmp_path)


@pytest.mark.parametrize("tool", [*IN_PYTHON, "Rostra"])
def test_the_readmes_line_for_a_tool_works_where_the_release_was_made(tool: str, first_store: Path, tmp_path: Path) -> None:
    (tmp_path / "output").symlink_to(first_store)
    assert prints(blocks(README)[tool], tmp_path, tmp_path)


@pytest.mark.skipif(shutil.which("java") is None, reason="no java, which Spark needs")
def test_the_lines_for_spark_work_in_one_session(three_store: Path, first_store: Path, tmp_path: Path) -> None:
    release = release_folder(three_store)
    (tmp_path / "output").symlink_to(first_store)
    (tmp_path / "data").symlink_to(release / "data")  # Spark's machine stays in the folder in which it started
    lines = [blocks(release / "README.md")["Spark"], on_the_page(release)["Spark"], blocks(README)["Spark"]]
    *said, rest = prints("\nprint('done')\n".join([*lines, ""]), tmp_path, tmp_path).split("done")
    assert len(said) == len(lines) and all(map(str.strip, said)) and not rest.strip()


def test_the_card_the_page_and_the_readme_have_a_line_for_each_tool(three_store: Path) -> None:
    release = release_folder(three_store)
    card = release / "README.md"
    assert set(blocks(card)) == {*IN_PYTHON, "Spark"}
    assert set(blocks(README)) == {*IN_PYTHON, "Spark", "Rostra"}
    assert set(on_the_page(release)) == {*ON_THE_PAGE, "Spark", "R"}
    assert all("library(arrow)" in page.read_text(encoding="utf-8") for page in (card, README))
