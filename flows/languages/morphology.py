"""Nominatives, genders, first names and persons by the dictionaries of OpenCorpora and VESUM, which the package pymorphy3 (MIT) carries."""

from functools import cache

from pymorphy3 import MorphAnalyzer
from pymorphy3.analyzer import Parse

NOMINATIVE = frozenset(("nomn",))
NOUNS = frozenset(("NOUN", "ADJF", "PRTF", "NPRO"))
ADJECTIVES = frozenset(("ADJF", "PRTF"))
GENDERS = {"masc": "male", "femn": "female"}
NO_NOUNS = frozenset(("Name", "Surn", "Patr", "Geox", "Abbr"))


def nominatives_by_dictionary(words: tuple[str, ...], language: str) -> tuple[tuple[str, ...], ...]:
    """Return what a noun phrase that ends with its main noun is in the nominative, the likeliest first; none where no noun ends it.

    The phrase itself is among them where it may stand in that case. Letters keep their case, and no ё comes in.

    >>> nominatives_by_dictionary(("российском", "правительстве"), "ru")
    (('российское', 'правительство'),)
    >>> nominatives_by_dictionary(("министерства",), "ru")
    (('министерство',), ('министерства',))
    """
    heads = (parse for parse in _analyser(language).parse(words[-1]) if parse.tag.POS in NOUNS and parse.tag.case != "voct")
    return tuple(dict.fromkeys(_phrase(words, head, language) for head in heads))


def genders_by_dictionary(noun: str, language: str) -> frozenset[str]:
    """Return the genders that a noun in any case may have: `masc`, `femn`, `neut`; none where it is none, or stands in the plural.

    >>> sorted(genders_by_dictionary("прокуратура", "ru"))
    ['femn']
    """
    found = (parse.tag.gender for parse in _analyser(language).parse(noun) if parse.tag.POS in NOUNS and parse.tag.number != "plur")
    return frozenset(gender for gender in found if gender)


def first_names_by_dictionary(word: str, language: str) -> tuple[tuple[str, str, bool], ...]:
    """Return how a word in capitals is a form of a first name that the dictionary holds, the nominative first.

    Each is the name, the gender that it tells (`male`, `female`, `either`), and whether the word stands in another case.

    >>> first_names_by_dictionary("Малика", "ru")
    (('Малика', 'female', False), ('Малик', 'male', True))
    """
    if not _analyser(language).word_is_known(word.lower()):
        return ()
    names = (parse for parse in _analyser(language).parse(word) if parse.is_known and "Name" in parse.tag.grammemes)
    parses = [parse for parse in names if parse.tag.number != "plur" and parse.tag.case != "voct"]
    found = ((_as_written(one.normal_form, word), GENDERS.get(one.tag.gender, "either"), one.tag.case != "nomn") for one in parses)
    return tuple(dict.fromkeys(sorted(found, key=lambda form: form[2])))


def cases_by_dictionary(noun: str, language: str) -> frozenset[str]:
    """Return the cases, in the singular, in which a word in small letters may stand for a living being: `nomn`, `gent` …

    None for a word that the dictionary does not hold, or that may be an adjective.

    >>> sorted(cases_by_dictionary("краеведа", "ru"))
    ['accs', 'gent']
    """
    if not _analyser(language).word_is_known(noun):
        return frozenset()
    parses = _analyser(language).parse(noun)
    if any(parse.tag.POS in ADJECTIVES for parse in parses):
        return frozenset()
    living = (
        parse.tag
        for parse in parses
        if "anim" in parse.tag.grammemes and NO_NOUNS.isdisjoint(parse.tag.grammemes) and parse.tag.number == "sing"
    )
    return frozenset(tag.case for tag in living if tag.POS == "NOUN")


def is_place_by_dictionary(word: str, language: str) -> bool:
    """Tell whether a word in capitals, in any case, names a place that the dictionary holds.

    >>> is_place_by_dictionary("Латвии", "ru")
    True
    """
    is_known = _analyser(language).word_is_known(word.lower())
    return is_known and any("Geox" in parse.tag.grammemes for parse in _analyser(language).parse(word))


def _phrase(words: tuple[str, ...], head: Parse, language: str) -> tuple[str, ...]:
    if head.tag.case in (None, "nomn"):
        return words
    told = head.inflect(NOMINATIVE) or head
    agreeing = NOMINATIVE | ({"plur"} if told.tag.number == "plur" else {told.tag.gender} - {None})
    return (*(_agreed(word, agreeing, language) for word in words[:-1]), _as_written(told.word, words[-1]))


def _agreed(word: str, agreeing: frozenset[str], language: str) -> str:
    adjective = next((parse for parse in _analyser(language).parse(word) if parse.tag.POS in ADJECTIVES), None)
    told = adjective and adjective.inflect(agreeing)
    return _as_written(told.word, word) if told else word


def _as_written(form: str, word: str) -> str:
    """Return a form in the letters of the word that it is of, as far as both are alike."""
    form = form if "ё" in word.lower() else form.replace("ё", "е")
    same = next((at for at, (one, other) in enumerate(zip(form, word.lower(), strict=False)) if one != other), min(len(form), len(word)))
    return word[:same] + form[same:]


@cache
def _analyser(language: str) -> MorphAnalyzer:
    return MorphAnalyzer(lang=language)
