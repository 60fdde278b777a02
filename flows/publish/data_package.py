"""datapackage.json: the release as a Data Package v2."""

from __future__ import annotations

from typing import Any

from flows.publish.facts import ReleaseFacts, TableFacts
from schemas.columns import Column
from schemas.dataset import DATASET

PACKAGE_TYPES: dict[str, dict[str, str]] = {
    "string": {"type": "string"},
    "int32": {"type": "integer"},
    "float64": {"type": "number"},
    "bool": {"type": "boolean"},
    "date32": {"type": "date"},
    "timestamp[us, UTC]": {"type": "datetime"},
}


def data_package(facts: ReleaseFacts) -> dict[str, Any]:
    """Return the content of datapackage.json (Data Package v2, https://datapackage.org/standard/data-package/)."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": DATASET.name,
        "title": DATASET.title,
        "description": DATASET.summary,
        "version": facts.build.version,
        "created": f"{facts.build.released_on}T00:00:00Z",
        **({"homepage": DATASET.url} if DATASET.url else {}),
        "keywords": list(DATASET.keywords),
        "licenses": [{"name": DATASET.licence, "title": DATASET.licence_title, "path": DATASET.licence_url}],
        "contributors": [{"title": DATASET.author, "roles": ["author"]}],
        "sources": [{"title": source.publisher, **({"path": source.url} if source.url else {})} for source in facts.sources],
        "resources": [_resource(table) for table in facts.tables],
    }


def _resource(facts: TableFacts) -> dict[str, Any]:
    # No `bytes`: readers that load the table compare it with what they decoded, not with the file.
    return {
        "name": facts.table.name,
        "type": "table",
        "path": facts.path if facts.is_whole else [file.path for file in facts.files],
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        **({"hash": f"sha256:{facts.sha256}"} if facts.is_whole else {}),
        "description": facts.table.meaning,
        "schema": {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": [_field(column) for column in facts.table.columns],
            "missingValues": ["", "nan", "NaT"],
            "primaryKey": list(facts.table.key),
            **_foreign_keys(facts),
        },
    }


def _field(column: Column) -> dict[str, Any]:
    about = column.about
    constraints: dict[str, Any] = {"required": not column.is_nullable}
    if about.unique:
        constraints["unique"] = True
    if column.words:
        constraints["enum"] = [word.value for word in column.words]
    for name, value in (("pattern", about.pattern), ("minimum", about.minimum), ("maximum", about.maximum)):
        if value is not None:
            constraints[name] = value
    return {"name": column.name, **PACKAGE_TYPES[column.kind], "description": about.meaning, "constraints": constraints}


def _foreign_keys(facts: TableFacts) -> dict[str, Any]:
    keys = [_foreign_key(facts, column) for column in facts.table.columns if column.about.refers_to]
    # The standard wants none rather than an empty list.
    return {"foreignKeys": keys} if keys else {}


def _foreign_key(facts: TableFacts, column: Column) -> dict[str, Any]:
    table, field = str(column.about.refers_to).split(".")
    # A table that refers to itself is named by the empty string (Table Schema v2).
    return {"fields": [column.name], "reference": {"resource": "" if table == facts.table.name else table, "fields": [field]}}
