"""spaCy's rule-based sentences alone: `python spacy_sentences.py SOURCES OUT`, in an environment that has spaCy.

A blank pipeline of the multi-language class, which needs not be told the language, with the sentencizer, as its
documentation has it; sentences with their places go to Parquet. Prints one JSON line like `benchmarks.bare_loop`, a few texts being
read first too.
"""

import json
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import spacy

TEXTS_AT_ONCE = 500
TEXTS_TO_START = 20


def write_all(sources: Path, out: Path, most: int | None = None) -> dict[str, int]:
    """Write the sentences of each text, or of so many, and return how many texts and sentences there were."""
    out.mkdir(parents=True)
    nlp = spacy.blank("xx")
    nlp.add_pipe("sentencizer")
    paths = sorted((sources / "texts").glob("*/*.txt"))[:most]
    texts = ((path.read_text(encoding="utf-8"), path.stem) for path in paths)
    rows: list[tuple[str, int, int, int, str]] = []
    counts = {"speeches": 0, "sentences": 0}
    for doc, name in nlp.pipe(texts, as_tuples=True, batch_size=64):
        rows += [(name, number, sentence.start_char, sentence.end_char, sentence.text) for number, sentence in enumerate(doc.sents)]
        counts["speeches"] += 1
        if counts["speeches"] % TEXTS_AT_ONCE == 0 or counts["speeches"] == len(paths):
            counts["sentences"] += len(rows)
            columns = dict(
                zip(("speech_id", "position", "span_start", "span_end", "text"), map(list, zip(*rows, strict=True)), strict=True)
            )
            pq.write_table(pa.table(columns), out / f"sentences-{counts['speeches']:06d}.parquet", compression="zstd", compression_level=3)
            rows = []
    return counts


def main() -> None:
    """Run and print what came of it."""
    sources, out = map(Path, sys.argv[1:])
    write_all(sources, out / "start", TEXTS_TO_START)
    started = time.process_time()
    counts = write_all(sources, out / "all")
    print(json.dumps({"work_seconds": time.process_time() - started, "rows": counts}))


if __name__ == "__main__":
    main()
