"""Read Rostra's releases: `rostra.load("quotations")` gives an Arrow table, `rostra.sql(store, query)` an answer."""

from rostra.query import load, sql

__all__ = ["load", "sql"]
