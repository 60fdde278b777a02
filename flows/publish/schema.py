"""The JSON Schemas of release.json and releases.json, which ship with the reader's half, and the promise to keep them."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from flows.errors import NotAsAsked

INDEX_SCHEMA = "releases.schema.json"


def schema_text(name: str) -> str:
    """Return the text of a schema: `release.schema.json` or `releases.schema.json`."""
    return files("rostra").joinpath("schemas", name).read_text(encoding="utf-8")


def breaches(name: str, content: Any) -> list[str]:
    """Return one line for each place where a content breaks the schema of this name; none where it keeps it."""
    import jsonschema

    validator = jsonschema.Draft202012Validator(json.loads(schema_text(name)), format_checker=jsonschema.FormatChecker())
    found = sorted(validator.iter_errors(content), key=lambda error: error.json_path)
    return [f"{error.json_path}: {error.message[:300]}" for error in found]


def refuse_breaches(name: str, content: Any) -> None:
    """Raise NotAsAsked where a content breaks the schema of this name."""
    if found := breaches(name, content):
        raise NotAsAsked(f"not by {name}, so it is not written:\n" + "\n".join(f"  {line}" for line in found))
