"""Case endings of names and roles: from a form in a text back to the forms that a list may hold."""

from collections.abc import Mapping
from functools import cache, lru_cache

from flows.languages.pack import Pack

SHORTEST_STEM = 2
Endings = tuple[tuple[int, Mapping[str, tuple[str, ...]]], ...]
"""By their length, the longest first: each ending with those of the dictionary forms."""


@lru_cache(maxsize=16_384)
def dictionary_forms(word: str, pack: Pack) -> tuple[str, ...]:
    """Return the word itself and every dictionary form that it may be a case of, without repetition.

    The forms are candidates, to be looked up in a list of known names or roles; most of them are no words.
    Letters keep their case; of a hyphenated word the last part is declined.

    >>> from flows.languages.pack import pack
    >>> from schemas.words import Language
    >>> dictionary_forms("Токаеву", pack(Language("ru")))
    ('Токаеву', 'Токаев', 'Токаева', 'Токаево')
    """
    return tuple(dict.fromkeys((word, *_without_ending(word, _endings(pack, "case_endings")))))


@lru_cache(maxsize=16_384)
def bare_forms(word: str, pack: Pack) -> tuple[str, ...]:
    """Return every dictionary form that a word may be a case of, each also without an ending that says whose it is.

    >>> from flows.languages.pack import pack
    >>> from schemas.words import Language
    >>> bare_forms("басшысының", pack(Language("kk")))
    ('басшысының', 'басшысы', 'басшы', 'басшыс')
    """
    owned = _endings(pack, "possessive_endings")
    return tuple(dict.fromkeys(one for form in dictionary_forms(word, pack) for one in (form, *_without_ending(form, owned))))


def _without_ending(word: str, endings: Endings) -> list[str]:
    found: list[str] = []
    for length, dictionary in endings:
        cut = len(word) - length
        if cut >= SHORTEST_STEM and (known := dictionary.get(word[cut:])):
            found += [word[:cut] + one for one in known]
    return found


@cache
def _endings(pack: Pack, name: str) -> Endings:
    """Return the endings of a list; `-` stands for no ending in it."""
    found: dict[int, dict[str, tuple[str, ...]]] = {}
    for ending, dictionary in pack.rows(name):
        known = found.setdefault(len(ending), {})
        known[ending] = known.get(ending, ()) + tuple("" if one == "-" else one for one in dictionary.split())
    return tuple(sorted(found.items(), reverse=True))
