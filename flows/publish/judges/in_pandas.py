"""pandas reads every table, with the types that the card's line for it asks for: null stays null, and a day a day."""

from __future__ import annotations

from pathlib import Path

from flows.publish.judges.declared import Seen, differences, rows_promised, tables_of

TYPES = {
    "string": "string[pyarrow]",
    "int32": "int32[pyarrow]",
    "float64": "double[pyarrow]",
    "bool": "bool[pyarrow]",
    "date32": "date32[day][pyarrow]",
    "timestamp[us, UTC]": "timestamp[us, tz=UTC][pyarrow]",
}


def troubles(release: Path) -> list[str]:
    """Return what differs from the declaration in the tables as it reads them."""
    import pandas

    found: list[str] = []
    promised = rows_promised(release)
    for table, paths in tables_of(release):
        frame = pandas.concat([pandas.read_parquet(path, dtype_backend="pyarrow") for path in paths])
        columns = {str(name): str(kind) for name, kind in frame.dtypes.items()}
        found += differences(table, Seen(columns, len(frame)), TYPES, promised)
    return found
