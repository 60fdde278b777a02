"""Tables in parts: the rows of a release's texts, written a file a part, so that what holds no changed text stays the same file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.division import ROOTS_PER_SMALL_PART, Dated, parts_of
from flows.duck import parquet
from flows.parquet import arrow_schema, part_of, part_path, write_arrow, write_table
from flows.publish.rows import Hashed, RowHashes, hashes_folder, hashes_of
from schemas.columns import OF_A_TEXT, Maker, Table

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

ROWS_AT_ONCE = 2_048
# Whole texts, which DuckDB sorts in memory alone, are put in order for so many characters at a time.
CHARACTERS_PER_SLICE = 16 * 1024 * 1024
EVERYTHING = ("true",)
DIVIDED = ("speech_id", "part_number", "characters")


class SmallPart(NamedTuple):
    """Speeches that stand together in what follows from the tables: the registry, chunks of pages."""

    whole: str | None
    """The part of the tables that holds them."""
    speech_ids: tuple[str, ...]


def stands_in_parts(table: Table) -> bool:
    """Whether a table is divided where a release has texts enough: the rules make it, from texts."""
    return table.made_by is Maker.RULES


def divide(connection: duckdb.DuckDBPyConnection, speeches: str) -> dict[str, tuple[str, ...]]:
    """Divide the speeches that SQL gives, and return part → its speeches, in the order of the names; none where they are too few.

    Makes the table `divided` (speech_id, part_number, characters), a part having the number of its name.
    """
    import pyarrow as pa

    dated = [Dated(*row) for row in connection.execute(f"SELECT {', '.join(Dated._fields)} FROM ({speeches})").fetchall()]
    parts = parts_of(dated)
    characters = {text.speech_id: text.characters for text in dated}
    numbered = [(speech_id, number, characters[speech_id]) for number, ids in enumerate(parts.values()) for speech_id in ids]
    columns: list[Sequence[Any]] = list(zip(*numbered, strict=True)) or [(), (), ()]
    kept = pa.table([pa.array(columns[0], pa.string()), pa.array(columns[1], pa.int32()), pa.array(columns[2], pa.int64())], names=DIVIDED)
    connection.from_arrow(kept).create("divided")
    return parts


def small_parts(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> dict[str, SmallPart]:
    """Divide the speeches of a release, given by the files of their table, into small parts; none where they are too few."""
    rows = connection.execute(f"SELECT {', '.join(Dated._fields)}, filename FROM {parquet(*files, with_names=True)}").fetchall()
    whole = {file: part_of(Path(file)) for file in {row[-1] for row in rows}}
    of_speech = {row[0]: whole[row[-1]] for row in rows}
    small = parts_of((Dated(*row[:-1]) for row in rows), ROOTS_PER_SMALL_PART)
    return {name: SmallPart(of_speech[ids[0]], ids) for name, ids in small.items()}


def write_parts(
    connection: duckdb.DuckDBPyConnection, table: Table, query: str, data: Path, parts: Sequence[str]
) -> Iterator[tuple[Path, Hashed]]:
    """Write the rows that a query gives into the table's folder, a file a part, each in the table's order.

    Yields each file, once it is written, with what hashing its rows came to; the hashes lie where `hashes_of` says. `parts` are the names
    of the parts that are numbered in `divided`. A part without a row has no file.
    """
    (data / table.name).mkdir(parents=True, exist_ok=True)
    for number, batches in groupby(rows_by_part(connection, table, query), key=itemgetter(0)):
        path = part_path(data, table, parts[number])
        with RowHashes(table.key, table.names, hashes_of(hashes_folder(data), path.relative_to(data.parent).as_posix())) as hashes:
            write_arrow(table, hashes.passing(batch for _, batch in batches), path, is_part=True)
        yield path, hashes.hashed


def show_table(connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Path], parts: Collection[str | None] | None) -> None:
    """Make a view of a table's files, of one in parts of these parts alone; where it has no row in them, its first file tells its columns.

    All of its files are seen where no parts are given.
    """
    seen = [path for path in files if parts is None or part_of(path) is None or part_of(path) in parts]
    rows = f"FROM {parquet(*(seen or files[:1]))}"
    connection.execute(f"CREATE OR REPLACE VIEW {table.name} AS {rows}{'' if seen else ' WHERE false'}")


def write_if_empty(table: Table, data: Path) -> None:
    """Write a table in parts, none of which has a row, as one file."""
    folder = data / table.name
    folder.mkdir(exist_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()
        write_table(table, (), data / f"{table.name}.parquet")


def rows_by_part(connection: duckdb.DuckDBPyConnection, table: Table, query: str) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Yield number of the part → the rows that a query gives of its texts, in the table's order, part after part, in batches.

    The table `divided` tells which texts those are, and their parts (speech_id, part_number, characters).
    """
    schema = arrow_schema(table)
    order = ", ".join(["part_number", *(f"{name} NULLS LAST" for name in table.sorted_by)])
    for condition in _slices(connection) if OF_A_TEXT in table.key else EVERYTHING:
        placed = (
            f"FROM ({query}) AS found JOIN (SELECT speech_id, part_number FROM divided WHERE {condition}) AS divided USING ({OF_A_TEXT})"
        )
        answer = connection.sql(f"SELECT part_number, {', '.join(table.names)} {placed} ORDER BY {order}").to_arrow_reader(ROWS_AT_ONCE)
        for batch in answer:
            yield from ((number, rows.cast(schema)) for number, rows in in_runs(batch))


def in_runs(batch: pa.RecordBatch) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Yield number → rows of a batch whose first column is a number, cut where that changes, without it."""
    rows = batch.select(batch.schema.names[1:])
    start = 0
    for number, some in groupby(batch.column(0).to_pylist()):
        length = sum(1 for _ in some)
        yield number, rows.slice(start, length)
        start += length


def _slices(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return conditions on `part_number`, of which each part fulfils one: neighbouring parts of some megabytes of text."""
    before = "sum(sum(characters)) OVER (ORDER BY part_number)"
    slices = f"SELECT part_number, {before} // {CHARACTERS_PER_SLICE} AS slice FROM divided GROUP BY part_number"
    found = connection.execute(f"SELECT min(part_number), max(part_number) FROM ({slices}) GROUP BY slice ORDER BY 1").fetchall()
    return [f"part_number BETWEEN {first} AND {last}" for first, last in found]
