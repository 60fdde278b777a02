"""A simulated full build of a very large archive: `python -m benchmarks.simulated [--texts 10000000] [--assembled 20000] [--keep]`.

Some invented texts are read. Their shard's parts are copied, under ids of their own and with other letters, until there are as many
texts as are to be assembled; these are assembled, validated and published, first a quarter of them, then all, with the processor time
of tasks booked apart from that of the build's own process. What is done for each id alone is done for more, and what a task takes to
look through a shard that holds none of its texts is measured by itself.

Each figure is one JSON line; with --keep they are written to benchmarks/results/simulated.jsonl, and docs/scaling.md tells of them.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.corpus import SEED, write_corpus
from benchmarks.measuring import HOUSE, Figure, figure, used_by
from benchmarks.results import keep, line_of
from benchmarks.texts_as_tables import planned
from flows.assemble.material import Besides
from flows.assemble.tables import assemble
from flows.duck import MEMORY_TO_SORT, duck, parquet
from flows.fetch.declarations import read_sources
from flows.fetch.fetched import Fetched
from flows.fetch.gazetteer import read_gazetteer
from flows.parquet import open_table
from flows.provenance import build_facts
from flows.publish.facts import release_facts
from flows.publish.on_disk import acquire, prepare, publish
from flows.shards import IN_PARTS, ROWS_OF_A_TEXT, Shard, write_parts
from flows.slots import Slot
from flows.tasks import Task, having_at_hand
from flows.validate import Counts, validate

if TYPE_CHECKING:
    import pyarrow as pa

# As many as a shard of a large archive holds on the average.
TEXTS_READ = 192
CORPUS = 500
ID = "corpus."
# Whatever slot a text is in, this one holds it: as in a large archive, each bundle of parts reads all shards.
ANY_SLOT = Slot(0, 1)
WORDED = frozenset({"text", "clean_text", "source_text", "cue_text", "addressee_text", "counted_text", "title"})
# Few words hold these, and nearly every text: copies differ, and share most of their words.
RARE = ("jqxzvwk", "фцщэюжш")
DIVIDE = """
import json, sys, time
from datetime import date, timedelta
from flows.division import Dated, parts_of
numbers = range(int(sys.argv[1]))
texts = [Dated(f"corpus.report-{number:08}", date(2019, 1, 1) + timedelta(days=number * 7919 % 2_500), 5_000) for number in numbers]
started = time.process_time()
parts = parts_of(texts)
print(json.dumps({"seconds": time.process_time() - started, "parts": len(parts)}))
"""


class Simulated(NamedTuple):
    """Shards to be assembled, and what was fetched for them."""

    shards: tuple[Path, ...]
    fetched: tuple[Fetched, ...]


class Booked:
    """Runs tasks one after the other and books their processor time."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def run(self, task: Task, paths: Sequence[Path], folder: Path) -> Iterator[Path]:
        """Do as `flows.tasks.here`."""
        for path in paths:
            started = time.process_time()
            made = task(path, folder)
            self.seconds += time.process_time() - started
            yield made


def template(work: Path, sources: Path) -> tuple[Shard, Path]:
    """Read some texts as one shard, and return it with the folder of its parts."""
    gazetteer = read_gazetteer(sources)
    shards = planned(sources, work, gazetteer)
    inputs = tuple(member for shard in shards for member in shard.inputs)[:TEXTS_READ]
    texts = {member.fetched.speech_id: "" for member in inputs}
    shard = Shard(ANY_SLOT, inputs, texts, f"{ANY_SLOT.name}-template", shards[0].rules_sha256)
    return shard, write_parts(work, shard, gazetteer)


def copied(shard: Shard, parts: Path, number: int) -> tuple[Path, list[Fetched]]:
    """Write a copy of a shard's parts under ids of its own, and return it with what was fetched for it."""
    import pyarrow.parquet as pq

    folder = parts.with_name(f"{ANY_SLOT.name}-{number:06}")
    folder.mkdir()
    letters = _other_letters(number)
    for table in IN_PARTS.values():
        with open_table(table, folder / f"{table.name}.parquet") as writer:
            rows = pq.read_table(parts / f"{table.name}.parquet")
            writer.write_table(_renamed(rows, number, letters).cast(writer.schema))
    fetched = [member.fetched for member in shard.inputs]
    return folder, [text._replace(speech_id=_id_in(text.speech_id, number), origin=_origin_in(text.origin, number)) for text in fetched]


def _renamed(rows: pa.Table, number: int, letters: dict[int, int]) -> pa.Table:
    import pyarrow as pa

    changed: dict[str, Callable[[str], str]] = dict.fromkeys(WORDED, lambda value: value.translate(letters))
    changed |= {name: lambda value: _id_in(value, number) for name in rows.column_names if name.endswith("_id") or name == "nested_in"}
    changed["origin"] = lambda value: _origin_in(value, number)
    for place, name in enumerate(rows.column_names):
        if name in changed:
            values = [value if value is None else changed[name](value) for value in rows.column(place).to_pylist()]
            rows = rows.set_column(place, rows.field(place), pa.array(values, rows.field(place).type))
    if "text_sha256" in rows.column_names:
        hashes = [hashlib.sha256(text.encode()).hexdigest() for text in rows.column("text").to_pylist()]
        rows = rows.set_column(rows.column_names.index("text_sha256"), rows.field("text_sha256"), pa.array(hashes, pa.string()))
    return rows


def _id_in(value: str, number: int) -> str:
    return f"{ID}c{number}-{value.removeprefix(ID)}" if value.startswith(ID) else value


def _origin_in(value: str, number: int) -> str:
    return f"c{number}/{value}"


def _other_letters(number: int) -> dict[int, int]:
    """Return which letter stands for which in a copy: the rare ones of two alphabets, in another order."""
    chooser = random.Random(f"{SEED} {number}")  # noqa: S311 - invented texts, no secret
    return {
        ord(letter): ord(other) for letters in RARE for letter, other in zip(letters, chooser.sample(letters, len(letters)), strict=True)
    }


def built(simulated: Simulated, sources: Path, store: Path) -> Figure:
    """Assemble, validate and publish; return the share of the processor time that is not in tasks, with the seconds of each stage."""
    declared, gazetteer = read_sources(sources), read_gazetteer(sources)
    booked = Booked()
    stages: dict[str, float] = {}
    own: dict[str, float] = {}
    clock = [time.process_time(), 0.0]

    def ended(stage: str) -> None:
        now, in_tasks = time.process_time(), booked.seconds
        stages[stage] = round(now - clock[0], 2)
        own[stage] = round(now - clock[0] - (in_tasks - clock[1]), 2)
        clock[:] = now, in_tasks

    with acquire(store, wait_seconds=0), having_at_hand(booked.run):
        data = prepare(store) / "release" / "data"
        assemble(simulated.shards, data, declared, simulated.fetched, gazetteer, Besides(run=booked.run))
        ended("assemble")
        source_id, texts = declared[0].source_id, len(simulated.fetched)
        verdict = validate(data, Counts({source_id: texts}, {}), store / "reports")
        ended("validate")
        facts = release_facts(data, {source_id: texts}, verdict.results, build_facts(datetime.now(UTC)))
        published = publish(store, data.parent, facts)
        ended("publish")
    parts = len(list((published.folder / "data" / "speeches").glob("*.parquet")))
    broken = [f"{one.table}.{one.promise}" for one in verdict.broken]
    megabytes = round(sum(path.stat().st_size for path in published.folder.rglob("*") if path.is_file()) / 1e6)
    told = {"texts": texts, "stages": stages, "own": own, "shards": len(simulated.shards), "parts": parts, "megabytes": megabytes}
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)
    return figure(f"simulated {texts}", [sum(own.values()) / sum(stages.values())], {**told, "broken": broken, "peak_megabytes": peak})


def looked_through(simulated: Simulated, work: Path) -> Figure:
    """Return the milliseconds that a bundle of parts takes for each shard that holds none of its texts: it looks at the ids of all rows."""
    files = [[shard / f"{table.name}.parquet" for shard in simulated.shards] for table in ROWS_OF_A_TEXT]
    with duck(work / "spill", MEMORY_TO_SORT) as connection:
        connection.execute("CREATE TABLE wanted AS SELECT 'none' AS speech_id")
        started = time.process_time()
        for of_table in files:
            connection.execute(f"SELECT count(*) FROM {parquet(*of_table)} SEMI JOIN wanted USING (speech_id)").fetchall()
        took = time.process_time() - started
    shards = len(simulated.shards)
    return figure("looked_through", [1000 * took / shards], {"shards": shards, "texts_in_each": TEXTS_READ})


def divided(texts: int) -> Figure:
    """Return the seconds in which so many texts are divided into parts, and the peak memory of a process that does nothing else."""
    used = used_by((sys.executable, "-c", DIVIDE, str(texts)))
    details = {"texts": texts, "parts": used.said["parts"], "peak_megabytes": round(used.peak_bytes / 1e6)}
    return figure("divided", [used.said["seconds"]], details)


def figures(texts: int, assembled: int, corpora: Path) -> Iterator[Figure]:
    """Yield what a quarter of the texts to be assembled took, and all of them; then what is done for the ids of a tenth of all texts."""
    sources = write_corpus(corpora, CORPUS)
    with TemporaryDirectory(prefix="simulated-") as folder:
        work = Path(folder)
        shard, parts = template(work / "read", sources)
        started = time.process_time()
        copies = [copied(shard, parts, number) for number in range(-(-assembled // len(shard.inputs)))]
        yield figure("copied", [1000 * (time.process_time() - started) / len(copies) / len(shard.inputs)], {"texts": assembled})
        for some in (copies[: len(copies) // 4], copies):
            simulated = Simulated(tuple(path for path, _ in some), tuple(text for _, texts in some for text in texts))
            yield built(simulated, sources, work / f"store-{len(some)}")
        yield looked_through(simulated, work)
    yield divided(texts // 10)


def main() -> None:
    """Simulate, and print each figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=10_000_000)
    parser.add_argument("--assembled", type=int, default=20_000)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--corpora", type=Path, default=HOUSE / "build" / "corpora")
    asked = parser.parse_args()
    lines = []
    for found in figures(asked.texts, asked.assembled, asked.corpora):
        lines.append(line_of(found))
        print(lines[-1], flush=True)
    if asked.keep:
        keep("simulated", lines)


if __name__ == "__main__":
    main()
