"""Learn the weights of names' marks from marked texts: python -m benchmarks.train_mentions LANGUAGE MARKED.jsonl.gz [--half].

An averaged perceptron over the names that the rules cut out. MARKED holds a text a line, {text, mentions: [[start, end, label]]}. `--half`
leaves out the odd lines, to measure on. Written to `flows/label/mentions/weights/<language>.txt`; `ATTRIBUTION.md` beside it says of what.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from flows.label.cut import cut_of
from flows.label.mentions.candidates import Candidate, candidates_of, elsewhere_of
from flows.label.mentions.evidence import groups_of
from flows.label.mentions.kinds import kind_by_rules
from flows.label.mentions.weights import KINDS
from flows.languages.pack import pack
from schemas.words import Language, MentionKind

PASSES, ORDERS = 12, 10
"""How often the texts are gone through, in how many orders: their weights are averaged, since one order tells more by chance."""
MARGIN = 5.0
"""By how much the right kind must weigh more than any other; a name that falls short of it is learnt from as one told wrong."""
FEWEST = 2
"""How often a mark must stand in the texts to be weighed."""
SCALE = 10
LEAST = 8
"""A mark that weighs less for and against every kind is left out: it changes next to nothing."""
KIND_OF = {
    **dict.fromkeys(("Person", "PERSON"), MentionKind.PERSON),
    **dict.fromkeys(("Location", "LocOrg", "GPE", "LOCATION", "FACILITY"), MentionKind.PLACE),
    **dict.fromkeys(("Org", "ORGANISATION"), MentionKind.ORGANISATION),
    "LAW": MentionKind.LAW,
    "EVENT": MentionKind.EVENT,
    "PROJECT": MentionKind.PROGRAMME,
}
Example = tuple[tuple[str, ...], int]


def examples_of(language: Language, lines: Iterable[str]) -> Iterator[Example]:
    """Yield the marks of each candidate of the texts with the place of its kind in `KINDS`."""
    read = pack(language)
    for line in lines:
        marked = json.loads(line)
        document = cut_of(marked["text"], language).document
        told = [(start, end, KIND_OF[label]) for start, end, label in marked["mentions"] if label in KIND_OF]
        candidates = list(candidates_of(document, read))
        for one, elsewhere in zip(candidates, elsewhere_of(candidates, document.text), strict=True):
            groups = groups_of(one.words, one.name, one.beside, elsewhere, kind_by_rules(one, read), read)
            yield tuple(mark for marks, of in groups for mark in marks(*of)), KINDS.index(_right(one, told))


def _right(one: Candidate, told: list[tuple[int, int, MentionKind]]) -> MentionKind | None:
    shared = [(min(end, one.span.end) - max(start, one.span.start), kind) for start, end, kind in told]
    most = max(shared, key=lambda found: found[0], default=(0, None))
    return most[1] if most[0] > 0 else None


def learnt(examples: list[Example]) -> dict[str, list[float]]:
    """Return the weights of the marks, averaged over some orders of the examples."""
    total: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(KINDS))
    for seed in range(ORDERS):
        for mark, weights in _learnt_in_order(examples, seed).items():
            total[mark] = [whole + weight / ORDERS for whole, weight in zip(total[mark], weights, strict=True)]
    return total


def _learnt_in_order(examples: list[Example], seed: int) -> dict[str, list[float]]:
    """Return the averaged weights of the marks, learnt from the examples as a seed shuffles them."""
    often = Counter(mark for marks, _ in examples for mark in marks)
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(KINDS))
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(KINDS))
    kept = [([mark for mark in marks if often[mark] >= FEWEST], right) for marks, right in examples]
    order, steps = random.Random(seed), 0  # noqa: S311 -- to shuffle alike, not to keep a secret
    for _ in range(PASSES):
        order.shuffle(kept)
        for marks, right in kept:
            steps += 1
            scores = [sum(column) for column in zip(*(weights[mark] for mark in marks), strict=True)]
            scores[right] -= MARGIN
            told = scores.index(max(scores))
            if told != right:
                for mark in marks:
                    for place, change in ((right, 1.0), (told, -1.0)):
                        weights[mark][place] += change
                        sums[mark][place] += change * steps
    return {mark: [weight - total / steps for weight, total in zip(weights[mark], sums[mark], strict=True)] for mark in weights}


def main() -> None:
    """Learn, and write the weights as whole numbers."""
    language, path, is_half = Language(sys.argv[1]), Path(sys.argv[2]), "--half" in sys.argv
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = [line for number, line in enumerate(file) if number % 2 == 0 or not is_half]
    found = learnt(list(examples_of(language, lines)))
    rounded = {mark: [round(weight * SCALE) for weight in weights] for mark, weights in found.items()}
    rows = ["\t".join((mark, *map(str, weights))) for mark, weights in sorted(rounded.items()) if max(map(abs, weights)) >= LEAST]
    target = Path(__file__).parents[1] / "flows" / "label" / "mentions" / "weights" / f"{language}.txt"
    target.parent.mkdir(exist_ok=True)
    target.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    sys.stdout.write(f"{target.name}: {len(rows)} marks\n")


if __name__ == "__main__":
    main()
