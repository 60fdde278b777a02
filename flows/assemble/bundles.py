"""Bundles of neighbouring parts, each of which one task assembles and hashes: planned here, written wherever the engine has a worker.

What goes to a task is a file that names files; what it makes are the parts, the hashes of their rows, and a file that lists them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pydantic import TypeAdapter

from flows.assemble.material import Besides, Material
from flows.assemble.persons import QUOTATIONS_WITH_SPEAKERS
from flows.corrected import with_one_person
from flows.duck import MEMORY_TO_SORT, duck, parquet, text
from flows.parquet import part_path
from flows.publish.assembled import Assembled, Before
from flows.publish.facts import note_hashed
from flows.publish.parts import write_if_empty, write_parts
from flows.publish.rows import Hashed
from flows.shards import ROWS_OF_A_TEXT
from flows.slots import slot_named, slot_of
from flows.tasks import reading
from schemas.columns import Table
from schemas.quotations import QUOTATIONS

# Each task opens all shards that hold texts of its parts: with more tasks than these, opening would take longer than writing.
CHARACTERS_PER_BUNDLE = 32 * 1024 * 1024
MOST_BUNDLES = 64
# What quotations are told of their speakers by, and which persons are one.
OF_SPEAKERS = ("speakers", "office_on_a_day", "party_on_a_day")
ONE_PERSON = "one_person"
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
    """The folders of shards that hold rows of its texts."""
    released: Path | None = None
    """The tables of the release before."""
    released_parts: tuple[str, ...] = ()


BUNDLE = TypeAdapter(Bundle)
Text = tuple[int, str, int]
"""Number of its part, speech id, characters."""


def assemble_parts(material: Material, shards: Sequence[Path], assembled: Assembled, besides: Besides, data: Path, spill: Path) -> None:
    """Have the parts in `divided` (speech_id, part_number, characters) written into the folder `data`, and their rows hashed."""
    kept = (*OF_SPEAKERS, *([ONE_PERSON] if material.across else []))
    beside = tuple(spill / f"{name}.parquet" for name in kept)
    for path in beside:
        material.connection.execute(f"COPY {path.stem} TO {text(path)} (FORMAT parquet)")
    texts: list[Text] = material.connection.execute("SELECT part_number, speech_id, characters FROM divided ORDER BY ALL").fetchall()
    files = []
    for number, bundled in enumerate(bundles_of(texts)):
        files.append(spill / f"bundle-{number:03}.json")
        divided = files[-1].with_suffix(".parquet")
        files[-1].write_bytes(BUNDLE.dump_json(_planned(bundled, divided, shards, assembled, besides.before)._replace(beside=beside)))
    for _ in besides.run(write_bundle, files, data):
        pass
    for table in ROWS_OF_A_TEXT:
        write_if_empty(table, data)


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


def _planned(texts: Sequence[Text], divided: Path, shards: Sequence[Path], assembled: Assembled, before: Before | None) -> Bundle:
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
    slots = {shard: slot_named(shard.name) for shard in shards}
    needed = {
        slot_of(speech_id, of)
        for of in {slot.of for slot in slots.values() if slot}
        for speech_id, released in zip(ids, is_released, strict=True)
        if not released
    }
    return Bundle(
        parts=tuple(names[number] for number in numbers),
        divided=divided,
        beside=(),
        shards=tuple(shard for shard, slot in slots.items() if slot in needed),
        released=before.release / "data" if before else None,
        released_parts=tuple(sorted({there[speech_id].part for speech_id, released in zip(ids, is_released, strict=True) if released})),
    )


def _files_of(file: Path, _data: Path) -> list[Path]:
    bundle = BUNDLE.validate_json(file.read_bytes())
    files = [path for table in ROWS_OF_A_TEXT for some in _files_of_table(table, bundle) for path in some]
    return [bundle.divided, *bundle.beside, *files]


@reading(_files_of)
def write_bundle(file: Path, data: Path) -> Path:
    """Write the parts of a bundle, given by its file, into the folder `data`, hash their rows and return the file that tells the hashes."""
    bundle = BUNDLE.validate_json(file.read_bytes())
    with TemporaryDirectory(prefix="bundle-", dir=data.parent) as spill, duck(Path(spill), MEMORY_TO_SORT) as connection:
        for path, name in ((bundle.divided, "divided"), *((path, path.stem) for path in bundle.beside)):
            connection.execute(f"CREATE TABLE {name} AS FROM {parquet(path)}")
        written: list[tuple[Path, Hashed]] = []
        for table in ROWS_OF_A_TEXT:
            if rows := _rows(table, bundle):
                written += write_parts(connection, table, rows, data, bundle.parts)
    return note_hashed(written, data, file.stem)


def _files_of_table(table: Table, bundle: Bundle) -> tuple[list[Path], list[Path]]:
    """Return the files that may hold rows of a bundle's texts: those of shards, and those of the release before."""
    released = [part_path(bundle.released, table, name) for name in bundle.released_parts] if bundle.released else []
    return [shard / f"{table.name}.parquet" for shard in bundle.shards], [path for path in released if path.is_file()]


def _rows(table: Table, bundle: Bundle) -> str | None:
    """Return SQL that gives the rows of a bundle's texts, and perhaps of others beside them; None where no file may hold any."""
    columns = ", ".join(table.names)
    parts, released = _files_of_table(table, bundle)
    shards = parquet(*parts) if parts else None
    if shards and any(path.stem == ONE_PERSON for path in bundle.beside):
        shards = f"({with_one_person(table, shards)})"
    if not (shards or released):
        return None
    if shards and released:
        rows = TO_WRITE.format(columns=columns, shards=shards, released=parquet(*released))
    else:
        rows = f"SELECT {columns} FROM {shards or parquet(*released)}"
    return QUOTATIONS_WITH_SPEAKERS.format(quotations=rows) if table == QUOTATIONS else rows
