"""The view of each speaker: what they said, who quotes them and how often, their names and offices, who mentions them.

A speaker's chunk follows from the id alone, so that a new text rewrites the chunks of those alone whom it quotes or mentions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.duck import parquet
from flows.parquet import files_of
from flows.publish.pages.entries import MENTIONED, chunk_path, entries_before, write_chunk, write_entries
from flows.publish.pages.keys import keys_of_word
from flows.publish.pages.scripts import as_literal
from flows.publish.pages.search import WORD
from flows.publish.pages.speeches import by_number
from flows.publish.pages.tables import rows_of
from flows.publish.pages.taken import NOTHING_TAKEN, Taken
from flows.publish.sharing import link
from schemas.speakers import SPEAKER_NAMES
from schemas.speakers import SPEAKERS as SPEAKERS_TABLE
from schemas.words import Language

if TYPE_CHECKING:
    import duckdb

SPEAKERS_A_CHUNK = 8
NAMES_A_CHUNK = 16
MOST_CHUNKS = 4096
ENTRIES_AT_ONCE = 4096
# By so many letters a name's chunk is told, so that its beginning is enough to find it.
LETTERS_OF_A_CHUNK = 3

# Whoever is quoted, addressed or mentioned, or has a speech of their own.
SPEAKERS = f"""
CREATE TABLE counted_speakers AS
SELECT speaker_id, count(said) AS said FROM (
    SELECT speaker_id, 1 AS said FROM quotations UNION ALL
    SELECT DISTINCT addressee_id, NULL FROM quotations UNION ALL
    SELECT DISTINCT principal_speaker_id, NULL FROM speeches UNION ALL
    SELECT DISTINCT entity_id, NULL FROM {MENTIONED}
) SEMI JOIN speakers USING (speaker_id) GROUP BY 1
"""
TOLD = "FROM counted_speakers WHERE $every OR speaker_id IN (SELECT unnest($changed::VARCHAR[]))"
NAMES_OF_EACH = """
SELECT speaker_id, speakers.name, speaker_kind, said, list(language), list(speaker_names.name)
FROM speakers JOIN shown_speakers USING (speaker_id) LEFT JOIN speaker_names USING (speaker_id) GROUP BY ALL ORDER BY speaker_id
"""
NAMES_BEFORE = """
SELECT named.name, list(language), list(known_by.name) FROM {speakers} AS named LEFT JOIN {names} AS known_by USING (speaker_id)
WHERE speaker_id IN (SELECT unnest(?::VARCHAR[])) GROUP BY speaker_id, named.name
"""


class SpeakerChunks(NamedTuple):
    """How many chunks there are, by which a page finds the one that holds a speaker or a name."""

    speakers: int
    names: int


def write_speakers(connection: duckdb.DuckDBPyConnection, folder: Path, spill: Path, taken: Taken = NOTHING_TAKEN) -> SpeakerChunks:
    """Write the chunks `speakers/`, an entry a speaker, and `names/`, a name's beginning with whoever bears it, into the folder.

    Chunks of which no speaker changed are taken, where as many were made then, and so are the entries of others beside those who did.
    Tasks' files lie in the folder `spill`.
    """
    connection.execute(SPEAKERS)
    [(number,)] = connection.execute("SELECT count(*) FROM counted_speakers").fetchall()
    chunks = SpeakerChunks(chunks_for(number, SPEAKERS_A_CHUNK), chunks_for(number, NAMES_A_CHUNK))
    changed = taken.speakers if _counted(taken) == chunks else None
    _number(connection, chunks.speakers, changed)
    made: dict[int, list[str]] = {chunk: [] for chunk in range(chunks.speakers)} if changed is None else {}
    for speaker_id in changed or ():
        made.setdefault(chunk_of(speaker_id, chunks.speakers), []).append(speaker_id)
    write_entries(connection, folder, spill, made, None if changed is None else taken.folder)
    _fill_up(folder, "speakers", chunks.speakers, made, taken)
    _write_names(connection, folder, spill, chunks.names, taken, changed)
    return chunks


def _counted(taken: Taken) -> SpeakerChunks | None:
    """Return how many chunks the pages taken from have."""
    kinds = SpeakerChunks._fields
    return SpeakerChunks(*(len(list((taken.folder / kind).glob("*.js"))) for kind in kinds)) if taken.folder else None


def _fill_up(folder: Path, kind: str, chunks: int, made: Collection[int], taken: Taken) -> None:
    """Have each chunk of a kind be there: those that were made or are empty, and the others as in the pages taken from."""
    for chunk in range(chunks):
        path = chunk_path(folder, kind, chunk)
        if chunk not in made and taken.folder:
            link(chunk_path(taken.folder, kind, chunk), path)
        elif not path.is_file():
            write_chunk(folder, kind, chunk, {})


def _write_names(
    connection: duckdb.DuckDBPyConnection, folder: Path, spill: Path, chunks: int, taken: Taken, changed: Collection[str] | None
) -> None:
    """Write the chunks of names; where some speakers alone changed, those that have a name of theirs, or had one."""
    speakers = (row for row in rows_of(connection, NAMES_OF_EACH) if changed is None or row[0] in changed)
    _keep(connection, (entry for speaker in speakers for entry in _entries_of_names(speaker, chunks)), spill / "names.parquet")
    made = set(range(chunks))
    if changed is not None:
        now = connection.execute("SELECT DISTINCT chunk FROM name_entries").fetchall()
        made = {chunk for (chunk,) in now} | _chunks_before(connection, taken, chunks, changed)
    of_chunk = by_number(rows_of(connection, "SELECT chunk, speaker_id, entry FROM name_entries ORDER BY chunk"))
    for chunk in sorted(made):
        kept = {} if changed is None else entries_before(taken.folder, "names", chunk, changed)
        write_chunk(folder, "names", chunk, kept | {speaker_id: entry for _, speaker_id, entry in of_chunk(chunk)})
    _fill_up(folder, "names", chunks, made, taken)


def _entries_of_names(speaker: Sequence[Any], chunks: int) -> Iterator[tuple[int, str, str]]:
    """Yield what each chunk of the beginnings of a speaker's names says of them: chunk, speaker id, literal."""
    speaker_id, name, kind, said, *forms = speaker
    found: dict[int, list[str]] = {}
    for key in sorted(_keys(name, *forms)):
        found.setdefault(chunk_of(key[:LETTERS_OF_A_CHUNK], chunks), []).append(key)
    # How often, so roughly that one quotation more seldom changes it: by it the most quoted come first.
    often = (said.bit_length() + 1) // 2
    yield from ((chunk, speaker_id, as_literal([speaker_id, name, kind, often, *keys])) for chunk, keys in found.items())


def _keep(connection: duckdb.DuckDBPyConnection, entries: Iterator[tuple[int, str, str]], path: Path) -> None:
    """Write entries to a file, which the view `name_entries` (chunk, speaker_id, entry) shows: of many speakers they are much."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("chunk", pa.int32()), ("speaker_id", pa.string()), ("entry", pa.string())])
    with pq.ParquetWriter(path, schema) as writer:
        while some := list(islice(entries, ENTRIES_AT_ONCE)):
            columns = [pa.array(values, field.type) for values, field in zip(zip(*some, strict=True), schema, strict=True)]
            writer.write_batch(pa.record_batch(columns, schema=schema))
    connection.execute(f"CREATE OR REPLACE VIEW name_entries AS FROM {parquet(path)}")


def _chunks_before(connection: duckdb.DuckDBPyConnection, taken: Taken, chunks: int, changed: Collection[str]) -> set[int]:
    """Return the chunks in which names of some speakers stood in the pages taken from."""
    data = (taken.folder or Path()).parent / "data"
    named, known_by = (parquet(*files_of(table, data)) for table in (SPEAKERS_TABLE, SPEAKER_NAMES))
    rows = connection.execute(NAMES_BEFORE.format(speakers=named, names=known_by), [sorted(changed)]).fetchall()
    return {chunk_of(key[:LETTERS_OF_A_CHUNK], chunks) for row in rows for key in _keys(*row)}


def _keys(name: str, languages: Sequence[str | None], forms: Sequence[str | None]) -> set[str]:
    """Return the keys of the words of a speaker's names: that which is shown, as one of the first language, and others, each in its own."""
    spelt = [
        (next(iter(Language)).value, name),
        *((language, form) for language, form in zip(languages, forms, strict=True) if language and form),
    ]
    return {key for language, form in spelt for word in WORD.findall(form.lower()) for key in keys_of_word(word, language)}


def chunks_for(entries: int, a_chunk: int) -> int:
    """Return into how many chunks so many entries go, so many to one on the average: a power of two, so that it seldom changes.

    >>> chunks_for(0, 16), chunks_for(17, 16), chunks_for(100, 16)
    (1, 2, 8)
    """
    return min(MOST_CHUNKS, 1 << (max(0, -(-entries // a_chunk) - 1)).bit_length())


def chunk_of(key: str, chunks: int) -> int:
    """Return the chunk that a key stands in, of so many: the FNV-1a hash of its bytes, which a page's script computes too.

    >>> chunk_of("kassym-jomart-tokayev", 8)
    5
    """
    found = 0x811C9DC5
    for byte in key.encode():
        found = ((found ^ byte) * 0x01000193) & 0xFFFFFFFF
    return found % chunks


def _number(connection: duckdb.DuckDBPyConnection, chunks: int, changed: Collection[str] | None) -> None:
    """Make the table `shown_speakers` (speaker_id, said, chunk, n) of all speakers, or of those who changed, n rising with the chunks."""
    import pyarrow as pa

    told = connection.execute(TOLD, {"every": changed is None, "changed": sorted(changed or ())}).fetchall()
    rows = sorted((chunk_of(speaker_id, chunks), speaker_id, said) for speaker_id, said in told)
    columns = {
        "speaker_id": pa.array([row[1] for row in rows], pa.string()),
        "said": pa.array([row[2] for row in rows], pa.int64()),
        "chunk": pa.array([row[0] for row in rows], pa.int32()),
        "n": pa.array(range(len(rows)), pa.int32()),
    }
    connection.from_arrow(pa.table(columns)).create("shown_speakers")
