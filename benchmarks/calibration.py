"""Whether `expected_right` is right: python -m benchmarks.calibration

Each text of `tests/held_out` is left out in turn: what is expected of its quotations is measured on the other texts of its language.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from flows.fetch.gazetteer import read_gazetteer
from flows.label.cut import cut_of
from flows.label.quotations.find import find_quotations
from flows.label.speakers.attribute import attribute
from flows.measure.by_class import FEWEST, Judged, judged
from flows.measure.marked_texts import read_marked_text
from schemas.words import Form, Language

HOUSE = Path(__file__).resolve().parents[1]
BINS = (0.0, 0.7, 0.8, 0.9, 0.95, 1.01)


class Expected(NamedTuple):
    """A quotation, how sure its class is by other texts, and whether it is right."""

    expected: float
    is_right: bool


def texts() -> dict[Language, list[list[Judged]]]:
    """Return language → the judged quotations of each blind text."""
    gazetteer = read_gazetteer(HOUSE / "sources")
    found: dict[Language, list[list[Judged]]] = defaultdict(list)
    for path in sorted((HOUSE / "tests" / "held_out").rglob("*.txt")):
        gold = read_marked_text(path)
        language = Language(gold["lang"])
        document = cut_of(gold["text"], language).document._replace(
            form=Form(gold["form"]), country=gold["country"], principal_speaker_id=gold["principal"]
        )
        document = document._replace(spoken_on=date.fromisoformat(gold["date"]) if gold["date"] else None)
        quotations = find_quotations(document)
        said_by = attribute(document, quotations, gazetteer).attributions
        found[language].append(list(judged(document, quotations, said_by, gold["quotes"])))
    return found


def expected(of: Sequence[list[Judged]]) -> Iterator[Expected]:
    """Yield each quotation of a language's texts with what the other texts lead one to expect, where they tell it."""
    for place, text in enumerate(of):
        others = [one for number, other in enumerate(of) if number != place for one in other]
        counts: Counter[object] = Counter()
        for one in others:
            for key in (one.kind, (one.kind, one.cue_class)):
                counts[key] += 1
                counts[key, "right"] += one.is_one
            counts["method", one.method] += one.is_one
            counts["method", one.method, "right"] += one.has_right_speaker
        for one in text:
            key = (one.kind, one.cue_class) if counts[one.kind, one.cue_class] >= FEWEST else one.kind
            method = ("method", one.method)
            if counts[key] >= FEWEST and counts[method] >= FEWEST:
                yield Expected(counts[key, "right"] / counts[key] * counts[*method, "right"] / counts[method], one.has_right_speaker)


def main() -> None:
    """Print a table: of the quotations of which so much is expected, how many are right."""
    by_language = texts()
    found = [one for of in by_language.values() for one in expected(of)]
    every = sum(len(text) for of in by_language.values() for text in of)
    print("| expected right, % | on average | right | n |\n| --- | --- | --- | --- |")
    for low, high in pairwise(BINS):
        within = [one for one in found if low <= one.expected < high]
        if within:
            mean = 100 * sum(one.expected for one in within) / len(within)
            right = 100 * sum(one.is_right for one in within) / len(within)
            print(f"| {100 * low:.0f}–{min(100 * high, 100):.0f} | {mean:.1f} | {right:.1f} | {len(within)} |")
    brier = sum((one.expected - one.is_right) ** 2 for one in found) / len(found)
    print(f"\nMean squared error {brier:.3f}; {every - len(found)} of {every} quotations are of a class too rare to be measured.")


if __name__ == "__main__":
    main()
