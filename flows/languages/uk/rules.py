"""What Ukrainian decides by a dictionary that no list could hold: its nominatives and genders, first names and persons."""

from flows.languages.morphology import (
    cases_by_dictionary,
    first_names_by_dictionary,
    genders_by_dictionary,
    nominatives_by_dictionary,
)


def nominatives(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return what a noun phrase that ends with its main noun is in the nominative, the likeliest first.

    >>> nominatives(("міністерстві",))
    (('міністерство',),)
    """
    return nominatives_by_dictionary(words, "uk")


def genders(noun: str) -> frozenset[str]:
    """Return the genders that a noun in any case may have: `masc`, `femn`, `neut`; none in the plural.

    >>> sorted(genders("прокуратура"))
    ['femn']
    """
    return genders_by_dictionary(noun, "uk")


def first_names(word: str) -> tuple[tuple[str, str, bool], ...]:
    """Return the first names of which a word may be a form, each with its gender and whether the word stands in another case.

    >>> first_names("Кристини")
    (('Кристина', 'female', True),)
    """
    return first_names_by_dictionary(word, "uk")


def cases_of_person(noun: str) -> frozenset[str]:
    """Return the cases in which a noun may stand for one person.

    >>> sorted(cases_of_person("краєзнавця"))
    ['accs', 'gent']
    """
    return cases_by_dictionary(noun, "uk")
