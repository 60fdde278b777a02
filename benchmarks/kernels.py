"""Each kernel of the text work on its own, in this process: megabytes of text per second of processor time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from benchmarks.bare_loop import TABLES, labelled, rows_of
from benchmarks.corpus import write_corpus
from benchmarks.measuring import Figure, Size, figure, in_turn
from flows.clean.cleaning import clean
from flows.clean.draft import Cleaned
from flows.fetch.gazetteer import read_gazetteer
from flows.label.cut import cut_of
from flows.label.form.decide import form_of
from flows.label.language.decide import language_of, paragraph_language
from flows.label.quotations.find import find_quotations
from flows.label.quotations.found import FoundQuotation
from flows.label.speakers.attribute import attribute
from flows.label.speakers.gazetteer import Gazetteer
from flows.parquet import ROWS_PER_GROUP, ROWS_PER_GROUP_OF_LONG_TEXT, arrow_schema, in_order, write_table
from flows.segment.document import Document
from flows.segment.paragraphs import paragraph_spans
from flows.segment.sentences import sentence_spans
from schemas.columns import Table
from schemas.words import Language


class Prepared(NamedTuple):
    """A text as each kernel finds it, everything before it done."""

    raw: bytes
    text: str
    language: Language
    document: Document
    found: list[FoundQuotation]


class Kernel(NamedTuple):
    """One piece of the work on a text, and the limit seen for its kind (MB of text per second and core; None where none was seen)."""

    name: str
    run: Callable[[Prepared, Gazetteer], object]
    limit: float | None
    limit_of: str = ""


KERNELS = (
    Kernel("clean", lambda one, _: clean(one.raw, None, "a.txt"), 630, "NFC check"),
    Kernel("language of the text", lambda one, _: language_of(one.text), None),
    Kernel("paragraphs", lambda one, _: paragraph_spans(one.text), 330, "chained str.replace"),
    Kernel(
        "sentences",
        lambda one, _: [sentence_spans(one.text, span, one.language) for span in one.document.paragraphs],
        110,
        "sentence candidates with an abbreviation rule in plain re",
    ),
    Kernel("form", lambda one, _: form_of(one.text, one.document.paragraphs, one.language), 240, "one ahocorasick_rs scan"),
    Kernel("quotations", lambda one, _: find_quotations(one.document), 300, "a compiled quotation pattern"),
    Kernel("speakers", lambda one, gazetteer: attribute(one.document, one.found, gazetteer), 240, "one ahocorasick_rs scan"),
    Kernel(
        "language of the paragraphs",
        lambda one, _: [paragraph_language(one.text[span.start : span.end], one.language) for span in one.document.paragraphs],
        None,
    ),
)


def prepared(sources: Path) -> list[Prepared]:
    """Return the texts of a corpus, ready for every kernel."""
    texts = []
    for path in sorted((sources / "texts").glob("*/*.txt")):
        raw = path.read_bytes()
        cleaned = clean(raw, None, path.name)
        if not isinstance(cleaned, Cleaned):
            continue
        language = language_of(cleaned.text).language
        assert language is not None
        document = cut_of(cleaned.text, language).document
        document = document._replace(form=form_of(cleaned.text, document.paragraphs, language), spoken_on=cleaned.spoken_on, country="KZ")
        texts.append(Prepared(raw, cleaned.text, language, document, find_quotations(document)))
    return texts


def seconds_of(kernel: Kernel, texts: Sequence[Prepared], gazetteer: Gazetteer) -> float:
    """Return the processor time of one kernel on all texts."""
    started = time.process_time()
    for one in texts:
        kernel.run(one, gazetteer)
    return time.process_time() - started


def kernels(size: Size, corpora: Path) -> Iterator[Figure]:
    """Yield each kernel's megabytes per second, and for the language of a text how many texts a second."""
    sources = write_corpus(corpora, min(size.texts, 500))
    gazetteer = read_gazetteer(sources)
    texts = prepared(sources)
    megabytes = sum(len(one.text.encode()) for one in texts) / 1e6
    runs = [{kernel.name: seconds_of(kernel, texts, gazetteer) for kernel in KERNELS} for _ in range(size.pairs)]
    for kernel in KERNELS:
        seconds = [run[kernel.name] for run in runs]
        details = {
            "texts": len(texts),
            "milliseconds_per_text": round(1000 * sorted(seconds)[len(seconds) // 2] / len(texts), 3),
            "limit": kernel.limit,
            "limit_of": kernel.limit_of,
        }
        yield figure(f"kernel {kernel.name}", [megabytes / taken for taken in seconds], details)
    yield figure("language", [len(texts) / run["language of the text"] for run in runs], {"texts": len(texts)})
    both = [megabytes / (run["quotations"] + run["speakers"]) for run in runs]
    yield figure("quotations", both, {"texts": len(texts)})


def parquet_write(size: Size, corpora: Path) -> Iterator[Figure]:
    """Yield the processor time of writing our tables to that of pyarrow writing the same rows with the same settings."""
    found = list(labelled(write_corpus(corpora, min(size.texts, 500))))
    tables = {table: in_order(table, [row for one in found for row in rows_of(one, table)]) for table in TABLES}
    with TemporaryDirectory(prefix="bench-") as folder:
        into = Path(folder) / "table.parquet"

        def ours() -> float:
            return _seconds(lambda: [write_table(table, rows, into) for table, rows in tables.items()])

        def theirs() -> float:
            return _seconds(lambda: [_plain_write(table, rows, into) for table, rows in tables.items()])

        ours(), theirs()  # the first of all imports what it needs
        runs = in_turn(size.pairs, ours, theirs)
    yield figure("parquet_write", [a / b for a, b in runs], {"rows": sum(map(len, tables.values()))})


def _plain_write(table: Table, rows: Sequence[Any], path: Path) -> int:
    """Write rows as a program of a few lines would: a list a column, one call."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = arrow_schema(table)
    columns = [pa.array(values, type=field.type) for values, field in zip(zip(*rows, strict=True), schema, strict=True)]
    group = ROWS_PER_GROUP_OF_LONG_TEXT if table.has_long_text else ROWS_PER_GROUP
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), path, compression="zstd", compression_level=3, row_group_size=group)
    return len(rows)


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
