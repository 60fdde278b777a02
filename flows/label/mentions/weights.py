"""The weights by which a kind is chosen, where a language has learnt them; the rules alone decide where it has none."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from flows.languages.lists import word_list
from schemas.words import Language, MentionKind

KINDS: tuple[MentionKind | None, ...] = (None, *MentionKind)
"""The order of the weights of a mark."""
Weights = Mapping[str, tuple[int, ...]]


@cache
def weights_of(language: Language) -> Weights:
    """Return the weights of the marks of names of a language, in the order of `KINDS`; empty where none were learnt."""
    name = f"weights/{language}.txt"
    if not files("flows.label.mentions").joinpath(name).is_file():
        return {}
    found = {}
    for line in word_list("flows.label.mentions", name):
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
