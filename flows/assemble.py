"""The parts of all shards become the tables of a release: copies set aside, persons known once, rows in their order."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from flows.changed_ids import speaker_id_changes
from flows.corrected import correction_rows, persons_joined, speaker_columns, with_one_person
from flows.duck import MEMORY_TO_SORT, duck, parquet
from flows.fetch.corrections import by_text
from flows.fetch.declarations import SourceDeclaration
from flows.fetch.fetched import NONE_WITHDRAWN, Fetched
from flows.label.corrections.said import Came, Said
from flows.label.speakers.gazetteer import Gazetteer, Person, person_of, preferred_name
from flows.label.speakers.told_gender import gender_of_name
from flows.languages.pack import pack
from flows.makers import each_made
from flows.parquet import arrow_schema, in_order, part_path, record_batches, write_arrow, write_table
from flows.publish.assembled import NOTHING_ASSEMBLED, Assembled, Before, Placed, part_sha256
from flows.publish.parts import divide, stands_in_parts, write_parts
from flows.publish.sharing import link
from flows.rule_sets import assembling_sha256, labelers
from flows.scores import measured_scores
from flows.shards import PART_TABLES, ROWS_OF_A_TEXT, ShardInput, slot_of, slot_of_part, text_hashes
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
    Membership,
    Office,
    OfficeName,
    PersonList,
    Speaker,
    SpeakerIdChange,
    SpeakerName,
    holds_speaker_id,
)
from schemas.speeches import SPEECHES
from schemas.words import Gender, GenderFrom, Language, Mistake, Outcome, Reason, SpeakerKind, Stage

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

ROWS_AT_ONCE = 2_048
BYTES_PER_SLICE = 64 * 1024 * 1024

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
# Of several offices or parties at once, the one that began last.
HELD_ON_A_DAY = """
CREATE TABLE {column}_on_a_day AS
    SELECT speaker_id, spoken_on, max({{'from_on': coalesce(from_on, DATE '0001-01-01'), 'held': {column}}}).held AS {column}
    FROM (SELECT DISTINCT speaker_id, spoken_on FROM all_quotations) JOIN {table} USING (speaker_id)
    WHERE coalesce(from_on <= spoken_on, true) AND coalesce(spoken_on <= until_on, true) AND {column} IS NOT NULL
        AND spoken_on IS NOT NULL
    GROUP BY ALL
"""
# Texts spell a speaker whom our list lacks in several ways, and tell of what kind it is; the dataset shows one.
OF_SPEAKERS = {
    "speaker_name": "speakers.name",
    "speaker_kind": "speakers.speaker_kind",
    "speaker_gender": "speakers.gender",
    "speaker_office": "office",
    "speaker_party": "party",
}
QUOTATIONS_WITH_SPEAKERS = f"""
SELECT quotations.* REPLACE ({", ".join(f"{value} AS {column}" for column, value in OF_SPEAKERS.items())})
FROM ({{quotations}}) AS quotations LEFT JOIN speakers USING (speaker_id)
LEFT JOIN office_on_a_day USING (speaker_id, spoken_on) LEFT JOIN party_on_a_day USING (speaker_id, spoken_on)
"""
# What is said of speakers comes from all texts and lists: where it changes, so do the parts that name the speaker.
SAID_OF_THEM = ", ".join(f"coalesce({column}::VARCHAR, '')" for column in OF_SPEAKERS)
SPEAKERS_OF_PARTS = f"""
SELECT part_number, string_agg(DISTINCT said, chr(10) ORDER BY said) FROM (
    SELECT speech_id, concat_ws(chr(9), speaker_id, spoken_on, {SAID_OF_THEM}) AS said
    FROM ({{quotations}}) WHERE speaker_id IS NOT NULL)
JOIN divided USING (speech_id) GROUP BY part_number
"""
JOINED_IN_TEXTS = """
SELECT speech_id, string_agg(DISTINCT said, chr(10) ORDER BY said) FROM (
    SELECT speech_id, concat_ws(chr(9), speaker_id, kept, corrected_by, reason) AS said FROM ({named}) JOIN one_person USING (speaker_id))
GROUP BY speech_id
"""
# The rows of texts that are to be written: of those that are as they were from the release, of others from the parts of shards.
TO_WRITE = """
CREATE VIEW written_{table} AS
SELECT {columns} FROM {shards} SEMI JOIN (FROM to_write WHERE NOT is_released) USING (speech_id)
UNION ALL
SELECT {columns} FROM {released} SEMI JOIN (FROM to_write WHERE is_released) USING (speech_id)
"""


class Besides(NamedTuple):
    """What is known besides the texts: by people, and by the releases before."""

    withdrawn: Mapping[str, str] = NONE_WITHDRAWN
    """The SHA-256 of a text → why it may not be published."""
    latest: Path | None = None
    """The latest of them, with which the ids of speakers are compared."""
    before: Before | None = None
    """The same with what it was assembled of, where its files may be taken."""
    corrections: Sequence[Said] = ()


NOTHING_BESIDES = Besides()


class Material(NamedTuple):
    """What tables are assembled from: the database that shows the parts, and what is known besides them."""

    connection: duckdb.DuckDBPyConnection
    sources: Sequence[SourceDeclaration]
    fetched: Sequence[Fetched]
    gazetteer: Gazetteer
    listed: Sequence[Person]
    """The listed persons who are published: all of files of their own, and those of long lists whom a published row names."""
    speakers: Sequence[Speaker]
    speaker_names: Sequence[SpeakerName]
    earlier: Path | None
    """The latest release, where there is one."""
    corrections: Sequence[Said]
    across: Mapping[str, Came]
    """What came of the corrections that are about all texts, by their ids."""


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
    did not change. However many texts there are, the memory that it takes is bounded, but for the persons, the corrections and what was
    fetched.
    """
    fetched = list(fetched)
    with TemporaryDirectory(prefix="assemble-", dir=data.parent) as spill, duck(Path(spill), MEMORY_TO_SORT) as connection:
        _see(connection, parts, besides.withdrawn)
        across = _join_persons(connection, besides.corrections, gazetteer)
        listed, met = _listed_and_met(connection, gazetteer)
        persons = _persons(connection, listed, met)
        material = Material(connection, sources, fetched, gazetteer, listed, *persons, besides.latest, besides.corrections, across)
        _show_speakers(material)
        divided = divide(connection, PUBLISHED.format(table=SPEECHES.name))
        assembled = _assembled(material, divided) if divided else NOTHING_ASSEMBLED
        of_rules = "all"
        if divided and besides.before is not None:
            _link_unchanged(connection, assembled, besides.before, data)
            _show_to_write(material, parts, assembled, besides.before)
            of_rules = "written"
        for table in TABLES:
            _write(table, _made(table, material, of_rules), connection, data, list(divided))
        return assembled


def _show_speakers(material: Material) -> None:
    """Make tables of who the speakers are, and of what they held on each day on which they spoke."""
    for table, rows in ((SPEAKERS, material.speakers), (OFFICES, _offices(material)), (MEMBERSHIPS, _memberships(material))):
        _keep(material.connection, table, rows)
    for table, column in ((OFFICES, "office"), (MEMBERSHIPS, "party")):
        material.connection.execute(HELD_ON_A_DAY.format(table=table.name, column=column))


def _assembled(material: Material, divided: Mapping[str, Sequence[str]]) -> Assembled:
    """Return what each text and each part follows from."""
    declared = {source.source_id: source for source in material.sources}
    fetched = [text for text in material.fetched if text.source_id in declared]
    corrections = by_text(material.corrections, (text.speech_id for text in fetched))
    inputs = (ShardInput(text, declared[text.source_id], corrections.get(text.speech_id, ())) for text in fetched)
    texts = text_hashes(inputs, material.gazetteer)
    for speech_id, joined in _joined_in_texts(material).items():
        texts[speech_id] = hashlib.sha256(f"{texts[speech_id]} {joined}".encode()).hexdigest()
    quotations = QUOTATIONS_WITH_SPEAKERS.format(quotations=PUBLISHED.format(table=QUOTATIONS.name))
    speakers = dict(material.connection.execute(SPEAKERS_OF_PARTS.format(quotations=quotations)).fetchall())
    making = assembling_sha256()
    parts = {
        name: part_sha256(((speech_id, texts[speech_id]) for speech_id in ids), speakers.get(number, ""), making)
        for number, (name, ids) in enumerate(divided.items())
    }
    return Assembled({speech_id: Placed(name, texts[speech_id]) for name, ids in divided.items() for speech_id in ids}, parts)


def _joined_in_texts(material: Material) -> dict[str, str]:
    """Return speech id → what corrections say of persons in its rows who are one, as one line; without such persons it is not there."""
    if not material.across:
        return {}
    named = " UNION ".join(
        f"SELECT speech_id, {column} AS speaker_id FROM read_{table.name}" for table in ROWS_OF_A_TEXT for column in speaker_columns(table)
    )
    return dict(material.connection.execute(JOINED_IN_TEXTS.format(named=named)).fetchall())


def _link_unchanged(connection: duckdb.DuckDBPyConnection, assembled: Assembled, before: Before, data: Path) -> None:
    """Have the files of parts that follow from the same as in the release before be those very files, and leave their texts alone."""
    for number, (name, sha256) in enumerate(assembled.parts.items()):
        if before.assembled.parts.get(name) == sha256:
            for table in ROWS_OF_A_TEXT:
                theirs = part_path(before.release / "data", table, name)
                if theirs.is_file():
                    link(theirs, part_path(data, table, name))
            connection.execute("DELETE FROM divided WHERE part_number = ?", [number])


def _show_to_write(material: Material, parts: Sequence[Path], assembled: Assembled, before: Before) -> None:
    """Show, as `written_<table>`, the rows of all texts whose parts are written anew."""
    import pyarrow as pa

    connection = material.connection
    ids = [speech_id for (speech_id,) in connection.execute("SELECT speech_id FROM divided").fetchall()]
    there = before.assembled.texts
    is_released = [speech_id in there and there[speech_id].text_sha256 == assembled.texts[speech_id].text_sha256 for speech_id in ids]
    to_write = pa.table([pa.array(ids, pa.string()), pa.array(is_released, pa.bool_())], names=["speech_id", "is_released"])
    connection.from_arrow(to_write).create("to_write")
    slots = {slot_of(speech_id) for speech_id, released in zip(ids, is_released, strict=True) if not released}
    names = {there[speech_id].part for speech_id, released in zip(ids, is_released, strict=True) if released}
    for table in ROWS_OF_A_TEXT:
        shards = [part / f"{table.name}.parquet" for part in parts if slot_of_part(part) in slots]
        released = [path for name in sorted(names) if (path := part_path(before.release / "data", table, name)).is_file()]
        nothing = f"(FROM no_{table.name})"
        of_shards = parquet(*shards) if shards else nothing
        connection.execute(
            TO_WRITE.format(
                table=table.name,
                columns=", ".join(table.names),
                shards=f"({with_one_person(table, of_shards)})" if material.across else of_shards,
                released=parquet(*released) if released else nothing,
            )
        )


def _made(table: Table, material: Material, of_rules: str) -> Made:
    """Return the rows of one table: of those that the rules made of texts, what may be published."""
    if table.made_by is Maker.RULES:
        published = f"FROM {of_rules}_{table.name} ANTI JOIN left_out USING (speech_id)"
        return Query(QUOTATIONS_WITH_SPEAKERS.format(quotations=published) if table == QUOTATIONS else published)
    return MAKERS[table](material)


def _write(table: Table, made: Made, connection: duckdb.DuckDBPyConnection, data: Path, parts: Sequence[str]) -> None:
    """Write a table in its order, in parts where there are any."""
    path = data / f"{table.name}.parquet"
    if not isinstance(made, Query):
        write_table(table, in_order(table, made), path)
    elif parts and stands_in_parts(table):
        write_parts(connection, table, made.sql, data, parts)
    else:
        write_arrow(table, _in_slices(connection, table, made.sql), path)


def _see(connection: duckdb.DuckDBPyConnection, parts: Sequence[Path], withdrawn: Mapping[str, str]) -> None:
    """Show the rows of all parts as `all_<table>`, and find out which speeches are left out."""
    for table in PART_TABLES:
        _keep(connection, table, (), f"no_{table.name}")
        files = [part / f"{table.name}.parquet" for part in parts]
        rows = f"SELECT {', '.join(table.names)} FROM {parquet(*files)}" if files else f"FROM no_{table.name}"
        connection.execute(f"CREATE VIEW read_{table.name} AS {rows}")
        connection.execute(f"CREATE VIEW all_{table.name} AS FROM read_{table.name}")
    connection.execute("CREATE TABLE withdrawn (text_sha256 VARCHAR, why VARCHAR)")
    if withdrawn:
        connection.executemany("INSERT INTO withdrawn VALUES (?, ?)", list(withdrawn.items()))
    connection.execute(LEFT_OUT)


def _join_persons(connection: duckdb.DuckDBPyConnection, corrections: Sequence[Said], gazetteer: Gazetteer) -> dict[str, Came]:
    """Show the persons who are one by corrections as one, and return what came of these."""
    if all(said.wrong is not Mistake.SAME_PERSON for said in corrections):
        return {}
    speaking = connection.execute(f"SELECT speaker_id, count(*) {PUBLISHED.format(table='quotations')} GROUP BY 1").fetchall()
    named = dict.fromkeys(_persons_named(connection), 0) | {speaker_id: n for speaker_id, n in speaking if speaker_id is not None}
    meant = {speaker_id for said in corrections for speaker_id in (said.speaker_id, said.right) if speaker_id}
    joined, came = persons_joined(corrections, named, {speaker_id for speaker_id in meant if person_of(gazetteer, speaker_id)})
    connection.execute("CREATE TABLE one_person (speaker_id VARCHAR, kept VARCHAR, corrected_by VARCHAR, reason VARCHAR)")
    for one in joined:
        row = [one.speaker_id, one.kept, one.said.corrected_by, one.said.reason]
        connection.execute("INSERT INTO one_person VALUES (?, ?, ?, ?)", row)
    for table in PART_TABLES:
        connection.execute(f"CREATE OR REPLACE VIEW all_{table.name} AS {with_one_person(table, f'read_{table.name}')}")
    return came


def _corrections(material: Material) -> list[Correction]:
    query = f"SELECT {', '.join(CORRECTIONS.names)} {PUBLISHED.format(table=CORRECTIONS.name)}"
    of_texts = (Correction(*row) for row in material.connection.execute(query).fetchall())
    of_texts = (row._replace(outcome=Outcome(row.outcome)) for row in of_texts)
    return correction_rows(material.corrections, of_texts, material.across)


def _keep(connection: duckdb.DuckDBPyConnection, table: Table, rows: Iterable[Sequence[Any]], name: str | None = None) -> None:
    """Make rows a table of the database, under the table's name or another."""
    import pyarrow as pa

    kept = pa.Table.from_batches(record_batches(table, rows), schema=arrow_schema(table))
    connection.from_arrow(kept).create(name or table.name)


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
    _keep(material.connection, PAGES, (Page(text.speech_id, text.last_seen_at, text.is_gone) for text in had))
    return Query(f"FROM pages SEMI JOIN ({PUBLISHED.format(table='speeches')}) USING (speech_id)")


def _set_aside(material: Material) -> Query:
    _keep(material.connection, SET_ASIDE, _rows_aside(material.connection, material.fetched))
    return Query("FROM all_set_aside UNION ALL FROM set_aside")


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


def _persons_named(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the ids of all persons whom a published row names."""
    places = (
        f"SELECT {column.name} {PUBLISHED.format(table=table.name)}"
        for table in ROWS_OF_A_TEXT
        for column in table.columns
        if holds_speaker_id(column)
    )
    return {speaker_id for (speaker_id,) in connection.execute(" UNION ".join(places)).fetchall() if speaker_id is not None}


# What most quotations tell of a speaker; of kinds that as many tell, the first by the alphabet.
KINDS_OF_SPEAKERS = f"""
SELECT speaker_id, speaker_kind FROM (
    SELECT speaker_id, speaker_kind, count(*) AS quotations {PUBLISHED.format(table="quotations")}
    WHERE speaker_id IS NOT NULL GROUP BY ALL)
QUALIFY row_number() OVER (PARTITION BY speaker_id ORDER BY quotations DESC, speaker_kind) = 1
"""


def _listed_and_met(connection: duckdb.DuckDBPyConnection, gazetteer: Gazetteer) -> tuple[list[Person], set[str]]:
    """Return the listed persons who are published, and the ids of the others whom published texts name."""
    met = _persons_named(connection) - {person.speaker_id for person in gazetteer.persons}
    of_lists = [person for speaker_id in sorted(met) if (person := gazetteer.people.person(speaker_id))]
    return [*gazetteer.persons, *of_lists], met - {person.speaker_id for person in of_lists}


def _persons(
    connection: duckdb.DuckDBPyConnection, listed: Iterable[Person], met: Container[str]
) -> tuple[list[Speaker], list[SpeakerName]]:
    """Return all speakers, the persons of the lists and those whom published texts name, and their names."""
    speakers = [_listed(person) for person in listed]
    names = [SpeakerName(person.speaker_id, *name) for person in listed for name in person.names]
    kinds = {speaker_id: SpeakerKind(kind) for speaker_id, kind in connection.execute(KINDS_OF_SPEAKERS).fetchall()}
    found = connection.execute(f"SELECT DISTINCT {', '.join(SPEAKER_NAMES.names)} FROM all_speaker_names").fetchall()
    forms = sorted(SpeakerName(*row) for row in found if row[0] in met)
    # The spellings of one id in a language differ in case or in points; the largest one has the most small letters.
    preferred: dict[tuple[str, str], str] = {}
    for form in forms:
        preferred[form.speaker_id, form.language] = max(form.name, preferred.get((form.speaker_id, form.language), ""))
    shown: dict[str, str] = {}
    for language in Language:
        for (speaker_id, written_in), name in preferred.items():
            if written_in == language:
                shown.setdefault(speaker_id, name)
    genders = _genders(connection, [form for form in forms if kinds.get(form.speaker_id, SpeakerKind.PERSON) is SpeakerKind.PERSON])
    speakers += [
        _unlisted(speaker_id, name, kinds.get(speaker_id, SpeakerKind.PERSON), *genders.get(speaker_id, (None, None)))
        for speaker_id, name in shown.items()
    ]
    names += [form._replace(is_preferred=form.name == preferred[form.speaker_id, form.language]) for form in forms]
    return speakers, names


def _speaker_id_changes(material: Material) -> list[SpeakerIdChange]:
    return speaker_id_changes(material.connection, material.earlier, material.speakers, material.speaker_names)


def _listed(person: Person) -> Speaker:
    gender = None if person.gender == "either" else Gender(person.gender)
    return Speaker(
        speaker_id=person.speaker_id,
        name=preferred_name(person),
        speaker_kind=SpeakerKind.PERSON,
        gender=gender,
        gender_from=GenderFrom.LIST if gender else None,
        birth_year=person.birth_year,
        country=person.country,
        wikidata_id=person.wikidata_id,
        is_listed=True,
        list_id=person.list_id,
    )


def _unlisted(speaker_id: str, name: str, kind: SpeakerKind, gender: Gender | None, gender_from: GenderFrom | None) -> Speaker:
    return Speaker(
        speaker_id=speaker_id,
        name=name,
        speaker_kind=kind,
        gender=gender,
        gender_from=gender_from,
        birth_year=None,
        country=None,
        wikidata_id=None,
        is_listed=False,
        list_id=None,
    )


def _genders(connection: duckdb.DuckDBPyConnection, forms: Sequence[SpeakerName]) -> dict[str, tuple[Gender, GenderFrom]]:
    """Return the gender of persons whom texts alone name, and what told it; where names or texts do not agree, there is none."""
    by_name: dict[str, set[Gender]] = {}
    for form in forms:
        if gender := gender_of_name(form.name, pack(Language(form.language))):
            by_name.setdefault(form.speaker_id, set()).add(gender)
    said = connection.execute(f"SELECT DISTINCT speaker_id, speaker_gender {PUBLISHED.format(table='quotations')}").fetchall()
    by_text: dict[str, set[Gender]] = {}
    for speaker_id, word in said:
        if word is not None:
            by_text.setdefault(speaker_id, set()).add(Gender(word))
    found = {}
    for speaker_id in by_name.keys() | (by_text.keys() & {form.speaker_id for form in forms}):
        together = by_name.get(speaker_id, set()) | by_text.get(speaker_id, set())
        if len(together) == 1:
            found[speaker_id] = together.pop(), GenderFrom.NAME if speaker_id in by_name else GenderFrom.TEXT
    return found


def _offices(material: Material) -> list[Office]:
    offices = {office.office: office for office in material.gazetteer.offices}
    return [
        Office(person.speaker_id, term.office, offices[term.office].country, offices[term.office].institution, term.from_on, term.until_on)
        for person in material.listed
        for term in person.terms
    ]


def _memberships(material: Material) -> list[Membership]:
    return [
        Membership(person.speaker_id, position, *membership)
        for person in material.listed
        for position, membership in enumerate(sorted(person.memberships, key=lambda one: (one.from_on or date.min, *map(str, one))))
    ]


def _office_names(material: Material) -> list[OfficeName]:
    return [OfficeName(office.office, name.language, name.name) for office in material.gazetteer.offices for name in office.names]


def _person_lists(material: Material) -> list[PersonList]:
    used = {person.list_id for person in material.listed}
    return [PersonList(*one) for one in material.gazetteer.lists if one.list_id in used]


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
        SPEAKERS: lambda material: material.speakers,
        SPEAKER_NAMES: lambda material: material.speaker_names,
        SPEAKER_ID_CHANGES: _speaker_id_changes,
        OFFICES: _offices,
        OFFICE_NAMES: _office_names,
        MEMBERSHIPS: _memberships,
        PERSON_LISTS: _person_lists,
        SOURCES: _sources,
        SOURCE_LANGUAGES: _source_languages,
        LABELERS: lambda material: labelers(),
        LABELER_SCORES: lambda material: list(measured_scores()),
        CORRECTIONS: _corrections,
        SET_ASIDE: _set_aside,
    },
)
