"""Fit a model to the measured builds and write its table into docs/scaling.md: `.venv/bin/python -m docs.scaling`.

The figures are those of `make bench BENCH="outside next_day"`, kept in benchmarks/results. What the build's own process uses and
what its workers use are each fitted by a straight line over the number of texts. Beside what the lines say stands what a simulated build
took (`.venv/bin/python -m benchmarks.simulated --keep`), and what its figures come to for ten million texts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

HOUSE = Path(__file__).resolve().parent.parent
PAGE = HOUSE / "docs" / "scaling.md"
RESULTS = HOUSE / "benchmarks" / "results"
MARKED = r"(?s)(<!-- {name} -->\n).*?(<!-- end -->)"
TEXTS = (20_000, 100_000, 1_000_000, 10_000_000)
PROCESSORS = (1, 2, 8, 32)
DOLLARS_A_PROCESSOR_HOUR = 0.05
START = "start"
AFTER_READING = ("assemble", "validate", "publish")
MOST_TEXTS = TEXTS[-1]


class Line(NamedTuple):
    """Seconds of processor time for so many texts: `base` and so much a text."""

    base: float
    a_text: float

    def at(self, texts: int) -> float:
        """Return the seconds for so many texts."""
        return self.base + self.a_text * texts


class Model(NamedTuple):
    """What a full build takes: what its own process uses, what workers share, and its start."""

    own: Line
    shared: Line
    start_seconds: float

    def wall_seconds(self, texts: int, processors: int) -> float:
        """Return how long a build takes by so many worker processes, each with a processor that nobody else uses."""
        return self.start_seconds + self.own.at(texts) + self.shared.at(texts) / processors

    def bottleneck(self, texts: int, processors: int) -> str:
        """Return what most of that time goes to."""
        return "the build's own process" if self.own.at(texts) > self.shared.at(texts) / processors else "the workers"


def fitted(points: Sequence[tuple[int, float]]) -> Line:
    """Return the line of least squares through (texts, seconds) that begins at no less than 0 and does not fall.

    >>> fitted([(1_000, 12.0), (2_000, 22.0)])
    Line(base=2.0, a_text=0.01)
    """
    mean_texts = sum(texts for texts, _ in points) / len(points)
    mean_seconds = sum(seconds for _, seconds in points) / len(points)
    spread = sum((texts - mean_texts) ** 2 for texts, _ in points)
    slope = sum((texts - mean_texts) * (seconds - mean_seconds) for texts, seconds in points) / spread if spread else 0.0
    base = mean_seconds - slope * mean_texts
    if base < 0 or slope < 0 or not spread:
        return Line(0.0, sum(texts * seconds for texts, seconds in points) / sum(texts**2 for texts, _ in points))
    return Line(base, slope)


def model_of(figures: Iterable[Mapping[str, Any]]) -> Model:
    """Return the model of measured builds."""
    found = list(figures)
    stages = [stage for stage in found[0]["stages"] if stage != START]
    return Model(*lines_of(found, stages), sum(one["stages"][START] for one in found) / len(found))


def lines_of(figures: Iterable[Mapping[str, Any]], stages: Iterable[str]) -> tuple[Line, Line]:
    """Return what some stages take of the build's own process, and of its workers."""
    found = list(figures)
    own = [(one["texts"], sum(one["own"][stage] for stage in stages)) for one in found]
    shared = [(one["texts"], sum(one["stages"][stage] - one["own"][stage] for stage in stages)) for one in found]
    return fitted(own), fitted(shared)


def table_of(model: Model) -> str:
    """Return the model as a table in Markdown: texts and processors → hours, money, and what most of the time goes to."""
    rows = [
        f"Fitted: the build's own process takes {model.own.base:.0f} s and {1000 * model.own.a_text:.1f} ms a text, the workers together"
        f" {model.shared.base:.0f} s and {1000 * model.shared.a_text:.1f} ms a text; the start takes {model.start_seconds:.0f} s.",
        "",
        "| texts | worker processes | hours | US dollars | most of the time goes to |",
        "| --- | --- | --- | --- | --- |",
    ]
    for texts in TEXTS:
        for processors in PROCESSORS:
            hours = model.wall_seconds(texts, processors) / 3600
            money = hours * processors * DOLLARS_A_PROCESSOR_HOUR
            rows.append(f"| {texts:,} | {processors} | {hours:.2f} | {money:.2f} | {model.bottleneck(texts, processors)} |")
    return "\n".join(rows) + "\n"


def simulation_of(figures: Iterable[Mapping[str, Any]], measured: Iterable[Mapping[str, Any]]) -> str:
    """Return what a simulated build took beside what the model of measured ones says, as Markdown, and what ten million texts come to."""
    found = {one["name"]: one for one in figures}
    builds = [one for name, one in found.items() if name.startswith("simulated ")]
    known = list(measured)
    rows = [
        "| texts | stages | parts | own process, s | by the model | tasks, s | by the model | hours by the clock | own memory, MB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for one in builds:
        texts, alone = one["texts"], sum(one["own"].values())
        tasks = sum(one["stages"].values()) - alone
        own, shared = lines_of(known, one["stages"])
        cells = (f"{texts:,}", ", ".join(one["stages"]), f"{one['parts']:,}", f"{alone:.0f}", f"{own.at(texts):.0f}", f"{tasks:.0f}")
        rows.append(f"| {' | '.join(cells)} | {shared.at(texts):.0f} | {one['wall_seconds'] / 3600:.2f} | {one['peak_megabytes']:,} |")
    return "\n".join([*rows, "", _of_most_texts(builds, found["divided"]), ""])


def _of_most_texts(builds: Sequence[Mapping[str, Any]], divided: Mapping[str, Any]) -> str:
    """Return what the figures of simulated builds come to for as many texts as the model tells of at the most."""
    hours = [0.0, 0.0]
    for stage in AFTER_READING:
        own, shared = lines_of([one for one in builds if stage in one["stages"]], [stage])
        hours = [hours[0] + own.at(MOST_TEXTS) / 3600, hours[1] + shared.at(MOST_TEXTS) / 3600]
    times = MOST_TEXTS / divided["texts"]
    return (
        f"Lines through these, stage by stage, come for {MOST_TEXTS:,} texts to {hours[0]:.1f} hours of the build's own process and "
        f"{hours[1]:.1f} of tasks, reading and fetching apart. To divide their ids into parts takes {times * divided['median']:.0f} "
        f"seconds of that, and {times * divided['peak_megabytes'] / 1000:.0f} GB of memory (measured with {divided['texts']:,} texts)."
    )


def measured() -> list[Mapping[str, Any]]:
    """Return the kept figures of full builds of which each stage's own and shared time is known."""
    return [one for one in (*kept("outside"), *kept("next_day")) if "own" in one]


def rendered(page: str, figures: Sequence[Mapping[str, Any]], simulated: Sequence[Mapping[str, Any]]) -> str:
    """Return the page with its tables written anew."""
    written = {"model": table_of(model_of(figures)), "simulated": simulation_of(simulated, figures)}
    for name, table in written.items():
        page = re.sub(MARKED.format(name=name), partial(_between, table), page)
    return page


def _between(table: str, found: re.Match[str]) -> str:
    return f"{found[1]}{table}{found[2]}"


def kept(name: str) -> list[dict[str, Any]]:
    """Return the figures of a bench that are kept."""
    return [json.loads(line) for line in (RESULTS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Write the tables."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(rendered(page, measured(), kept("simulated")), encoding="utf-8")


if __name__ == "__main__":
    main()
