"""What the letters and the common words of a text tell of its language, before any statistics are asked."""

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from flows.languages.letters import alphabets
from flows.languages.lists import other_lists
from flows.languages.pack import packs
from schemas.words import Language

WORD = re.compile(r"[^\W\d_]+")
# `https://example.org/news`, `press@example.org`: letters of no language
ADDRESS = re.compile(r"https?://\S+|www\.\S+|[\w.+-]{0,64}@\S+")

OTHER = "other"
CROWDED = "Latin"
"""The script of so many languages that its plain letters speak for none, and those with marks stand in names everywhere."""

# Where a keyboard had no \N{CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I}, the Latin one stands within words of Cyrillic letters.
BORROWED, MEANT = "i", "\N{CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I}"
WITHIN_CYRILLIC = re.compile("[\u0430-\u052f]i|i[\u0430-\u052f]")

# An ending (two to six letters, the shortest first) tells where at least so many letters make the word.
ENDINGS = range(2, 7)
SHORTEST_WITH_ENDING = 4
MOST_WORDS_KEPT = 50_000
HELD = {language.value: language for language in Language}


class Letter(NamedTuple):
    """What one letter tells."""

    script: str
    """`Latin`, `Cyrillic` and the like, where a held language is written so, else `other`."""
    not_written_by: tuple[str, ...]
    """Codes of the languages of that script whose alphabet is known and lacks it."""
    is_strange: bool
    """True where no held language writes it."""


class Evidence(NamedTuple):
    """What was counted in a sample of a text."""

    script: str
    """The script of most letters."""
    letters: int
    """Letters of that script."""
    words: int
    """Words of any script."""
    strange: int
    """Letters of the script that no held language writes."""
    unwritten: Counter[str]
    """Letters of the script that a language does not write, by its code."""
    telling: Counter[str]
    """Words that tell a language, by its code."""
    forms: int
    """How many different ones there are."""
    foreign_told: str | None
    """Code of the language not held that most words tell."""
    counts: Counter[str]
    """How often each small letter stands there."""

    def is_written_in(self, code: str) -> bool:
        """Tell whether a language's alphabet is known, of this script, and holds every letter of the sample.

        Where it adds letters to those of a held language (Kazakh to the Russian ones), one that is added must stand there.
        """
        return not self.unwritten[code] and self.shows(code)

    def shows(self, code: str) -> bool:
        """Tell whether a letter stands in the sample for each held language of fewer letters that is written with no others."""
        return code in codes_of(self.script) and all(self.unwritten[fewer] for fewer in within(code))


def evidence(sample: str) -> Evidence:
    """Count what a sample (some hundred characters) shows; all counts are 0 where it holds no letters."""
    if "@" in sample or "://" in sample or "www." in sample:
        sample = ADDRESS.sub(" ", sample)
    lowered = sample.lower()
    found = WORD.findall(lowered)
    counts = Counter("".join(found))
    if counts[BORROWED] and (meant := len(WITHIN_CYRILLIC.findall(lowered))):
        counts[MEANT] += meant
    script, letters, strange, unwritten = _written(counts)
    signs = [word for word in found if _signs(script)[word]]
    told = Counter(code for word in signs for code in _signs(script)[word])
    foreign = max(((count, code) for code, count in told.items() if code not in HELD), default=(0, None))
    return Evidence(script, letters, len(found), strange, unwritten, told, len(set(signs)), foreign[1], counts)


def _written(counts: Counter[str]) -> tuple[str, int, int, Counter[str]]:
    """Return the script of most letters, how many they are, how many of them no held language writes, and each language does not."""
    by_script = dict.fromkeys((OTHER, *scripts()), 0)
    apart = []
    for letter, count in counts.items():
        of_script, without, is_strange = letter_of(letter)
        by_script[of_script] += count
        if without:
            apart.append((of_script, without, is_strange, count))
    script = max(by_script, key=by_script.__getitem__)
    strange, unwritten = 0, dict.fromkeys(codes_of(script), 0)
    for of_script, without, is_strange, count in apart:
        if of_script == script:
            strange += count * is_strange
            for code in without:
                unwritten[code] += count
    return script, by_script[script], strange, Counter(unwritten)


@lru_cache(4096)
def script_of(letter: str) -> str:
    """Return the script of a letter as Unicode names it: `Latin`.

    >>> script_of("a")
    'Latin'
    """
    return unicodedata.name(letter, OTHER).split()[0].title()


@cache
def scripts() -> tuple[str, ...]:
    """Return the scripts in which held languages are written."""
    return tuple(sorted({script_of(min(alphabets()[code])) for code in HELD}))


@lru_cache(4096)
def letter_of(letter: str) -> Letter:
    """Return what a small letter tells."""
    script = script_of(letter)
    if script not in scripts():
        return Letter(OTHER, (), is_strange=False)
    without = tuple(code for code in codes_of(script) if letter not in alphabets()[code])
    return Letter(script, without, is_strange=all(code in without for code in codes_of(script) if code in HELD))


@cache
def codes_of(script: str) -> tuple[str, ...]:
    """Return the codes of the languages of a script whose alphabets are known, those that are held first."""
    return tuple(code for code, letters in alphabets().items() if script == script_of(min(letters)))


@cache
def within(code: str) -> tuple[str, ...]:
    """Return the codes of the held languages that write fewer letters than one, and no others."""
    return tuple(fewer for fewer in HELD if alphabets()[fewer] < alphabets()[code])


class Signs(dict[str, tuple[str, ...]]):
    """Word → the codes of the languages that it, or its ending, tells in a script; none for most; told when it is first met."""

    def __init__(self, script: str) -> None:
        super().__init__()
        self._words = _told_by("telling", script)
        self._ends = _told_by("telling_endings", script)

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= MOST_WORDS_KEPT:
            self.clear()
        self[word] = self._words.get(word) or self._by_ending(word)
        return self[word]

    def _by_ending(self, word: str) -> tuple[str, ...]:
        sizes = ENDINGS if self._ends and len(word) >= SHORTEST_WITH_ENDING else ()
        return next((codes for size in sizes if (codes := self._ends.get(word[-size:]))), ())


@cache
def _signs(script: str) -> Signs:
    return Signs(script)


@cache
def _told_by(name: Literal["telling", "telling_endings"], script: str) -> dict[str, tuple[str, ...]]:
    """Return each telling word or ending of a script with the codes of the languages that it tells (several only among those not held)."""
    told: dict[str, tuple[str, ...]] = {}
    lists = {**{one.language.value: one.lines(name) for one in packs()}, **other_lists(name)}
    for code in sorted(lists):
        for form in lists[code]:
            if script_of(form[0]) == script:
                told[form] = (*told.get(form, ()), code)
    return told


def alphabet_of(seen: Evidence) -> str | None:
    """Return the code of the language not held whose alphabet lacks the fewest letters of a sample, or None where none is known."""
    others = (code for code in codes_of(seen.script) if code not in HELD)
    return min(others, key=lambda code: (seen.unwritten[code], code), default=None)
