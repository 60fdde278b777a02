"""The language of a text and of a paragraph: letters and common words first, langdetect for what they leave open."""

from typing import NamedTuple

from flows.label.language.detector import detected
from flows.label.language.glance import plain_language
from flows.label.language.letters import Evidence, alphabet_of, evidence
from flows.label.language.possible import weights
from schemas.words import Language

# A long text is judged by three slices of so many code points, from its start, its first and its second third: a dateline or an opening
# quoted in another language does not decide alone.
SLICE_CHARACTERS = 200
SLICES = 3

# Fewer letters than this say nothing to n-grams; a paragraph needs more, for a name or two would move it out of its speech's language.
LEAST_LETTERS = 16
LEAST_PARAGRAPH_LETTERS = 30
# Share of the letters from which on Kazakh's own are Kazakh (it has 16 %), and up to which they are names in a Russian text.
KAZAKH_FROM = 0.06
KAZAKH_NAMES_UP_TO = 0.03
# Share of the letters that no held language writes, up to which they are foreign names; and where no word tells a held language,
# in Cyrillic text: one strange letter in a line is foreign.
STRANGE_UP_TO = 0.02
STRANGE_UNTOLD_UP_TO = 0.005
# Fewer signs than this (telling words, Kazakh's own letters) are chance.
LEAST_SIGNS = 2
# Share of the words that must tell a language, and how many times as many as tell any other.
TELLING_FROM = 0.08
TELLING_AHEAD = 3
# Letters of Russian that no other Slavs write but Belarusians, who show themselves by і and ў.
RUSSIAN_AMONG_SLAVS = frozenset("ыэё")
# What is said where letters and words decide: on the sentences that they decide, they err in fewer than one of a thousand
# (`benchmarks/languages.py`).
SURE = 0.999
# What is said where the letters rule out every language that langdetect could name: foreign, or a line of odd words.
RULED_OUT = 0.9

HELD = {str(language): language for language in Language}


class LanguageGuess(NamedTuple):
    """What language a text is in."""

    language: Language | None
    """None where the dataset does not hold the language, or where there is nothing to tell from."""
    probability: float
    """How sure that is, from 0 to 1, in four digits: `SURE` where letters and words decided (`RULED_OUT` where they left no language),
    else what langdetect gives to `detected`; 0 where nothing tells."""
    detected: str | None
    """Code (ISO 639-1, a script where it matters: `kk-Latn`) of what the text most likely is; None where nothing tells."""


NOTHING = LanguageGuess(None, 0.0, None)


def language_of(text: str) -> LanguageGuess:
    """Return the language of a text, from a bounded sample: same text, same answer, whatever was asked before or in other threads.

    Kazakh in Latin letters is kept out (`kk-Latn`): what Rostra holds and reads as Kazakh is written in Cyrillic letters.

    >>> language_of("Бұл туралы Президент Үкіметтің кеңейтілген отырысында айтты.").language
    <Language.KAZAKH: 'kk'>
    >>> language_of("Le président s'est adressé hier aux membres du gouvernement.").detected
    'fr'
    """
    sample = _sample(text)
    plain = plain_language(sample)
    if plain:
        return LanguageGuess(plain, SURE, str(plain))
    seen = evidence(sample)
    return by_letters(seen) or _by_ngrams(sample, seen, LEAST_LETTERS)


def paragraph_language(text: str, inherited: Language) -> tuple[Language, bool]:
    """Return the language of a paragraph, and whether it is merely the speech's (`inherited`).

    It is inherited where the paragraph says too little to tell (a name, a date, a few words), and where it is in a language that the
    dataset does not hold.
    """
    sample = _sample(text)
    plain = plain_language(sample)
    if plain:
        return plain, False
    seen = evidence(sample)
    guess = by_letters(seen)
    if guess is None and _may_differ(seen, inherited):
        guess = _by_ngrams(sample, seen, LEAST_PARAGRAPH_LETTERS)
    if guess is None or guess.language is None:
        return inherited, True
    return guess.language, False


def _may_differ(seen: Evidence, inherited: Language) -> bool:
    """Whether a paragraph that letters and words leave open may yet be in another held language; if not, n-grams would change nothing."""
    if seen.script == "Cyrillic":
        return inherited is Language.ENGLISH or (seen.kazakh > 0) == (inherited is Language.RUSSIAN)
    return seen.script == "Latin" and inherited is not Language.ENGLISH


def by_letters(seen: Evidence) -> LanguageGuess | None:
    """Return what letters and telling words decide, or None where they leave it open."""
    if seen.script == "other" or not seen.letters:
        return None
    kazakh, strange = seen.kazakh / seen.letters, seen.strange / seen.letters
    if seen.kazakh_alone >= LEAST_SIGNS and kazakh >= KAZAKH_FROM and strange <= STRANGE_UP_TO:
        return LanguageGuess(Language.KAZAKH, SURE, "kk")
    code = _told(seen)
    if code in HELD and strange <= STRANGE_UP_TO and _fits(HELD[code], seen):
        return LanguageGuess(HELD[code], SURE, code)
    if seen.script == "Cyrillic" and strange > STRANGE_UNTOLD_UP_TO:
        return LanguageGuess(None, SURE, seen.foreign_told or alphabet_of(seen.alphabet))
    return LanguageGuess(None, SURE, code) if code and code not in HELD else None


def _fits(language: Language, seen: Evidence) -> bool:
    """Whether the letters are such as the language is written in."""
    if language is Language.ENGLISH:
        return seen.script == "Latin" and seen.forms >= LEAST_SIGNS
    if language is Language.RUSSIAN:
        return seen.script == "Cyrillic" and seen.kazakh <= KAZAKH_NAMES_UP_TO * seen.letters
    return seen.script == "Cyrillic" and seen.kazakh > 0


def _told(seen: Evidence) -> str | None:
    """Return the code of the language that enough words tell, clearly more than tell a held one (or, for a held one, any other)."""
    here, held = max((seen.telling[code], code) for code in HELD)
    second = max(seen.telling[code] for code in HELD if code != held)
    there = seen.telling[seen.foreign_told] if seen.foreign_told else 0
    enough = max(LEAST_SIGNS, TELLING_FROM * seen.words)
    if held == "ru" and not seen.kazakh and not seen.strange and not seen.alphabet.isdisjoint(RUSSIAN_AMONG_SLAVS):
        enough = LEAST_SIGNS
    if here >= max(enough, TELLING_AHEAD * there, TELLING_AHEAD * second):
        return held
    return seen.foreign_told if there >= max(enough, TELLING_AHEAD * here) else None


def _by_ngrams(sample: str, seen: Evidence, least_letters: int) -> LanguageGuess:
    if seen.letters < least_letters:
        return NOTHING
    prior = weights(seen)
    if not prior and seen.script != "other":
        return LanguageGuess(None, RULED_OUT, seen.foreign_told)
    found = detected(sample, prior)
    if found is None:
        return NOTHING
    probability = round(found.probability, 4)
    if found.code not in HELD or seen.script == "other":
        return LanguageGuess(None, probability, seen.foreign_told or found.code)
    if seen.foreign_told and seen.telling[seen.foreign_told] > seen.telling[found.code]:
        return LanguageGuess(None, probability, seen.foreign_told)
    return LanguageGuess(HELD[found.code], probability, found.code)


def _sample(text: str) -> str:
    if len(text) <= SLICE_CHARACTERS * SLICES:
        return text
    starts = (len(text) * part // SLICES for part in range(SLICES))
    return " ".join(text[start : start + SLICE_CHARACTERS] for start in starts)
