"""Word classes of Russian for the rules of speakers."""

from flows.languages.pack import pack
from schemas.words import Language

_CLASSES = pack(Language.RUSSIAN).of_class
AGENTS, ADVERBS, CONNECTIVES = _CLASSES["agent"], _CLASSES["adverb"], _CLASSES["connective"]
PREPOSITIONS, SUBORDINATORS = _CLASSES["preposition"], _CLASSES["subordinator"]


def oblique_agents() -> frozenset[str]:
    """Return the other cases of the nouns for those who speak."""
    return _CLASSES["oblique-agent"]
