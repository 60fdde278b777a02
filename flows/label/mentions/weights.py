"""The weights by which a kind is chosen, where a language has learnt them; the rules alone decide where it has none."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from struct import Struct

from flows.label.mentions.evidence import Group
from schemas.words import Language, MentionKind

KINDS: tuple[MentionKind | None, ...] = (None, *MentionKind)
"""The order of the weights of a mark."""
Weights = int
"""What marks weigh for each of `KINDS`, in one number: 64 bits each, the first lowest, so that all are added at once."""
BITS = 64
HALF = 1 << (BITS - 1)
LIFT = sum(HALF << BITS * place for place in range(len(KINDS)))
"""What lifts each weight above 0, so that none borrows from the next."""
SIGNED, LIFTED = (Struct(f"<{len(KINDS)}{code}") for code in "qQ")


@cache
def weights_of(language: Language) -> Mapping[str, Weights]:
    """Return the weights of the marks of names of a language; empty where none were learnt."""
    file = files("flows.label.mentions").joinpath("weights", f"{language}.txt")
    if not file.is_file():
        return {}
    found = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        mark, *numbers = line.split("\t")
        found[mark] = _together(map(int, numbers))
    return found


@cache
def learnt_kinds(language: Language) -> frozenset[MentionKind | None]:
    """Return the kinds that the marked texts of a language told apart: of others the rules know more."""
    each = map(_lifted, weights_of(language).values())
    return frozenset(kind for kind, column in zip(KINDS, zip(*each, strict=True), strict=False) if max(column) > HALF)


def _together(numbers: Iterable[int]) -> Weights:
    return (int.from_bytes(SIGNED.pack(*numbers), "little") ^ LIFT) - LIFT


def _lifted(weights: Weights) -> tuple[int, ...]:
    return LIFTED.unpack((weights + LIFT).to_bytes(LIFTED.size, "little"))


def heaviest(weights: Weights) -> MentionKind | None:
    """Return the kind that the marks of a name weigh most for; None where they weigh most for no name of any kind."""
    lifted = _lifted(weights)
    return KINDS[lifted.index(max(lifted))]


def weights_in(groups: Iterable[Group], language: Language) -> Weights:
    """Return what the marks of a name weigh."""
    return sum([_weight(*group, language) for group in groups])


@lru_cache(maxsize=65_536)
def _weight(marks: Callable[..., Iterator[str]], of: tuple[object, ...], language: Language) -> Weights:
    """Return the sum of the weights of a group of marks."""
    return sum(filter(None, map(weights_of(language).get, marks(*of))))
