"""How well and how fast quotations are found and attributed: `python -m benchmarks.quotations GOLD.jsonl[.gz] …`.

A gold file holds one object a line: `{doc_id, text, lang, quotes: [{kind, content, cue, source, source_head}]}`, spans in code points, end
exclusive. Prints one table a file, each figure with a 95 % interval (bootstrap over the documents, seeded), and the speed in MB of text a
second of processor time.
"""

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from flows.fetch.gazetteer import read_gazetteer
from flows.label.cut import cut_of
from flows.label.quotations.find import find_quotations
from flows.label.speakers.attribute import attribute
from flows.label.speakers.gazetteer import Gazetteer
from flows.measure.agreement import AGREEMENTS, SHARES, agreement, as_marked, counts, share
from flows.measure.intervals import spreads
from flows.measure.marked_texts import documents
from schemas.words import Language

SOURCES = Path(__file__).resolve().parents[1] / "sources"
WORD = re.compile(r"\w+")
PASSES = 5


class Read(NamedTuple):
    """What was found in the documents of a file, and how long it took."""

    counts: list[Counter[str]]
    bytes: int
    seconds: float
    """The least processor time of a pass over all documents."""
    seconds_of_words: float
    """The same of a search for all words alone: what the machine can do."""


def read(path: Path, gazetteer: Gazetteer) -> Read:
    """Find and attribute the quotations of each document of a file, count how they agree with its own, and take the time."""
    marked = list(documents(path))
    ready = [cut_of(document["text"], Language(document.get("lang", "en"))).document for document in marked]
    found_counts = [
        counts(document["text"], document["quotes"], [as_marked(quotation) for quotation in find_quotations(text)])
        for document, text in zip(marked, ready, strict=True)
    ]
    size = sum(len(text.text.encode()) for text in ready)
    seconds = _least(lambda: [attribute(text, find_quotations(text), gazetteer) for text in ready])
    return Read(found_counts, size, seconds, _least(lambda: [WORD.findall(text.text) for text in ready]))


def _least(work: Callable[[], object]) -> float:
    """Return the least processor time of some passes, in seconds."""
    passes = []
    for _ in range(PASSES):
        begin = time.process_time()
        work()
        passes.append(time.process_time() - begin)
    return min(passes)


def sum_of(per_document: Sequence[Counter[str]]) -> Counter[str]:
    """Return the counts of several documents as one."""
    total: Counter[str] = Counter()
    for one in per_document:
        total.update(one)
    return total


def table(measured: Read) -> Iterator[str]:
    """Yield the lines of a file's table."""
    total = sum_of(measured.counts)
    f1s = [partial(_f1, name) for name in AGREEMENTS]
    shares = [partial(share, part=part, whole=whole) for _, part, whole in SHARES]
    intervals = iter(f"{low:.1f}–{high:.1f}" for low, high in spreads(measured.counts, [*f1s, *shares]))
    yield f"{'':40}{'P':>7}{'R':>7}{'F1':>7}  {'95 % interval':15}{'true':>6}{'found':>7}"
    for name in AGREEMENTS:
        one = agreement(total, name)
        yield f"{name:40}{one.precision:7.1f}{one.recall:7.1f}{one.f1:7.1f}  {next(intervals):15}{one.true:6}{one.found:7}"
    for name, part, whole in SHARES:
        yield f"{name:40}{'':14}{share(total, part, whole):7.1f}  {next(intervals):15}{total[whole]:6}"
    yield (
        f"{measured.bytes / 1e6 / measured.seconds:.2f} MB/s of processor time, {len(measured.counts)} documents; "
        f"{measured.seconds / measured.seconds_of_words:.1f} times the time of finding the words alone"
    )


def _f1(name: str, counted: Counter[str]) -> float:
    return agreement(counted, name).f1


def main() -> None:
    """Measure each file named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    gazetteer = read_gazetteer(SOURCES)
    for path in parser.parse_args().gold:
        print(path.name)
        print("\n".join(table(read(path, gazetteer))))


if __name__ == "__main__":
    main()
