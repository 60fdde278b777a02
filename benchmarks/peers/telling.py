"""What each engine's script prints: its work's processor time, and counts and a hash of what it wrote, by which all must agree."""

import hashlib
import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

COLUMNS = ("sentences", "quotations", "speakers")


def tell(write_all: Callable[[Path, Path], None]) -> None:
    """Run the script's work on its two arguments, SOURCES and OUT, and print one JSON line."""
    sources, out = Path(sys.argv[1]), Path(sys.argv[2])
    import pyarrow.parquet  # noqa: F401 - its start is no work

    started = _cpu_seconds()
    write_all(sources, out)
    used = _cpu_seconds() - started
    print(json.dumps({"work_seconds": used, **_written(out)}))


def _cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _written(out: Path) -> dict[str, object]:
    import pyarrow.parquet as pq

    texts = []
    for path in out.rglob("*.parquet"):
        for row in pq.ParquetFile(path).read().to_pylist():
            marks = row.get("metadata") or row
            texts.append(json.dumps([row["id"], *(marks[column] for column in COLUMNS)], ensure_ascii=False))
    return {"texts": len(texts), "sha256": hashlib.sha256("\n".join(sorted(texts)).encode()).hexdigest()}
