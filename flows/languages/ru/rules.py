"""What Russian decides by a dictionary that no list could hold: its nominatives and genders, first names, persons and places."""

from flows.languages.morphology import (
    cases_by_dictionary,
    first_names_by_dictionary,
    genders_by_dictionary,
    is_place_by_dictionary,
    nominatives_by_dictionary,
)


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


def first_names(word: str) -> tuple[tuple[str, str, bool], ...]:
    """Return the first names of which a word may be a form, each with its gender and whether the word stands in another case.

    >>> first_names("Снежаны")
    (('Снежана', 'female', True),)
    """
    return first_names_by_dictionary(word, "ru")


def cases_of_person(noun: str) -> frozenset[str]:
    """Return the cases in which a noun may stand for one person.

    >>> sorted(cases_of_person("краеведа"))
    ['accs', 'gent']
    """
    return cases_by_dictionary(noun, "ru")


def is_place(word: str) -> bool:
    """Tell whether a word in capitals names a place, in any case.

    >>> is_place("Латвии")
    True
    """
    return is_place_by_dictionary(word, "ru")
