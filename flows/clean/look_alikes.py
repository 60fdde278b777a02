"""Letters of another script that look like those of a word: Latin ones in Cyrillic words, Cyrillic ones in Latin words."""

import re
from collections import Counter
from functools import cache
from typing import NamedTuple

from flows.languages.letters import alphabets
from flows.languages.pack import packs

WORD = re.compile(r"[^\W\d_]+")
# Such letters are an abbreviation, and what follows is its ending: `SMS` before a Russian one.
LEAST_CAPITALS = 2


class Letters(NamedTuple):
    """The letters of a language, capitals too, as one word of it may be written."""

    code: str
    own: frozenset[str]
    telling: frozenset[str]
    """Those of its own that look like no letter of another script."""
    looks: dict[int, str]
    """By the code point of a letter that looks like one of its own, that one."""
    single: re.Pattern[str]
    """A small letter that looks like one of its own, alone between two words of the language."""


def letters_of_one_script(text: str) -> str:
    """Return a text whose words are written in one script each, where it is certain which; as many code points as it had.

    >>> letters_of_one_script("Тhe road, Kazаkhstan")
    'The road, Kazakhstan'
    """
    if _is_latin(text) or not _mixed().search(text):
        return text
    languages = _by_fit(text)
    repaired = WORD.sub(lambda word: _repaired(word[0], languages), text)
    if repaired != text:
        main = languages[0]
        repaired = main.single.sub(lambda letter: letter[0].translate(main.looks), repaired)
    return repaired


def _is_latin(text: str) -> bool:
    """Tell whether a text has but the letters and marks of Western languages, in a tenth of the time that a pattern takes."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _repaired(word: str, languages: tuple[Letters, ...]) -> str:
    """Return a word in the letters of the first language that it shows by a letter that looks like no other, else of the first of all."""
    if word.isascii() or not _mixed().search(word):
        return word
    fitting = [one for one in languages if all(letter in one.own or ord(letter) in one.looks for letter in word)]
    shown = next((one for one in fitting if not one.telling.isdisjoint(word)), None)
    meant = shown or (languages[0] if languages[0] in fitting else None)
    return word if meant is None or _is_abbreviation(word, meant) else word.translate(meant.looks)


def _is_abbreviation(word: str, meant: Letters) -> bool:
    """Tell whether the other letters are capitals before small ones: a foreign abbreviation with an ending."""
    end = next((place for place, letter in enumerate(word) if letter in meant.own), len(word))
    return end >= LEAST_CAPITALS and word[:end].isupper() and word[end:].islower()


def _by_fit(text: str) -> tuple[Letters, ...]:
    """Return the languages with such letters, that of which most letters of the text are first."""
    counts = Counter(filter(str.isalpha, text))
    return tuple(sorted(_languages(), key=lambda one: -sum(counts[letter] for letter in one.own)))


@cache
def _languages() -> tuple[Letters, ...]:
    """Return the letters of each language, in the order in which `Language` names them."""
    rows = {one.language.value: one.rows("look_alikes") for one in packs()}
    looking = {look for found in rows.values() for _, *looks in found for look in looks}
    return tuple(_letters(code, found, looking) for code, found in rows.items() if found)


def _letters(code: str, rows: tuple[tuple[str, ...], ...], looking: set[str]) -> Letters:
    own = frozenset(letter for small in alphabets()[code] for letter in (small, small.upper()))
    looks = {ord(look): letter for letter, *several in rows for look in several}
    known, small = "".join(sorted(own)), "".join(chr(look) for look in looks if chr(look).islower())
    single = re.compile(rf"(?<=[{known}][ \n])[{small}](?=[ \n][{known}])")
    return Letters(code, own, own - looking, looks, single)


@cache
def _mixed() -> re.Pattern[str]:
    """Return the pattern of two letters beside each other of which one looks like the letters of the other's script."""
    pairs = (("".join(sorted(one.own)), "".join(map(chr, one.looks))) for one in _languages())
    return re.compile("|".join(f"[{own}][{looks}]|[{looks}][{own}]" for own, looks in pairs))
