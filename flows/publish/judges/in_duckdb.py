"""DuckDB reads every column of every table."""

from __future__ import annotations

from pathlib import Path

from flows.publish.judges.declared import Seen, differences, rows_promised, tables_of

TYPES = {
    "string": "VARCHAR",
    "int32": "INTEGER",
    "float64": "DOUBLE",
    "bool": "BOOLEAN",
    "date32": "DATE",
    "timestamp[us, UTC]": "TIMESTAMP WITH TIME ZONE",
}


def troubles(release: Path) -> list[str]:
    """Return what differs from the declaration in the tables as it reads them."""
    import duckdb

    found: list[str] = []
    promised = rows_promised(release)
    with duckdb.connect(config={"autoinstall_known_extensions": False}) as connection:
        for table, paths in tables_of(release):
            relation = connection.read_parquet(paths)
            columns = dict(zip(relation.columns, map(str, relation.types), strict=True))
            # The hash reads every value: a count alone would look at the footer.
            (rows, _) = connection.sql(f"SELECT count(*), bit_xor(hash(read)) FROM ({relation.sql_query()}) AS read").fetchall()[0]
            found += differences(table, Seen(columns, rows), TYPES, promised)
    return found
