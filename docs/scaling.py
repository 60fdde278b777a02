"""Fit a model to the measured builds and write its table into docs/scaling.md: `.venv/bin/python -m docs.scaling`.

The figures are those of `make bench BENCH=outside`, kept in benchmarks/results/outside.jsonl. What the build's own process uses and
what its workers use are each fitted by a straight line over the number of texts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

HOUSE = Path(__file__).resolve().parent.parent
PAGE = HOUSE / "docs" / "scaling.md"
RESULTS = HOUSE / "benchmarks" / "results" / "outside.jsonl"
MARKED = re.compile(r"(?s)(<!-- model -->\n).*?(<!-- end -->)")
TEXTS = (20_000, 100_000, 1_000_000, 10_000_000)
PROCESSORS = (1, 2, 8, 32)
DOLLARS_A_PROCESSOR_HOUR = 0.05
START = "start"


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
    """Return the line of least squares through (texts, seconds) that begins at no less than 0.

    >>> fitted([(1_000, 12.0), (2_000, 22.0)])
    Line(base=2.0, a_text=0.01)
    """
    mean_texts = sum(texts for texts, _ in points) / len(points)
    mean_seconds = sum(seconds for _, seconds in points) / len(points)
    spread = sum((texts - mean_texts) ** 2 for texts, _ in points)
    slope = sum((texts - mean_texts) * (seconds - mean_seconds) for texts, seconds in points) / spread if spread else 0.0
    base = mean_seconds - slope * mean_texts
    if base < 0 or not spread:
        return Line(0.0, sum(texts * seconds for texts, seconds in points) / sum(texts**2 for texts, _ in points))
    return Line(base, slope)


def model_of(figures: Iterable[Mapping[str, Any]]) -> Model:
    """Return the model of measured builds."""
    found = list(figures)
    own = [(one["texts"], sum(taken for stage, taken in one["own"].items() if stage != START)) for one in found]
    total = [sum(taken for stage, taken in one["stages"].items() if stage != START) for one in found]
    shared = [(texts, everything - alone) for (texts, alone), everything in zip(own, total, strict=True)]
    return Model(fitted(own), fitted(shared), sum(one["stages"][START] for one in found) / len(found))


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


def rendered(page: str, figures: Iterable[Mapping[str, Any]]) -> str:
    """Return the page with its table written anew."""
    return MARKED.sub(lambda found: f"{found[1]}{table_of(model_of(figures))}{found[2]}", page)


def kept() -> list[dict[str, Any]]:
    """Return the measured builds that are kept."""
    return [json.loads(line) for line in RESULTS.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Write the table."""
    PAGE.write_text(rendered(PAGE.read_text(encoding="utf-8"), kept()), encoding="utf-8")


if __name__ == "__main__":
    main()
