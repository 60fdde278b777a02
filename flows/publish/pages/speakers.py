"""The view of each speaker: what they said, who quotes them and how often, their names and offices, who mentions them.

A speaker's chunk follows from the id alone, so that a new text rewrites the chunks of those alone whom it quotes or mentions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.duck import parquet
from flows.parquet import files_of, part_of
from flows.publish.pages.keys import keys_of_word
from flows.publish.pages.scripts import as_literal, data_of
from flows.publish.pages.search import WORD
from flows.publish.pages.speeches import Row, by_number, known
from flows.publish.pages.tables import rows_of
from flows.publish.pages.taken import NOTHING_TAKEN, Taken
from flows.publish.sharing import link
from schemas.speakers import SPEAKER_NAMES
from schemas.speakers import SPEAKERS as SPEAKERS_TABLE
from schemas.speeches import SPEECHES
from schemas.words import Language, MentionKind

if TYPE_CHECKING:
    import duckdb

SPEAKERS_A_CHUNK = 8
NAMES_A_CHUNK = 16
MOST_CHUNKS = 4096
# By so many letters a name's chunk is told, so that its beginning is enough to find it.
LETTERS_OF_A_CHUNK = 3
# What is shown of each speaker: the newest quotations and mentions, and those who mention them most.
SHOWN = 30
WHO_MENTION = 20
LETTERS_SAID = 280
LETTERS_AROUND = 60

MENTIONED = f"mentions WHERE entity_id IS NOT NULL AND kind <> '{MentionKind.PLACE}'"
# Whoever is quoted, addressed or mentioned, or has a speech of their own.
SPEAKERS = f"""
SELECT speaker_id, count(said) FROM (
    SELECT speaker_id, 1 AS said FROM quotations UNION ALL
    SELECT DISTINCT addressee_id, NULL FROM quotations UNION ALL
    SELECT DISTINCT principal_speaker_id, NULL FROM speeches UNION ALL
    SELECT DISTINCT entity_id, NULL FROM {MENTIONED}
) SEMI JOIN speakers USING (speaker_id) GROUP BY 1 ORDER BY 1
"""
PERSONS = """
SELECT n, speaker_id, name, speaker_kind, country, birth_year, wikidata_id, said
FROM speakers JOIN shown_speakers USING (speaker_id) ORDER BY n
"""
NAMES = """
SELECT n, language, list(name ORDER BY NOT is_preferred, name) FROM speaker_names JOIN shown_speakers USING (speaker_id)
GROUP BY 1, 2 ORDER BY 1, 2
"""
# Of the words for an office, the full ones are long and begin with a capital, where the language writes titles so.
OFFICES = """
WITH named AS (
    SELECT office, map_from_entries(list((language, name) ORDER BY language)) AS names FROM (
        SELECT office, language, max_by(name, (left(name, 1) = upper(left(name, 1)), length(name), name)) AS name
        FROM office_names GROUP BY 1, 2
    ) GROUP BY 1
)
SELECT n, office, country, from_on, until_on, names FROM offices JOIN shown_speakers USING (speaker_id) LEFT JOIN named USING (office)
ORDER BY n, from_on DESC, office
"""
MEMBERSHIPS = """
SELECT n, party, chamber, from_on, until_on FROM memberships JOIN shown_speakers USING (speaker_id) ORDER BY n, position DESC
"""
MONTHS = """
SELECT n, strftime(spoken_on, '%Y-%m'), count(*) FROM quotations JOIN shown_speakers USING (speaker_id) GROUP BY 1, 2 ORDER BY 1, 2
"""
KINDS = "SELECT n, kind, count(*) FROM quotations JOIN shown_speakers USING (speaker_id) GROUP BY 1, 2 ORDER BY 1, 2"
SOURCES = """
SELECT n, source_id, count(*), count(DISTINCT speech_id) FROM quotations JOIN shown_speakers USING (speaker_id)
GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2
"""
SAID = f"""
WITH newest AS (
    SELECT n, quotation_id FROM quotations JOIN shown_speakers USING (speaker_id)
    QUALIFY row_number() OVER (PARTITION BY n ORDER BY spoken_on DESC NULLS LAST, quotation_id) <= {SHOWN}
)
SELECT n, quotation_id, spoken_on, kind, language, speaker_office, length(clean_text) > {LETTERS_SAID}, left(clean_text, {LETTERS_SAID})
FROM newest JOIN quotations USING (quotation_id) ORDER BY n, spoken_on DESC NULLS LAST, quotation_id
"""
NAMES_OF_EACH = """
SELECT speaker_id, speakers.name, speaker_kind, said, list(language), list(speaker_names.name)
FROM speakers JOIN shown_speakers USING (speaker_id) LEFT JOIN speaker_names USING (speaker_id) GROUP BY ALL ORDER BY speaker_id
"""
NAMES_BEFORE = """
SELECT named.name, list(language), list(known_by.name) FROM {speakers} AS named LEFT JOIN {names} AS known_by USING (speaker_id)
WHERE speaker_id IN (SELECT unnest(?::VARCHAR[])) GROUP BY speaker_id, named.name
"""
WHO = f"""
WITH found AS (
    SELECT n, quotations.speaker_id, any_value(quotations.speaker_name) AS name, count(*) AS times
    FROM (SELECT entity_id, quotation_id FROM {MENTIONED}) AS mentions JOIN shown_speakers ON shown_speakers.speaker_id = entity_id
    LEFT JOIN quotations USING (quotation_id) GROUP BY 1, 2
)
SELECT n, speaker_id, name, times FROM found
QUALIFY row_number() OVER (PARTITION BY n ORDER BY speaker_id IS NULL DESC, times DESC, speaker_id) <= {WHO_MENTION} + 1
ORDER BY n, speaker_id IS NULL, times DESC, speaker_id
"""
TIMES = f"""
SELECT n, count(*), count(DISTINCT speech_id) FROM (SELECT entity_id, speech_id FROM {MENTIONED})
JOIN shown_speakers ON speaker_id = entity_id GROUP BY 1 ORDER BY 1
"""
NEWEST_MENTIONS = f"""
CREATE TABLE newest_mentions AS
SELECT shown_speakers.n, entity_id, numbered.n AS place, position, mention_id, quotation_id, speech_id, span_start, span_end,
    greatest(0, span_start - {LETTERS_AROUND}) AS first
FROM (SELECT * FROM {MENTIONED}) JOIN numbered USING (speech_id) JOIN shown_speakers ON shown_speakers.speaker_id = entity_id
QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY numbered.n, position) <= {SHOWN}
"""
PARTS_OF_THEM = "SELECT DISTINCT whole FROM newest_mentions JOIN parted USING (speech_id)"
# A mention carries no text but the letters around it: whole texts, one to a mention, are more than memory holds.
AROUND = f"""
SELECT n, newest_mentions.place, position, mention_id, quotation_id, spoken_on, language,
    substring(speeches.text, first + 1, span_start - first) AS before,
    substring(speeches.text, span_start + 1, span_end - span_start) AS its,
    substring(speeches.text, span_end + 1, {LETTERS_AROUND}) AS after
FROM newest_mentions JOIN {{speeches}} AS speeches USING (speech_id)
"""
MENTIONS = """
SELECT n, mention_id, cut_mentions.spoken_on, cut_mentions.language, quotations.speaker_id, quotations.speaker_name, before, its, after
FROM cut_mentions LEFT JOIN quotations USING (quotation_id) ORDER BY n, cut_mentions.place, cut_mentions.position
"""


class SpeakerChunks(NamedTuple):
    """How many chunks there are, by which a page finds the one that holds a speaker or a name."""

    speakers: int
    names: int


def write_speakers(connection: duckdb.DuckDBPyConnection, folder: Path, taken: Taken = NOTHING_TAKEN) -> SpeakerChunks:
    """Write the chunks `speakers/`, an entry a speaker, and `names/`, a name's beginning with whoever bears it, into the folder.

    Chunks of which no speaker changed are taken, where as many were made then, and so are the entries of others beside those who did.
    """
    found = list(rows_of(connection, SPEAKERS))
    chunks = SpeakerChunks(chunks_for(len(found), SPEAKERS_A_CHUNK), chunks_for(len(found), NAMES_A_CHUNK))
    changed = taken.speakers if _counted(taken) == chunks else None
    told = [row for row in found if changed is None or row[0] in changed]
    _number(connection, sorted((chunk_of(speaker_id, chunks.speakers), speaker_id, said) for speaker_id, said in told))
    made = set(range(chunks.speakers)) if changed is None else {chunk_of(speaker_id, chunks.speakers) for speaker_id in changed}
    _write_entries(connection, folder, made, taken, changed)
    _fill_up(folder, "speakers", chunks.speakers, made, taken)
    _write_names(connection, folder, chunks.names, taken, changed)
    return chunks


def _write_entries(
    connection: duckdb.DuckDBPyConnection, folder: Path, made: Collection[int], taken: Taken, changed: Collection[str] | None
) -> None:
    """Write the chunks of speakers in `made`: entries of the numbered ones, and, where some alone changed, those of others as they were."""
    numbered: dict[int, list[tuple[str, int]]] = {}
    for n, chunk, speaker_id in rows_of(connection, "SELECT n, chunk, speaker_id FROM shown_speakers ORDER BY n"):
        numbered.setdefault(chunk, []).append((speaker_id, n))
    _cut_mentions(connection, folder.parent / "data")
    with TemporaryDirectory(prefix="rostra-speakers-") as spill:
        # One query after the other: side by side, each would hold memory of its own.
        told = [by_number(_spilled(connection, part, Path(spill) / part.name)) for part in PARTS]
        for chunk in sorted(made):
            kept = _entries(taken, "speakers", chunk) if changed is not None else []
            entries = {entry["id"]: as_literal(entry) for entry in kept if entry["id"] not in (changed or ())}
            for speaker_id, n in numbered.get(chunk, ()):
                entries[speaker_id] = "{" + ",".join(literal for of in told for _, literal in of(n)) + "}"
            _write(folder, "speakers", [chunk], [literal for _, literal in sorted(entries.items())])


def _cut_mentions(connection: duckdb.DuckDBPyConnection, data: Path) -> None:
    """Make the table `cut_mentions`: each numbered speaker's newest mentions with the letters around them, a file of texts at a time."""
    connection.execute(NEWEST_MENTIONS)
    held = {part for (part,) in connection.execute(PARTS_OF_THEM).fetchall()}
    files = files_of(SPEECHES, data)
    connection.execute(f"CREATE TABLE cut_mentions AS {AROUND.format(speeches=parquet(files[0]))} WHERE false")
    for path in files:
        if part_of(path) is None or part_of(path) in held:
            connection.execute(f"INSERT INTO cut_mentions {AROUND.format(speeches=parquet(path))}")


def _counted(taken: Taken) -> SpeakerChunks | None:
    """Return how many chunks the pages taken from have."""
    kinds = SpeakerChunks._fields
    return SpeakerChunks(*(len(list((taken.folder / kind).glob("*.js"))) for kind in kinds)) if taken.folder else None


def _fill_up(folder: Path, kind: str, chunks: int, made: Collection[int], taken: Taken) -> None:
    """Have each chunk of a kind be there: those that were made or are empty, and the others as in the pages taken from."""
    for chunk in range(chunks):
        path = folder / kind / f"{chunk:04}.js"
        if chunk not in made and taken.folder:
            link(taken.folder / kind / path.name, path)
        elif not path.is_file():
            _write(folder, kind, [chunk], [])


def _spilled(connection: duckdb.DuckDBPyConnection, part: Part, path: Path) -> Iterator[Row]:
    """Write what a part tells of each speaker to a file, and return an iterator over its lines: number, and the members of an entry."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for n, rows in groupby(rows_of(connection, part.query), key=itemgetter(0)):
            file.write(f"{n}\t{part.told([row[1:] for row in rows])}\n")
    return _lines(path)


def _lines(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            n, _, literal = line.rstrip("\n").partition("\t")
            yield int(n), literal


def _write_names(connection: duckdb.DuckDBPyConnection, folder: Path, chunks: int, taken: Taken, changed: Collection[str] | None) -> None:
    """Write the chunks of names; where some speakers alone changed, those that have a name of theirs, or had one."""
    names: dict[int, dict[str, list[Any]]] = {}
    for speaker_id, name, kind, said, *forms in rows_of(connection, NAMES_OF_EACH):
        if changed is None or speaker_id in changed:
            # How often, so roughly that one quotation more seldom changes it: by it the most quoted come first.
            _take_names(names, [speaker_id, name, kind, (said.bit_length() + 1) // 2], _keys(name, *forms), chunks)
    made = set(range(chunks)) if changed is None else names.keys() | _chunks_before(connection, taken, chunks, changed)
    for chunk in made:
        kept = _entries(taken, "names", chunk) if changed is not None else []
        entries = {entry[0]: entry for entry in kept if entry[0] not in (changed or ())} | names.get(chunk, {})
        _write(folder, "names", [chunk], [as_literal(entry) for _, entry in sorted(entries.items())])
    _fill_up(folder, "names", chunks, made, taken)


def _chunks_before(connection: duckdb.DuckDBPyConnection, taken: Taken, chunks: int, changed: Collection[str]) -> set[int]:
    """Return the chunks in which names of some speakers stood in the pages taken from."""
    data = (taken.folder or Path()).parent / "data"
    named, known_by = (parquet(*files_of(table, data)) for table in (SPEAKERS_TABLE, SPEAKER_NAMES))
    rows = connection.execute(NAMES_BEFORE.format(speakers=named, names=known_by), [sorted(changed)]).fetchall()
    return {chunk_of(key[:LETTERS_OF_A_CHUNK], chunks) for row in rows for key in _keys(*row)}


def _entries(taken: Taken, kind: str, chunk: int) -> list[Any]:
    """Return the entries of a chunk of a kind of the pages taken from."""
    entries: list[Any] = data_of((taken.folder or Path()) / kind / f"{chunk:04}.js")
    return entries


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


def _number(connection: duckdb.DuckDBPyConnection, rows: Sequence[tuple[int, str, int]]) -> None:
    """Make the table `shown_speakers` (speaker_id, said, chunk, n) of rows (chunk, speaker_id, said), n rising with them."""
    import pyarrow as pa

    columns = {
        "speaker_id": pa.array([row[1] for row in rows], pa.string()),
        "said": pa.array([row[2] for row in rows], pa.int64()),
        "chunk": pa.array([row[0] for row in rows], pa.int32()),
        "n": pa.array(range(len(rows)), pa.int32()),
    }
    connection.from_arrow(pa.table(columns)).create("shown_speakers")


def _take_names(names: dict[int, dict[str, list[Any]]], speaker: list[Any], keys: Iterable[str], chunks: int) -> None:
    """Add a speaker, whose id comes first, to the chunks of the beginnings of the keys of their names, with these."""
    for key in sorted(keys):
        its = names.setdefault(chunk_of(key[:LETTERS_OF_A_CHUNK], chunks), {})
        its.setdefault(speaker[0], list(speaker)).append(key)


def _person(rows: list[Row]) -> str:
    names = ("id", "name", "kind", "country", "born", "wikidata", "quotations")
    return as_literal(known(dict(zip(names, rows[0], strict=True))))[1:-1]


def _listed(name: str) -> Callable[[list[Row]], str]:
    """Return a function that tells rows as a member of an entry."""
    return lambda rows: f"{as_literal(name)}:{as_literal([[_iso(value) for value in row] for row in rows])}"


class Part(NamedTuple):
    """What an entry says of a speaker under one name."""

    name: str
    query: str
    told: Callable[[list[Row]], str]
    """From a speaker's rows to members of a JSON object."""


PARTS = (
    Part("person", PERSONS, _person),
    *(
        Part(name, query, _listed(name))
        for name, query in {
            "names": NAMES,
            "offices": OFFICES,
            "memberships": MEMBERSHIPS,
            "months": MONTHS,
            "kinds": KINDS,
            "sources": SOURCES,
            "said": SAID,
            "mentioned": TIMES,
            "who": WHO,
            "mentions": MENTIONS,
        }.items()
    ),
)


def _write(folder: Path, kind: str, chunks: Iterable[int], entries: list[str]) -> None:
    (folder / kind).mkdir(exist_ok=True)
    for chunk in chunks:
        content = f'rostra.take("{kind}/{chunk:04}",[{",".join(entries)}]);\n'
        (folder / kind / f"{chunk:04}.js").write_text(content, encoding="utf-8", newline="\n")


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
