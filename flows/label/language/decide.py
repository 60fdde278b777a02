"""The language of a text and of a paragraph: letters and common words first, n-grams for what they leave open."""

from collections import Counter
from typing import NamedTuple

from flows.label.language.detector import detected, profiles_of
from flows.label.language.glance import plain_language
from flows.label.language.letters import CROWDED, HELD, OTHER, Evidence, alphabet_of, codes_of, evidence
from flows.label.language.possible import weights
from flows.label.language.readable import is_unreadable
from flows.languages.letters import alphabets
from schemas.words import Language

# A long text is judged by three slices of so many code points, from its start, its first and its second third: a dateline or an opening
# quoted in another language does not decide alone.
SLICE_CHARACTERS = 200
SLICES = 3

# Fewer letters than this say nothing to n-grams; a paragraph needs more, for a name or two would move it out of its speech's language.
LEAST_LETTERS = 16
LEAST_PARAGRAPH_LETTERS = 30
# A paragraph is foreign where it has so many letters and words, and its language is so sure.
LEAST_FOREIGN_LETTERS = 40
LEAST_FOREIGN_WORDS = 7
FOREIGN_FROM = 0.99
# Share of the letters of a text that must stand in paragraphs of held languages where the text as a whole looks foreign, and how many.
HELD_FROM = 0.25
LEAST_HELD_LETTERS = 200
MOST_PARAGRAPHS = 200
"""How many paragraphs of such a text are looked at, evenly spread."""
# Share of the letters that another held language does not write from which on they are no names (Kazakh's own are 16 %), and up to
# which they may be names.
OWN_FROM = 0.06
NAMES_UP_TO = 0.03
# Share of the letters that no held language writes, up to which they are foreign names; and where no word tells a held language:
# one strange letter in a line is foreign.
STRANGE_UP_TO = 0.02
STRANGE_UNTOLD_UP_TO = 0.005
# Fewer signs than this (telling words, a language's own letters) are chance.
LEAST_SIGNS = 2
# Share of the words that must tell a language, and how many times as many as tell any other.
TELLING_FROM = 0.08
TELLING_AHEAD = 3
# What is said where letters and words decide: on the sentences that they decide, they err in fewer than one of a thousand
# (`benchmarks/languages.py`).
SURE = 0.999
# What is said where the letters rule out every language that n-grams could tell: foreign, or a line of odd words.
RULED_OUT = 0.9


class LanguageGuess(NamedTuple):
    """What language a text is in."""

    language: Language | None
    """None where the dataset does not hold the language, or where there is nothing to tell from."""
    probability: float
    """How sure that is, from 0 to 1, in four digits: `SURE` where letters and words decided (`RULED_OUT` where they left no language),
    else what n-grams give to `detected`; 0 where nothing tells."""
    detected: str | None
    """Code (ISO 639-1, a script where it matters: `kk-Latn`) of what the text most likely is; None where nothing tells."""
    is_unreadable: bool = False
    """True where its letters make no words of any language."""


class ParagraphLanguage(NamedTuple):
    """What language a paragraph is in."""

    language: Language
    """One that the dataset holds: where none is told, that of the speech."""
    is_inherited: bool
    foreign: str | None = None
    """Code (ISO 639-1) of the language, where the dataset does not hold it: the paragraph is not read."""


NOTHING = LanguageGuess(None, 0.0, None)
UNREADABLE = LanguageGuess(None, 0.0, None, is_unreadable=True)


def language_of(text: str) -> LanguageGuess:
    """Return the language of a text, from a bounded sample: same text, same answer, whatever was asked before or in other threads.

    Kazakh in Latin letters is kept out (`kk-Latn`): what Rostra holds and reads as Kazakh is written in Cyrillic letters.

    >>> str(language_of("Бұл туралы Президент Үкіметтің кеңейтілген отырысында айтты.").language)
    'kk'
    >>> language_of("Le président s'est adressé hier aux membres du gouvernement.").detected
    'fr'
    """
    sample = _sample(text)
    plain = plain_language(sample)
    if plain:
        return LanguageGuess(plain, SURE, str(plain))
    seen = evidence(sample)
    guess = by_letters(seen)
    if (guess is None or guess.language is None) and is_unreadable(text):
        return UNREADABLE
    guess = guess or _by_ngrams(sample, seen, LEAST_LETTERS)
    return guess if guess.language or "\n" not in text else _by_paragraphs(text, guess)


def _by_paragraphs(text: str, guess: LanguageGuess) -> LanguageGuess:
    """Return the held language of most paragraphs that are in one, where a text looks foreign as a whole and they are enough."""
    paragraphs = [paragraph for line in text.split("\n") if (paragraph := line.strip())]
    looked_at = paragraphs[:: -(-len(paragraphs) // MOST_PARAGRAPHS) or 1]
    letters: Counter[Language] = Counter()
    for paragraph in looked_at:
        told = language_of(paragraph)
        if told.language and told.probability >= FOREIGN_FROM:
            letters[told.language] += len(paragraph)
    if letters.total() < max(LEAST_HELD_LETTERS, HELD_FROM * sum(map(len, looked_at))):
        return guess
    held, count = letters.most_common(1)[0]
    return LanguageGuess(held, round(count / sum(map(len, looked_at)), 4), held.value)


def paragraph_language(text: str, inherited: Language) -> ParagraphLanguage:
    """Return the language of a paragraph, that of the speech (`inherited`) where it says too little to tell: a name, a date, a few words.

    >>> paragraph_language("Le ministre a rencontré les habitants du village hier soir.", Language("en")).foreign
    'fr'
    """
    sample = _sample(text)
    plain = plain_language(sample)
    if plain:
        return ParagraphLanguage(plain, is_inherited=False)
    seen = evidence(sample)
    guess = by_letters(seen)
    if guess is None and (_may_differ(seen, inherited) or _is_doubtful(seen, inherited)):
        guess = _by_ngrams(sample, seen, LEAST_PARAGRAPH_LETTERS)
    if guess is None or guess.language is None:
        return ParagraphLanguage(inherited, is_inherited=True, foreign=_foreign(guess, seen, inherited) if guess else None)
    return ParagraphLanguage(guess.language, is_inherited=False)


def _is_doubtful(seen: Evidence, inherited: Language) -> bool:
    """Tell whether a paragraph is long enough to show the speech's language by its words, and does not."""
    is_long = seen.letters >= LEAST_FOREIGN_LETTERS and seen.words >= LEAST_FOREIGN_WORDS
    return is_long and seen.telling[inherited] < max(LEAST_SIGNS, TELLING_FROM * seen.words)


def _foreign(guess: LanguageGuess, seen: Evidence, inherited: Language) -> str | None:
    """Return the code of the language not held that a paragraph is surely in; names and titles alone do not tell it."""
    is_sure = guess.probability >= FOREIGN_FROM and _is_doubtful(seen, inherited)
    return guess.detected if is_sure and guess.detected not in HELD else None


def _may_differ(seen: Evidence, inherited: Language) -> bool:
    """Whether a paragraph that letters and words leave open may yet be in another held language; if not, n-grams would change nothing."""
    return any(seen.is_written_in(code) for code, language in HELD.items() if language is not inherited)


def by_letters(seen: Evidence) -> LanguageGuess | None:
    """Return what letters and telling words decide, or None where they leave it open."""
    if seen.script == OTHER or not seen.letters:
        return None
    has_names_alone = seen.strange <= STRANGE_UP_TO * seen.letters
    told = _told(seen)
    code = told if told in HELD and _fits(told, seen) else _of_letters(seen)
    if code and has_names_alone:
        return LanguageGuess(HELD[code], SURE, code)
    if seen.script != CROWDED and seen.strange > STRANGE_UNTOLD_UP_TO * seen.letters:
        return LanguageGuess(None, SURE, seen.foreign_told or alphabet_of(seen))
    return LanguageGuess(None, SURE, told) if told and told not in HELD else None


def _of_letters(seen: Evidence) -> str | None:
    """Return the code of the held language that alone has such letters, or None: each other one lacks several of them."""
    return next((code for code in codes_of(seen.script) if code in HELD and _has_own_letters(code, seen)), None)


def _has_own_letters(code: str, seen: Evidence) -> bool:
    """Tell whether letters stand there that a language writes, for each other that does not: several ones for a held language."""
    others = [other for other in codes_of(seen.script) if other != code]
    if seen.script == CROWDED or not all(seen.unwritten[other] for other in others):
        return False
    own, least = alphabets()[code] & seen.counts.keys(), max(LEAST_SIGNS, OWN_FROM * seen.letters)
    return all(seen.unwritten[other] >= least and len(own - alphabets()[other]) >= LEAST_SIGNS for other in others if other in HELD)


def _fits(code: str, seen: Evidence) -> bool:
    """Tell whether the letters are such as a language is written in, and in a crowded script words enough tell it."""
    is_plain = seen.script != CROWDED or seen.forms >= LEAST_SIGNS
    return is_plain and seen.shows(code) and seen.unwritten[code] <= NAMES_UP_TO * seen.letters


def _told(seen: Evidence) -> str | None:
    """Return the code of the language that enough words tell, clearly more than tell a held one (or, for a held one, any other)."""
    here, held = max((seen.telling[code], code) for code in HELD)
    second = max(seen.telling[code] for code in HELD if code != held)
    there = seen.telling[seen.foreign_told] if seen.foreign_told else 0
    enough = max(LEAST_SIGNS, TELLING_FROM * seen.words)
    is_ahead = here >= max(LEAST_SIGNS, TELLING_AHEAD * there, TELLING_AHEAD * second)
    if is_ahead and (here >= enough or _is_written_alone(held, seen)):
        return held
    return seen.foreign_told if there >= max(enough, TELLING_AHEAD * here) else None


def _is_written_alone(code: str, seen: Evidence) -> bool:
    """Tell whether a language is the one that is written with the letters that stand there."""
    others = (other for other in codes_of(seen.script) if other != code)
    return seen.script != CROWDED and seen.is_written_in(code) and not any(map(seen.is_written_in, others))


def _by_ngrams(sample: str, seen: Evidence, least_letters: int) -> LanguageGuess:
    if seen.letters < least_letters:
        return NOTHING
    prior = weights(seen, profiles_of(seen.script))
    if not prior and seen.script != OTHER:
        return LanguageGuess(None, RULED_OUT, seen.foreign_told)
    found = detected(sample, seen.script, prior)
    if found is None:
        return NOTHING
    probability = round(found.probability, 4)
    if found.code not in HELD or seen.script == OTHER:
        told = seen.foreign_told if seen.foreign_told and seen.telling[seen.foreign_told] >= LEAST_SIGNS else None
        return LanguageGuess(None, probability, told or found.code)
    if seen.foreign_told and seen.telling[seen.foreign_told] > seen.telling[found.code]:
        return LanguageGuess(None, probability, seen.foreign_told)
    return LanguageGuess(HELD[found.code], probability, found.code)


def _sample(text: str) -> str:
    if len(text) <= SLICE_CHARACTERS * SLICES:
        return text
    starts = (len(text) * part // SLICES for part in range(SLICES))
    return " ".join(text[start : start + SLICE_CHARACTERS] for start in starts)
