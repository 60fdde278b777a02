"""Which languages the letters leave possible for langdetect to choose from, and how likely each is beforehand."""

from flows.label.language.letters import KAZAKH_LETTERS, Evidence
from schemas.words import Language

# langdetect's profiles, and ours, by the letters of their languages.
LATIN = (
    "af", "ca", "cs", "cy", "da", "de", "en", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "lt", "lv", "nl", "no", "pl", "pt",
    "ro", "sk", "sl", "so", "sq", "sv", "sw", "tl", "tr", "vi",
)  # fmt: skip
WRITTEN_IN = {"Latin": frozenset(LATIN), "Cyrillic": frozenset(("bg", "kk", "ky", "mk", "ru", "uk"))}
# Letters, and the languages that do not write them.
NOT_WRITTEN_BY = (
    (frozenset("ыэё"), ("bg", "mk", "uk")),
    (frozenset("щйьюя"), ("mk",)),
    (frozenset("ъ"), ("mk", "uk")),
    (frozenset("іқғұә"), ("ky",)),
    (frozenset("қғұәөүңһ"), ("bg", "mk", "uk")),
)
# Share of Latin letters that English does not write, up to which they are foreign names.
STRANGE_UP_TO = 0.02
# Share of Kazakh's own letters up to which a text can be Russian, for none and for each of its telling words.
KAZAKH_IN_RUSSIAN_UP_TO = 0.015
# So many of Kazakh's own letters and none of its most common ones is no chance.
LEAST_SIGNS = 2

# How many times likelier a held language is beforehand than another: sources are chosen for their languages, and a line of Russian shares
# most n-grams with Bulgarian. English shares its letters with thirty others and is seldom without a telling word: it must show one.
HELD_WEIGHT = 1000.0
# How many times likelier a telling word makes its language, and how many of them count.
WORD_WEIGHT = 10.0
MOST_WORDS = 3


def weights(seen: Evidence) -> dict[str, float]:
    """Return the codes with a langdetect profile that come into question, each with its weight; empty for letters of another script."""
    if seen.script == "other":
        return {}
    possible = sorted(WRITTEN_IN[seen.script] - _ruled_out(seen))
    weighed = {code: WORD_WEIGHT ** min(seen.telling[code], MOST_WORDS) for code in possible}
    for language in Language:
        code = str(language)
        if code in weighed and (seen.script == "Cyrillic" or seen.telling[code]):
            weighed[code] *= HELD_WEIGHT
    return weighed


def _ruled_out(seen: Evidence) -> set[str]:
    """Return the codes of the languages that are not written with such letters."""
    if seen.script == "Latin":
        return {"en"} if seen.strange > STRANGE_UP_TO * seen.letters else set()
    out = {code for letters, codes in NOT_WRITTEN_BY if not letters.isdisjoint(seen.alphabet) for code in codes}
    if seen.kazakh > KAZAKH_IN_RUSSIAN_UP_TO * seen.letters * (1 + seen.telling["ru"]):
        out.add("ru")
    own = seen.alphabet & KAZAKH_LETTERS
    # Tatar, Kyrgyz and Mongolian write the other five, Belarusian and Ukrainian і alone; Uzbek and Tajik know no ы.
    a_neighbour = seen.kazakh >= LEAST_SIGNS and (own == {"і"} or own.isdisjoint("іқғұ"))
    if (a_neighbour or seen.alphabet.isdisjoint("ыі")) and not seen.telling["kk"]:
        out.add("kk")
    return out
