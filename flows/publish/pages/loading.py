"""The lines that load one table of a release, tool by tool, from the release's folder."""

from __future__ import annotations

from typing import NamedTuple

from flows.publish.facts import TableFacts


class Lines(NamedTuple):
    """What one tool is told."""

    tool: str
    code: str


def loading_lines(facts: TableFacts, version: str) -> tuple[Lines, ...]:
    """Return the lines that load a table, for each tool."""
    name, path = facts.table.name, facts.path
    place = path if facts.is_whole else f"data/{name}"
    return (
        Lines("DuckDB", f"SELECT * FROM '{path}' LIMIT 10;"),
        Lines("Polars", f'import polars\n{name} = polars.read_parquet("{path}")'),
        Lines("pandas", f'import pandas\n{name} = pandas.read_parquet("{place}", dtype_backend="pyarrow")'),
        Lines("Arrow", f'import pyarrow.parquet\n{name} = pyarrow.parquet.read_table("{place}")'),
        Lines("R", f'{name} <- arrow::{"read_parquet" if facts.is_whole else "open_dataset"}("{place}")'),
        Lines("Spark", f'{name} = spark.read.parquet("{place}")'),
        Lines("Hugging Face", f'import os\nfrom datasets import load_dataset\n{name} = load_dataset(os.getcwd(), "{name}", split="train")'),
        Lines("Rostra", f'import rostra\n{name} = rostra.load("{name}", version="{version}", store="../..")'),
    )
