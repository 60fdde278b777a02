"""All promises of the dataset: what the declarations imply, and what is promised on top."""

from expectations import (
    across_tables,
    corrections,
    dates,
    mentions,
    paragraphs,
    quantities,
    quotations,
    sentences,
    sources,
    speakers,
    speeches,
)
from expectations.from_schema import table_promises
from expectations.promise import Promise
from schemas.dataset import TABLES

OWN: tuple[Promise, ...] = (
    *speeches.PROMISES,
    *paragraphs.PROMISES,
    *sentences.PROMISES,
    *quotations.PROMISES,
    *dates.PROMISES,
    *quantities.PROMISES,
    *mentions.PROMISES,
    *speakers.PROMISES,
    *sources.PROMISES,
    *corrections.PROMISES,
    *across_tables.PROMISES,
)
IMPLIED: tuple[Promise, ...] = tuple(promise for table in TABLES for promise in table_promises(table))
PROMISES: tuple[Promise, ...] = (*IMPLIED, *OWN)
