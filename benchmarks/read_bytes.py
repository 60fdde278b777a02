"""How many bytes DuckDB reads for a question to a table: of its files as they are, and of one file with the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from flows.parquet import arrow_schema, files_of, write_arrow
from schemas.columns import Table

SCHEME = "counting"
QUESTIONS: Mapping[str, str] = {
    "speaker": "SELECT quotation_id, text FROM {files} WHERE speaker_id = '{speaker}'",
    "year": "SELECT quotation_id, text FROM {files} WHERE spoken_on BETWEEN '{year}-01-01' AND '{year}-12-31'",
    "all": "SELECT * FROM {files}",
}


def ratios(table: Table, data: Path, folder: Path) -> Iterator[tuple[str, float]]:
    """Yield each question with the bytes read of the table's files, to those of one file of the same rows, which `folder` receives."""
    import duckdb
    import pyarrow as pa
    import pyarrow.parquet as pq

    files = files_of(table, data)
    rows = pa.concat_tables([pq.read_table(path).cast(arrow_schema(table)) for path in files])
    one = folder / f"{table.name}.parquet"
    write_arrow(table, rows.sort_by([(name, "ascending") for name in table.sorted_by]).to_batches(), one)
    asked = f"SELECT {{}} FROM '{one}' GROUP BY 1 HAVING {{}} IS NOT NULL ORDER BY count(*) DESC, 1 LIMIT 1 OFFSET 5"
    with duckdb.connect() as connection:
        [(speaker,)] = connection.sql(asked.format("speaker_id", "speaker_id")).fetchall()
        [(year,)] = connection.sql(f"SELECT median(year(spoken_on))::INTEGER FROM '{one}'").fetchall()
    for name, question in QUESTIONS.items():
        taken = [
            read_bytes(question.format(files=f"read_parquet('{SCHEME}://{where}')", speaker=speaker, year=year))
            for where in (files[0].parent / "*.parquet" if len(files) > 1 else files[0], one)
        ]
        yield name, taken[0] / taken[1]


def read_bytes(query: str) -> int:
    """Return how many bytes DuckDB asks of its files for a query, in which `counting://` stands before their paths."""
    import duckdb
    from fsspec.implementations.local import LocalFileSystem

    counted = [0]

    class File:
        def __init__(self, file: Any) -> None:
            self.file = file

        def read(self, size: int = -1) -> bytes:
            found: bytes = self.file.read(size)
            counted[0] += len(found)
            return found

        def __getattr__(self, name: str) -> Any:
            return getattr(self.file, name)

    class Counting(LocalFileSystem):  # type: ignore[misc]
        protocol = SCHEME
        cachable = False

        def open(self, path: str, mode: str = "rb", **more: Any) -> File:
            return File(super().open(_plain(path), mode))

        def info(self, path: str, **more: Any) -> Any:
            return super().info(_plain(path), **more)

        def modified(self, path: str) -> Any:
            return super().modified(_plain(path))

        def glob(self, path: str, **more: Any) -> list[str]:
            return [f"{SCHEME}://{found}" for found in sorted(Path(_plain(path)).parent.glob(Path(path).name))]

    with duckdb.connect() as connection:
        connection.register_filesystem(Counting())
        connection.sql("SET threads = 1")  # several would share the place of one file
        connection.sql(query).fetchall()
    return counted[0]


def _plain(path: str) -> str:
    return path.removeprefix(f"{SCHEME}://")
