"""The English words of saying and the classes of the words around them, read once from their lists.

A class is one letter, so that a sentence becomes a short string over which plain patterns run.
"""

import re
from functools import cache
from typing import NamedTuple

from flows.languages.pack import pack
from schemas.words import Language

LETTERS = {
    **{"determiner": "D", "possessive": "G", "subject-pronoun": "P", "pronoun": "Y", "object-pronoun": "O", "her": "H"},
    **{"auxiliary": "B", "negation": "X", "adverb": "A", "time": "M", "of": "o", "to": "t", "preposition": "i", "as": "j", "that": "h"},
    **{"relative": "w", "subordinator": "u", "conjunction": "&", "adversative": "b", "title": "T", "verb": "V", "noun": "n"},
}
"""The letter of each class of the lexicon."""
# Letters of the classes that the lexicon does not name.
FINITE, BASE, PARTICIPLE, GERUND = "C", "E", "K", "R"  # forms of words of saying: said or says, say, spoken, saying
STATE = "state"
NAME, NOUN, NUMBER, GERUND_OF_OTHER, ADVERB, VERB = "N", "n", "#", "g", "A", "V"
POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
POSSESSIVE_TOKEN, OTHER_TOKEN = "z", "*"
PUNCTUATION = {"": OTHER_TOKEN, ",": ",", ":": ":", ";": ";", "(": "(", "[": "(", ")": ")", "]": ")"}
PUNCTUATION.update(dict.fromkeys(".?!…", "."))
PUNCTUATION.update(dict.fromkeys("–—―-", "-"))
# a committee hearing, an appeals court ruling: nouns, though a verb of saying has the form
NOUNS_IN_ING = frozenset(("hearing", "ruling", "finding", "feeling", "reading", "understanding", "recording", "welcoming", "briefing"))
# in his words, in the mayor’s opinion
OPINIONS = frozenset(("words", "opinion", "view", "assessment", "estimation"))
MOST_UNKNOWN_WORDS = 50_000


class Cue(NamedTuple):
    """One word of saying (or several) and what it takes."""

    lemma: str
    kind: str
    frames: frozenset[str]
    particles: tuple[str, ...]
    """The words that follow the inflected one."""


class Lexicon(NamedTuple):
    """The English lists, ready for use."""

    classes: "WordClasses"
    cues: dict[str, tuple[Cue, ...]]
    """The cues of each inflected form, those of most words first."""
    forms: frozenset[str]
    """All inflected forms and `according`, in small letters and with a capital."""


class WordClasses(dict[str, str]):
    """The class letter of each word; an unknown word's class is told by its shape, and kept for the next time."""

    def __missing__(self, word: str) -> str:
        letter = self._told_by_shape(word)
        if len(self) < MOST_UNKNOWN_WORDS:
            self[word] = letter
        return letter

    def _mark(self, word: str) -> str:
        if word in POSSESSIVE:
            return POSSESSIVE_TOKEN
        if word[:1] == "(" and len(word) > 1:
            return NAME  # (D-Ohio) belongs to the name before it
        return PUNCTUATION.get(word[:1], NUMBER if word[:1] in "$€£" else OTHER_TOKEN)

    def _told_by_shape(self, word: str) -> str:
        if not word[:1].isalnum():
            return self._mark(word)
        if word[0].isdigit():
            return NUMBER
        lowered = word.lower()
        if lowered != word:
            known = self.get(lowered)
            return NAME if known is None or known in "VEgnCKR" else known
        if lowered.endswith("ly") and len(lowered) > 4:
            return ADVERB
        if lowered.endswith("ing") and len(lowered) > 5:
            return GERUND_OF_OTHER
        return VERB if lowered.endswith("ed") and len(lowered) > 4 else NOUN


@cache
def english() -> Lexicon:
    """Return the English lists; reads them the first time."""
    cues: dict[str, list[Cue]] = {}
    classes = WordClasses()
    for name, letter in LETTERS.items():
        classes.update(dict.fromkeys(pack(Language.ENGLISH).of_class[name], letter))
    for line in pack(Language.ENGLISH).lines("cues"):
        cue, forms = _read_cue(line)
        for form, letter in forms.items():
            cues.setdefault(form, []).append(cue)
            if letter == GERUND and (form in NOUNS_IN_ING or cue.kind == "intent"):
                classes[form] = NOUN
            elif classes.get(form, "V") == "V" or not cue.particles:
                classes[form] = letter
    ordered = {form: tuple(sorted(found, key=lambda cue: -len(cue.particles))) for form, found in cues.items()}
    every = {*ordered, "according", *OPINIONS}
    return Lexicon(classes, ordered, frozenset(every | {form.capitalize() for form in every}))


def _read_cue(line: str) -> tuple[Cue, dict[str, str]]:
    lemma, kind, frames, *irregular = (field.strip() for field in line.split("|"))
    verb, *particles = lemma.split()
    if kind == STATE:
        return Cue(lemma, kind, frozenset(frames.split()) - {"-"}, ()), {verb: FINITE}
    return Cue(lemma, kind, frozenset(frames.split()) - {"-"}, tuple(particles)), inflected(verb, *irregular)


def inflected(verb: str, irregular: str = "") -> dict[str, str]:
    """Return the forms of an English verb, each with its class letter; `irregular` is `past` or `past, participle`.

    >>> inflected("say", "said")
    {'say': 'E', 'says': 'C', 'said': 'C', 'saying': 'R'}
    """
    past, *participle = (form.strip() for form in irregular.split(",")) if irregular else (_with_ending(verb, "ed"),)
    third = verb[:-1] + "ies" if re.search(r"[^aeiou]y$", verb) else verb + ("es" if re.search(r"(s|x|z|ch|sh|o)$", verb) else "s")
    forms = {verb: BASE, third: FINITE, past: FINITE, _with_ending(verb, "ing"): GERUND}
    forms.update((form, PARTICIPLE) for form in participle if form not in forms)
    return forms


DOUBLING = frozenset(
    [
        "beg",
        "dub",
        "admit",
        "brag",
        "quip",
        "put",
        "hit",
        "set",
        "cut",
        "sit",
        "get",
        "let",
        "slam",
        "chat",
        "sum",
        "run",
        "plan",
        "step",
        "rebut",
        "blog",
        "begin",
    ]
)


def _with_ending(verb: str, ending: str) -> str:
    if verb in DOUBLING:
        return verb + verb[-1] + ending
    if verb.endswith("e") and (ending == "ed" or not verb.endswith(("ee", "ye", "oe"))):
        return verb[:-1] + ending
    if ending == "ed" and re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    return verb + ending
