"""Rows by content: each one's id, and a hash that says whether it is the same row as before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa

ID_DIVIDER = "\t"
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


def row_bytes(names: Sequence[str], row: Sequence[Any]) -> bytes:
    """Return a row as bytes of one meaning: each column's name and value, lengths before contents, null apart from ''."""
    return b"".join(_cell_bytes(name, value) for name, value in zip(names, row, strict=True))


def _cell_bytes(name: str, value: Any) -> bytes:
    if value is None:
        return f"{name}-\n".encode()
    content = (value.isoformat() if isinstance(value, date) else str(value)).encode()
    return b"%s=%d:%s\n" % (name.encode(), len(content), content)


def row_id_sql(key: Sequence[str], alias: str) -> str:
    """Return SQL for a row's id: the values of the table's key, divided by tabs."""
    return f"concat_ws(chr({ord(ID_DIVIDER)}), {', '.join(f'{alias}.{quoted(name)}::VARCHAR' for name in key)})"


def quoted(name: str) -> str:
    """Return a name as SQL takes it, whatever letters it holds."""
    return '"' + name.replace('"', '""') + '"'


def write_hashes(files: Sequence[Path], key: Sequence[str], columns: Sequence[str], path: Path) -> Hashed:
    """Write the id and the SHA-256 of each row of a table, over the named columns, to a Parquet file (row_id, content_sha256)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("row_id", pa.string()), ("content_sha256", pa.string())])
    rows = total = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(path, schema, compression="none", use_dictionary=False) as writer:
        for batch in _batches(files, list(dict.fromkeys([*key, *columns]))):
            values = {name: batch.column(name).to_pylist() for name in batch.schema.names}
            digests = [hashlib.sha256(row_bytes(columns, row)).digest() for row in zip(*(values[name] for name in columns), strict=True)]
            ids = [ID_DIVIDER.join(map(str, of_row)) for of_row in zip(*(values[name] for name in key), strict=True)]
            rows += len(digests)
            total += sum(int.from_bytes(digest, "big") for digest in digests)
            writer.write_batch(pa.record_batch([ids, [digest.hex() for digest in digests]], schema=schema))
    return Hashed(rows, total)


def _batches(files: Sequence[Path], columns: list[str]) -> Iterator[pa.RecordBatch]:
    import pyarrow.parquet as pq

    for path in files:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            yield from file.iter_batches(columns=columns, batch_size=ROWS_AT_ONCE)
