"""How well and how fast quotations are found and attributed: `python -m benchmarks.quotations GOLD.jsonl[.gz] …`.

A gold file holds one object a line: `{doc_id, text, lang, quotes: [{kind, content, cue, source, source_head}]}`, spans in code points, end
exclusive. Prints one table a file, each figure with a 95 % interval (bootstrap over the documents, seeded), and the speed in MB of text a
second of processor time.
"""

import argparse
import gzip
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.quotation_measures import agreement, counts, share
from flows.label.quotations.find import find_quotations
from flows.label.quotations.found import FoundQuotation
from flows.label.speakers.attribute import attribute
from flows.label.speakers.registry import Registry
from flows.segment.document import Document
from flows.segment.paragraphs import paragraph_spans
from flows.segment.sentences import sentence_spans
from schemas.words import Language

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


def read(path: Path) -> Read:
    """Find and attribute the quotations of each document of a file, and count how they agree with its own."""
    found_counts: list[Counter[str]] = []
    size, seconds = 0, 0.0
    for document in documents(path):
        ready = document_of(document["text"], Language(document.get("lang", "en")))
        begin = time.process_time()
        found = find_quotations(ready)
        attribute(ready, found, Registry())
        seconds += time.process_time() - begin
        size += len(document["text"].encode())
        found_counts.append(counts(document["text"], document["quotes"], [as_marked(quotation) for quotation in found]))
    return Read(found_counts, size, seconds)


def interval(per_document: Sequence[Counter[str]], figure: Callable[[Counter[str]], float]) -> tuple[float, float]:
    """Return the 95 % interval of a figure over resamples of the documents."""
    chooser = random.Random(SEED)  # noqa: S311 - a bootstrap, no secret
    figures = sorted(figure(sum_of(chooser.choices(per_document, k=len(per_document)))) for _ in range(RESAMPLES))
    return figures[int(RESAMPLES * 0.025)], figures[int(RESAMPLES * 0.975)]


def sum_of(per_document: Sequence[Counter[str]]) -> Counter[str]:
    """Return the counts of several documents as one."""
    total: Counter[str] = Counter()
    for one in per_document:
        total.update(one)
    return total


def table(measured: Read) -> Iterator[str]:
    """Yield the lines of a file's table."""
    total = sum_of(measured.counts)
    yield f"{'':40}{'P':>7}{'R':>7}{'F1':>7}  {'95 % interval':15}{'true':>6}{'found':>7}"
    for name in AGREEMENTS:
        one = agreement(total, name)
        low, high = interval(_only(measured.counts, f"{name}:"), lambda counted, name=name: agreement(counted, name).f1)  # type: ignore[misc]
        spread = f"{low:.1f}–{high:.1f}"
        yield f"{name:40}{one.precision:7.1f}{one.recall:7.1f}{one.f1:7.1f}  {spread:15}{one.true:6}{one.found:7}"
    for name, part, whole in SHARES:
        kept = _only(measured.counts, part.split(":")[0] + ":")
        low, high = interval(kept, lambda counted, part=part, whole=whole: share(counted, part, whole))  # type: ignore[misc]
        yield f"{name:40}{'':14}{share(total, part, whole):7.1f}  {f'{low:.1f}–{high:.1f}':15}{total[whole]:6}"
    yield f"{measured.bytes / 1e6 / measured.seconds:.2f} MB/s of processor time, {len(measured.counts)} documents"


def _only(per_document: Sequence[Counter[str]], prefix: str) -> list[Counter[str]]:
    return [Counter({key: value for key, value in one.items() if key.startswith(prefix)}) for one in per_document]


def main() -> None:
    """Measure each file named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    find_quotations(document_of("He said so.", Language.ENGLISH))  # the lists are read once, apart from the work
    for path in parser.parse_args().gold:
        print(path.name)
        print("\n".join(table(read(path))))


if __name__ == "__main__":
    main()
