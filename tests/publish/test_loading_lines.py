"""The lines with which the card and the README say that tables are loaded, run exactly as printed."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
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
# What a tool is called in the card and the README → on the page of tables.
IN_PYTHON = {"DuckDB": "DuckDB", "Polars": "Polars", "pandas": "pandas", "Arrow": "Arrow", "Hugging Face datasets": "Hugging Face"}
README = HOUSE / "README.md"
SESSION = "from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n"
# What a person has typed before, and types after, the lines of the page of tables.
AROUND = {"DuckDB": "import duckdb\nprint(duckdb.sql({code!r}))", "Spark": SESSION + "{code}\nprint(quotations.count())"}
DONE = "— done —"


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


def each_prints(places: Sequence[tuple[str, Path]], home: Path) -> bool:
    """Whether lines print something, each in its folder, in one process: to import a tool takes longer than to load a table."""
    runs = (f"os.chdir({str(folder)!r}); exec({lines!r}, {{}}); print({DONE!r})" for lines, folder in places)
    return are_answers(prints("\n".join(["import os", *runs]), home, home), len(places))


def are_answers(said: str, number: int) -> bool:
    """Whether something was said so many times before it was done."""
    *answers, rest = said.split(DONE)
    return len(answers) == number and all(map(str.strip, answers)) and not rest.strip()


def on_the_page(release: Path) -> dict[str, str]:
    """Return tool → its lines on the page of tables, with what a person types around them."""
    file = FileFacts("data/quotations.parquet", 1, "0")
    lines = loading_lines(TableFacts(QUOTATIONS, 1, (file,), "0"), release.name)
    return {line.tool: AROUND.get(line.tool, "{code}\nprint(quotations)").format(code=line.code) for line in lines}


@pytest.mark.parametrize("tool", [*IN_PYTHON, "Rostra"])
def test_the_lines_for_a_tool_work_in_the_folder_of_the_release_and_where_it_was_made(
    tool: str, three_store: Path, first_store: Path, tmp_path: Path
) -> None:
    release = release_folder(three_store)
    (tmp_path / "output").symlink_to(first_store)
    places = [(on_the_page(release)[IN_PYTHON.get(tool, tool)], release), (blocks(README)[tool], tmp_path)]
    if tool in IN_PYTHON:  # the card's reader need not have Rostra
        places.append((blocks(release / "README.md")[tool], release))
    assert each_prints(places, tmp_path)


@pytest.mark.skipif(shutil.which("java") is None, reason="no java, which Spark needs")
@pytest.mark.usefixtures("quick_java")
def test_the_lines_for_spark_work_in_one_session(three_store: Path, first_store: Path, tmp_path: Path) -> None:
    release = release_folder(three_store)
    (tmp_path / "output").symlink_to(first_store)
    (tmp_path / "data").symlink_to(release / "data")  # Spark's machine stays in the folder in which it started
    lines = [blocks(release / "README.md")["Spark"], on_the_page(release)["Spark"], blocks(README)["Spark"]]
    assert are_answers(prints(f"\nprint({DONE!r})\n".join([*lines, ""]), tmp_path, tmp_path), len(lines))


def test_the_card_the_page_and_the_readme_have_a_line_for_each_tool(three_store: Path) -> None:
    release = release_folder(three_store)
    card = release / "README.md"
    assert set(blocks(card)) == {*IN_PYTHON, "Spark"}
    assert set(blocks(README)) == {*IN_PYTHON, "Spark", "Rostra"}
    assert set(on_the_page(release)) == {*IN_PYTHON.values(), "Rostra", "Spark", "R"}
    assert all("library(arrow)" in page.read_text(encoding="utf-8") for page in (card, README))
