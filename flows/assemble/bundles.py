"""Bundles of neighbouring parts, each of which one task assembles and hashes: planned here, written wherever the engine has a worker.

What goes to a task is a file that names files; what it makes are the parts, the hashes of their rows, and a file that lists them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from pydantic import TypeAdapter

from flows.assemble.material import Material
from flows.assemble.persons import QUOTATIONS_WITH_SPEAKERS
from flows.assemble.shuffle import files_dealt, pays, rows_dealt, shuffled
from flows.corrected import with_one_person
from flows.duck import MEMORY_TO_SORT, ONE_THREAD, duck, parquet, text
from flows.parquet import part_path
from flows.publish.assembled import Assembled, Before
from flows.publish.facts import note_hashed
from flows.publish.parts import write_if_empty, write_parts
from flows.publish.rows import Hashed
from flows.shards import ROWS_OF_A_TEXT
from flows.slots import Slot, slot_named, slot_of
from flows.tasks import Run, reading, written
from schemas.columns import Table
from schemas.quotations import QUOTATIONS

if TYPE_CHECKING:
    import duckdb

# The more, the more memory a task takes to put its rows in order; the fewer, the more files are opened for few rows.
CHARACTERS_PER_BUNDLE = 8 * 1024 * 1024
MOST_BUNDLES = 1024
# What quotations are told of their speakers by, and which persons are one.
OF_SPEAKERS = ("speakers", "office_on_a_day", "party_on_a_day")
ONE_PERSON = "one_person"
DEALT = "dealt"
DIVIDED = ("speech_id", "part_number", "characters", "is_released")
# Of texts that are as they were, the rows of the release; of others those of the shards. Whoever asks leaves other texts' rows out.
TO_WRITE = """
SELECT {columns} FROM {shards} SEMI JOIN (FROM divided WHERE NOT is_released) USING (speech_id)
UNION ALL
SELECT {columns} FROM {released} SEMI JOIN (FROM divided WHERE is_released) USING (speech_id)
"""


class Bundle(NamedTuple):
    """Parts that one task writes, and what it makes them of."""

    parts: tuple[str, ...]
    """Their names, in order."""
    divided: Path
    """The texts in them (`DIVIDED`): the place of each one's part among the names, and whether its rows are those of the release before."""
    beside: tuple[Path, ...]
    """What all bundles need: `OF_SPEAKERS`, and `ONE_PERSON` where corrections join any."""
    shards: tuple[Path, ...]
    """The folders of shards that hold rows of its texts; of groups of shards, where a shuffle has dealt them out."""
    released: Path | None = None
    """The tables of the release before."""
    released_parts: tuple[str, ...] = ()
    number: int | None = None
    """The number that its rows were dealt out to; None where there was no shuffle."""


BUNDLE = TypeAdapter(Bundle)
Text = tuple[int, str, int]
"""Number of its part, speech id, characters."""


def planned(material: Material, shards: Sequence[Path], assembled: Assembled, before: Before | None, spill: Path) -> list[Bundle]:
    """Bundle the parts in `divided` (speech_id, part_number, characters), and write what their tasks need into the folder `spill`."""
    kept = (*OF_SPEAKERS, *([ONE_PERSON] if material.across else []))
    beside = tuple(spill / f"{name}.parquet" for name in kept)
    for path in beside:
        material.connection.execute(f"COPY {path.stem} TO {text(path)} (FORMAT parquet)")
    texts: list[Text] = material.connection.execute("SELECT part_number, speech_id, characters FROM divided ORDER BY ALL").fetchall()
    by_slot: dict[Slot, list[Path]] = {}
    for shard in shards:
        if slot := slot_named(shard.name):
            by_slot.setdefault(slot, []).append(shard)
    return [
        _planned(bundled, spill / f"divided-{number:05}.parquet", by_slot, assembled, before)._replace(beside=beside)
        for number, bundled in enumerate(bundles_of(texts))
    ]


def assemble_parts(bundles: Sequence[Bundle], run: Run, data: Path, spill: Path) -> None:
    """Have the parts of the bundles written into the folder `data`, and their rows hashed."""
    if pays([bundle.shards for bundle in bundles]):
        bundles = _shuffled(bundles, run, spill)
    for _ in run(write_bundle, written(spill, "bundle", map(BUNDLE.dump_json, bundles)), data):
        pass
    for table in ROWS_OF_A_TEXT:
        write_if_empty(table, data)


def _shuffled(bundles: Sequence[Bundle], run: Run, spill: Path) -> list[Bundle]:
    """Return the bundles with the rows of their texts dealt out to them."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    path = spill / "wanted.parquet"
    texts = (pq.read_table(bundle.divided, filters=~pc.field("is_released")).select(["speech_id", "characters"]) for bundle in bundles)
    numbered = (some.append_column("part_number", pa.repeat(pa.scalar(n, pa.int32()), len(some))) for n, some in enumerate(texts))
    pq.write_table(pa.concat_tables(numbered), path)
    groups = shuffled(run, sorted({shard for bundle in bundles for shard in bundle.shards}), path, spill)
    return [bundle._replace(shards=groups, number=number) for number, bundle in enumerate(bundles)]


def bundles_of(texts: Sequence[Text]) -> Iterator[list[Text]]:
    """Yield the texts of neighbouring parts, in the order of the parts, that one task is to write.

    >>> [len(bundle) for bundle in bundles_of([(0, "a.a", 30_000_000), (0, "a.b", 30_000_000), (1, "a.c", 9), (2, "a.d", 9)])]
    [2, 2]
    """
    most = max(CHARACTERS_PER_BUNDLE, sum(text[2] for text in texts) // MOST_BUNDLES)
    bundle: list[Text] = []
    size = 0
    for _, found in groupby(texts, key=itemgetter(0)):
        part = list(found)
        characters = sum(text[2] for text in part)
        if bundle and size + characters > most:
            yield bundle
            bundle, size = [], 0
        bundle += part
        size += characters
    if bundle:
        yield bundle


def _planned(
    texts: Sequence[Text], divided: Path, shards: Mapping[Slot, Sequence[Path]], assembled: Assembled, before: Before | None
) -> Bundle:
    """Return the bundle of some texts, after writing which part each of them stands in."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = list(assembled.parts)
    there = before.assembled.texts if before else {}
    numbers = {number: place for place, number in enumerate(dict.fromkeys(number for number, _, _ in texts))}
    ids = [speech_id for _, speech_id, _ in texts]
    is_released = [speech_id in there and there[speech_id].text_sha256 == assembled.texts[speech_id].text_sha256 for speech_id in ids]
    columns = [
        pa.array(ids, pa.string()),
        pa.array([numbers[number] for number, _, _ in texts], pa.int32()),
        pa.array([characters for _, _, characters in texts], pa.int64()),
        pa.array(is_released, pa.bool_()),
    ]
    pq.write_table(pa.table(columns, names=list(DIVIDED)), divided)
    needed = {
        slot_of(speech_id, of)
        for of in {slot.of for slot in shards}
        for speech_id, released in zip(ids, is_released, strict=True)
        if not released
    }
    return Bundle(
        parts=tuple(names[number] for number in numbers),
        divided=divided,
        beside=(),
        shards=tuple(shard for slot in sorted(needed) for shard in shards.get(slot, ())),
        released=before.release / "data" if before else None,
        released_parts=tuple(sorted({there[speech_id].part for speech_id, released in zip(ids, is_released, strict=True) if released})),
    )


def _files_of(file: Path, _data: Path) -> list[Path]:
    bundle = BUNDLE.validate_json(file.read_bytes())
    files = [path for table in ROWS_OF_A_TEXT for path in (*_files_of_shards(table, bundle), *_files_released(table, bundle))]
    return [bundle.divided, *bundle.beside, *files]


@reading(_files_of)
def write_bundle(file: Path, data: Path) -> Path:
    """Write the parts of a bundle, given by its file, into the folder `data`, hash their rows and return the file that tells the hashes."""
    bundle = BUNDLE.validate_json(file.read_bytes())
    return note_hashed([made for table in ROWS_OF_A_TEXT for made in _written(table, bundle, data)], data, file.stem)


def _written(table: Table, bundle: Bundle, data: Path) -> list[tuple[Path, Hashed]]:
    """Write the parts of one table, by a connection of its own: what a connection has held of memory is free when it is closed."""
    with TemporaryDirectory(prefix="bundle-", dir=data.parent) as spill, duck(Path(spill), MEMORY_TO_SORT, ONE_THREAD) as connection:
        connection.execute(f"CREATE TABLE divided AS FROM {parquet(bundle.divided)}")
        rows = _rows(connection, table, bundle)
        return list(write_parts(connection, table, rows, data, bundle.parts)) if rows else []


def _rows(connection: duckdb.DuckDBPyConnection, table: Table, bundle: Bundle) -> str | None:
    """Return SQL that gives the rows of a bundle's texts, and perhaps of others beside them; None where no file may hold any."""
    columns = ", ".join(table.names)
    shards, released = _rows_of_shards(connection, table, bundle), _files_released(table, bundle)
    if not (shards or released):
        return None
    if shards and released:
        rows = TO_WRITE.format(columns=columns, shards=shards, released=parquet(*released))
    else:
        rows = f"SELECT {columns} FROM {shards or parquet(*released)}"
    return _with_speakers(connection, rows, bundle) if table == QUOTATIONS else rows


def _rows_of_shards(connection: duckdb.DuckDBPyConnection, table: Table, bundle: Bundle) -> str | None:
    if not bundle.shards:
        return None
    if bundle.number is None:
        rows = parquet(*_files_of_shards(table, bundle))
    else:
        connection.register("stream", rows_dealt(table, bundle.shards, bundle.number))
        connection.execute(f"CREATE TABLE {DEALT} AS FROM stream")  # a stream is read once, and rows are asked for a slice at a time
        rows = DEALT
    for path in bundle.beside:
        if path.stem == ONE_PERSON:
            connection.execute(f"CREATE VIEW {ONE_PERSON} AS FROM {parquet(path)}")
            return f"({with_one_person(table, rows)})"
    return rows


def _with_speakers(connection: duckdb.DuckDBPyConnection, quotations: str, bundle: Bundle) -> str:
    """Return SQL that gives quotations with what is known of their speakers; only those of the bundle are held in memory."""
    wanted = f"({quotations}) WHERE speech_id IN (SELECT speech_id FROM divided)"
    connection.execute(f"CREATE TABLE met AS SELECT DISTINCT speaker_id FROM {wanted}")
    for path in bundle.beside:
        if path.stem in OF_SPEAKERS:
            of_these = f"FROM {parquet(path)} WHERE speaker_id IN (SELECT speaker_id FROM met)"
            connection.execute(f"CREATE VIEW {path.stem} AS {of_these}")
    return QUOTATIONS_WITH_SPEAKERS.format(quotations=quotations)


def _files_of_shards(table: Table, bundle: Bundle) -> list[Path]:
    if bundle.number is not None:
        return files_dealt(table, bundle.shards)
    return [shard / f"{table.name}.parquet" for shard in bundle.shards]


def _files_released(table: Table, bundle: Bundle) -> list[Path]:
    """Return the files of the release before that may hold rows of a bundle's texts."""
    released = [part_path(bundle.released, table, name) for name in bundle.released_parts] if bundle.released else []
    return [path for path in released if path.is_file()]
