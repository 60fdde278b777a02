"""Measured figures: kept as JSON Lines under `benchmarks/results/`, rendered into `docs/performance.md`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.goals import GOALS, Goal
from benchmarks.machine import machine
from benchmarks.measuring import HOUSE, Figure

RESULTS = HOUSE / "benchmarks" / "results"
PAGE = HOUSE / "docs" / "performance.md"
# What stands between these marks of a page is written by the command.
MARKED = r"(?s)(<!-- {name} -->\n).*?(<!-- end -->)"
STAGES = {
    "start": "start of the interpreter, Prefect's server and the flow",
    "fetch": "fetch (snapshots)",
    "read": "clean, segment, label, Parquet parts",
    "assemble": "assemble",
    "validate": "validate (Great Expectations, DuckDB)",
    "publish": "publish",
}


def line_of(found: Figure) -> str:
    """Return a figure as one JSON line, with the machine on which and the day on which it was measured."""
    rounded = {name: float(f"{getattr(found, name):.4g}") for name in ("median", "low", "high")}
    said = {"name": found.name, **rounded, "pairs": found.pairs, **found.details}
    return json.dumps({**said, "machine": machine(), "measured_on": datetime.now(UTC).date().isoformat()}, ensure_ascii=False)


def keep(bench: str, lines: Sequence[str], results: Path = RESULTS) -> None:
    """Write the lines of a bench over those that it kept before."""
    results.mkdir(exist_ok=True)
    (results / f"{bench}.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def kept(results: Path = RESULTS) -> dict[str, dict[str, Any]]:
    """Return the figures kept, by their names."""
    lines = [line for path in sorted(results.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    return {found["name"]: found for found in map(json.loads, lines)}


def render(page: str, figures: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the page with its tables written anew from the figures."""
    for name, table in (
        ("goals", goals_table(figures)),
        ("peers", peers_table(figures)),
        ("stages", stages_table(figures)),
        ("sizes", sizes_table(figures)),
        ("kernels", kernels_table(figures)),
    ):
        page, places = re.subn(MARKED.format(name=name), lambda found, table=table: f"{found[1]}{table}{found[2]}", page)  # type: ignore[misc]
        if places != 1:
            raise ValueError(f"the page has {places} places for the table of {name}; one is needed")
    return page


def goals_table(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the table of goals, with the figure of each that was measured."""
    rows = ["| what | goal | measured (range; pairs) | reached | command |", "| --- | --- | --- | --- | --- |"]
    for goal in GOALS:
        found = figures.get(goal.name)
        bound = f"{'≥' if goal.is_least else '≤'} {goal.bound:,g} {goal.unit}".strip()
        measured = f"{_spread(found)} {goal.unit}".strip() if found else "not measured"
        rows.append(f"| {goal.what} | {bound} | {measured} | {_verdict(goal, found)} | `{command_of(goal.bench)}` |")
    return "\n".join(rows) + "\n"


def command_of(bench: str) -> str:
    """Return the command that measures the figures of a bench."""
    return f"make bench BENCH={bench}"


def _verdict(goal: Goal, found: Mapping[str, Any] | None) -> str:
    if found is None:
        return ""
    if found["median"] >= goal.bound if goal.is_least else found["median"] <= goal.bound:
        return "yes"
    return f"no: {goal.why_not}" if goal.why_not else "no"


def _spread(found: Mapping[str, Any]) -> str:
    median, low, high = (_number(found[name]) for name in ("median", "low", "high"))
    return f"{median} ({low}–{high}; {found['pairs']})"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1_000 else f"{value:.3g}"


def peers_table(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what each engine costs beside a bare loop of the same function."""
    rows = ["| engine | processor time, to the bare loop (range; pairs) | ms a text | bare loop, ms a text |", "| --- | --- | --- | --- |"]
    for name, found in figures.items():
        if name.startswith("engine_"):
            each = f"{found['engine_milliseconds_per_text']} | {found['bare_milliseconds_per_text']}"
            rows.append(f"| {found['peer'][0].replace('==', ' ')} | {_spread(found)} | {each} |")
    return "\n".join(rows) + "\n"


def stages_table(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """Return where the processor time of a build goes."""
    found = figures.get("profile")
    rows = ["| stage | seconds | share |", "| --- | --- | --- |"]
    if found:
        whole = sum(found["stages"].values())
        rows += [f"| {STAGES[stage]} | {taken:.1f} | {100 * taken / whole:.0f} % |" for stage, taken in found["stages"].items()]
    return "\n".join(rows) + "\n"


def sizes_table(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what builds of different sizes take."""
    rows = [
        "| texts | wall time, s | processor time, s | ms a text | peak memory, MB |",
        "| --- | --- | --- | --- | --- |",
    ]
    found = sorted((each for name, each in figures.items() if name.startswith("size ")), key=lambda each: int(each["texts"]))
    if not found:
        rows.append("| not measured | | | | |")
    for each in found:
        per_text = 1000 * each["cpu_seconds"] / each["texts"]
        rows.append(
            f"| {each['texts']:,} | {each['wall_seconds']:,} | {each['cpu_seconds']:,} | {per_text:.1f} | {_number(each['median'])} |"
        )
    return "\n".join(rows) + "\n"


def kernels_table(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what each kernel of the text work takes, beside the limit seen for its kind."""
    rows = ["| kernel | ms a text | MB/s (range; runs) | limit seen, MB/s | of |", "| --- | --- | --- | --- | --- |"]
    for name, found in figures.items():
        if name.startswith("kernel "):
            limit = found["limit"] or "–"
            rows.append(f"| {name[7:]} | {found['milliseconds_per_text']:.3f} | {_spread(found)} | {limit} | {found['limit_of']} |")
    return "\n".join(rows) + "\n"
