"""How values become the text of a file: JSON for people, YAML, Markdown, and the templates' language."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from schemas.columns import Column

LETTERS_OF_A_LINE = 200


def as_json(value: Any) -> str:
    """Return a value as JSON text for people: two spaces, letters as they are, a newline at its end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def as_lines(value: Any, indent: int = 0) -> str:
    """Return a value as JSON text of few lines: whatever fits into one stands in it, so that thousands of small things stay small.

    >>> print(as_lines({"files": [{"path": "LICENSE", "bytes": 5}, {"path": "x" * 190, "bytes": 7}]})[:53])
    {
      "files": [
        {"path": "LICENSE", "bytes": 5},
    """
    whole = json.dumps(value, ensure_ascii=False)
    if len(whole) + indent <= LETTERS_OF_A_LINE or not isinstance(value, (dict, list, tuple)):
        return whole
    deeper = " " * (indent + 2)
    if isinstance(value, dict):
        members = [f"{json.dumps(name, ensure_ascii=False)}: {as_lines(its, indent + 2)}" for name, its in value.items()]
    else:
        members = [as_lines(its, indent + 2) for its in value]
    first, last = ("{", "}") if isinstance(value, dict) else ("[", "]")
    return first + ",".join(f"\n{deeper}{member}" for member in members) + f"\n{' ' * indent}{last}"


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


def from_template(name: str, **facts: Any) -> str:
    """Return the text of a template of `templates/`, filled; a name that it uses and that has no value is an error."""
    return _environment().get_template(name).render(**facts)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(lambda wanted: shipped(f"templates/{wanted}")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  Markdown and YAML; what comes from outside goes through the filters below
    )
    environment.filters.update({"yaml": yaml_text, "cell": table_cell, "line": one_line, "constraints": constraints_in_words})
    return environment


def shipped(name: str) -> str:
    """Return the text of a file that ships with this package."""
    return files("flows.publish").joinpath(name).read_text(encoding="utf-8")
