"""The abbreviations of each language: what a stop after them may mean."""

from functools import cache
from typing import NamedTuple

from flows.lists import word_list
from schemas.columns import Word
from schemas.words import Language


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


@cache
def abbreviations(language: Language) -> Abbreviations:
    """Return the lists of a language; ValueError names a line that does not hold a form and its behaviour."""
    behaviours: dict[str, Behaviour] = {}
    name = f"abbreviations.{language}.txt"
    for line in word_list("flows.segment", name):
        form, _, word = line.partition("  ")
        if not form.endswith(".") or word.strip() not in BEHAVIOURS:
            raise ValueError(f"{name}: {line!r} is not a form with its stop, two spaces and one of {', '.join(BEHAVIOURS)}")
        behaviour = BEHAVIOURS[word.strip()]
        bare = form[:-1].replace(" ", "")
        if behaviours.get(bare, behaviour) is not behaviour:
            raise ValueError(f"{name}: {form} is listed twice, with different behaviours")
        behaviours[bare] = behaviour
        if len(bare) > 1:  # a capital alone is an initial
            behaviours.setdefault(bare[0].upper() + bare[1:], behaviour)
    starters = word_list("flows.segment", f"sentence_starters.{language}.txt")
    return Abbreviations(behaviours, frozenset(word for line in starters for word in line.split()))
