"""The benches: `python -m benchmarks [--bench NAME …] [--small | --keep] [--corpora FOLDER]`; `--render` writes docs/performance.md alone.

Each figure is printed as one JSON line. The full form with `--keep` also writes `benchmarks/results/` and renders the page.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from benchmarks.accuracy import accuracy
from benchmarks.beside_peers import engines, text_work
from benchmarks.builds import builds, carried, dask, outside, sizes, workers
from benchmarks.daily import daily, next_day
from benchmarks.first_query import first_query
from benchmarks.kernels import kernels, parquet_write
from benchmarks.long_lists import long_lists
from benchmarks.main_job import main_job
from benchmarks.measuring import FULL, HOUSE, SMALL, Figure, Size
from benchmarks.profile import profile
from benchmarks.results import PAGE, keep, kept, line_of, render
from benchmarks.start_up import start_up
from benchmarks.tables import tables

BENCHES: Mapping[str, Callable[[Size, Path], Iterator[Figure]]] = {
    "accuracy": accuracy,
    "text_work": text_work,
    "engines": engines,
    "kernels": kernels,
    "parquet_write": parquet_write,
    "first_query": first_query,
    "main_job": main_job,
    "start_up": start_up,
    "long_lists": long_lists,
    "profile": profile,
    "workers": workers,
    "dask": dask,
    "outside": outside,
    "carried": carried,
    "builds": builds,
    "daily": daily,
    "next_day": next_day,
    "sizes": sizes,
    "tables": tables,
}


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", nargs="*", choices=list(BENCHES), default=list(BENCHES))
    parser.add_argument("--small", action="store_true", help="few texts and one pair: to see that all of it runs")
    parser.add_argument("--pairs", type=int, help="so many pairs, of builds too")
    for field in ("texts", "few", "many", "most", "quotations"):
        parser.add_argument(f"--{field}", type=int, help="instead of the form's own number")
    parser.add_argument("--keep", action="store_true", help="keep the figures and render docs/performance.md")
    parser.add_argument("--render", action="store_true", help="measure nothing, render docs/performance.md from what is kept")
    parser.add_argument("--corpora", type=Path, default=HOUSE / "build" / "corpora", help="where the texts are written")
    asked = parser.parse_args()
    size = SMALL if asked.small else FULL
    size = size._replace(**{field: value for field in size._fields if (value := getattr(asked, field, None))})
    size = size._replace(build_pairs=asked.pairs or size.build_pairs)
    for bench in [] if asked.render else asked.bench:
        lines = []
        for found in BENCHES[bench](size, asked.corpora):
            lines.append(line_of(found))
            print(lines[-1], flush=True)
        if asked.keep:
            keep(bench, lines)
    if asked.keep or asked.render:
        PAGE.write_text(render(PAGE.read_text(encoding="utf-8"), kept()), encoding="utf-8")


if __name__ == "__main__":
    main()
