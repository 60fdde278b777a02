"""frictionless: every table by its schema, then every file by its hash, which it does not look at in a Parquet table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PACKAGE = "datapackage.json"


def troubles(release: Path) -> list[str]:
    """Return what frictionless finds; tables in parts are looked at as files alone: it cannot put Parquet parts together."""
    from frictionless import Package

    descriptor = json.loads((release / PACKAGE).read_text(encoding="utf-8"))
    whole = [resource for resource in descriptor["resources"] if isinstance(resource["path"], str)]
    tables = Package.from_descriptor({**descriptor, "resources": whole}, basepath=str(release))
    files = Package.from_descriptor({"name": "files", "resources": [_as_file(resource) for resource in whole]}, basepath=str(release))
    return [*_said(tables.validate()), *_said(files.validate())]


def _as_file(resource: dict[str, Any]) -> dict[str, Any]:
    return {"name": resource["name"], "type": "file", "path": resource["path"], "hash": resource["hash"]}


def _said(report: Any) -> list[str]:
    return [" ".join(str(part) for part in row if part) for row in report.flatten(["name", "rowNumber", "fieldName", "type", "note"])]
