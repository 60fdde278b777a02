"""Our text work on real texts beside spaCy's sentences: `python -m benchmarks.real_texts polnear_dev.jsonl.gz tests/gold/ru …`.

An argument is a file of marked texts (`.jsonl`, `.jsonl.gz`) or a folder of them. Prints, for each, the texts, their mean size, and the
processor time of both a text, starts apart; texts of less than two minutes' reading are read over and over.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import HOUSE, in_turn, median_of, used_by
from benchmarks.peers.environments import python_of
from flows.measure.marked_texts import documents, read_marked_text

FEWEST_TEXTS = 200
PAIRS = 3


def main() -> None:
    """Measure each argument and print a line of what came of it."""
    for name in sys.argv[1:]:
        with TemporaryDirectory(prefix="bench-") as folder:
            sources = Path(folder) / "sources"
            count, size = _write(_texts(Path(name)), sources)
            ours = [sys.executable, "-m", "benchmarks.bare_loop", sources]
            spacy = [python_of("spacy"), HOUSE / "benchmarks" / "peers" / "spacy_sentences.py", sources]
            turns = in_turn(PAIRS, lambda ours=ours: _seconds(ours), lambda spacy=spacy: _seconds(spacy))  # type: ignore[misc]
            mine, theirs = (1000 * median_of([pair[side] for pair in turns]) / count for side in (0, 1))
            print(f"{name}: {count} texts of {size / count / 1000:.1f} KB: {mine:.2f} ms a text, spaCy's sentences {theirs:.2f} ms")


def _texts(marked: Path) -> Iterator[str]:
    found = map(read_marked_text, sorted(marked.glob("*.txt"))) if marked.is_dir() else documents(marked)
    yield from (str(one["text"]) for one in found)


def _write(texts: Iterator[str], sources: Path) -> tuple[int, int]:
    """Write texts as a corpus, over and over until there are enough, and return how many and how many bytes they are."""
    shutil.copytree(HOUSE / "sources", sources, ignore=shutil.ignore_patterns("*.md"))
    found = list(texts)
    folder = sources / "texts" / "real"
    folder.mkdir(parents=True)
    written = 0
    for number in range(max(FEWEST_TEXTS, len(found))):
        written += (folder / f"{number:05d}.txt").write_bytes(found[number % len(found)].encode())
    return max(FEWEST_TEXTS, len(found)), written


def _seconds(command: list[str | Path]) -> float:
    with TemporaryDirectory(prefix="bench-") as folder:
        return float(used_by([*command, Path(folder) / "out"]).said["work_seconds"])


if __name__ == "__main__":
    main()
