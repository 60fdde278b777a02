"""pandas reads every table."""

from __future__ import annotations

from pathlib import Path

from flows.publish.judges.declared import Seen, differences, rows_promised, tables_of

TYPES = {
    "string": "str",
    "int32": "int32",
    "float64": "float64",
    "bool": "bool",
    "date32": "object",
    "timestamp[us, UTC]": "datetime64[us, UTC]",
}


def troubles(release: Path) -> list[str]:
    """Return what differs from the declaration in the tables as it reads them."""
    import pandas

    found: list[str] = []
    promised = rows_promised(release)
    for table, paths in tables_of(release):
        frame = pandas.concat([pandas.read_parquet(path) for path in paths])
        columns = {str(name): str(kind) for name, kind in frame.dtypes.items()}
        found += differences(table, Seen(columns, len(frame)), TYPES, promised)
    return found
