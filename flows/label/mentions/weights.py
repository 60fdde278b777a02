"""The weights by which a kind is chosen, where a language has learnt them; the rules alone decide where it has none."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from flows.label.mentions.evidence import Group
from schemas.words import Language, MentionKind

KINDS: tuple[MentionKind | None, ...] = (None, *MentionKind)
"""The order of the weights of a mark."""
Weights = tuple[float, ...]
NO_WEIGHT = (0,) * len(KINDS)


@cache
def weights_of(language: Language) -> Mapping[str, tuple[int, ...]]:
    """Return the weights of the marks of names of a language, in the order of `KINDS`; empty where none were learnt."""
    file = files("flows.label.mentions").joinpath("weights", f"{language}.txt")
    if not file.is_file():
        return {}
    found = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        mark, *numbers = line.split("\t")
        found[mark] = tuple(map(int, numbers))
    return found


@cache
def learnt_kinds(language: Language) -> frozenset[MentionKind | None]:
    """Return the kinds that the marked texts of a language told apart: of others the rules know more."""
    return frozenset(kind for kind, column in zip(KINDS, zip(*weights_of(language).values(), strict=True), strict=False) if max(column) > 0)


def heaviest(weights: Weights) -> MentionKind | None:
    """Return the kind that the marks of a name weigh most for; None where they weigh most for no name of any kind."""
    return KINDS[weights.index(max(weights))]


def weights_in(groups: Iterable[Group], language: Language) -> Weights:
    """Return what the marks of a name weigh for each of `KINDS`."""
    return tuple(sum(column) for column in zip(*(_weight(group, language) for group in groups), strict=True))


@lru_cache(maxsize=65_536)
def _weight(group: Group, language: Language) -> tuple[int, ...]:
    """Return the sums of the weights of a group of marks."""
    weights = weights_of(language)
    marks, of = group
    return tuple(map(sum, zip(NO_WEIGHT, *(weights[mark] for mark in marks(*of) if mark in weights), strict=True)))
