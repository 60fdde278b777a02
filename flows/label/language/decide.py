"""The language of a text and of a paragraph: letters and common words first, langdetect for what they leave open."""

from typing import NamedTuple

from flows.label.language.detector import detected
from flows.label.language.glance import plain_language
from flows.label.language.letters import KAZAKH_LETTERS, Evidence, alphabet_of, evidence
from schemas.words import Language

# Code points read of a long text: its beginning, and a slice of its middle, so that a dateline or a quoted opening does not decide alone.
HEAD_CHARACTERS = 400
MIDDLE_CHARACTERS = 200

# Fewer letters than this say nothing to n-grams.
LEAST_LETTERS = 16
# Share of the letters from which on Kazakh's own are Kazakh (it has 16 %), and up to which they are names in a Russian text.
KAZAKH_FROM = 0.06
KAZAKH_NAMES_UP_TO = 0.03
# Share of letters that no held language writes, up to which they are foreign names.
STRANGE_UP_TO = 0.02
# The same where no words tell a held language, in Cyrillic text: one strange letter in a line is foreign.
STRANGE_NAMES_UP_TO = 0.005
# Share of Kazakh's own letters from which on a text without a Russian sign is not Russian.
KAZAKH_LETTER_UP_TO = 0.015
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
    (frozenset("іқғұә"), ("ky",)),
    (frozenset("қғұәөүңһ"), ("bg", "mk", "uk")),
)
# How many times likelier a held language is beforehand than each of the others: sources are chosen for their languages.
HELD_WEIGHT = 1000.0

# How many times likelier a telling word makes its language beforehand, and how many of them count.
WORD_WEIGHT = 10.0
MOST_WORDS = 3

# What is said where letters and words decide. They erred in fewer than one of a thousand measured texts (`benchmarks/languages.py`).
SURE = 0.999

HELD = {str(language): language for language in Language}


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
    plain = plain_language(sample)
    if plain:
        return LanguageGuess(plain, SURE, str(plain))
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
    plain = plain_language(sample)
    if plain:
        return plain, False
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
    if seen.kazakh_alone >= LEAST_SIGNS and kazakh >= KAZAKH_FROM and strange <= STRANGE_UP_TO:
        return LanguageGuess(Language.KAZAKH, SURE, "kk")
    code = _told(seen)
    if code in HELD and (seen.forms >= LEAST_SIGNS or seen.script == "Cyrillic") and strange <= STRANGE_UP_TO and _fits(HELD[code], seen, kazakh):
        return LanguageGuess(HELD[code], SURE, code)
    if seen.script == "Cyrillic" and strange > STRANGE_NAMES_UP_TO:
        return LanguageGuess(None, SURE, _foreign_told(seen) or alphabet_of(seen.alphabet))
    return LanguageGuess(None, SURE, code) if code and code not in HELD else None


def _fits(language: Language, seen: Evidence, kazakh: float) -> bool:
    """Whether the letters are such as the language is written in."""
    if language is Language.RUSSIAN:
        return seen.script == "Cyrillic" and kazakh <= KAZAKH_NAMES_UP_TO
    if language is Language.KAZAKH:
        return seen.script == "Cyrillic" and seen.kazakh_alone > 0
    return seen.script == "Latin"


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
    weights = prior(seen)
    if seen.script != "other" and not weights:
        return LanguageGuess(None, SURE, _foreign_told(seen))
    found = detected(sample, weights)
    if found is None:
        return NOTHING
    language = HELD.get(found.code)
    if language and sum(count for code, count in seen.telling.items() if code == _foreign_told(seen)) > seen.telling[found.code]:
        language = None
    return LanguageGuess(language, round(found.probability, 4), found.code if language else _foreign_told(seen) or found.code)


def prior(seen: Evidence) -> dict[str, float]:
    """Return the languages with a langdetect profile that the letters leave possible, with the weight that each has beforehand."""
    if seen.script == "other":
        return {}
    possible = set(WRITTEN_IN[seen.script]) - _ruled_out(seen)
    weights = {code: WORD_WEIGHT ** min(seen.telling[code], MOST_WORDS) for code in possible}
    for code in HELD:
        # English shares its letters with thirty others and is seldom without a telling word; a line of Russian or Kazakh often is.
        if code in weights and (seen.script == "Cyrillic" or seen.telling[code]):
            weights[code] *= HELD_WEIGHT
    return weights


def _ruled_out(seen: Evidence) -> set[str]:
    """Return the codes of languages that are not written with such letters."""
    if seen.script == "Latin":
        return {"en"} if seen.strange > STRANGE_UP_TO * seen.letters else set()
    out = {code for letters, without in NOT_IN if not letters.isdisjoint(seen.alphabet) for code in without}
    if seen.kazakh > KAZAKH_LETTER_UP_TO * seen.letters * (1 + seen.telling["ru"]):
        out.add("ru")
    own = seen.alphabet & KAZAKH_LETTERS
    # Tatar, Kyrgyz and Mongolian write the other five, Belarusian and Ukrainian і alone, and Uzbek and Tajik know no ы.
    neighbour = seen.kazakh >= LEAST_SIGNS and (own == {"і"} or own.isdisjoint("іқғұ"))
    if (neighbour or seen.alphabet.isdisjoint("ыі")) and not seen.telling["kk"]:
        out.add("kk")
    return out


def _sample(text: str) -> str:
    if len(text) <= HEAD_CHARACTERS + MIDDLE_CHARACTERS:
        return text
    middle = max(HEAD_CHARACTERS, (len(text) - MIDDLE_CHARACTERS) // 2)
    return f"{text[:HEAD_CHARACTERS]} {text[middle : middle + MIDDLE_CHARACTERS]}"
