"""pyarrow reads every table and verifies the checksum of each page."""

from __future__ import annotations

from pathlib import Path

from flows.publish.judges.declared import Seen, differences, rows_promised, tables_of

TYPES = {
    "string": "string",
    "int32": "int32",
    "float64": "double",
    "bool": "bool",
    "date32": "date32[day]",
    "timestamp[us, UTC]": "timestamp[us, tz=UTC]",
}


def troubles(release: Path) -> list[str]:
    """Return what differs from the declaration in the tables as it reads them."""
    import pyarrow.parquet as pq

    found: list[str] = []
    promised = rows_promised(release)
    for table, paths in tables_of(release):
        # With the schema that it kept of itself, so that a dictionary column shows.
        read = pq.read_table(paths, page_checksum_verification=True)
        columns = {field.name: str(field.type) for field in read.schema}
        found += differences(table, Seen(columns, read.num_rows), TYPES, promised)
    return found
