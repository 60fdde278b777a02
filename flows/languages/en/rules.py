"""What English decides by a rule that neither a list nor a pattern can be: the forms of its verbs, and whom a nickname means."""

import re
from functools import cache

from nicknames import NickNamer

from flows.languages.lists import word_list

DOUBLING = frozenset(word_list("flows.languages", "en/lists/doubling.txt"))
BEFORE_IES = re.compile(r"[^aeiou]y$")
BEFORE_ES = re.compile(r"(?:s|x|z|ch|sh|o)$")


def verb_forms(verb: str, irregular: str = "") -> dict[str, str]:
    """Return the forms of a verb, each with what it is; `irregular` is `past` or `past, participle`.

    >>> verb_forms("say", "said")
    {'say': 'base', 'says': 'finite', 'said': 'finite', 'saying': 'gerund'}
    """
    past, *participle = (form.strip() for form in irregular.split(",")) if irregular else (_with_ending(verb, "ed"),)
    third = verb[:-1] + "ies" if BEFORE_IES.search(verb) else verb + ("es" if BEFORE_ES.search(verb) else "s")
    forms = {verb: "base", third: "finite", past: "finite", _with_ending(verb, "ing"): "gerund"}
    return forms | {form: "participle" for form in participle if form not in forms}


def _with_ending(verb: str, ending: str) -> str:
    if verb in DOUBLING:
        return verb + verb[-1] + ending
    if verb.endswith("e") and (ending == "ed" or not verb.endswith(("ee", "ye", "oe"))):
        return verb[:-1] + ending
    return verb[:-1] + "ied" if ending == "ed" and BEFORE_IES.search(verb) else verb + ending


def nicknames(first: str) -> frozenset[str]:
    """Return the nicknames of a first name, in small letters, by the list of the package `nicknames` (Apache License 2.0).

    >>> sorted(nicknames("margaret"))[:3]
    ['daisy', 'greta', 'gretta']
    """
    return frozenset(_nicknames().nicknames_of(first))


@cache
def _nicknames() -> NickNamer:
    return NickNamer()
