"""The yardstick: a bare Python loop over the files of a corpus with the project's own functions, writing the same Parquet tables.

`python -m benchmarks.bare_loop SOURCES OUT` prints one JSON line: texts, rows, and the processor time of the work without
the start of interpreter, libraries, word lists and patterns, for which a few texts are read first.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.clean.cleaning import clean
from flows.clean.draft import Cleaned
from flows.cycles import no_search_for_cycles
from flows.fetch.gazetteer import read_gazetteer
from flows.label.language.decide import language_of
from flows.label.speech import Known, Labelled, label
from flows.parquet import in_order, write_table
from schemas.columns import Table
from schemas.dataset import BY_NAME

TABLES = tuple(BY_NAME[name] for name in ("speeches", "paragraphs", "sentences", "quotations", "quotation_spans"))
TEXTS_AT_ONCE = 500
TEXTS_TO_START = 20


def labelled(sources: Path, most: int | None = None) -> Iterator[Labelled]:
    """Yield the rows of each text of the corpus, or of so many; one that cannot be read yields none."""
    gazetteer = read_gazetteer(sources)
    for path in sorted((sources / "texts").glob("*/*.txt"))[:most]:
        raw = path.read_bytes()
        cleaned = clean(raw, None, path.name)
        if not isinstance(cleaned, Cleaned):
            continue
        guess = language_of(cleaned.text)
        known = Known(f"corpus.{path.stem}", "corpus", hashlib.sha256(raw).hexdigest(), "CC0-1.0", None, country="KZ")
        yield label(known, cleaned, guess, gazetteer)


@no_search_for_cycles()
def write_all(sources: Path, out: Path, most: int | None = None) -> dict[str, int]:
    """Write the tables of all texts, or of so many, in files of `TEXTS_AT_ONCE` texts and return the number of rows of each."""
    out.mkdir(parents=True)
    counts = dict.fromkeys((table.name for table in TABLES), 0)
    waiting: list[Labelled] = []
    number = 0
    for one in labelled(sources, most):
        waiting.append(one)
        if len(waiting) == TEXTS_AT_ONCE:
            _write(waiting, out, number, counts)
            waiting, number = [], number + 1
    _write(waiting, out, number, counts)
    return counts


def rows_of(one: Labelled, table: Table) -> list[Any]:
    """Return a text's rows of a table, as `Labelled` names it."""
    rows: list[Any] = [one.speech] if table.name == "speeches" else getattr(one, table.name)
    return rows


def _write(waiting: list[Labelled], out: Path, number: int, counts: dict[str, int]) -> None:
    for table in TABLES:
        rows = [row for one in waiting for row in rows_of(one, table)]
        counts[table.name] += write_table(table, in_order(table, rows), out / f"{table.name}-{number:04d}.parquet")


def main() -> None:
    """Run the loop and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    write_all(asked.sources, asked.out / "start", TEXTS_TO_START)
    started = time.process_time()
    counts = write_all(asked.sources, asked.out / "all")
    print(json.dumps({"work_seconds": time.process_time() - started, "rows": counts}))


if __name__ == "__main__":
    main()
