"""A simulated full build of a very large archive: `python -m benchmarks.simulated [--texts 10000000] [--assembled 1000000] [--keep]`.

Some invented texts are read. Their shard's parts are copied, under ids of their own and with other letters, until there are as many
texts as are to be assembled. A hundredth of these and a tenth are assembled, validated and published, and then all are assembled, by as
many worker processes as --workers says, whose processor time is booked apart from that of the build's own process. What is done for each
id alone is done for more.

Each figure is one JSON line; with --keep they are written to benchmarks/results/simulated.jsonl, and docs/scaling.md tells of them.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.corpus import SEED, write_corpus
from benchmarks.measuring import HOUSE, Booked, Figure, figure, used_by
from benchmarks.results import keep, line_of
from benchmarks.texts_as_tables import planned
from flows.assemble.material import Besides
from flows.assemble.tables import assemble
from flows.cycles import no_search_for_cycles
from flows.duck import duck, parquet, text
from flows.engines import Engine, Workers, at_work
from flows.fetch.declarations import read_sources
from flows.fetch.fetched import Fetched
from flows.fetch.gazetteer import read_gazetteer
from flows.kept_rows import write_texts
from flows.parquet import open_table
from flows.provenance import build_facts
from flows.publish.facts import release_facts
from flows.publish.on_disk import acquire, prepare, publish
from flows.shards import IN_PARTS, Shard, write_parts
from flows.slots import Slot
from flows.tasks import having_at_hand
from flows.validate import Counts, validate
from schemas.columns import Table

# As many as a shard of a large archive holds on the average.
TEXTS_READ = 192
CORPUS = 500
ID = "corpus."
# Whatever slot a text is in, this one holds it: as in a large archive, each bundle of parts has texts in all shards.
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


def template(work: Path, sources: Path) -> tuple[Shard, Path]:
    """Read some texts as one shard, and return it with the folder of its parts."""
    gazetteer = read_gazetteer(sources)
    shards = planned(sources, work, gazetteer)
    inputs = tuple(member for shard in shards for member in shard.inputs)[:TEXTS_READ]
    texts = {member.fetched.speech_id: "" for member in inputs}
    shard = Shard(ANY_SLOT, inputs, texts, f"{ANY_SLOT.name}-template", shards[0].rules_sha256)
    return shard, write_parts(work, shard, gazetteer)


def copies_of(shard: Shard, parts: Path, number: int, workers: Workers) -> Simulated:
    """Write so many copies of a shard's parts under ids of their own, and return them with what was fetched for them."""
    folders = [parts.with_name(f"{ANY_SLOT.name}-{copy:06}") for copy in range(number)]
    with at_work(workers) as run:
        for folder in run(copied, folders, parts):
            copy = int(folder.name.rpartition("-")[2])
            write_texts(folder, {_id_in(text.fetched.speech_id, copy): str(copy) for text in shard.inputs})
    fetched = (
        text.fetched._replace(speech_id=_id_in(text.fetched.speech_id, copy), origin=f"c{copy}/{text.fetched.origin}")
        for copy in range(number)
        for text in shard.inputs
    )
    return Simulated(tuple(folders), tuple(fetched))


def copied(folder: Path, parts: Path) -> Path:
    """Write the copy of a shard's parts that is numbered by the name of its folder, but for the note of its texts."""
    folder.mkdir()
    with duck(folder) as connection:
        connection.execute("SET preserve_insertion_order = true")
        for table in IN_PARTS.values():
            columns = ", ".join(_renamed(table, int(folder.name.rpartition("-")[2])))
            rows = connection.sql(f"SELECT {columns} FROM {parquet(parts / f'{table.name}.parquet')}")
            with open_table(table, folder / f"{table.name}.parquet") as writer:
                writer.write_table(rows.to_arrow_table().cast(writer.schema))
    return folder


def _renamed(table: Table, number: int) -> Iterator[str]:
    """Yield what each column of a copy is made of, in SQL."""
    letters = ", ".join(map(text, ("".join(RARE), _other_letters(number))))
    for name in table.names:
        if name in WORDED:
            yield f"translate({name}, {letters}) AS {name}"
        elif name.endswith("_id") or name == "nested_in":
            yield f"CASE WHEN starts_with({name}, '{ID}') THEN '{_id_in(ID, number)}' || {name}[{len(ID) + 1}:] ELSE {name} END AS {name}"
        elif name == "origin":
            yield f"'c{number}/' || origin AS origin"
        elif name == "text_sha256":
            yield f"sha256(translate(text, {letters})) AS text_sha256"
        else:
            yield name


def _id_in(value: str, number: int) -> str:
    return f"{ID}c{number}-{value.removeprefix(ID)}"


def _other_letters(number: int) -> str:
    """Return which letters stand in a copy for those of `RARE`: those of the same alphabet, in another order."""
    chooser = random.Random(f"{SEED} {number}")  # noqa: S311 - invented texts, no secret
    return "".join("".join(chooser.sample(letters, len(letters))) for letters in RARE)


def built(simulated: Simulated, sources: Path, store: Path, workers: Workers, *, is_whole: bool) -> Figure:
    """Assemble, and for a whole build validate and publish; return the share of the processor time that is not in tasks."""
    declared, gazetteer = read_sources(sources), read_gazetteer(sources)
    source_id, texts = declared[0].source_id, len(simulated.fetched)
    broken: list[str] = []
    booked, started = Booked("assemble"), time.perf_counter()
    with acquire(store, wait_seconds=0), at_work(workers) as run, having_at_hand(run), no_search_for_cycles():
        release = prepare(store) / "release"
        assemble(simulated.shards, release / "data", declared, simulated.fetched, gazetteer, Besides(run=run))
        if is_whole:
            booked.enter("validate")
            verdict = validate(release / "data", Counts({source_id: texts}, {}), store / "reports")
            broken += (f"{one.table}.{one.promise}" for one in verdict.broken)
            booked.enter("publish")
            facts = release_facts(release / "data", {source_id: texts}, verdict.results, build_facts(datetime.now(UTC)))
            release = publish(store, release, facts).folder
        booked.enter("end")
    parts = len(list((release / "data" / "speeches").glob("*.parquet")))
    megabytes = round(sum(path.stat().st_size for path in release.rglob("*") if path.is_file()) / 1e6)
    told = {"texts": texts, "stages": booked.all, "own": booked.own, "wall_seconds": round(time.perf_counter() - started)}
    told |= {"workers": workers.at_once, "shards": len(simulated.shards), "parts": parts, "megabytes": megabytes, "broken": broken}
    share = sum(booked.own.values()) / sum(booked.all.values())
    return figure(
        f"simulated {texts}", [share], {**told, "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)}
    )


def divided(texts: int) -> Figure:
    """Return the seconds in which so many texts are divided into parts, and the peak memory of a process that does nothing else."""
    used = used_by((sys.executable, "-c", DIVIDE, str(texts)))
    details = {"texts": texts, "parts": used.said["parts"], "peak_megabytes": round(used.peak_bytes / 1e6)}
    return figure("divided", [used.said["seconds"]], details)


def figures(texts: int, assembled: int, workers: Workers, corpora: Path) -> Iterator[Figure]:
    """Yield what a hundredth and a tenth of the texts took, and to assemble all; then what is done for the ids of a tenth of all texts."""
    sources = write_corpus(corpora, CORPUS)
    with TemporaryDirectory(prefix="simulated-") as folder:
        work = Path(folder)
        shard, parts = template(work / "read", sources)
        started = time.perf_counter()
        copies = copies_of(shard, parts, -(-assembled // len(shard.inputs)), workers)
        yield figure("copied", [1000 * (time.perf_counter() - started) / len(copies.fetched)], {"texts": len(copies.fetched)})
        for part in (100, 10, 1):
            number = -(-len(copies.shards) // part)
            some = Simulated(copies.shards[:number], copies.fetched[: number * len(shard.inputs)])
            yield built(some, sources, work / "store", workers, is_whole=part > 1)
            shutil.rmtree(work / "store")
    yield divided(texts // 10)


def main() -> None:
    """Simulate, and print each figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=10_000_000)
    parser.add_argument("--assembled", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--corpora", type=Path, default=HOUSE / "build" / "corpora")
    asked = parser.parse_args()
    lines = []
    for found in figures(asked.texts, asked.assembled, Workers(Engine.PROCESSES, asked.workers), asked.corpora):
        lines.append(line_of(found))
        print(lines[-1], flush=True)
    if asked.keep:
        keep("simulated", lines)


if __name__ == "__main__":
    main()
