"""The weights by which a kind is chosen, where a language has learnt them; the rules alone decide where it has none."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from schemas.words import Language, MentionKind

KINDS: tuple[MentionKind | None, ...] = (None, *MentionKind)
"""The order of the weights of a mark."""
Weights = Mapping[str, tuple[int, ...]]


@cache
def weights_of(language: Language) -> Weights:
    """Return the weights of the marks of names of a language, in the order of `KINDS`; empty where none were learnt."""
    file = files("flows.label.mentions").joinpath("weights", f"{language}.txt")
    if not file.is_file():
        return {}
    found = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        mark, *numbers = line.split("\t")
        found[mark] = tuple(map(int, numbers))
    return found


def heaviest(marks: Iterable[str], weights: Weights) -> MentionKind | None:
    """Return the kind that the marks of a name weigh most for; None where that is no name of any kind."""
    there = [weights[mark] for mark in marks if mark in weights]
    if not there:
        return None
    sums = [sum(column) for column in zip(*there, strict=True)]
    return KINDS[sums.index(max(sums))]
