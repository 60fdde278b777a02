"""A shuffle before parts are assembled: the rows of groups of shards are written again, those of each bundle of parts together.

A shard holds texts of all days, so that each bundle reads nearly all shards, and keeps a few rows of each. Where there are many bundles, a
task a group of shards deals its rows out first: they are read twice then, and written once more, however many bundles there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from pydantic import TypeAdapter

from flows.duck import MEMORY_TO_SORT, ONE_THREAD, duck, parquet
from flows.parquet import arrow_schema
from flows.publish.parts import DIVIDED, rows_by_part
from flows.shards import ROWS_OF_A_TEXT
from flows.tasks import Run, reading, written
from schemas.columns import Table
from schemas.speeches import SPEECHES

if TYPE_CHECKING:
    import pyarrow as pa

# To deal a row out takes about as long as to read it twice more.
READS_OF_A_SHUFFLE = 3
SHARDS_IN_A_GROUP = 16
MOST_GROUPS = 256


class Group(NamedTuple):
    """Shards whose rows one task deals out."""

    shards: tuple[Path, ...]
    wanted: Path
    """The texts of all bundles: speech_id, part_number (that of the bundle), characters."""


GROUP = TypeAdapter(Group)


def pays(readers: Sequence[Sequence[Path]]) -> bool:
    """Whether a shuffle takes less than to have each bundle read the shards that hold its texts.

    >>> one, other = Path("one"), Path("other")
    >>> pays([[one, other]] * 3), pays([[one, other]] * 4)
    (False, True)
    """
    return sum(map(len, readers)) > READS_OF_A_SHUFFLE * len({shard for shards in readers for shard in shards})


def shuffled(run: Run, shards: Sequence[Path], wanted: Path, spill: Path) -> tuple[Path, ...]:
    """Have the rows of the wanted texts dealt out to their bundles, and return the folders that hold them."""
    size = max(SHARDS_IN_A_GROUP, -(-len(shards) // MOST_GROUPS))
    groups = (GROUP.dump_json(Group(tuple(shards[start : start + size]), wanted)) for start in range(0, len(shards), size))
    return tuple(sorted(run(deal_out, written(spill, "group", groups), spill / "groups")))


def files_dealt(table: Table, groups: Iterable[Path]) -> list[Path]:
    """Return the files that hold a table's rows in the folders of groups, with those that tell whose they are."""
    return [file for group in groups for file in (_file_of(table, group), _places_of(table, group))]


def rows_dealt(table: Table, groups: Sequence[Path], bundle: int) -> pa.RecordBatchReader:
    """Return the rows of a table that were dealt out to a bundle; they can be read once."""
    import pyarrow as pa

    return pa.RecordBatchReader.from_batches(arrow_schema(table), _batches(table, groups, bundle))


def _batches(table: Table, groups: Sequence[Path], bundle: int) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for group in groups:
        start, end = json.loads(_places_of(table, group).read_bytes()).get(str(bundle), (0, 0))
        if end:
            with _file_of(table, group).open("rb") as file:
                file.seek(start)
                yield from pa.ipc.open_stream(file.read(end - start))


def _files_of(file: Path, _folder: Path) -> list[Path]:
    group = GROUP.validate_json(file.read_bytes())
    return [group.wanted, *(path for table in ROWS_OF_A_TEXT for path in _files_of_table(table, group))]


@reading(_files_of)
def deal_out(file: Path, folder: Path) -> Path:
    """Write the rows of a group of shards, given by its file, into a folder of its own below `folder`, and return that."""
    group = GROUP.validate_json(file.read_bytes())
    made = folder / file.stem
    made.mkdir(parents=True)
    with TemporaryDirectory(prefix="group-", dir=folder.parent) as spill, duck(Path(spill), MEMORY_TO_SORT, ONE_THREAD) as connection:
        here = f"SELECT speech_id FROM {parquet(*_files_of_table(SPEECHES, group))}"
        wanted = f"SELECT {', '.join(DIVIDED)} FROM {parquet(group.wanted)} WHERE speech_id IN ({here})"
        connection.execute(f"CREATE TABLE divided AS {wanted}")
        for table in ROWS_OF_A_TEXT:
            rows = rows_by_part(connection, table, f"FROM {parquet(*_files_of_table(table, group))}")
            places = _write(table, rows, _file_of(table, made))
            _places_of(table, made).write_text(json.dumps(places), encoding="utf-8")
    return made


def _file_of(table: Table, group: Path) -> Path:
    return group / f"{table.name}.arrows"


def _places_of(table: Table, group: Path) -> Path:
    """Return the file that says which bytes of the table's are whose: number of the bundle → the first of them, and the first behind."""
    return group / f"{table.name}.json"


def _files_of_table(table: Table, group: Group) -> list[Path]:
    return [shard / f"{table.name}.parquet" for shard in group.shards]


def _write(table: Table, rows: Iterator[tuple[int, pa.RecordBatch]], path: Path) -> dict[int, tuple[int, int]]:
    """Write rows, given with the numbers of their bundles, as one Arrow stream a bundle, and return where each begins and ends."""
    import pyarrow as pa

    places = {}
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.OSFile(str(path), "wb") as file:
        for number, batches in groupby(rows, key=itemgetter(0)):
            start = file.tell()
            with pa.ipc.new_stream(file, arrow_schema(table), options=options) as stream:
                for _, batch in batches:
                    stream.write_batch(batch)
            places[number] = (start, file.tell())
    return places
