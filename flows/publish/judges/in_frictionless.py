"""frictionless: every table by its schema, then every file by its hash, which it does not look at in a Parquet table."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

PACKAGE = "datapackage.json"


def troubles(release: Path) -> list[str]:
    """Return what frictionless finds; tables in parts are looked at as files alone: it cannot put Parquet parts together."""
    from frictionless import Package

    descriptor = json.loads((release / PACKAGE).read_text(encoding="utf-8"))
    whole = [resource for resource in descriptor["resources"] if isinstance(resource["path"], str)]
    looked_at = [_pointing_within(resource, {other["name"] for other in whole}) for resource in whole]
    tables = Package.from_descriptor({**descriptor, "resources": looked_at}, basepath=str(release))
    files = Package.from_descriptor({"name": "files", "resources": [_as_file(resource) for resource in whole]}, basepath=str(release))
    return [*_said(tables.validate()), *_said(files.validate())]


def _pointing_within(resource: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Return the resource without the keys that point at rows of tables which are not looked at."""
    schema = resource["schema"]
    keys = [key for key in schema.get("foreignKeys", ()) if key["reference"]["resource"] in {"", *names}]
    others = {name: value for name, value in schema.items() if name != "foreignKeys"}
    return {**resource, "schema": {**others, **({"foreignKeys": keys} if keys else {})}}


def _as_file(resource: dict[str, Any]) -> dict[str, Any]:
    return {"name": resource["name"], "type": "file", "path": resource["path"], "hash": resource["hash"]}


def _said(report: Any) -> list[str]:
    return [" ".join(str(part) for part in row if part) for row in report.flatten(["name", "rowNumber", "fieldName", "type", "note"])]
