"""Word classes and case endings of Kazakh for the rules of speakers."""

from flows.languages.pack import pack
from schemas.words import Language

_PACK = pack(Language.KAZAKH)
ABLATIVE, CONVERB, DATIVE, LOCATIVE = (_PACK.patterns[name] for name in ("ablative", "converb", "dative", "locative"))
_AGENTS = _PACK.of_class["agent"] | _PACK.of_class["nominative-agent"]


def words(name: str) -> frozenset[str]:
    """Return the words of a class."""
    return _PACK.of_class[name]


def agents() -> frozenset[str]:
    """Return the nouns for those who speak in the nominative: `басшы`, `басшысы`, `басшылар`, `басшылары`; `қызмет`, `қызметі`."""
    return _AGENTS
