"""What the rules know of a language that tells by word order: the class of each word, and the words of saying.

A class is one letter, so that a sentence becomes a short string over which plain patterns run.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from flows.label.quotations.words import CueEntry
from flows.languages.declared import WORD_CLASSES
from flows.languages.pack import Pack

LETTERS = {
    **{"determiner": "D", "possessive": "G", "subject-pronoun": "P", "pronoun": "Y", "object-pronoun": "O", "her": "H"},
    **{"auxiliary": "B", "negation": "X", "adverb": "A", "time": "M", "of": "o", "to": "t", "preposition": "i", "as": "j", "that": "h"},
    **{"relative": "w", "subordinator": "u", "conjunction": "&", "adversative": "b", "title": "T", "verb": "V", "noun": "n"},
    **{"possessive-ending": "z"},
}
"""The letter of each class of the lexicon."""
FINITE, BASE, PARTICIPLE, GERUND = "C", "E", "K", "R"
FORMS = {"finite": FINITE, "base": BASE, "participle": PARTICIPLE, "gerund": GERUND}
"""The letters of the forms of words of saying: said or says, say, spoken, saying."""
NAME, NOUN, NUMBER, GERUND_OF_OTHER, ADVERB, VERB, PREPOSITION, OTHER = "N", "n", "#", "g", "A", "V", "i", "*"
MARKS = {"": OTHER, **{mark: mark for mark in ",:;()"}, "[": "(", "]": ")"}
MARKS |= dict.fromkeys(".?!…", ".") | dict.fromkeys("–—―-", "-") | dict.fromkeys("$€£", NUMBER)
STATE, INTENT = "state", "intent"
STANDING = frozenset(("standing",))
"""What a cue takes whose words may stand in what is its source: the letter reads."""
STAND_IN = "…"
PASSING_ON = frozenset(("saying", "writing", "thought"))
MOST_UNKNOWN_WORDS = 50_000


class Grammar(NamedTuple):
    """A pack's lists, ready for use."""

    of_class: Mapping[str, frozenset[str]]
    """The words of each class."""
    patterns: Mapping[str, re.Pattern[str]]
    letters: "Letters"
    cues: Mapping[str, tuple[CueEntry, ...]]
    """The cues of each inflected form, those of most words first."""
    according: Mapping[str, CueEntry]
    """The phrases that a source follows, by their first word, in small letters and with a capital: according to."""
    opinions: Mapping[str, str]
    """The last words of phrases that stand around a source, each with the first: in his words."""
    phrase_words: frozenset[str]
    """The words by which those phrases are told."""
    first_person: frozenset[str]
    """The words by which a speaker means himself, in small letters."""
    speakers: frozenset[str]
    """Titles, roles and words for groups, in small letters, in both numbers: those who can speak without a name."""
    triggers: frozenset[str]
    """A sentence without marks that holds none of these words holds no quotation; in small letters and with a capital."""
    telling: frozenset[str]
    """The forms of words of writing, saying and thinking, by which speech may pass on what others said."""

    def is_plural(self, word: str) -> bool:
        """Tell whether a word, in small letters, looks like a plural noun."""
        return word in self.of_class["plural"] or bool(self.patterns["plural_ending"].search(word))

    def cue_alone(self, form: str) -> CueEntry | None:
        """Return the cue of one word of which this is a form."""
        return next((cue for cue in self.cues.get(form, ()) if not cue.after), None)


class Letters(dict[str, str]):
    """The letter of each word; an unknown word's is told by its shape, and kept for the next time."""

    def __init__(self, pack: Pack, of_class: Mapping[str, frozenset[str]]) -> None:
        super().__init__()
        for name, letter in LETTERS.items():
            self.update(dict.fromkeys(of_class[name], letter))
        self._listed = dict(self)
        self._aged = pack.patterns["aged"]
        self._endings = (
            (pack.patterns["adverb_ending"], ADVERB),
            (pack.patterns["gerund_ending"], GERUND_OF_OTHER),
            (pack.patterns["past_ending"], VERB),
        )

    def __missing__(self, word: str) -> str:
        letter = self._by_shape(word)
        if len(self) < MOST_UNKNOWN_WORDS:
            self[word] = letter
        return letter

    def _by_shape(self, word: str) -> str:
        first, lowered = word[:1], word.lower()
        if first == "@" and len(word) > 1:
            return NAME
        if not first.isalnum():
            return NAME if first == "(" and len(word) > 1 else MARKS.get(first, OTHER)  # (D-Ohio) belongs to the name before it
        if first.isdigit():
            return NOUN if self._aged.fullmatch(word) else NUMBER
        if lowered != word:
            known = self._listed.get(lowered, NAME)  # not: of what was met before, as no text may depend on another
            return NAME if known in "VEgnCKR" else known
        return next((letter for ending, letter in self._endings if ending.search(word)), NOUN)


@cache
def grammar_of(pack: Pack) -> Grammar:
    """Return the grammar of a language."""
    of_class = {name: _in_both_spellings(pack.of_class.get(name, frozenset())) for name in WORD_CLASSES}
    letters = Letters(pack, of_class)
    cues = _cues(pack, letters)
    phrases = [(phrase, *phrase.split()) for phrase in pack.lines("according")]
    opinions = {last: first for _, first, *rest, last in phrases if STAND_IN in rest}
    according = {first: CueEntry(phrase, takes=STANDING, after=tuple(rest)) for phrase, first, *rest in phrases if STAND_IN not in rest}
    according |= {first.capitalize(): cue for first, cue in according.items()}
    phrase_words = frozenset(according.keys() | opinions.keys())
    triggers = phrase_words | {form for small in (*cues, *opinions) for form in (small, small.capitalize())}
    triggers |= set(map(str.capitalize, of_class["asking"]))  # Pressed on whether …, she laughed
    return Grammar(
        of_class,
        pack.patterns,
        letters,
        cues,
        according,
        opinions,
        phrase_words,
        pack.words("first_person"),
        _speakers(pack),
        triggers,
        _telling(cues),
    )


def _telling(cues: Mapping[str, tuple[CueEntry, ...]]) -> frozenset[str]:
    return frozenset(form for form, entries in cues.items() for cue in entries if cue.kind in PASSING_ON)


def _in_both_spellings(words: frozenset[str]) -> frozenset[str]:
    """Return words with those spelt with a curly apostrophe that the list has with a plain one: isn’t."""
    return words | {word.replace("'", "’") for word in words if "'" in word}


def _speakers(pack: Pack) -> frozenset[str]:
    """Return the words of titles and organisations in small letters, and their plurals."""
    words = {word.lower() for line in (*pack.rows("titles"), *pack.rows("organisations")) for words in line for word in words.split()}
    return frozenset(words | {word + "s" for word in words} | {word[:-1] + "ies" for word in words if word.endswith("y")})


def _cues(pack: Pack, letters: Letters) -> dict[str, tuple[CueEntry, ...]]:
    """Return the cues of each form, those of most words first, and put the letter of each form among the letters."""
    verb_forms = pack.rule("verb_forms")
    cues: dict[str, list[CueEntry]] = {}
    for lemma, kind, takes, *irregular in pack.rows("cues"):
        verb, *after = lemma.split()
        cue = CueEntry(lemma, kind, frozenset(takes.split()) - {"-"}, after=tuple(after))
        forms = {verb: "finite"} if kind == STATE else verb_forms(verb, *irregular)
        for form, what in forms.items():
            cues.setdefault(form, []).append(cue)
            if what == "gerund" and (kind == INTENT or letters.get(form) == NOUN):
                letters[form] = NOUN  # a committee hearing, an appeals court ruling
            elif not after or letters.get(form, VERB) == VERB:
                letters[form] = FORMS[what]
    return {form: tuple(sorted(found, key=lambda cue: -len(cue.after))) for form, found in cues.items()}


def is_whole(cue: CueEntry, words: Sequence[str], index: int) -> bool:
    """Tell whether all words of a cue stand behind its inflected one."""
    return tuple(words[index + 1 : index + 1 + len(cue.after)]) == cue.after
