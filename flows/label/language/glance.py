"""What is plain at a glance: a text in which the commonest signs of one held language stand thick, and no letter that it does not write.

Counting a few strings costs a tenth of looking at each word, and settles nearly every text of more than a line. It says nothing that the
longer look (`letters`) would not say; where signs are thin it is silent.
"""

import re
from functools import cache
from typing import NamedTuple

from flows.languages.letters import alphabets
from flows.languages.pack import Pack, packs
from schemas.words import Language

# Plain Latin letters, marks and emoji, which count for no language.
ANYWHERE = "\\u0000-\\u00bf\\u2000-\\u2bff\\ufe0f\\U00010000-\\U0010ffff"


class Signs(NamedTuple):
    """Texts of which so many stand in a sample, and one in so many characters."""

    least: int
    often: int
    texts: tuple[str, ...]


class Glance(NamedTuple):
    """By what a language is known at a glance."""

    language: Language
    signs: tuple[Signs, ...]
    strange: re.Pattern[str]
    """A letter that the language does not write."""


def plain_language(sample: str) -> Language | None:
    """Return the held language that a sample is plainly in, or None where that takes a longer look."""
    for language, signs, strange in _glances():
        if all(sum(map(sample.count, texts)) >= max(least, len(sample) / often) for least, often, texts in signs):
            return None if strange.search(sample) else language
    return None


@cache
def _glances() -> tuple[Glance, ...]:
    found = map(_glance, (one for one in packs() if one.lines("glance")))
    return tuple(sorted(found, key=lambda one: len(one.signs[0].texts)))  # the fewest first: they are the soonest counted


def _glance(pack: Pack) -> Glance:
    signs = (Signs(int(least), int(often), tuple(text.replace("_", " ") for text in texts)) for least, often, *texts in pack.rows("glance"))
    letters = "".join(sorted(alphabets()[pack.language.value]))
    return Glance(pack.language, tuple(signs), re.compile(f"[^{ANYWHERE}{letters}{letters.upper()}]"))
