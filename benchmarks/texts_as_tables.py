"""Texts through the rules into tables, without engine or gate: for what is measured or tried on a release's tables."""

from collections.abc import Sequence
from pathlib import Path

from flows.assemble.tables import assemble
from flows.fetch.corrections import by_text, read_corrections
from flows.fetch.declarations import read_sources
from flows.fetch.fetched import Fetched
from flows.fetch.fetching import fetch_source
from flows.fetch.gazetteer import read_gazetteer
from flows.label.speakers.gazetteer import Gazetteer
from flows.shards import SHARD, Shard, ShardInput, parts_there, plan, write_gazetteer, write_parts

SOURCE = """
publisher = "The Rostra project: invented press reports"
languages = ["en", "ru", "kk"]
licence = "Apache-2.0"
attribution = "© The Rostra project"
text_may_be_published = true
least_speeches = 1
country = "KZ"
files = "texts"
"""
HOUSE = Path(__file__).resolve().parent.parent
FIRST_SPEECH = HOUSE / "sources" / "bundled" / "2026-02-10-constitutional-reform.txt"


def declare(folder: Path, texts: Sequence[tuple[str, str]]) -> Path:
    """Write a source `reports` of texts (name, content), with the project's own persons and offices, and return the folder of sources."""
    (folder / "texts").mkdir(parents=True)
    for known in ("speakers", "offices"):
        (folder / known).symlink_to(HOUSE / "sources" / known)
    (folder / "reports.toml").write_text(SOURCE, encoding="utf-8")
    for name, content in texts:
        (folder / "texts" / f"{name}.txt").write_text(content, encoding="utf-8")
    return folder


def fetched_of(sources: Path, work: Path) -> list[Fetched]:
    """Fetch all texts of the sources declared in a folder into `work` and return them."""
    return [text for source in read_sources(sources) for text in fetch_source(source, sources, work).texts]


def planned(sources: Path, work: Path, gazetteer: Gazetteer | None = None) -> list[Shard]:
    """Fetch all texts and return their shards."""
    declared = {source.source_id: source for source in read_sources(sources)}
    texts = fetched_of(sources, work)
    corrections = by_text(
        [read.said for read in read_corrections(sources, declared.values())],
        [text.speech_id for text in texts],
    )
    inputs = (ShardInput(text, declared[text.source_id], corrections.get(text.speech_id, ())) for text in texts)
    return plan(inputs, gazetteer or read_gazetteer(sources), parts_there(work))


def write_shards(sources: Path, work: Path) -> list[Path]:
    """Write the files of the shards, as a build does, and return them."""
    folder = work / "shards"
    folder.mkdir(parents=True, exist_ok=True)
    write_gazetteer(folder, read_gazetteer(sources))
    shards = planned(sources, work)
    for shard in shards:
        (folder / shard.name).write_bytes(SHARD.dump_json(shard))
    return [folder / shard.name for shard in shards]


def read_into(sources: Path, work: Path, data: Path) -> dict[str, int]:
    """Write the tables of the sources into `data` and return source → how many texts were fetched; `work` keeps snapshots and parts."""
    declared, gazetteer = read_sources(sources), read_gazetteer(sources)
    shards = planned(sources, work, gazetteer)
    fetched = [member.fetched for shard in shards for member in shard.inputs]
    data.mkdir(parents=True, exist_ok=True)
    assemble([write_parts(work, shard, gazetteer) for shard in shards], data, declared, fetched, gazetteer)
    return {source.source_id: sum(text.source_id == source.source_id for text in fetched) for source in declared}
