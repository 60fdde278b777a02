"""The only door to tables on disk: declared table ↔ Parquet, a whole file or none."""

from __future__ import annotations

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
# What is read at once where a whole table need not be in memory.
ROWS_PER_BATCH = 250_000
BYTES_PER_BATCH = 256 * 1024 * 1024
ZSTD_LEVEL = 3
# A table of more stands in parts of at most this many bytes.
BYTES_PER_FILE = 1024 * 1024 * 1024


def write_table(table: Table, rows: Iterable[Sequence[Any]], path: Path) -> int:
    """Write rows, already in the table's order, to a Parquet file and return how many they were.

    The file appears whole, or not at all: it is written beside its place and then renamed. The same rows give the same
    bytes. Raises pyarrow.ArrowInvalid where a value does not fit its column.
    """
    aside = path.with_name(path.name + ".partial")
    written = 0
    try:
        with _writer(table, aside) as writer:
            for batch in _batches(table, rows, arrow_schema(table)):
                writer.write_batch(batch, row_group_size=max(1, batch.num_rows))
                written += batch.num_rows
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return written


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
                    writer.write_table(waiting.slice(0, ROWS_PER_GROUP_OF_LONG_TEXT))
                    waiting = waiting.slice(ROWS_PER_GROUP_OF_LONG_TEXT)
            writer.write_table(waiting)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _writer(table: Table, path: Path) -> pq.ParquetWriter:
    import pyarrow.parquet as pq

    schema = arrow_schema(table)
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=ZSTD_LEVEL,
        use_dictionary=[column.name for column in table.columns if _repeats(table, column)],
        write_page_index=True,
        write_page_checksum=True,
        sorting_columns=pq.SortingColumn.from_ordering(schema, [(name, "ascending") for name in table.sorted_by], null_placement="at_end"),
    )


def files_of(table: Table, data: Path) -> tuple[Path, ...]:
    """Return the files of a table in the folder `data`, in order: `<table>.parquet`, or the parts in the folder `<table>/`."""
    parts = data / table.name
    return tuple(sorted(parts.glob("part-*.parquet"))) if parts.is_dir() else (data / f"{table.name}.parquet",)


def cut_large_tables(tables: Iterable[Table], data: Path) -> None:
    """Cut each table's file that is too large for one into parts of whole row groups: `<table>/part-00000-of-000NN.parquet`.

    The same file gives the same parts.
    """
    for table in tables:
        path = data / f"{table.name}.parquet"
        if path.stat().st_size > BYTES_PER_FILE:
            _cut(table, path)


def _cut(table: Table, path: Path) -> None:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, page_checksum_verification=True) as whole:
        parts = _parts_of(whole.metadata)
        folder = path.with_suffix("")
        folder.mkdir()
        for number, groups in enumerate(parts):
            with _writer(table, folder / f"part-{number:05}-of-{len(parts):05}.parquet") as writer:
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
    """Whether there is a Parquet file whose end, which is written last, can be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        pq.read_metadata(path)
    except (OSError, pa.ArrowInvalid):
        return False
    return True


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


def distinct(paths: Sequence[Path], column: str) -> list[Any]:
    """Return the values of one column of the files, each once, sorted; nulls are left out."""
    import pyarrow.parquet as pq

    values: set[Any] = set()
    for path in paths:
        values.update(pq.read_table(path, columns=[column], page_checksum_verification=True).column(column).unique().to_pylist())
    return sorted(value for value in values if value is not None)


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


def _repeats(table: Table, column: Column) -> bool:
    """Whether a dictionary pays: word lists, and keys that point elsewhere."""
    return bool(column.words) or column.about.refers_to is not None


def _batches(table: Table, rows: Iterable[Sequence[Any]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    size = ROWS_PER_GROUP_OF_LONG_TEXT if table.has_long_text else ROWS_PER_GROUP
    remaining = iter(rows)
    while chunk := list(islice(remaining, size)):
        arrays = [pa.array(values, type=field.type) for values, field in zip(zip(*chunk, strict=True), schema, strict=True)]
        yield from _halved(pa.RecordBatch.from_arrays(arrays, schema=schema))


def _halved(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Yield the batch in pieces of at most `BYTES_PER_GROUP`, or of one row."""
    if batch.nbytes <= BYTES_PER_GROUP or batch.num_rows == 1:
        yield batch
        return
    middle = batch.num_rows // 2
    yield from _halved(batch.slice(0, middle))
    yield from _halved(batch.slice(middle))
