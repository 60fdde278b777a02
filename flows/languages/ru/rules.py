"""What Russian decides by a dictionary that no list could hold: its nominatives and genders."""

from flows.languages.morphology import genders_by_dictionary, nominatives_by_dictionary


def nominatives(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return what a noun phrase that ends with its main noun is in the nominative, the likeliest first.

    >>> nominatives(("пресс-службе",))
    (('пресс-служба',),)
    """
    return nominatives_by_dictionary(words, "ru")


def genders(noun: str) -> frozenset[str]:
    """Return the genders that a noun in any case may have: `masc`, `femn`, `neut`; none in the plural.

    >>> sorted(genders("министерство"))
    ['neut']
    """
    return genders_by_dictionary(noun, "ru")
