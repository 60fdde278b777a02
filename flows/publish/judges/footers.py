"""What the Parquet files say of a release in their footers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from flows.publish.judges.statements import Statement

if TYPE_CHECKING:
    import pyarrow.parquet as pq

KINDS = {
    "string": "string",
    "int32": "int32",
    "int64": "int64",
    "double": "float64",
    "bool": "bool",
    "date32[day]": "date32",
    "timestamp[us, tz=UTC]": "timestamp[us, UTC]",
}


def footer_statements(release: Path) -> Iterator[Statement]:
    """Yield what the footers of all tables say."""
    import pyarrow.parquet as pq

    files: dict[str, list[Path]] = {}
    for path in sorted((release / "data").rglob("*.parquet")):
        files.setdefault(path.stem if path.parent.name == "data" else path.parent.name, []).append(path)
    yield "names of tables", frozenset(files)
    for table, paths in files.items():
        footers = [pq.ParquetFile(path) for path in paths]
        yield f"{table}: rows", sum(footer.metadata.num_rows for footer in footers)
        yield f"{table}: files", frozenset(path.relative_to(release).as_posix() for path in paths)
        for path in paths:
            yield f"{path.relative_to(release).as_posix()}: bytes", path.stat().st_size
        for footer in footers:
            yield from _of_file(table, footer)


def _of_file(table: str, footer: pq.ParquetFile) -> Iterator[Statement]:
    schema = footer.schema_arrow
    kept = {key: value.decode() for key, value in (footer.metadata.metadata or {}).items()}
    yield "dataset", kept.get(b"dataset")
    yield "schema version", kept.get(b"schema_version")
    yield "licence", kept.get(b"licence")
    yield f"{table}: name", kept.get(b"table")
    yield f"{table}: columns", tuple(schema.names)
    if footer.metadata.num_row_groups:
        order = footer.metadata.row_group(0).sorting_columns
        yield f"{table}: sorted by", tuple(schema.names[column.column_index] for column in order)
    for field in schema:
        about = f"{table}.{field.name}"
        yield f"{about}: type", KINDS.get(str(field.type), str(field.type))
        yield f"{about}: may be null", field.nullable
        if b"ARROW:schema" in kept:  # parts by day do without
            yield f"{about}: meaning", (field.metadata or {}).get(b"description", b"").decode()
        yield f"{about}: field id", int((field.metadata or {}).get(b"PARQUET:field_id", b"-1"))
