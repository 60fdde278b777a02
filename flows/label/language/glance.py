"""What is plain at a glance: a text in which the commonest signs of one held language stand thick, and none of another's letters.

Counting a few strings costs a tenth of looking at each word, and settles nearly every text of more than a line. It says nothing that the
longer look (`letters`) would not say; where signs are thin it is silent.
"""

import re

from schemas.words import Language

# Letters that English does not write; the marks around words (“ ” ’ — № …) do not count.
NOT_ENGLISH = re.compile(r"[\u00c0-\u1fff\u2c00-\ud7ff]")
# Letters that are neither plain Latin nor Russian, or Kazakh; marks and emoji do not count.
NOT_RUSSIAN = re.compile(r"[^\u0000-\u00bf\u2000-\u2bff\ufe0f\U00010000-\U0010ffffа-яёА-ЯЁ]")
NOT_KAZAKH = re.compile(r"[^\u0000-\u00bf\u2000-\u2bff\ufe0f\U00010000-\U0010ffffа-яёА-ЯЁәғқңөұүһіӘҒҚҢӨҰҮҺІ]")

ENGLISH_SIGNS = (" the ", " of ", " and ", " that ", " with ", " from ", " this ", " which ", " have ", " their ")
# Small words of the Slavs, and a letter that tells Russian (and Belarusian, which has і and ў) from the others.
RUSSIAN_SIGNS = (" в ", " и ", " на ", " с ", " не ", " по ", " что ", " из ", "ть ", "ого ")
RUSSIAN_LETTER = "ы"
KAZAKH_BESIDE = ("қ", "ғ", "ұ")

# So many signs at least, and one in so many characters.
LEAST_SIGNS = 3
CHARACTERS_A_SIGN = 80
# Share of the characters that і, қ, ғ and ұ make in Kazakh, at least (they make a tenth).
KAZAKH_FROM = 0.05


def plain_language(sample: str) -> Language | None:
    """Return the held language that a sample is plainly in, or None where that takes a longer look."""
    enough = max(LEAST_SIGNS, len(sample) / CHARACTERS_A_SIGN)
    if sum(map(sample.count, ENGLISH_SIGNS)) >= enough:
        return None if NOT_ENGLISH.search(sample) else Language.ENGLISH
    vowel, beside = sample.count("і"), sum(map(sample.count, KAZAKH_BESIDE))
    if min(vowel, beside) >= LEAST_SIGNS and vowel + beside >= KAZAKH_FROM * len(sample):
        return None if NOT_KAZAKH.search(sample) else Language.KAZAKH
    if sample.count(RUSSIAN_LETTER) >= enough / 2 and sum(map(sample.count, RUSSIAN_SIGNS)) >= enough:
        return None if NOT_RUSSIAN.search(sample) else Language.RUSSIAN
    return None
