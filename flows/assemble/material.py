"""What tables are assembled from: the rows of all parts, shown by a database, and which texts are not published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.corrected import persons_joined, with_one_person
from flows.duck import parquet
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import NONE_WITHDRAWN, Fetched
from flows.label.corrections.said import Came, Said
from flows.label.speakers.gazetteer import Gazetteer, Person, person_of
from flows.parquet import arrow_schema, record_batches
from flows.publish.assembled import Before
from flows.shards import IN_PARTS, PART_TABLES, ROWS_OF_A_TEXT
from flows.tasks import Run, here
from schemas.columns import Table
from schemas.speakers import holds_speaker_id
from schemas.words import Mistake

if TYPE_CHECKING:
    import duckdb

# What may not be published, by the texts of all parts: withdrawn ones, then all but one of those that are the same to the letter.
LEFT_OUT = """
CREATE TABLE gone AS
    SELECT speech_id, why FROM all_speeches JOIN withdrawn USING (text_sha256);
CREATE TABLE copies AS
    SELECT speech_id, kept FROM (
        SELECT speech_id, min(speech_id) OVER (PARTITION BY text_sha256) AS kept FROM all_speeches ANTI JOIN gone USING (speech_id))
    WHERE speech_id <> kept;
CREATE TABLE left_out AS
    SELECT speech_id FROM gone UNION ALL SELECT speech_id FROM copies;
"""
PUBLISHED = "FROM all_{table} ANTI JOIN left_out USING (speech_id)"
# The ids of all persons whom a published row names.
PERSONS_NAMED = " UNION ".join(
    f"SELECT {column.name} AS speaker_id {PUBLISHED.format(table=table.name)} WHERE {column.name} IS NOT NULL"
    for table in ROWS_OF_A_TEXT
    for column in table.columns
    if holds_speaker_id(column)
)


class Besides(NamedTuple):
    """What is known besides the texts, by people and by the releases before; and what runs the tasks that parts are written by."""

    withdrawn: Mapping[str, str] = NONE_WITHDRAWN
    """The SHA-256 of a text → why it may not be published."""
    latest: Path | None = None
    """The latest of them, with which the ids of speakers are compared."""
    before: Before | None = None
    """The same with what it was assembled of, where its files may be taken."""
    corrections: Sequence[Said] = ()
    run: Run = here


NOTHING_BESIDES = Besides()


class Material(NamedTuple):
    """What tables are assembled from: the database that shows the parts, and what is known besides them."""

    connection: duckdb.DuckDBPyConnection
    sources: Sequence[SourceDeclaration]
    fetched: Sequence[Fetched]
    gazetteer: Gazetteer
    listed: Sequence[Person]
    """The listed persons who are published: all of files of their own, and those of long lists whom a published row names."""
    earlier: Path | None
    """The latest release, where there is one."""
    corrections: Sequence[Said]
    across: Mapping[str, Came]
    """What came of the corrections that are about all texts, by their ids."""


def show_parts(connection: duckdb.DuckDBPyConnection, parts: Sequence[Path], withdrawn: Mapping[str, str]) -> None:
    """Show the rows of all parts as `all_<table>`, and find out which speeches are left out."""
    for table in IN_PARTS.values():
        keep(connection, table, (), f"no_{table.name}")
        files = [part / f"{table.name}.parquet" for part in parts]
        rows = f"SELECT {', '.join(table.names)} FROM {parquet(*files)}" if files else f"FROM no_{table.name}"
        connection.execute(f"CREATE VIEW read_{table.name} AS {rows}")
        connection.execute(f"CREATE VIEW all_{table.name} AS FROM read_{table.name}")
    connection.execute("CREATE TABLE withdrawn (text_sha256 VARCHAR, why VARCHAR)")
    if withdrawn:
        connection.executemany("INSERT INTO withdrawn VALUES (?, ?)", list(withdrawn.items()))
    connection.execute(LEFT_OUT)


def join_persons(connection: duckdb.DuckDBPyConnection, corrections: Sequence[Said], gazetteer: Gazetteer) -> dict[str, Came]:
    """Show the persons who are one by corrections as one, and return what came of these."""
    if all(said.wrong is not Mistake.SAME_PERSON for said in corrections):
        return {}
    speaking = connection.execute(f"SELECT speaker_id, count(*) {PUBLISHED.format(table='quotations')} GROUP BY 1").fetchall()
    named = {speaker_id: 0 for (speaker_id,) in connection.execute(PERSONS_NAMED).fetchall()}
    named |= {speaker_id: n for speaker_id, n in speaking if speaker_id is not None}
    meant = {speaker_id for said in corrections for speaker_id in (said.speaker_id, said.right) if speaker_id}
    joined, came = persons_joined(corrections, named, {speaker_id for speaker_id in meant if person_of(gazetteer, speaker_id)})
    connection.execute("CREATE TABLE one_person (speaker_id VARCHAR, kept VARCHAR, corrected_by VARCHAR, reason VARCHAR)")
    for one in joined:
        row = [one.speaker_id, one.kept, one.said.corrected_by, one.said.reason]
        connection.execute("INSERT INTO one_person VALUES (?, ?, ?, ?)", row)
    for table in PART_TABLES:
        connection.execute(f"CREATE OR REPLACE VIEW all_{table.name} AS {with_one_person(table, f'read_{table.name}')}")
    return came


def keep(connection: duckdb.DuckDBPyConnection, table: Table, rows: Iterable[Sequence[Any]], name: str | None = None) -> None:
    """Make rows a table of the database, under the table's name or another."""
    import pyarrow as pa

    kept = pa.Table.from_batches(record_batches(table, rows), schema=arrow_schema(table))
    connection.from_arrow(kept).create(name or table.name)
