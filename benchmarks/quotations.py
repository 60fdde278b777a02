"""How well and how fast quotations are found and attributed: `python -m benchmarks.quotations GOLD.jsonl[.gz] …`.

A gold file holds one object a line: `{doc_id, text, lang, quotes: [{kind, content, cue, source, source_head}]}`, spans in code points, end
exclusive. Prints one table a file, each figure with a 95 % interval (bootstrap over the documents, seeded), and the speed in MB of text a
second of processor time.
"""

import argparse
import gzip
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.quotation_measures import agreement, counts, share
from flows.fetch.registry import read_registry
from flows.label.quotations.find import find_quotations
from flows.label.quotations.found import FoundQuotation
from flows.label.speakers.attribute import attribute
from flows.label.speakers.registry import Registry
from flows.segment.document import Document
from flows.segment.paragraphs import paragraph_spans
from flows.segment.sentences import sentence_spans
from schemas.words import Language

SOURCES = Path(__file__).resolve().parents[1] / "sources"
WORD = re.compile(r"\w+")
PASSES = 5
RESAMPLES = 1_000
SEED = 20260210
AGREEMENTS = (
    *(f"{unit}[{kind}]" for unit in ("quotations", "segments", "tokens") for kind in ("direct", "mixed", "indirect", "all")),
    "marked",
    "marked from three words",
    "cue",
    "source",
)
SHARES = tuple(
    (f"{kind}: {name}", f"{kind}:{part}", f"{kind}:{whole}")
    for kind in ("direct", "all")
    for name, part, whole in (
        ("matched", "matched", "true"),
        ("head, of those matched", "head", "matched with source"),
        ("head, of all", "head", "with source"),
        ("source exact, of those matched", "source exact", "matched with source"),
    )
)


class Read(NamedTuple):
    """What was found in the documents of a file, and how long it took."""

    counts: list[Counter[str]]
    bytes: int
    seconds: float
    """The least processor time of a pass over all documents."""
    seconds_of_words: float
    """The same of a search for all words alone: what the machine can do."""


def documents(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file, packed or plain."""
    packed = path.suffix == ".gz"
    with gzip.open(path, "rt", encoding="utf-8") if packed else path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def document_of(text: str, language: Language) -> Document:
    """Return a text with its paragraphs and sentences."""
    paragraphs = paragraph_spans(text)
    sentences = [sentence for paragraph in paragraphs for sentence in sentence_spans(text, paragraph, language)]
    return Document(text, language, tuple(paragraphs), tuple(sentences))


def as_marked(quotation: FoundQuotation) -> dict[str, Any]:
    """Return a found quotation in the form of a gold file."""
    return {"kind": str(quotation.kind), "content": quotation.content, "cue": quotation.cue, "source": quotation.source}


def read(path: Path, registry: Registry) -> Read:
    """Find and attribute the quotations of each document of a file, count how they agree with its own, and take the time."""
    marked = list(documents(path))
    ready = [document_of(document["text"], Language(document.get("lang", "en"))) for document in marked]
    found_counts = [
        counts(document["text"], document["quotes"], [as_marked(quotation) for quotation in find_quotations(text)])
        for document, text in zip(marked, ready, strict=True)
    ]
    size = sum(len(text.text.encode()) for text in ready)
    seconds = _least(lambda: [attribute(text, find_quotations(text), registry) for text in ready])
    return Read(found_counts, size, seconds, _least(lambda: [WORD.findall(text.text) for text in ready]))


def _least(work: Callable[[], object]) -> float:
    """Return the least processor time of some passes, in seconds."""
    passes = []
    for _ in range(PASSES):
        begin = time.process_time()
        work()
        passes.append(time.process_time() - begin)
    return min(passes)


def spreads(per_document: Sequence[Counter[str]], figures: Sequence[Callable[[Counter[str]], float]]) -> list[tuple[float, float]]:
    """Return the 95 % interval of each figure over resamples of the documents, the same ones for all figures."""
    names = sorted({name for one in per_document for name in one})
    table_of_counts = np.array([[one[name] for name in names] for one in per_document])
    chooser = random.Random(SEED)  # noqa: S311 - a bootstrap, no secret
    places = range(len(per_document))
    sums = (table_of_counts[chooser.choices(places, k=len(places))].sum(axis=0) for _ in range(RESAMPLES))
    resampled = [Counter(dict(zip(names, total.tolist(), strict=True))) for total in sums]
    found = []
    for figure in figures:
        told = sorted(map(figure, resampled))
        found.append((told[int(RESAMPLES * 0.025)], told[int(RESAMPLES * 0.975)]))
    return found


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
    registry = read_registry(SOURCES)
    for path in parser.parse_args().gold:
        print(path.name)
        print("\n".join(table(read(path, registry))))


if __name__ == "__main__":
    main()
