"""Names that stand in capitals, as they are written in running text."""

import re
from collections.abc import Iterable

from flows.languages.pack import Pack

LETTERS = re.compile(r"[^\W\d_]+")
WORD = re.compile(r"[^\W\d_]+(?:[-‑'’][^\W\d_]+)*")


def spelt_in(text: str, words: Iterable[str]) -> dict[str, str]:
    """Return how a text writes some words elsewhere that stand in capitals, by the words: `McCarthy` for `MCCARTHY`."""
    wanted = {word.casefold(): word for word in words}
    found: dict[str, str] = {}
    for match in WORD.finditer(text) if wanted else ():
        word = match.group()
        if (key := word.casefold()) in wanted and key not in found and word[0].isupper() and not word.isupper():
            found[key] = word
    return {wanted[key]: word for key, word in found.items()}


def in_small_letters(word: str, spelt: dict[str, str], pack: Pack) -> str:
    """Return a word in capitals with all but the first of its letters small; any other word as it is.

    >>> from flows.languages.pack import pack
    >>> from schemas.words import Language
    >>> [in_small_letters(word, {}, pack(Language("en"))) for word in ("O'REILLY", "McCARTHY", "MCCARTHY", "J.", "VAN", "Roe")]
    ["O'Reilly", 'McCarthy', 'McCarthy', 'J.', 'van', 'Roe']
    """
    capitals = sum(map(str.isupper, word))
    if "." in word or len(word) < 2 or capitals < 2 or capitals * 2 <= len(word):
        return word
    if word in spelt:
        return spelt[word]
    if word.lower() in pack.words("name_particles"):
        return word.lower()
    return LETTERS.sub(lambda part: _capitalised(part.group(), pack), word)


def _capitalised(part: str, pack: Pack) -> str:
    prefix = pack.patterns["joined_prefix"].match(part.lower())
    first = prefix.end() if prefix and prefix.end() < len(part) - 1 else 0
    return part[:first].capitalize() + part[first:].capitalize()
