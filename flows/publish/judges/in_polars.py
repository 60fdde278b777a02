"""Polars reads every table."""

from __future__ import annotations

from pathlib import Path

from flows.publish.judges.declared import Seen, differences, rows_promised, tables_of

TYPES = {
    "string": "String",
    "int32": "Int32",
    "float64": "Float64",
    "bool": "Boolean",
    "date32": "Date",
    "timestamp[us, UTC]": "Datetime(time_unit='us', time_zone='UTC')",
}


def troubles(release: Path) -> list[str]:
    """Return what differs from the declaration in the tables as it reads them."""
    import polars

    found: list[str] = []
    promised = rows_promised(release)
    for table, paths in tables_of(release):
        frame = polars.read_parquet(paths)
        columns = {name: str(kind) for name, kind in frame.schema.items()}
        found += differences(table, Seen(columns, frame.height), TYPES, promised)
    return found
