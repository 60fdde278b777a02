"""What `rostra annotate` costs on one small file, beside the import of pyarrow.parquet."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Figure, Size, figure, in_turn, median_of, used_by

TEXT = "The minister opened the new bridge. “Bridges join people,” Minister Anna Petrova said. She added that two more would follow.\n"
YARDSTICK = (sys.executable, "-c", "import pyarrow.parquet")


def start_up(size: Size, _corpora: Path) -> Iterator[Figure]:
    """Yield the processor time of `rostra annotate` to that of the import, after one warming run of each."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "report.txt"
        file.write_text(TEXT, encoding="utf-8")
        annotate = (sys.executable, "-m", "rostra", "annotate", str(file))
        runs = in_turn(size.pairs + 1, lambda: used_by(annotate).cpu_seconds, lambda: used_by(YARDSTICK).cpu_seconds)[1:]
    details = {"annotate_seconds": median_of([a for a, _ in runs]), "import_seconds": median_of([b for _, b in runs])}
    yield figure("start_up", [a / b for a, b in runs], details)
