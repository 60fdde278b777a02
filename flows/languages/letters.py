"""The letters of each language: which it writes, how often, and which stand for one another."""

from collections.abc import Mapping
from functools import cache, lru_cache

from flows.languages.lists import other_lists
from flows.languages.pack import Pack, packs

Rows = tuple[tuple[str, ...], ...]
LONGEST_WORD_KEPT = 40


def plain(words: str) -> str:
    """Return words in small letters, each letter as it is most often written: as many code points as they had.

    >>> plain("Ещё")
    'еще'
    """
    return _of_word(words) if len(words) <= LONGEST_WORD_KEPT else _rewritten(words)


def begins_as_name(word: str, pack: Pack) -> bool:
    """Tell whether a word begins with a capital, at once or behind a small word with a hyphen: әл-Фарид."""
    particle, _, name = word.partition("-")
    return word[0].isupper() or (name[:1].isupper() and particle in pack.words("name_particles"))


@lru_cache(maxsize=32_768)
def _of_word(word: str) -> str:
    return _rewritten(word)


def _rewritten(words: str) -> str:
    small = words.lower()
    for letter, written in written_as().items():
        small = small.replace(letter, written)
    return small


@cache
def written_as() -> Mapping[str, str]:
    """Return the letters that are often written as another one, with that one."""
    return {row[0]: row[2] for rows in _letters().values() for row in rows if len(row) > 2}


@cache
def alphabets() -> Mapping[str, frozenset[str]]:
    """Return the small letters of each language whose alphabet is known, by its code: those that are held first."""
    return {code: frozenset(filter(str.islower, "".join(row[0] for row in rows))) for code, rows in _letters().items()}


@cache
def frequencies() -> Mapping[str, int]:
    """Return how often letters beyond ASCII stand in a thousand, roughly, where a list says so: the first language that says it counts."""
    found: dict[str, int] = {}
    for rows in _letters().values():
        for letter, times in (row[:2] for row in rows if len(row) > 1 and row[0].islower()):
            found.setdefault(letter, int(times))
    return found


@cache
def shares(code: str) -> Mapping[str, float]:
    """Return which share of the letters of a language each is, roughly: of those of which its list says it."""
    return {row[0]: int(row[1]) / 1000 for row in _letters()[code] if len(row) > 1}


@cache
def _letters() -> Mapping[str, Rows]:
    held = {one.language.value: one.rows("letters") for one in packs()}
    return held | {code: tuple(tuple(line.split()) for line in lines) for code, lines in other_lists("letters").items()}
