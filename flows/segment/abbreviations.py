"""The abbreviations of each language: what a stop after them may mean."""

import re
from functools import cache
from typing import NamedTuple

from flows.languages.pack import Pack
from schemas.columns import Word


class Behaviour(Word):
    """What the stop after an abbreviation means when the next word does not begin with a small letter."""

    TITLE = "title", "Something always follows: the sentence goes on."
    NUMBER = "number", "The sentence goes on before a number and ends before anything else."
    UNIT = "unit", "After a number it counts or dates, and the sentence ends, but for a date at its beginning; elsewhere it goes on."
    STARTER = "starter", "The sentence ends only before a word that often begins one."
    END = "end", "The sentence ends."


BEHAVIOURS = {behaviour.value: behaviour for behaviour in Behaviour}


class Abbreviations(NamedTuple):
    """What one language's lists say; forms stand without their last stop."""

    behaviours: dict[str, Behaviour]
    starters: frozenset[str]
    """Words that often begin a sentence, as they stand there."""
    saying: frozenset[str]
    """Reporting verbs that may follow a speaker's name behind a marked passage."""
    initial: re.Pattern[str]
    """What a first name may be cut short to, in small letters."""


@cache
def abbreviations(pack: Pack) -> Abbreviations:
    """Return the lists of a language; ValueError names a line that does not hold a form and its behaviour."""
    behaviours: dict[str, Behaviour] = {}
    for form, word in pack.rows("abbreviations"):
        behaviour = BEHAVIOURS[word]
        bare = form[:-1].replace(" ", "")
        if behaviours.get(bare, behaviour) is not behaviour:
            raise ValueError(f"{pack.language}/lists/abbreviations.txt: {form} is listed twice, with different behaviours")
        behaviours[bare] = behaviour
        if len(bare) > 1:  # a capital alone is an initial
            behaviours.setdefault(bare[0].upper() + bare[1:], behaviour)
    return Abbreviations(behaviours, pack.words("sentence_starters"), pack.words("saying"), pack.patterns["initial"])
