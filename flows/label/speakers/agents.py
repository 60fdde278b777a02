"""The nouns for those who speak, in their forms."""

from functools import cache, lru_cache

from flows.label.speakers.case_forms import dictionary_forms
from flows.label.speakers.names import Gender, genders
from flows.languages.letters import plain
from flows.languages.pack import Pack


@cache
def agents(pack: Pack) -> frozenset[str]:
    """Return the nouns for those who speak in the nominative, in small letters: also in the plural and with what says whose they are."""
    return plain_agents(pack) | pack.of_class["nominative-agent"]


@cache
def oblique_agents(pack: Pack) -> frozenset[str]:
    """Return their forms in other cases that are no nominative of another."""
    return pack.of_class["oblique-agent"]


@cache
def plain_agents(pack: Pack) -> frozenset[str]:
    """Return the nouns for those who speak as the lexicon and the titles list them, in small letters."""
    return frozenset(row[0] for row in pack.rows("lexicon") if "agent" in row[1].split()) | titles(pack).keys()


@cache
def titles(pack: Pack) -> dict[str, Gender]:
    """Return the titles of the list in small letters, without a stop, with the gender that each tells."""
    return {plain(word).rstrip("."): gender for word, gender in genders(pack, "titles").items()}


@cache
def words_of(pack: Pack, *classes: str) -> frozenset[str]:
    """Return the words of some classes of the lexicon."""
    return frozenset().union(*(pack.of_class.get(one, ()) for one in classes))


@lru_cache(maxsize=16_384)
def is_agent(lowered: str, pack: Pack) -> bool:
    """Tell whether a word in small letters is a form of such a noun: by its endings where the forms themselves are not known."""
    if oblique_agents(pack):
        return lowered in agents(pack) or lowered in oblique_agents(pack)
    return not agents(pack).isdisjoint(dictionary_forms(lowered, pack))
