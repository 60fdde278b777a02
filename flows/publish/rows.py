"""Rows by content: each one's id, and a hash that says whether it is the same row as before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

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
    import pyarrow.compute as pc

    if pa.types.is_string(values.type) or pa.types.is_integer(values.type) or pa.types.is_date32(values.type):
        return values.cast(pa.string())
    if pa.types.is_boolean(values.type):
        return pc.if_else(values, str(True), str(False))
    said = (value if value is None else value.isoformat() if isinstance(value, date) else str(value) for value in values.to_pylist())
    return pa.array(said, pa.string())


def row_id_sql(key: Sequence[str], alias: str) -> str:
    """Return SQL for a row's id: the values of the table's key, divided by tabs."""
    return f"concat_ws(chr({ord(ID_DIVIDER)}), {', '.join(f'{alias}.{quoted(name)}::VARCHAR' for name in key)})"


def quoted(name: str) -> str:
    """Return a name as SQL takes it, whatever letters it holds."""
    return '"' + name.replace('"', '""') + '"'


class RowHashes:
    """Writes the id and the SHA-256 of each row that it is given, over the named columns, to a Parquet file: `HASHED`.

    The speech is that of the row, null in tables that have none.
    """

    def __init__(self, key: Sequence[str], columns: Sequence[str], path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._key, self._columns = key, columns
        self._schema = pa.schema([(name, pa.string()) for name in HASHED])
        path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = pq.ParquetWriter(path, self._schema, compression="none", use_dictionary=False)
        self._rows = self._total = 0

    @property
    def hashed(self) -> Hashed:
        """What the rows given so far came to."""
        return Hashed(self._rows, self._total)

    def add(self, batch: pa.RecordBatch) -> None:
        """Hash the rows of a batch."""
        import pyarrow as pa
        import pyarrow.compute as pc

        digests = [hashlib.sha256(row).digest() for row in rows_bytes(batch, self._columns)]
        ids = pc.binary_join_element_wise(*(_written(batch.column(name)) for name in self._key), ID_DIVIDER)
        speeches = batch.column(OF_A_TEXT) if OF_A_TEXT in self._columns else pa.nulls(len(digests), pa.string())
        self._writer.write_batch(pa.record_batch([ids, speeches, [digest.hex() for digest in digests]], schema=self._schema))
        self._rows += len(digests)
        self._total += sum(int.from_bytes(digest, "big") for digest in digests)

    def passing(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield batches as they come, and hash their rows on the way."""
        for batch in batches:
            self.add(batch)
            yield batch

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()


def write_hashes(files: Sequence[Path], key: Sequence[str], columns: Sequence[str], path: Path) -> Hashed:
    """Write the hashes of the rows of a table's files (`RowHashes`), and return what they came to."""
    with RowHashes(key, columns, path) as hashes:
        for batch in _batches(files, list(dict.fromkeys([*key, *columns]))):
            hashes.add(batch)
    return hashes.hashed


def hashes_folder(data: Path) -> Path:
    """Return the folder that receives the hashes of the staged rows: beside the release, never in it."""
    return data.parent.with_name("hashes")


def hashes_of(folder: Path, path: str) -> Path:
    """Return the file that receives the hashes of the rows of one of a table's files, given by its path within the release."""
    return folder / path.removeprefix("data/")


def _batches(files: Sequence[Path], columns: list[str]) -> Iterator[pa.RecordBatch]:
    import pyarrow.parquet as pq

    for path in files:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            yield from file.iter_batches(columns=columns, batch_size=ROWS_AT_ONCE)
