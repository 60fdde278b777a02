"""What the README shows is what its commands print."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
README = (HOUSE / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_table_in_the_readme_is_the_answer_to_the_query_above_it(first_store: Path) -> None:
    command = next(line for line in README.splitlines() if line.startswith(".venv/bin/rostra sql --as markdown"))
    arguments = shlex.split(command)[1:]
    found = subprocess.run(
        [sys.executable, "-m", "rostra", *arguments, "--store", str(first_store)], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() in README


def test_every_file_that_the_readme_links_to_is_there() -> None:
    links = [part.split(")")[0] for part in README.split("](")[1:]]
    assert links
    assert [link for link in links if not link.startswith("http") and not (HOUSE / link).exists()] == []
