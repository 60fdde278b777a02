"""Spark reads every table. It needs Java and takes long to start: the tests alone ask it."""

from __future__ import annotations

from pathlib import Path

from flows.publish.judges.apart import tell, troubles_apart
from flows.publish.judges.declared import Seen, differences, rows_promised, tables_of

TYPES = {
    "string": "string",
    "int32": "int",
    "float64": "double",
    "bool": "boolean",
    "date32": "date",
    "timestamp[us, UTC]": "timestamp",
}


def troubles(release: Path) -> list[str]:
    """Return what differs from the declaration in the tables as it reads them."""
    return troubles_apart(__name__, [release.resolve()], {})[0]


def _found(release: Path) -> list[str]:
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    found: list[str] = []
    promised = rows_promised(release)
    for table, paths in tables_of(release):
        frame = session.read.parquet(*paths)
        found += differences(table, Seen(dict(frame.dtypes), frame.count()), TYPES, promised)
    session.stop()
    return found


if __name__ == "__main__":
    tell(_found)
