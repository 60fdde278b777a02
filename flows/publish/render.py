"""The files that describe a release, from one model of facts; nothing here knows a table by name but the card's pictures of use."""

from __future__ import annotations

from flows.publish.card import pages
from flows.publish.compat import compat_files
from flows.publish.croissant import croissant
from flows.publish.data_package import data_package
from flows.publish.facts import ReleaseFacts
from flows.publish.manifest import MANIFEST_SCHEMA, RESULTS
from flows.publish.part_verdicts import part_verdicts
from flows.publish.schema import schema_text
from flows.publish.texts import as_lines, shipped
from schemas.renames import RENAMES

__all__ = ["rendered"]


def rendered(facts: ReleaseFacts) -> dict[str, str]:
    """Return file name → content of every descriptor that needs no other file; the same facts give the same text."""
    return {
        **pages(facts),
        **compat_files(facts.tables, RENAMES),
        "LICENSE": shipped("LICENSE"),
        "croissant.json": as_lines(croissant(facts)) + "\n",
        "datapackage.json": as_lines(data_package(facts)) + "\n",
        MANIFEST_SCHEMA: schema_text(MANIFEST_SCHEMA),
        RESULTS: as_lines(facts.validation) + "\n",
        **part_verdicts(facts),
    }
