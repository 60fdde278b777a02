"""The language of a text and of a paragraph: letters and common words first, langdetect for what they leave open."""

from typing import NamedTuple

from flows.label.language.detector import detected
from flows.label.language.letters import Evidence, alphabet_of, evidence
from schemas.words import Language

# Code points read of a long text: its beginning, and a slice of its middle, so that a dateline or a quoted opening does not decide alone.
HEAD_CHARACTERS = 400
MIDDLE_CHARACTERS = 200

# Fewer letters than this say nothing to n-grams.
LEAST_LETTERS = 20
# Share of the letters from which on Kazakh's own are Kazakh (it has 16 %), and up to which they are names in a Russian text.
KAZAKH_FROM = 0.06
KAZAKH_NAMES_UP_TO = 0.03
# Share of letters that no held language writes, up to which they are foreign names.
STRANGE_UP_TO = 0.02
# Fewer signs than this (telling words, own letters) are chance.
LEAST_SIGNS = 2
# Share of the words that must tell a language, and how many times as many as tell any other.
TELLING_FROM = 0.08
TELLING_AHEAD = 3

# langdetect's profiles, by the letters of their languages.
WRITTEN_IN = {
    "Latin": ("af ca cs cy da de en es et fi fr hr hu id it lt lv nl no pl pt ro sk sl so sq sv sw tl tr vi").split(),
    "Cyrillic": "bg kk ky mk ru uk".split(),
}
# Letters, and the languages that do not write them.
NOT_IN = (
    (frozenset("ыэё"), ("bg", "mk", "uk")),
    (frozenset("щйьюя"), ("mk",)),
    (frozenset("ъ"), ("uk", "mk")),
    (frozenset("іқғұә"), ("ky", "bg", "mk")),
)
# How many times likelier a held language is beforehand than each of the others: sources are chosen for their languages.
HELD_WEIGHT = 100.0

# How many times likelier a telling word makes its language beforehand, and how many of them count.
WORD_WEIGHT = 10.0
MOST_WORDS = 3

# What is said where letters and words decide. They erred in fewer than one of a thousand measured texts (`benchmarks/languages.py`).
SURE = 0.999

HELD = {str(language): language for language in Language}
SCRIPT_OF = {Language.ENGLISH: "Latin", Language.RUSSIAN: "Cyrillic", Language.KAZAKH: "Cyrillic"}


class LanguageGuess(NamedTuple):
    """What language a text is in."""

    language: Language | None
    """None where the dataset does not hold the language, or where there is nothing to tell from."""
    probability: float
    """How sure that is, from 0 to 1, in four digits: `SURE` where letters and words decided, else langdetect's; 0 where nothing tells."""
    detected: str | None
    """Code (ISO 639-1) of what the text most likely is; None where nothing tells."""


NOTHING = LanguageGuess(None, 0.0, None)


def language_of(text: str) -> LanguageGuess:
    """Return the language of a text, from a bounded sample: same text, same answer, whatever was asked before or in other threads.

    >>> language_of("Бұл туралы Президент Үкіметтің кеңейтілген отырысында айтты.").language
    <Language.KAZAKH: 'kk'>
    >>> language_of("Le président s'est adressé hier aux membres du gouvernement.").language is None
    True
    """
    sample = _sample(text)
    seen = evidence(sample)
    if not seen.letters:
        return NOTHING
    return by_letters(seen) or _by_ngrams(sample, seen)


def paragraph_language(text: str, inherited: Language) -> tuple[Language, bool]:
    """Return the language of a paragraph, and whether it is merely the speech's (`inherited`).

    It is inherited where the paragraph says too little to tell (a name, a date, a few words), and where it is in a language that the
    dataset does not hold.
    """
    sample = _sample(text)
    seen = evidence(sample)
    if not seen.letters:
        return inherited, True
    guess = by_letters(seen)
    if guess is None and seen.letters >= LEAST_LETTERS:
        guess = _by_ngrams(sample, seen)
    if guess is None or guess.language is None:
        return inherited, True
    return guess.language, False


def by_letters(seen: Evidence) -> LanguageGuess | None:
    """Return what letters and telling words decide, or None where they leave it open."""
    if seen.script == "other":
        return None
    kazakh, strange = seen.kazakh / seen.letters, seen.strange / seen.letters
    if seen.script == "Cyrillic" and strange > STRANGE_UP_TO and seen.strange >= LEAST_SIGNS:
        return LanguageGuess(None, SURE, _foreign_told(seen) or alphabet_of(seen.alphabet))
    if seen.kazakh_alone >= LEAST_SIGNS and kazakh >= KAZAKH_FROM and strange <= STRANGE_UP_TO:
        return LanguageGuess(Language.KAZAKH, SURE, "kk")
    code = _told(seen)
    if code is None or code not in HELD:
        return LanguageGuess(None, SURE, code) if code else None
    language = HELD[code]
    if SCRIPT_OF[language] != seen.script or strange > STRANGE_UP_TO or seen.forms < LEAST_SIGNS:
        return None
    if language is Language.RUSSIAN and kazakh > KAZAKH_NAMES_UP_TO:
        return None
    if language is Language.KAZAKH and not seen.kazakh_alone:
        return None
    return LanguageGuess(language, SURE, code)


def _told(seen: Evidence) -> str | None:
    """Return the code of the language that enough of the words tell, clearly more than tell a held one (or, for a held one, any other)."""
    held = max(HELD, key=lambda code: seen.telling[code])
    foreign = _foreign_told(seen)
    here, there = seen.telling[held], seen.telling[foreign] if foreign else 0
    least = max(LEAST_SIGNS, TELLING_FROM * seen.words)
    second = max(count for code in HELD if code != held for count in [seen.telling[code]])
    if here >= least and here >= TELLING_AHEAD * max(there, second):
        return held
    if there >= least and there >= TELLING_AHEAD * here:
        return foreign
    return None


def _foreign_told(seen: Evidence) -> str | None:
    told = [(count, code) for code, count in seen.telling.items() if code not in HELD]
    return max(told)[1] if told else None


def _by_ngrams(sample: str, seen: Evidence) -> LanguageGuess:
    if seen.letters < LEAST_LETTERS:
        return NOTHING
    found = detected(sample, prior(seen))
    if found is None:
        return NOTHING
    probability = round(found.probability, 4)
    return LanguageGuess(HELD.get(found.code), probability, found.code)


def prior(seen: Evidence) -> dict[str, float]:
    """Return the languages with a langdetect profile that the letters leave possible, with the weight that each has beforehand."""
    if seen.script == "other":
        return {}
    codes = set(WRITTEN_IN[seen.script])
    if seen.script == "Cyrillic":
        codes -= {code for letters, without in NOT_IN if not letters.isdisjoint(seen.alphabet) for code in without}
    return {code: (HELD_WEIGHT if code in HELD else 1.0) * WORD_WEIGHT ** min(seen.telling[code], MOST_WORDS) for code in codes}


def _sample(text: str) -> str:
    if len(text) <= HEAD_CHARACTERS + MIDDLE_CHARACTERS:
        return text
    middle = max(HEAD_CHARACTERS, (len(text) - MIDDLE_CHARACTERS) // 2)
    return f"{text[:HEAD_CHARACTERS]} {text[middle : middle + MIDDLE_CHARACTERS]}"
