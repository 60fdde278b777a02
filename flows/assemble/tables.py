"""The parts of all shards become the tables of a release: copies set aside, persons known once, rows in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from flows.assemble.bundles import assemble_parts, planned
from flows.assemble.material import NOTHING_BESIDES, PUBLISHED, Besides, Material, join_persons, keep, show_parts
from flows.assemble.parts import assembled_of, link_unchanged
from flows.assemble.persons import (
    QUOTATIONS_WITH_SPEAKERS,
    memberships,
    office_names,
    offices,
    person_lists,
    show_held,
    show_persons,
)
from flows.changed_ids import speaker_id_changes
from flows.corrected import correction_rows
from flows.duck import MEMORY_TO_SORT, duck
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import Fetched
from flows.label.speakers.gazetteer import Gazetteer
from flows.makers import each_made
from flows.parquet import arrow_schema, in_order, write_arrow, write_table
from flows.publish.assembled import NOTHING_ASSEMBLED, Assembled
from flows.publish.parts import divide, stands_in_parts
from flows.rule_sets import labelers
from flows.scores import measured_scores
from schemas.columns import Maker, Table
from schemas.corrections import CORRECTIONS, Correction
from schemas.dataset import TABLES
from schemas.labelers import LABELER_SCORES, LABELERS
from schemas.pages import PAGES, Page
from schemas.quotations import QUOTATIONS
from schemas.sources import SET_ASIDE, SOURCE_LANGUAGES, SOURCES, SetAside, Source, SourceLanguage
from schemas.speakers import (
    MEMBERSHIPS,
    OFFICE_NAMES,
    OFFICES,
    PERSON_LISTS,
    SPEAKER_ID_CHANGES,
    SPEAKER_NAMES,
    SPEAKERS,
    SpeakerIdChange,
)
from schemas.speeches import SPEECHES
from schemas.words import Outcome, Reason, Stage

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

ROWS_AT_ONCE = 2_048
BYTES_PER_SLICE = 64 * 1024 * 1024


class Query(NamedTuple):
    """Rows that the database is to give, in any order."""

    sql: str


Made: TypeAlias = Query | Sequence[Sequence[Any]]


def assemble(
    parts: Sequence[Path],
    data: Path,
    sources: Sequence[SourceDeclaration],
    fetched: Iterable[Fetched],
    gazetteer: Gazetteer,
    besides: Besides = NOTHING_BESIDES,
) -> Assembled:
    """Write every declared table into the folder `data`, in parts where there are many texts, and return what stands in which.

    `parts` are the folders that `write_parts` made. What comes out depends on what they hold, not on their order, nor on what was
    assembled before: of a release in parts, one that follows from the same as before is taken from there, and of others the texts that
    did not change. Of parts that are made, the rows are hashed too. However many texts there are, the memory that it takes is bounded,
    but for the persons, the corrections and what was fetched.
    """
    fetched = list(fetched)
    with TemporaryDirectory(prefix="assemble-", dir=data.parent) as folder:
        spill = Path(folder)
        with duck(spill, MEMORY_TO_SORT) as connection:
            show_parts(connection, parts, besides.withdrawn)
            across = join_persons(connection, besides.corrections, gazetteer)
            listed = show_persons(connection, gazetteer)
            material = Material(connection, sources, fetched, gazetteer, listed, besides.latest, besides.corrections, across)
            show_held(material)
            divided = divide(connection, PUBLISHED.format(table=SPEECHES.name))
            for table in TABLES:
                if not (divided and stands_in_parts(table)):
                    _write(table, _made(table, material), connection, data)
            if not divided:
                return NOTHING_ASSEMBLED
            assembled = assembled_of(material, parts, divided)
            if besides.before is not None:
                link_unchanged(connection, assembled, besides.before, data)
            bundles = planned(material, parts, assembled, besides.before, spill)
        # Workers want the memory that all this took.
        del material, fetched
        assemble_parts(bundles, besides.run, data, spill)
        return assembled


def _made(table: Table, material: Material) -> Made:
    """Return the rows of one table: of those that the rules made of texts, what may be published."""
    if table.made_by is Maker.RULES:
        published = PUBLISHED.format(table=table.name)
        return Query(QUOTATIONS_WITH_SPEAKERS.format(quotations=published) if table == QUOTATIONS else published)
    return MAKERS[table](material)


def _write(table: Table, made: Made, connection: duckdb.DuckDBPyConnection, data: Path) -> None:
    """Write a table in its order, as one file."""
    path = data / f"{table.name}.parquet"
    if isinstance(made, Query):
        write_arrow(table, _in_slices(connection, table, made.sql), path)
    else:
        write_table(table, in_order(table, made), path)


def _in_slices(connection: duckdb.DuckDBPyConnection, table: Table, query: str) -> Iterator[pa.RecordBatch]:
    """Yield a query's rows in the order of the table; whole texts, which DuckDB sorts in memory alone, a slice of the order at a time."""
    if table != SPEECHES:
        yield from _sorted(connection, table, query)
        return
    before = f"sum(bytes) OVER (ORDER BY {_order(table)} ROWS UNBOUNDED PRECEDING)"
    sizes = f"SELECT {', '.join(dict.fromkeys([*table.key, *table.sorted_by]))}, strlen(text) AS bytes FROM ({query})"
    connection.execute(f"CREATE TABLE slices AS SELECT speech_id, {before} // {BYTES_PER_SLICE} AS slice FROM ({sizes})")
    for (slice_number,) in connection.execute("SELECT DISTINCT slice FROM slices ORDER BY slice").fetchall():
        of_slice = f"FROM ({query}) SEMI JOIN (FROM slices WHERE slice = {slice_number}) USING (speech_id)"
        yield from _sorted(connection, table, of_slice)


def _order(table: Table) -> str:
    return ", ".join(f"{name} NULLS LAST" for name in table.sorted_by)


def _sorted(connection: duckdb.DuckDBPyConnection, table: Table, query: str) -> Iterator[pa.RecordBatch]:
    """Yield a query's rows in the order of the table; DuckDB sorts them in runs, which it merges."""
    answer = connection.sql(f"SELECT {', '.join(table.names)} FROM ({query}) ORDER BY {_order(table)}").to_arrow_reader(ROWS_AT_ONCE)
    schema = arrow_schema(table)
    return (batch.cast(schema) for batch in answer)


def _pages(material: Material) -> Query:
    had = (text for text in material.fetched if text.url and text.sha256 and text.part_of is None)
    keep(material.connection, PAGES, (Page(text.speech_id, text.last_seen_at, text.is_gone) for text in had))
    return Query(f"FROM pages SEMI JOIN ({PUBLISHED.format(table='speeches')}) USING (speech_id)")


def _set_aside(material: Material) -> Query:
    keep(material.connection, SET_ASIDE, _rows_aside(material.connection, material.fetched))
    return Query(f"SELECT {', '.join(SET_ASIDE.names)} FROM all_set_aside UNION ALL FROM set_aside")


def _rows_aside(connection: duckdb.DuckDBPyConnection, fetched: Iterable[Fetched]) -> list[SetAside]:
    """Return what is said of the texts that are left out here."""
    why = {
        **{speech_id: (Reason.COPY, f"its text is that of {kept}") for speech_id, kept in connection.execute("FROM copies").fetchall()},
        **{
            speech_id: (Reason.WITHDRAWN, f"its text is one that was withdrawn: {reason}")
            for speech_id, reason in connection.execute("FROM gone").fetchall()
        },
    }
    return [SetAside(text.source_id, text.origin, Stage.ASSEMBLE, *why[text.speech_id]) for text in fetched if text.speech_id in why]


def _corrections(material: Material) -> list[Correction]:
    query = f"SELECT {', '.join(CORRECTIONS.names)} {PUBLISHED.format(table=CORRECTIONS.name)}"
    of_texts = (Correction(*row) for row in material.connection.execute(query).fetchall())
    of_texts = (row._replace(outcome=Outcome(row.outcome)) for row in of_texts)
    return correction_rows(material.corrections, of_texts, material.across)


def _speaker_id_changes(material: Material) -> list[SpeakerIdChange]:
    return speaker_id_changes(material.connection, material.earlier)


def _sources(material: Material) -> list[Source]:
    latest: dict[str, datetime] = {}
    for text in material.fetched:
        if text.retrieved_at is not None and text.last_seen_at is not None:  # its text, and not what stood in its place
            latest[text.source_id] = max(text.retrieved_at, latest.get(text.source_id, text.retrieved_at))
    return [
        Source(
            source_id=source.source_id,
            publisher=source.publisher,
            url=source.url,
            licence=source.licence,
            attribution=source.attribution,
            text_may_be_published=source.text_may_be_published,
            retrieved_at=latest.get(source.source_id),
        )
        for source in material.sources
    ]


def _source_languages(material: Material) -> list[SourceLanguage]:
    return [SourceLanguage(source.source_id, language) for source in material.sources for language in source.languages]


MAKERS: Mapping[Table, Callable[[Material], Made]] = each_made(
    Maker.ASSEMBLY,
    {
        PAGES: _pages,
        SPEAKERS: lambda material: Query("FROM speakers"),
        SPEAKER_NAMES: lambda material: Query("FROM speaker_names"),
        SPEAKER_ID_CHANGES: _speaker_id_changes,
        OFFICES: offices,
        OFFICE_NAMES: office_names,
        MEMBERSHIPS: memberships,
        PERSON_LISTS: person_lists,
        SOURCES: _sources,
        SOURCE_LANGUAGES: _source_languages,
        LABELERS: lambda material: labelers(),
        LABELER_SCORES: lambda material: list(measured_scores()),
        CORRECTIONS: _corrections,
        SET_ASIDE: _set_aside,
    },
)
