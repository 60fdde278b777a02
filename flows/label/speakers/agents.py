"""The nouns for those who speak, in their forms."""

from functools import cache, lru_cache

from flows.label.quotations import kazakh_words
from flows.label.speakers.case_forms import dictionary_forms
from flows.languages.pack import Pack
from schemas.words import Language


@cache
def agents(pack: Pack) -> frozenset[str]:
    """Return the nouns for those who speak in the nominative, in small letters: also in the plural and with what says whose they are."""
    return kazakh_words.agents() if pack.language is Language.KAZAKH else pack.of_class.get("agent", frozenset())


@cache
def oblique_agents(pack: Pack) -> frozenset[str]:
    """Return their forms in other cases that are no nominative of another."""
    return pack.of_class.get("oblique-agent", frozenset())


@cache
def plain_agents(pack: Pack) -> frozenset[str]:
    """Return the nouns for those who speak as the lexicon lists them."""
    return frozenset(row[0] for row in pack.rows("lexicon") if "agent" in row[1].split())


@lru_cache(maxsize=16_384)
def is_agent(lowered: str, pack: Pack) -> bool:
    """Tell whether a word in small letters is a form of such a noun: by its endings where the forms themselves are not known."""
    if oblique_agents(pack):
        return lowered in agents(pack) or lowered in oblique_agents(pack)
    return not agents(pack).isdisjoint(dictionary_forms(lowered, pack))
