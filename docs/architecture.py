"""Draw the house in docs/architecture.md from import-linter's contracts in pyproject.toml: `.venv/bin/python -m docs.architecture`.

What stands between the two marks of the page is drawn; all else on it is written by hand.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parent.parent
PAGE = HOUSE / "docs" / "architecture.md"
BEGIN, END = "<!-- drawn: begin -->", "<!-- drawn: end -->"
DRAWN = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
# flows.clean | flows.segment
BETWEEN = re.compile(r" *\| *")
OPTIONAL = "()"


def contracts() -> list[dict[str, Any]]:
    """Return import-linter's contracts, in the order of pyproject.toml."""
    said = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = said["tool"]["importlinter"]["contracts"]
    return found


def layers_of(contract: Mapping[str, Any]) -> list[list[str]]:
    """Return the modules of each layer of a contract of layers, the highest first.

    >>> layers_of({"layers": ["flows.label", "flows.clean | flows.segment", "(schemas)"]})
    [['flows.label'], ['flows.clean', 'flows.segment'], ['schemas']]
    """
    return [[module.strip(OPTIONAL) for module in BETWEEN.split(layer)] for layer in contract["layers"]]


def drawing(found: Iterable[Mapping[str, Any]]) -> str:
    """Return contracts as Markdown: layers as boxes one above the other, what is forbidden as a table. ValueError for another kind."""
    layers: list[Mapping[str, Any]] = []
    forbidden: list[Mapping[str, Any]] = []
    for contract in found:
        if contract["type"] not in {"layers", "forbidden"}:
            raise ValueError(f"pyproject.toml: contract {contract['name']!r}: no drawing for the type {contract['type']!r}; add one here")
        (layers if contract["type"] == "layers" else forbidden).append(contract)
    parts = ["\n".join(_layers_drawn(contract)) for contract in layers] + ["\n".join(_table(forbidden))]
    return "\n\n".join(parts)


def _layers_drawn(contract: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a Mermaid flowchart: a box a layer, an arrow from each to the next."""
    drawn = layers_of(contract)
    yield from (f"**{_sentence(contract['name'])}**" + _but_for(contract), "", "```mermaid", "flowchart TB")
    for number, modules in enumerate(drawn):
        yield f'    subgraph layer{number}[" "]'
        yield from (f'        {module.replace(".", "_")}["{module}"]' for module in modules)
        yield "    end"
    yield from (f"    layer{number} --> layer{number + 1}" for number in range(len(drawn) - 1))
    yield "```"


def _table(forbidden: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield from ("| what holds besides | of | which may not know |", "| --- | --- | --- |")
    for contract in forbidden:
        of, not_known = (_listed(contract[key]) for key in ("source_modules", "forbidden_modules"))
        yield f"| {_sentence(contract['name'])}{_but_for(contract)} | {of} | {not_known} |"


def _but_for(contract: Mapping[str, Any]) -> str:
    excepted = contract.get("ignore_imports", ())
    return f" But for: {_listed(excepted)}." if excepted else ""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _sentence(name: str) -> str:
    return f"{name[0].upper()}{name[1:]}."


def rendered(page: str, found: Iterable[Mapping[str, Any]]) -> str:
    """Return a page with the drawing of these contracts between its marks; ValueError where it has no marks."""
    if not DRAWN.search(page):
        raise ValueError(f"{PAGE}: the marks {BEGIN} and {END} are gone; put them back")
    drawn = f"{BEGIN}\n{drawing(found)}\n{END}"
    return DRAWN.sub(lambda marks: drawn, page)


if __name__ == "__main__":
    PAGE.write_text(rendered(PAGE.read_text(encoding="utf-8"), contracts()), encoding="utf-8")
