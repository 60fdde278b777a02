"""The only door to tables on disk: declared table ↔ Parquet, a whole file or none."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemas.columns import Column, Table
from schemas.dataset import DATASET, SCHEMA_VERSION

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

ROWS_PER_GROUP = 65_536
ROWS_PER_GROUP_OF_LONG_TEXT = 25_000
BYTES_PER_GROUP = 64 * 1024 * 1024
# How many rows become Arrow arrays at once.
ROWS_AT_ONCE = 4_096
# What is read at once where a whole table need not be in memory.
ROWS_PER_BATCH = 65_536
BYTES_PER_BATCH = 64 * 1024 * 1024
ZSTD_LEVEL = 3
# Parts are small, and only those that changed are packed anew: there is time to pack them well.
ZSTD_LEVEL_OF_PARTS = 9
# Small pages where readers ask for few rows, so that most stay packed; long text packs better in pyarrow's large ones.
BYTES_PER_PAGE = 64 * 1024
# A table of more stands in parts of at most this many bytes.
BYTES_PER_FILE = 1024 * 1024 * 1024
# Of every Parquet file: https://parquet.apache.org/docs/file-format/
LAST_BYTES = b"PAR1"


def write_table(table: Table, rows: Iterable[Sequence[Any]], path: Path) -> int:
    """Write rows, already in the table's order, to a Parquet file and return how many they were.

    The file appears whole, or not at all: it is written beside its place and then renamed. The same rows give the same
    bytes. Raises pyarrow.ArrowInvalid where a value does not fit its column.
    """
    return write_arrow(table, record_batches(table, rows), path)


def write_arrow(table: Table, batches: Iterable[pa.RecordBatch], path: Path, *, is_part: bool = False) -> int:
    """Do as `write_table` with rows in Arrow; how they are cut into batches does not matter, and one row group is in memory at a time."""
    aside = path.with_name(path.name + ".partial")
    written = 0
    try:
        with open_table(table, aside, is_part=is_part) as writer:
            for group in row_groups(table, batches):
                writer.write_batch(group, row_group_size=group.num_rows)
                written += group.num_rows
                del group  # or it would be held until the next one is whole
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return written


def record_batches(table: Table, rows: Iterable[Sequence[Any]]) -> Iterator[pa.RecordBatch]:
    """Yield rows as Arrow batches of the table's columns, some thousand rows each."""
    import pyarrow as pa

    schema = arrow_schema(table)
    remaining = iter(rows)
    while chunk := list(islice(remaining, ROWS_AT_ONCE)):
        arrays = [pa.array(values, type=field.type) for values, field in zip(zip(*chunk, strict=True), schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def write_batches(batches: Iterable[pa.RecordBatch], schema: pa.Schema, path: Path, repeating: Sequence[str] = ()) -> None:
    """Write batches of a schema, in their order, to a Parquet file, whole or not at all; how they are cut does not matter.

    A dictionary is kept for the columns in `repeating`.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    aside = path.with_name(path.name + ".partial")
    settings = {"compression": "zstd", "compression_level": ZSTD_LEVEL, "write_page_index": True, "write_page_checksum": True}
    waiting = pa.Table.from_batches([], schema)
    try:
        with pq.ParquetWriter(aside, schema, use_dictionary=list(repeating), **settings) as writer:
            for batch in batches:
                waiting = pa.concat_tables([waiting, pa.Table.from_batches([batch])])
                while waiting.num_rows >= ROWS_PER_GROUP_OF_LONG_TEXT:
                    # In one chunk: pages end where chunks do.
                    writer.write_table(waiting.slice(0, ROWS_PER_GROUP_OF_LONG_TEXT).combine_chunks())
                    waiting = waiting.slice(ROWS_PER_GROUP_OF_LONG_TEXT)
            writer.write_table(waiting.combine_chunks())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def open_table(table: Table, path: Path, *, is_part: bool = False) -> pq.ParquetWriter:
    """Return a writer of a table's file, for whoever adds row group after row group; the file is none before it is closed.

    A part by day is one of many, whose footers a reader reads all: it does without the meanings of the columns, and without the least
    and greatest value of free text, by which nobody picks rows.
    """
    import pyarrow.parquet as pq

    schema = arrow_schema(table)
    writer = pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=ZSTD_LEVEL_OF_PARTS if is_part else ZSTD_LEVEL,
        store_schema=not is_part,
        use_dictionary=[column.name for column in table.columns if _repeats(column)],
        write_statistics=[column.name for column in table.columns if _picks_rows(column, table)] if is_part else True,
        write_page_index=True,
        write_page_checksum=True,
        data_page_size=None if table.has_long_text else BYTES_PER_PAGE,
        sorting_columns=pq.SortingColumn.from_ordering(schema, [(name, "ascending") for name in table.sorted_by], null_placement="at_end"),
    )
    if is_part:
        writer.add_key_value_metadata(schema.metadata)
    return writer


def files_of(table: Table, data: Path) -> tuple[Path, ...]:
    """Return the files of a table in the folder `data`, in order: `<table>.parquet`, or the parts in the folder `<table>/`."""
    parts = data / table.name
    return tuple(sorted(parts.glob("part-*.parquet"))) if parts.is_dir() else (data / f"{table.name}.parquet",)


def part_path(data: Path, table: Table, part: str) -> Path:
    """Return the file of a table's part in the folder `data`."""
    return data / table.name / f"part-{part}.parquet"


def part_of(path: Path) -> str | None:
    """Return the part whose rows a table's file holds; None where the file holds the whole table.

    >>> part_of(Path("data/speeches/part-2026-02.parquet")), part_of(Path("data/speeches.parquet"))
    ('2026-02', None)
    """
    return path.stem.removeprefix("part-") if path.stem.startswith("part-") else None


def rows_of(paths: Iterable[Path]) -> int:
    """Return how many rows Parquet files hold together, by their footers."""
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(path).num_rows for path in paths)


def cut_large_tables(tables: Iterable[Table], data: Path) -> None:
    """Cut each table's file that is too large for one into parts of whole row groups: `<table>/part-00000-of-000NN.parquet`.

    A table that stands in parts already is left as it is. The same file gives the same parts.
    """
    for table in tables:
        path = data / f"{table.name}.parquet"
        if path.is_file() and path.stat().st_size > BYTES_PER_FILE:
            _cut(table, path)


def _cut(table: Table, path: Path) -> None:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, page_checksum_verification=True) as whole:
        parts = _parts_of(whole.metadata)
        folder = path.with_suffix("")
        folder.mkdir()
        for number, groups in enumerate(parts):
            with open_table(table, folder / f"part-{number:05}-of-{len(parts):05}.parquet") as writer:
                for group in groups:
                    rows = whole.read_row_group(group)
                    writer.write_table(rows, row_group_size=max(1, rows.num_rows))
    path.unlink()


def _parts_of(metadata: pq.FileMetaData) -> list[list[int]]:
    """Return the numbers of the row groups of each part: as many as fit, and one at least."""
    parts: list[list[int]] = [[]]
    size = 0
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        compressed = sum(group.column(place).total_compressed_size for place in range(group.num_columns))
        if parts[-1] and size + compressed > BYTES_PER_FILE:
            parts.append([])
            size = 0
        parts[-1].append(number)
        size += compressed
    return parts


def read_table(path: Path) -> pa.Table:
    """Return the Parquet file's rows as an Arrow table; OSError or pyarrow.ArrowInvalid where it is none."""
    import pyarrow.parquet as pq

    return pq.read_table(path, page_checksum_verification=True)


def is_whole(path: Path) -> bool:
    """Whether there is a Parquet file with its end, which is written last: the rows themselves are checked when they are read."""
    try:
        with path.open("rb") as file:
            file.seek(-len(LAST_BYTES), os.SEEK_END)
            return file.read() == LAST_BYTES
    except OSError:  # there is none, or one too short
        return False


def read_rows(table: Table, path: Path) -> Iterator[tuple[Any, ...]]:
    """Yield the file's rows as the table's row type, in the file's order."""
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(path, page_checksum_verification=True).iter_batches(columns=list(table.names)):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield table.row(*values)


def read_batches(path: Path) -> Iterator[pa.Table]:
    """Yield the file's rows as Arrow tables of whole row groups, so that memory stays bounded; at least one table, if without a row.

    OSError or pyarrow.ArrowException where the file is none, or damaged.
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        groups: list[int] = []
        rows = size = 0
        for number in range(file.num_row_groups):
            group = file.metadata.row_group(number)
            if groups and (rows + group.num_rows > ROWS_PER_BATCH or size + group.total_byte_size > BYTES_PER_BATCH):
                yield file.read_row_groups(groups)
                groups, rows, size = [], 0, 0
            groups.append(number)
            rows, size = rows + group.num_rows, size + group.total_byte_size
        yield file.read_row_groups(groups)


def distinct(paths: Sequence[Any], column: str) -> list[Any]:
    """Return the values of one column of the files, given by path or open, each once, sorted; nulls are left out."""
    return sorted(counted(paths, column))


def counted(paths: Sequence[Any], column: str) -> dict[Any, int]:
    """Return each value of one column of the files, given by path or open, with how many rows hold it; nulls are left out."""
    import pyarrow.parquet as pq

    values: Counter[Any] = Counter()
    for path in paths:
        for found in pq.read_table(path, columns=[column], page_checksum_verification=True).column(column).value_counts().to_pylist():
            values[found["values"]] += found["counts"]
    return {value: times for value, times in values.items() if value is not None}


def in_order(table: Table, rows: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
    """Return the rows sorted as the table declares, nulls last."""
    places = [table.names.index(name) for name in table.sorted_by]
    return sorted(rows, key=lambda row: [(row[place] is None, row[place]) if row[place] is not None else (True,) for place in places])


def arrow_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema that the table's declaration implies, with meanings and field ids in its metadata."""
    import pyarrow as pa

    types: dict[str, pa.DataType] = {
        "string": pa.string(),
        "int32": pa.int32(),
        "float64": pa.float64(),
        "bool": pa.bool_(),
        "date32": pa.date32(),
        "timestamp[us, UTC]": pa.timestamp("us", tz="UTC"),
    }
    fields = [
        pa.field(
            column.name,
            types[column.kind],
            nullable=column.is_nullable,
            metadata={"PARQUET:field_id": str(column.field_id), "description": column.about.meaning},
        )
        for column in table.columns
    ]
    footer = {"dataset": DATASET.name, "schema_version": SCHEMA_VERSION, "table": table.name, "licence": DATASET.licence}
    return pa.schema(fields, metadata=footer)


def _repeats(column: Column) -> bool:
    """Whether a dictionary pays: not for keys, nor for whole numbers, which pack well as they are."""
    return column.about.repeats and not column.about.unique and column.kind != "int32"


def _picks_rows(column: Column, table: Table) -> bool:
    """Whether readers may pick rows by a column's values: by numbers, days, words of a closed list, and ids; not by free text."""
    is_id = column.about.unique or (column.about.refers_to is not None and column.about.repeats)
    return column.kind != "string" or bool(column.words) or is_id or column.name in {*table.key, *table.sorted_by}


def row_groups(table: Table, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the rows in row groups: as many as fit into `BYTES_PER_GROUP` and the number of rows, and one at least."""
    import pyarrow.compute as pc

    most = ROWS_PER_GROUP_OF_LONG_TEXT if table.has_long_text else ROWS_PER_GROUP
    waiting: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        rest = batch
        while rest.num_rows:
            sizes = pc.cumulative_sum(_bytes_of_rows(rest))
            fitting = min(pc.sum(pc.less_equal(sizes, BYTES_PER_GROUP - size)).as_py(), most - rows)
            taken = fitting if fitting or rows else 1
            if taken:
                waiting.append(rest.slice(0, taken))
                rows, size = rows + taken, size + sizes[taken - 1].as_py()
                rest = rest.slice(taken)
            if rest.num_rows:
                group, waiting, rows, size = _one_batch(waiting), [], 0, 0
                yield group
                del group
    if waiting:
        yield _one_batch(waiting)


def _one_batch(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    import pyarrow as pa

    return pa.Table.from_batches(batches).combine_chunks().to_batches()[0]


def _bytes_of_rows(batch: pa.RecordBatch) -> pa.Array:
    """Return how many bytes the values of each row take."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = [column for column in batch.columns if pa.types.is_string(column.type)]
    fixed = sum(column.type.bit_width for column in batch.columns if not pa.types.is_string(column.type)) // 8
    total = pa.repeat(pa.scalar(fixed, pa.int64()), batch.num_rows)
    for column in texts:
        total = pc.add(total, pc.fill_null(pc.binary_length(column), 0))
    return total
