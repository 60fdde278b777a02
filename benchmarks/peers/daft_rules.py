"""The per-text function in Daft: `python -m benchmarks.peers.daft_rules SOURCES OUT`, where Daft is installed.

Its native engine on one machine, its reader of JSON Lines, the function as a row-wise one that returns a struct, its Parquet writer.
"""

from pathlib import Path

import daft
from daft import DataType

from benchmarks.peers.per_text import marks_of
from benchmarks.peers.telling import COLUMNS, tell


def write_all(sources: Path, out: Path) -> None:
    """Run the query."""
    marks = daft.func(
        lambda name, text: marks_of(name, text, str(sources)),
        return_dtype=DataType.struct({column: DataType.list(DataType.string()) for column in COLUMNS}),
    )
    frame = daft.read_json(str(sources / "corpus.jsonl")).into_batches(500)
    frame = frame.select("id", "text", marks(daft.col("id"), daft.col("text")).alias("metadata"))
    frame.write_parquet(str(out), compression="zstd")


if __name__ == "__main__":
    tell(write_all)
