"""What a word of a text is, told once by its language's pack and kept: its plain form, its traits, the reporting verbs it may be."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from flows.languages.endings import endings_of
from flows.languages.letters import begins_as_name
from flows.languages.pack import NOTHING, Pack
from flows.languages.traits import ABBREVIATED, AGENT, BITS, BODY, CLASSES, EVENT, FRAME, SHAPES, SURNAME, VERB_LIKE

WORD, POINT, PASSAGE, UNREAD = "word", "point", "passage", "unread"
MOST_WORDS_KEPT = 50_000
PLAIN = (("ё", "е"), ("'", "’"), ("ʼ", "’"), ("`", "’"))
"""What is written otherwise, and how it is read; a fraction of the time that a table of translation takes."""
PHRASE_LISTS = ("according", "ties", "insertions")


class CueEntry(NamedTuple):
    """A reporting verb of the list `cues`, of one word or several."""

    lemma: str
    kind: str = "saying"
    """One of `CUE_KINDS`."""
    takes: frozenset[str] = frozenset()
    """Some of `TAKES`, and prepositions of the language with all their forms."""
    shapes: int = 0
    """The shapes of `takes`, added up."""
    before: tuple[str, ...] = ()
    """Words that must stand before the declined one."""
    after: tuple[str, ...] = ()
    """Words that must follow it; … stands for up to three words between."""
    is_negative: bool = False
    """True where a negation belongs to it: did not rule out."""
    adverbs: int = 0
    """How many of the words before it are adverbs, no part of the cue."""


class ListedPhrase(NamedTuple):
    """Several words that a list holds together."""

    listed: str
    """The list's name."""
    words: tuple[str, ...]


class WordReading(NamedTuple):
    """What a word is, without its place."""

    low: str
    """The word in small letters with е for ё, or the point."""
    kind: str
    is_capital: bool
    passage: int
    """-1: no marked passage."""
    traits: int
    """The traits of `flows.languages.traits`, added up."""
    cues: tuple[CueEntry, ...]
    """The reporting verbs of which it may be a form, those of most words first."""
    phrases: tuple[ListedPhrase, ...]
    """The phrases of lists that begin with it."""


class Words(dict[str, WordReading]):
    """Each word of a language, as it is written, with what it is."""

    def __init__(self, pack: Pack, cues: Mapping[str, tuple[CueEntry, ...]]) -> None:
        super().__init__()
        self.pack = pack
        self._cues = cues
        self._phrases = phrases_of(pack)
        self.triggers = (
            frozenset(cues) | pack.of_class["according-to"] | {one.words[-1] for found in self._phrases.values() for one in found}
        )
        """The words without which a sentence holds no quotation, its marks apart."""

    def __missing__(self, word: str) -> WordReading:
        is_word = word[0].isalnum()
        low = spelt_alike(word) if is_word else word[0]
        read = WordReading(
            low,
            WORD if is_word else POINT,
            is_word and (begins_as_name(word, self.pack) or "." in word),
            -1,
            (traits_of(low, self.pack) | self._acronym(word)) if is_word else 0,
            self._cues.get(low, ()),
            self._phrases.get(low, ()),
        )
        if len(self) < MOST_WORDS_KEPT:
            self[word] = read
        return read

    def _acronym(self, word: str) -> int:
        return BODY if word.isupper() and self.pack.patterns["acronym"].fullmatch(word) else 0


def traits_of(low: str, pack: Pack) -> int:
    """Return the traits of a word in small letters: those of its classes, those that its shape tells, and those of its stem in a case."""
    listed = _listed(pack)
    found = listed.get(low, 0)
    if not found & VERB_LIKE and (listed.get(low[:-1], 0) | listed.get(low[:-2], 0)) & VERB_LIKE:
        found |= VERB_LIKE  # in another case
    if "-" in low:
        last = listed.get(low.rpartition("-")[2], 0)
        found |= last & (EVENT | FRAME) if last & EVENT else 0
    return found | _of_shape(low, pack) | _of_case(low, pack)


def _of_shape(low: str, pack: Pack) -> int:
    longest, endings, patterns = _shapes(pack)
    found = 0
    for start in range(max(len(low) - longest, 0), len(low) + 1):
        for least, bit in endings.get(low[start:], ()):
            found |= bit if start >= least else 0
    for bit, pattern in patterns:
        if pattern.fullmatch(low):
            found |= bit
    return found


def _of_case(low: str, pack: Pack) -> int:
    longest, endings = _cases(pack)
    found = 0
    for start in range(max(len(low) - longest, 0), len(low)):
        if stems := endings.get(low[start:]):
            stem = low[:start]
            listed = _listed(pack)
            kinds = listed.get(stem, 0) | listed.get(stem.rpartition("-")[2], 0)
            kinds |= SURNAME if pack.patterns["surname"].fullmatch(stem) else AGENT if pack.patterns["trade"].fullmatch(stem) else 0
            for kind, bit in stems:
                found |= bit if kinds & kind else 0
    return found


@cache
def _listed(pack: Pack) -> Mapping[str, int]:
    """Return the traits that lists give to words, by word."""
    found: dict[str, int] = {}
    for name in CLASSES:
        for word in pack.of_class[name]:
            found[word] = found.get(word, 0) | BITS[name]
    for form, behaviour in pack.rows("abbreviations"):
        if behaviour == "title":
            low = form.removesuffix(".").lower()
            found[low] = found.get(low, 0) | ABBREVIATED
    return found


class Shapes(NamedTuple):
    """The shapes that a language has, by what tells them."""

    longest: int
    """How many letters the longest ending has."""
    endings: Mapping[str, list[tuple[int, int]]]
    """The trait of a shape that an ending alone tells, with how many letters at least stand before it."""
    patterns: list[tuple[int, re.Pattern[str]]]
    """Of every other shape its trait, and the pattern that tells it."""


@cache
def _shapes(pack: Pack) -> Shapes:
    endings: dict[str, list[tuple[int, int]]] = {}
    patterns = []
    for name in SHAPES:
        if told := endings_of(pack.patterns[name].pattern):
            for ending in told.endings:
                endings.setdefault(ending, []).append((told.least, BITS[name]))
        elif pack.patterns[name].pattern != NOTHING:
            patterns.append((BITS[name], pack.patterns[name]))
    return Shapes(max(map(len, endings), default=0), endings, patterns)


@cache
def _cases(pack: Pack) -> tuple[int, Mapping[str, tuple[tuple[int, int], ...]]]:
    """Return how long the longest case ending is, and each with the traits of a stem and of the word: `agent` makes `dative-agent`."""
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for case, endings in pack.rows("cases"):
        made = tuple((BITS[kind], BITS[f"{case}-{kind}"]) for kind in BITS if f"{case}-{kind}" in BITS)
        found.update({ending: found.get(ending, ()) + made for ending in endings.split()})
    return max(map(len, found), default=0), found


def phrases_of(pack: Pack) -> dict[str, tuple[ListedPhrase, ...]]:
    """Return the phrases of a language's lists by their first word."""
    found: dict[str, list[ListedPhrase]] = {}
    for name in PHRASE_LISTS:
        for line in pack.lines(name):
            words = tuple(spelt_alike(line).split())
            found.setdefault(words[0], []).append(ListedPhrase(name, words))
    return {first: tuple(phrases) for first, phrases in found.items()}


def spelt_alike(word: str) -> str:
    """Return a word in lower case with е for ё, and ’ for any apostrophe: as many code points as it had.

    >>> spelt_alike("Подчёркивает")
    'подчеркивает'
    """
    low = word.lower()
    for written, read in PLAIN:
        low = low.replace(written, read)
    return low
