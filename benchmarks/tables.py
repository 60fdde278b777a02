"""What a table of many texts costs to fetch: its memory must not grow with the texts, but for the line that is kept of each."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Figure, Size, figure, used_by

TEXT = "The minister said that the road is open to all, and that the bridge will be opened in the spring. " * 30
ROWS_AT_ONCE = 10_000
SOURCE = """
publisher = "A press service"
languages = ["en"]
licence = "None"
attribution = "A press service"
text_may_be_published = false
least_speeches = 0
files = "texts.parquet"
columns = { id = "id", text = "text", spoken_on = "day" }
"""
FETCH = """
import json, sys
from pathlib import Path
from flows.fetch.declarations import read_sources
from flows.fetch.files import fetch_files
folder = Path(sys.argv[1])
[source] = read_sources(folder)
print(json.dumps({"texts": len(fetch_files(source, folder, folder / "store"))}))
"""


def tables(size: Size, _corpora: Path) -> Iterator[Figure]:
    """Yield the peak memory of fetching a Parquet of twice `most` texts, to that of a tenth of them."""
    many, few = 2 * size.most, size.most // 5
    (large, large_said), (small, small_said) = _fetched(many), _fetched(few)
    details = {"texts": large_said["texts"], "peak_megabytes": large_said["megabytes"], "seconds": large_said["seconds"]}
    yield figure("tables", [large / small], {**details, "few": small_said})


def _fetched(texts: int) -> tuple[int, dict[str, float]]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "press.toml").write_text(SOURCE, encoding="utf-8")
        _write(folder / "texts.parquet", texts)
        used = used_by((sys.executable, "-c", FETCH, folder))
    found = used.said["texts"]
    return used.peak_bytes, {"texts": found, "megabytes": round(used.peak_bytes / 1e6), "seconds": round(used.wall_seconds, 1)}


def _write(path: Path, texts: int) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("id", pa.string()), ("text", pa.string()), ("day", pa.string())])
    with pq.ParquetWriter(path, schema) as writer:
        for start in range(0, texts, ROWS_AT_ONCE):
            numbers = range(start, min(start + ROWS_AT_ONCE, texts))
            rows = [[f"r{number}" for number in numbers], [f"{number}. {TEXT}" for number in numbers], ["2031-05-04"] * len(numbers)]
            writer.write_table(pa.table(rows, schema=schema))
