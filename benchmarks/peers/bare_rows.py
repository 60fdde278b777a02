"""A bare loop over the JSON Lines of a corpus with the per-text function of the engines, writing the same nested Parquet as they do.

`python -m benchmarks.peers.bare_rows SOURCES OUT`
"""

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.peers.per_text import marks_of
from benchmarks.peers.telling import tell

TEXTS_AT_ONCE = 500


def write_all(sources: Path, out: Path) -> None:
    """Write one row a text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    out.mkdir(parents=True)
    rows: list[dict[str, object]] = []
    for number, line in enumerate(_lines(sources / "corpus.jsonl"), start=1):
        rows.append({**line, **marks_of(line["id"], line["text"], str(sources))})
        if len(rows) == TEXTS_AT_ONCE:
            pq.write_table(pa.Table.from_pylist(rows), out / f"{number:06d}.parquet", compression="zstd", compression_level=3)
            rows = []
    if rows:
        pq.write_table(pa.Table.from_pylist(rows), out / "last.parquet", compression="zstd", compression_level=3)


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


if __name__ == "__main__":
    tell(write_all)
