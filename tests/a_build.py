"""Texts to tables, without a server: what a build does between fetching and the gate."""

from collections.abc import Mapping
from pathlib import Path

from benchmarks.texts_as_tables import fetched_of, write_shards
from flows.assemble.material import Besides
from flows.assemble.tables import assemble
from flows.engines import ONE_THREAD, Workers, at_work
from flows.fetch.corrections import read_corrections
from flows.fetch.declarations import read_sources
from flows.fetch.gazetteer import read_gazetteer
from flows.shards import read_shard

DECLARATION = """
publisher = "The Gazette"
languages = ["en", "ru"]
licence = "All rights reserved."
attribution = "© The Gazette"
text_may_be_published = false
least_speeches = 0
files = "texts"
"""
PERSONS = ("Anna Petrova", "ANNA PETROVA", "Peter Holm", "Jane Alder")
PLACES = ("bridge", "school", "harbour")


def report(person: str, place: str, day: int) -> str:
    """Return a small report: a day, a text, two quotations of one person."""
    words = f"“A {place} joins people,” Minister {person} said. She told reporters that two more would follow in spring."
    return f"2026-02-{day:02}\n\nThe minister opened the new {place} yesterday.\n\n{words}\n"


def write_texts(folder: Path, texts: Mapping[str, str]) -> Path:
    """Make a sources folder hold just these texts (name → text), touching no file that holds its text already."""
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    (folder / "gazette.toml").write_text(DECLARATION)
    for path in (folder / "texts").iterdir():
        if path.stem not in texts:
            path.unlink()
    for name, text in texts.items():
        path = folder / "texts" / f"{name}.txt"
        if not path.is_file() or path.read_text() != text:
            path.write_text(text)
    return folder


def tables(sources: Path, store: Path, data: Path, workers: Workers = ONE_THREAD, earlier: Path | None = None) -> dict[str, bytes]:
    """Read the texts that were not read before and return table, or table/part → its file; `earlier` is a release to compare with."""
    data.mkdir(parents=True)
    corrections = [read.said for read in read_corrections(sources, read_sources(sources))]
    with at_work(workers) as run:
        parts = sorted(run(read_shard, write_shards(sources, store), store))
        besides = Besides(latest=earlier, corrections=corrections, run=run)
        assemble(parts, data, read_sources(sources), fetched_of(sources, store), read_gazetteer(sources), besides)
    return {path.relative_to(data).with_suffix("").as_posix(): path.read_bytes() for path in data.rglob("*.parquet")}
