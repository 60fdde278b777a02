"""Rows by content: each one's id, and a hash that says whether it is the same row as before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from schemas.columns import OF_A_TEXT

if TYPE_CHECKING:
    import pyarrow as pa

ID_DIVIDER = "\t"
HASHED = ("row_id", OF_A_TEXT, "content_sha256")
# Long texts stand in few rows, so that a batch of them stays small too.
ROWS_AT_ONCE = 4_096


class Hashed(NamedTuple):
    """What hashing a table's rows came to."""

    rows: int
    total: int
    """The sum of the rows' hashes, which no order of theirs changes."""


def table_files(release: Path, table: str) -> list[Path]:
    """Return the files that hold a table's rows, in order: one, or the parts that a large one is divided into."""
    parts = sorted((release / "data" / table).glob("part-*.parquet"))
    return parts or [release / "data" / f"{table}.parquet"]


def rows_bytes(batch: pa.RecordBatch, columns: Sequence[str]) -> list[bytes]:
    r"""Return each row as bytes of one meaning: each column's name and value, lengths before contents, null apart from ''.

    >>> import pyarrow
    >>> rows_bytes(pyarrow.record_batch({"n": [1, None], "said": ["", "yes"]}), ["n", "said"])
    [b'n=1:1\nsaid=0:\n', b'n-\nsaid=3:yes\n']
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    cells = [_cells(name, batch.column(name)) for name in columns]
    rows: list[bytes] = pc.binary_join_element_wise(*cells, "").cast(pa.binary()).to_pylist()
    return rows


def _cells(name: str, values: pa.Array) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    written = _written(values)
    size = pc.binary_length(written).cast(pa.string())
    return pc.fill_null(pc.binary_join_element_wise(f"{name}=", size, ":", written, "\n", ""), f"{name}-\n")


def _written(values: pa.Array) -> pa.Array:
    """Return values as strings: days and moments in ISO 8601, all others as Python writes them; null stays null."""
    import pyarrow as pa

    if pa.types.is_string(values.type) or pa.types.is_integer(values.type):
        return values.cast(pa.string())
    said = (value if value is None else value.isoformat() if isinstance(value, date) else str(value) for value in values.to_pylist())
    return pa.array(said, pa.string())


def row_id_sql(key: Sequence[str], alias: str) -> str:
    """Return SQL for a row's id: the values of the table's key, divided by tabs."""
    return f"concat_ws(chr({ord(ID_DIVIDER)}), {', '.join(f'{alias}.{quoted(name)}::VARCHAR' for name in key)})"


def quoted(name: str) -> str:
    """Return a name as SQL takes it, whatever letters it holds."""
    return '"' + name.replace('"', '""') + '"'


def write_hashes(files: Sequence[Path], key: Sequence[str], columns: Sequence[str], path: Path) -> Hashed:
    """Write the id and the SHA-256 of each row of a table, over the named columns, to a Parquet file: `HASHED`.

    The speech is that of the row, null in tables that have none.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    schema = pa.schema([(name, pa.string()) for name in HASHED])
    of_a_text = OF_A_TEXT in columns
    rows = total = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(path, schema, compression="none", use_dictionary=False) as writer:
        for batch in _batches(files, list(dict.fromkeys([*key, *columns]))):
            digests = [hashlib.sha256(row).digest() for row in rows_bytes(batch, columns)]
            ids = pc.binary_join_element_wise(*(_written(batch.column(name)) for name in key), ID_DIVIDER)
            rows += len(digests)
            total += sum(int.from_bytes(digest, "big") for digest in digests)
            speeches = batch.column(OF_A_TEXT) if of_a_text else pa.nulls(len(digests), pa.string())
            writer.write_batch(pa.record_batch([ids, speeches, [digest.hex() for digest in digests]], schema=schema))
    return Hashed(rows, total)


def _batches(files: Sequence[Path], columns: list[str]) -> Iterator[pa.RecordBatch]:
    import pyarrow.parquet as pq

    for path in files:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            yield from file.iter_batches(columns=columns, batch_size=ROWS_AT_ONCE)
