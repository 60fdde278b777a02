"""The JSON Schemas of release.json and releases.json, which ship with the reader's half, and the promise to keep them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from flows.errors import NotAsAsked

INDEX_SCHEMA = "releases.schema.json"
# A message names what is wrong, which may be long.
MOST_LETTERS = 300


def schema_text(name: str) -> str:
    """Return the text of a schema: `release.schema.json` or `releases.schema.json`."""
    return files("rostra").joinpath("schemas", name).read_text(encoding="utf-8")


def breaches(name: str, content: Any) -> list[str]:
    """Return one line for each place where a content breaks the schema of this name; none where it keeps it."""
    import jsonschema_rs

    validator = jsonschema_rs.Draft202012Validator(json.loads(schema_text(name)), validate_formats=True)
    found = sorted((_place(error.instance_path), error.message) for error in validator.iter_errors(content))
    return [f"{place}: {message[:MOST_LETTERS]}" for place, message in found]


def _place(path: Sequence[str | int]) -> str:
    """Return a place within a content as JSONPath writes it.

    >>> _place(["files", 3, "sha256"])
    '$.files[3].sha256'
    """
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


def refuse_breaches(name: str, content: Any) -> None:
    """Raise NotAsAsked where a content breaks the schema of this name."""
    if found := breaches(name, content):
        raise NotAsAsked(f"not by {name}, so it is not written:\n" + "\n".join(f"  {line}" for line in found))
