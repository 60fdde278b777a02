"""What a word of a text is, told once by its language's pack and kept: its plain form, its traits, the reporting verbs it may be."""

from collections.abc import Mapping
from typing import NamedTuple

from flows.languages.pack import Pack
from flows.languages.traits import BITS, CLASSES, SHAPES, VERB_LIKE

WORD, POINT, PASSAGE, UNREAD = "word", "point", "passage", "unread"
MOST_WORDS_KEPT = 50_000
PLAIN = str.maketrans({"ё": "е", "'": "’", "ʼ": "’", "`": "’"})
PHRASE_LISTS = ("according", "ties", "insertions")


class CueEntry(NamedTuple):
    """A reporting verb of the list `cues`, of one word or several."""

    lemma: str
    kind: str
    """One of `CUE_KINDS`."""
    takes: frozenset[str]
    """Some of `TAKES`, and prepositions of the language with all their forms."""
    before: tuple[str, ...] = ()
    """Words that must stand before the declined one."""
    after: tuple[str, ...] = ()
    """Words that must follow it; … stands for up to three words between."""
    is_negative: bool = False
    """True where a negation belongs to it: did not rule out."""
    adverbs: int = 0
    """How many of the words before it are adverbs, no part of the cue."""
    form: str = ""
    """Which form of the verb it is, where the language's rules tell."""


class Phrase(NamedTuple):
    """Several words that a list holds together."""

    listed: str
    """The list's name."""
    words: tuple[str, ...]


class Reading(NamedTuple):
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
    phrases: tuple[Phrase, ...]
    """The phrases of lists that begin with it."""


class Words(dict[str, Reading]):
    """Each word of a language, as it is written, with what it is."""

    def __init__(self, pack: Pack, cues: Mapping[str, tuple[CueEntry, ...]], triggers: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.pack = pack
        self._cues = cues
        self._phrases = phrases_of(pack)
        self.triggers = frozenset(cues) | triggers | {phrase.words[-1] for found in self._phrases.values() for phrase in found}
        """The words without which a sentence holds no quotation, its marks apart."""

    def __missing__(self, word: str) -> Reading:
        is_word = word[0].isalnum()
        low = plain(word) if is_word else word[0]
        read = Reading(
            low,
            WORD if is_word else POINT,
            is_word and (word[0].isupper() or "." in word),
            -1,
            traits_of(low, self.pack) if is_word else 0,
            self._cues.get(low, ()),
            self._phrases.get(low, ()),
        )
        if len(self) < MOST_WORDS_KEPT:
            self[word] = read
        return read


def traits_of(low: str, pack: Pack) -> int:
    """Return the traits of a word in small letters: those of its classes, and those that its shape tells."""
    found = sum(BITS[name] for name in CLASSES if low in pack.of_class[name])
    if not found & VERB_LIKE and not pack.of_class["verb-like"].isdisjoint((low[:-1], low[:-2])):
        found += VERB_LIKE  # in another case
    return found + sum(BITS[name] for name in SHAPES if pack.patterns[name].fullmatch(low))


def phrases_of(pack: Pack) -> dict[str, tuple[Phrase, ...]]:
    """Return the phrases of a language's lists by their first word."""
    found: dict[str, list[Phrase]] = {}
    for name in PHRASE_LISTS:
        for line in pack.lines(name):
            words = tuple(plain(line).split())
            found.setdefault(words[0], []).append(Phrase(name, words))
    return {first: tuple(phrases) for first, phrases in found.items()}


def plain(word: str) -> str:
    """Return a word in lower case with е for ё, and ’ for any apostrophe: as many code points as it had.

    >>> plain("Подчёркивает")
    'подчеркивает'
    """
    return word.lower().translate(PLAIN)
