"""Every example of docs/corrections.md is tried: what comes of it is what the document says."""

from pathlib import Path

import pytest

from benchmarks.texts_as_tables import fetched_of, write_shards
from flows.assemble.material import Besides
from flows.assemble.tables import assemble
from flows.corrected import sentences_on
from flows.engines import ONE_THREAD, read_by
from flows.errors import Refused
from flows.fetch.corrections import COLUMNS, read_corrections
from flows.fetch.declarations import read_sources
from flows.fetch.gazetteer import read_gazetteer
from flows.parquet import read_rows
from flows.shards import read_shard
from schemas.corrections import CORRECTIONS, Correction
from schemas.words import Mistake, Outcome
from tests.sourcing.document import FENCE

DOCUMENT = (Path(__file__).parents[1] / "docs" / "corrections.md").read_text(encoding="utf-8")
BLOCKS = [found.groupdict() for found in FENCE.finditer(DOCUMENT)]
EXAMPLES = [
    (block["content"], BLOCKS[place + 1]["content"]) for place, block in enumerate(BLOCKS) if block["name"] == "press-corrections.csv"
]


def outcome_of(folder: Path) -> list[str]:
    sources, store, data = folder / "sources", folder / "store", folder / "data"
    corrections = read_corrections(sources, read_sources(sources))
    parts = sorted(read_by(ONE_THREAD, read_shard, write_shards(sources, store), store))
    data.mkdir()
    besides = Besides(corrections=[read.said for read in corrections])
    assemble(parts, data, read_sources(sources), fetched_of(sources, store), read_gazetteer(sources), besides)
    rows = [Correction(*row) for row in read_rows(CORRECTIONS, data / "corrections.parquet")]
    return sentences_on(rows, {read.said.correction_id: read.where for read in corrections})


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "said"), EXAMPLES, ids=["quotations", "texts", "persons"])
def test_an_example_comes_to_what_the_document_says(tmp_path: Path, rows: str, said: str) -> None:
    for block in BLOCKS:
        if block["name"]:
            path = tmp_path / "sources" / block["name"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block["content"], encoding="utf-8")
    (tmp_path / "sources" / "press-corrections.csv").write_text(rows, encoding="utf-8")
    try:
        found = "\n".join(outcome_of(tmp_path))
    except Refused as error:
        found = f"refused: {error}"
    assert found.replace(f"{tmp_path / 'sources'}/", "") + "\n" == said


def test_the_document_names_every_column_mistake_and_outcome() -> None:
    assert [name for name in (*COLUMNS, *Mistake, *Outcome) if f"`{name}`" not in DOCUMENT and f",{name}," not in DOCUMENT] == []
    assert f"\n{','.join(COLUMNS)}\n" in DOCUMENT
