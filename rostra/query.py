"""A release's tables, ready to be asked: DuckDB views, or one Arrow table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rostra.errors import NotAsAsked, Refused
from rostra.store import release_folder

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """Return an in-memory DuckDB connection with one view for each table of the release in `folder`."""
    import duckdb

    connection = duckdb.connect()
    for path in sorted((folder / "data").glob("*.parquet")):
        name, place = path.stem.replace('"', '""'), str(path).replace("'", "''")
        connection.execute(f"CREATE VIEW \"{name}\" AS SELECT * FROM read_parquet('{place}')")
    return connection


def sql(store: Path, query: str, version: str | None = None) -> pa.Table:
    """Return the answer to a query over the views of a release (the latest, where no version is named).

    Raises Refused with DuckDB's own words where the query is wrong.
    """
    import duckdb

    connection = connect(release_folder(store, version))
    try:
        answer = connection.sql(query)
        if answer is None:
            raise Refused("the query has no answer: ask with SELECT …")
        return answer.to_arrow_table()
    except duckdb.Error as error:
        raise Refused(f"the query cannot be answered: {error}") from error


def as_text_where_nested(answer: pa.Table) -> pa.Table:
    """Return the answer with lists, structs, maps and intervals as their text: CSV holds plain values alone."""
    import pyarrow as pa

    for place, field in enumerate(answer.schema):
        if pa.types.is_nested(field.type) or pa.types.is_interval(field.type) or pa.types.is_duration(field.type):
            texts = [None if value is None else str(value) for value in answer.column(place).to_pylist()]
            answer = answer.set_column(place, field.name, pa.array(texts, pa.string()))
    return answer


def load(table: str, version: str | None = None, store: str | Path = "output") -> pa.Table:
    """Return a table of a release as an Arrow table, read with its page checksums verified.

    `rostra.load("quotations")` reads the latest release of the store in the folder `output`. Raises NotAsAsked where the store
    has no such version or the version no such table.
    """
    import pyarrow.parquet as pq

    folder = release_folder(Path(store), version)
    path = folder / "data" / f"{table}.parquet"
    if path.parent != folder / "data" or not path.is_file():
        known = ", ".join(sorted(found.stem for found in (folder / "data").glob("*.parquet")))
        raise NotAsAsked(f"{folder}: holds no table {table!r}; it has {known}")
    return pq.read_table(path, page_checksum_verification=True)
