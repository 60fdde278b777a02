"""Read Rostra's releases: `rostra.load("quotations")` gives an Arrow table, `rostra.sql(store, query)` an answer."""

import importlib.metadata

from rostra.query import load, sql

__all__ = ["__version__", "load", "sql"]
__version__ = importlib.metadata.version("rostra")
