"""Between which values a figure lies: a bootstrap over documents, seeded, so that the same counts give the same intervals."""

import random
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

RESAMPLES = 1_000
SEED = 20260210


def spreads(per_document: Sequence[Counter[str]], figures: Sequence[Callable[[Counter[str]], float]]) -> list[tuple[float, float]]:
    """Return the 95 % interval of each figure over resamples of the documents, the same ones for all figures."""
    names = sorted({name for one in per_document for name in one})
    table_of_counts = np.array([[one[name] for name in names] for one in per_document])
    chooser = random.Random(SEED)  # noqa: S311 - a bootstrap, no secret
    places = range(len(per_document))
    sums = (table_of_counts[chooser.choices(places, k=len(places))].sum(axis=0) for _ in range(RESAMPLES))
    resampled = [Counter(dict(zip(names, total.tolist(), strict=True))) for total in sums]
    found = []
    for figure in figures:
        told = sorted(map(figure, resampled))
        found.append((told[int(RESAMPLES * 0.025)], told[int(RESAMPLES * 0.975)]))
    return found
