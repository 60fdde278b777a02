"""What a page tells of each speaker, an entry each, in chunks that tasks write.

Rows of all speakers are found by one query after the other, and lie in files in the speakers' order, of which a task reads its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import TypeAdapter

from flows.duck import parquet
from flows.parquet import files_of, part_of
from flows.publish.pages.scripts import as_literal
from flows.publish.pages.speeches import Row, by_number, known
from flows.publish.pages.tables import rows_of
from flows.tasks import at_hand, reading, written
from schemas.speeches import SPEECHES
from schemas.words import MentionKind

if TYPE_CHECKING:
    import duckdb

KIND = "speakers"
# An entry's line: {"id":"ann-roe",… or ["ann-roe",…
ENTRY = re.compile(r'(?:\{"id":|\[)"(?P<id>[^"]+)"')
# A task writes the chunks of so many speakers, or of few more.
SPEAKERS_PER_BUNDLE = 4_096
ROWS_PER_GROUP = 20_000
# What is shown of each speaker: the newest quotations and mentions, and those who mention them most.
SHOWN = 30
WHO_MENTION = 20
LETTERS_SAID = 280
LETTERS_AROUND = 60

MENTIONED = f"mentions WHERE entity_id IS NOT NULL AND kind <> '{MentionKind.PLACE}'"
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


class Numbered(NamedTuple):
    """A speaker who is told of anew; numbers rise with the chunks."""

    n: int
    chunk: int
    speaker_id: str


class Bundle(NamedTuple):
    """Chunks that one task writes."""

    changed: Mapping[int, tuple[str, ...]]
    """Each chunk, with the speakers of whom it says nothing that was said before."""
    speakers: tuple[Numbered, ...]
    """Those whose entries are made."""
    rows: tuple[Path, ...]
    """Files of the rows of all speakers, one for each of `PARTS`."""
    before: Path | None
    """Pages from which all other entries of these chunks are taken."""


BUNDLE = TypeAdapter(Bundle)


def write_entries(
    connection: duckdb.DuckDBPyConnection, folder: Path, spill: Path, changed: Mapping[int, Collection[str]], before: Path | None
) -> None:
    """Have chunks of speakers written: the entries of those in the table `shown_speakers`, and those of others from the pages `before`.

    `changed` names these chunks, each with the speakers of whom nothing is taken from there. Tasks' files lie in the folder `spill`.
    """
    _cut_mentions(connection, folder.parent / "data")
    # One query after the other: side by side, each would hold memory of its own.
    rows = tuple(_kept(connection, part, spill / f"{part.name}.parquet") for part in PARTS)
    connection.execute("DROP TABLE cut_mentions; DROP TABLE newest_mentions")  # their memory is the tasks'
    of_chunk = by_number(rows_of(connection, "SELECT chunk, n, speaker_id FROM shown_speakers ORDER BY n"))
    speakers = ((chunk, [Numbered(n, chunk, speaker_id) for _, n, speaker_id in of_chunk(chunk)]) for chunk in sorted(changed))
    bundles = (
        Bundle({chunk: tuple(sorted(changed[chunk])) for chunk in some}, tuple(one for its in some.values() for one in its), rows, before)
        for some in _bundled(speakers)
    )
    for _ in at_hand.get()(write_bundle, written(spill, KIND, map(BUNDLE.dump_json, bundles)), folder):
        pass


def _bundled(speakers: Iterable[tuple[int, list[Numbered]]]) -> Iterator[dict[int, list[Numbered]]]:
    """Yield neighbouring chunks with their speakers, until there are `SPEAKERS_PER_BUNDLE` of them."""
    bundle: dict[int, list[Numbered]] = {}
    number = 0
    for chunk, its in speakers:
        bundle[chunk] = its
        number += len(its)
        if number >= SPEAKERS_PER_BUNDLE:
            yield bundle
            bundle, number = {}, 0
    if bundle:
        yield bundle


def _cut_mentions(connection: duckdb.DuckDBPyConnection, data: Path) -> None:
    """Make the table `cut_mentions`: each numbered speaker's newest mentions with the letters around them, a file of texts at a time."""
    connection.execute(NEWEST_MENTIONS)
    held = {part for (part,) in connection.execute(PARTS_OF_THEM).fetchall()}
    files = files_of(SPEECHES, data)
    connection.execute(f"CREATE TABLE cut_mentions AS {AROUND.format(speeches=parquet(files[0]))} WHERE false")
    for path in files:
        if part_of(path) is None or part_of(path) in held:
            connection.execute(f"INSERT INTO cut_mentions {AROUND.format(speeches=parquet(path))}")


def _kept(connection: duckdb.DuckDBPyConnection, part: Part, path: Path) -> Path:
    """Write the rows of a query to a Parquet file, as they come, and return it."""
    import pyarrow.parquet as pq

    answer = connection.cursor().sql(part.query).to_arrow_reader(ROWS_PER_GROUP)
    with pq.ParquetWriter(path, answer.schema) as writer:
        for batch in answer:
            writer.write_batch(batch)
    return path


def _read(path: Path, first: int, last: int) -> Iterator[Row]:
    """Yield the rows of such a file whose numbers, which come first, lie between two, both included."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            numbers = file.metadata.row_group(group).column(0).statistics
            if numbers.min <= last and numbers.max >= first:
                columns = [column.to_pylist() for column in file.read_row_group(group).columns]
                yield from (row for row in zip(*columns, strict=True) if first <= row[0] <= last)


def _files_of(file: Path, _folder: Path) -> list[Path]:
    bundle = BUNDLE.validate_json(file.read_bytes())
    before = [chunk_path(bundle.before, KIND, chunk) for chunk in bundle.changed] if bundle.before else []
    return [*bundle.rows, *before]


@reading(_files_of)
def write_bundle(file: Path, folder: Path) -> Path:
    """Write the chunks of a bundle, given by its file, into the folder of the pages; return that file."""
    changed, speakers, files, before = BUNDLE.validate_json(file.read_bytes())
    entries: dict[int, dict[str, str]] = {chunk: entries_before(before, KIND, chunk, its) for chunk, its in changed.items()}
    told = [(part.told, by_number(_read(path, speakers[0].n, speakers[-1].n))) for part, path in zip(PARTS, files, strict=True) if speakers]
    for n, chunk, speaker_id in speakers:
        entries[chunk][speaker_id] = "{" + ",".join(part([row[1:] for row in rows]) for part, of in told if (rows := of(n))) + "}"
    for chunk, made in entries.items():
        write_chunk(folder, KIND, chunk, made)
    return file


def entries_before(pages: Path | None, kind: str, chunk: int, changed: Collection[str]) -> dict[str, str]:
    """Return the entries of a chunk of earlier pages, where there are any, by their ids, but for those of speakers who changed."""
    if pages is None:
        return {}
    lines = chunk_path(pages, kind, chunk).read_text(encoding="utf-8").split("\n")
    found = ((ENTRY.match(line), line.removesuffix(",")) for line in lines[1:-2])
    return {match["id"]: literal for match, literal in found if match and match["id"] not in changed}


def write_chunk(folder: Path, kind: str, chunk: int, entries: Mapping[str, str]) -> None:
    """Write a chunk of a kind into the folder of the pages: entries, by their ids, as JavaScript literals that begin with the id."""
    (folder / kind).mkdir(exist_ok=True)
    lines = ",\n".join(literal for _, literal in sorted(entries.items()))
    content = f'rostra.take("{kind}/{chunk:04}",[\n{lines}\n]);\n'
    chunk_path(folder, kind, chunk).write_text(content, encoding="utf-8", newline="\n")


def chunk_path(pages: Path, kind: str, chunk: int) -> Path:
    """Return the file of a chunk of a kind of pages."""
    return pages / kind / f"{chunk:04}.js"


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


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
