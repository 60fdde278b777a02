"""Every file that describes a release, from one model of facts; nothing here knows a table by name but the card's pictures of use."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from flows.publish.facts import DifferenceFacts, ReleaseFacts, TableFacts
from flows.publish.schema import columns_for_manifest
from schemas.columns import Column
from schemas.dataset import DATASET, SCHEMA_VERSION


def rendered(facts: ReleaseFacts) -> dict[str, str]:
    """Return file name → content of every descriptor of the release but SHA256SUMS; the same facts give the same text."""
    return {
        "README.md": _template("README.md.jinja", facts),
        "LICENSE": _shipped("LICENSE"),
        "NOTICE.md": _template("NOTICE.md.jinja", facts),
        "CITATION.cff": _template("CITATION.cff.jinja", facts),
        "CHANGELOG.md": _template("CHANGELOG.md.jinja", facts),
        "DATA_DICTIONARY.md": _template("DATA_DICTIONARY.md.jinja", facts),
        "datapackage.json": as_json(data_package(facts)),
        "release.json": as_json(manifest(facts)),
        "validation/results.json": as_json(facts.validation),
    }


def as_json(value: Any) -> str:
    """Return a value as JSON text for people: two spaces, letters as they are, a newline at its end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def manifest(facts: ReleaseFacts) -> dict[str, Any]:
    """Return the content of release.json."""
    return {
        "dataset": DATASET.name,
        "version": facts.build.version,
        "schema_version": SCHEMA_VERSION,
        "previous": facts.build.previous,
        "released_on": facts.build.released_on,
        "build": {"commit": facts.build.commit, "lock_sha256": facts.build.lock_sha256},
        "difference": difference_for_manifest(facts.difference),
        "texts": {source: counts._asdict() for source, counts in facts.texts.items()},
        "tables": [
            {
                "name": table.table.name,
                "path": table.path,
                "rows": table.rows,
                "bytes": table.bytes,
                "sha256": table.sha256,
                "content_sha256": table.content_sha256,
                "key": list(table.table.key),
                "sorted_by": list(table.table.sorted_by),
                "columns": columns_for_manifest(table.table),
            }
            for table in facts.tables
        ],
        "validation": {
            "is_passed": facts.validation["is_passed"],
            "path": "validation/results.json",
        },
    }


def difference_for_manifest(difference: DifferenceFacts) -> dict[str, Any]:
    """Return what release.json says of the difference from the release before."""
    return {
        "from": difference.previous,
        "level": difference.level,
        "reasons": list(difference.reasons),
        "report": difference.report,
        "tables": {name: counts._asdict() for name, counts in difference.tables.items()},
    }


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
        "path": facts.path,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "hash": f"sha256:{facts.sha256}",
        "description": facts.table.meaning,
        "schema": {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": [_field(column) for column in facts.table.columns],
            "missingValues": ["", "nan", "NaT"],
            "primaryKey": list(facts.table.key),
            "foreignKeys": [_foreign_key(facts, column) for column in facts.table.columns if column.about.refers_to],
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


def _foreign_key(facts: TableFacts, column: Column) -> dict[str, Any]:
    table, field = str(column.about.refers_to).split(".")
    # A table that refers to itself is named by the empty string (Table Schema v2).
    return {"fields": [column.name], "reference": {"resource": "" if table == facts.table.name else table, "fields": [field]}}


def constraints_in_words(column: Column) -> str:
    """Return what must hold of a column, for the dictionary; '' where its type says all."""
    about = column.about
    parts: list[str] = []
    if about.unique:
        parts.append("unique")
    if about.refers_to:
        parts.append(f"one of `{about.refers_to}`")
    if about.minimum is not None and about.maximum is not None:
        parts.append(f"{about.minimum} to {about.maximum}")
    elif about.minimum is not None:
        parts.append(f"at least {about.minimum}")
    if about.pattern:
        parts.append("matches `" + about.pattern.replace("|", "\\|") + "`")
    return ", ".join(parts)


def _template(name: str, facts: ReleaseFacts) -> str:
    environment = Environment(
        loader=FunctionLoader(lambda wanted: _shipped(f"templates/{wanted}")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  Markdown and YAML; what comes from outside goes through the filters below
    )
    filters: dict[str, Callable[..., str]] = {"yaml": yaml_text, "cell": table_cell, "line": one_line, "constraints": constraints_in_words}
    environment.filters.update(filters)
    return environment.get_template(name).render(facts=facts, build=facts.build, dataset=DATASET, schema_version=SCHEMA_VERSION)


def yaml_text(value: str) -> str:
    """Return a text as a YAML scalar that means just it: JSON's quoted form is one."""
    return json.dumps(value, ensure_ascii=False)


def table_cell(value: object) -> str:
    """Return a value as a cell of a Markdown table: one line, no cell divider, no markup of its own."""
    shown = " ".join(str(value).split())
    return shown.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def one_line(value: object) -> str:
    """Return a value as Markdown text of one line, without markup of its own."""
    return " ".join(str(value).split()).replace("\\", "\\\\").replace("<", "&lt;")


def _shipped(name: str) -> str:
    return files("flows.publish").joinpath(name).read_text(encoding="utf-8")
