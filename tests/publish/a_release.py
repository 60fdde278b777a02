"""A small store that publishes by hand: one invented source, and rows that a test may change."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from flows.parquet import in_order, write_table
from flows.publish.facts import BuildFacts, ReleaseFacts, release_facts
from flows.publish.on_disk import Published, acquire, prepare, publish
from flows.publish.steps import Asked
from schemas.dataset import TABLES
from schemas.labelers import Labeler
from schemas.sources import Source, SourceLanguage
from schemas.speeches import Speech
from schemas.words import Form, Language, TakenFrom

SOURCE = Source("gazette", "The Gazette | of <Testing>", None, "All rights reserved.", "© The Gazette", True, None)
SPEECH = Speech(
    speech_id="gazette.on-bridges",
    source_id="gazette",
    title=None,
    title_from=None,
    text="The minister said that bridges matter.",
    spoken_on=date(2026, 2, 10),
    spoken_on_from=TakenFrom.HEAD,
    published_at=None,
    published_offset=None,
    published_at_from=None,
    language=Language.ENGLISH,
    language_from=TakenFrom.TEXT,
    language_probability=0.99,
    form=Form.REPORT,
    form_from=TakenFrom.TEXT,
    principal_speaker_id=None,
    speaker=None,
    speaker_from=None,
    event=None,
    event_from=None,
    place=None,
    place_from=None,
    url=None,
    url_from=None,
    characters=38,
    words=6,
    cleaning_steps=None,
    damage=None,
    raw_sha256="0" * 64,
    retrieved_at=None,
    text_sha256="1" * 64,
    licence="All rights reserved.",
    part_of=None,
    member=None,
    corrected_by=None,
    reason=None,
)
ROWS: Mapping[str, Sequence[Any]] = {
    "speeches": [SPEECH],
    "sources": [SOURCE],
    "source_languages": [SourceLanguage("gazette", Language.ENGLISH)],
    "labelers": [Labeler("quotations", "1.0.0", "0" * 64)],
}
BUILD = BuildFacts("", None, "2026-02-10", "0123abc", "f" * 64)


def staged(store: Path, rows: Mapping[str, Sequence[Any]] = ROWS) -> tuple[Path, ReleaseFacts]:
    """Write the tables into the store's staging folder and return it with the facts to publish."""
    release = prepare(store) / "release"
    for table in TABLES:
        write_table(table, in_order(table, rows.get(table.name, [])), release / "data" / f"{table.name}.parquet")
    fetched = Counter(row.source_id for name in ("speeches", "set_aside") for row in rows.get(name, []))
    facts = release_facts(release / "data", fetched, {"is_passed": True, "tables": []}, BUILD)
    return release, facts


def published(store: Path, rows: Mapping[str, Sequence[Any]] = ROWS, *, with_judges: bool = False, with_pages: bool = False) -> Published:
    """Publish the rows to the store, under its lock."""
    with acquire(store, wait_seconds=0):
        return publish(store, *staged(store, rows), Asked(with_judges=with_judges, with_pages=with_pages))
