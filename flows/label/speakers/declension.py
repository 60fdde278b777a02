"""Case endings of Russian and Kazakh names and roles: from a form in a text back to the forms a list may hold."""

from functools import cache, lru_cache

from flows.languages.pack import pack
from schemas.words import Language

_SHORTEST_STEM = 2


@cache
def _endings(language: Language) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each case ending with those of the dictionary forms, longest ending first; `-` stands for no ending in the list."""
    rows = pack(language).rows("case_endings")
    rules = [(ending, tuple("" if one == "-" else one for one in dictionary.split())) for ending, dictionary in rows]
    return tuple(sorted(rules, key=lambda rule: -len(rule[0])))


@lru_cache(maxsize=16_384)
def dictionary_forms(word: str, language: Language) -> tuple[str, ...]:
    """Return the word itself and every dictionary form that it may be a case of, without repetition.

    The forms are candidates, to be looked up in a list of known names or roles; most of them are no words.
    Letters keep their case; of a hyphenated word the last part is declined.

    >>> dictionary_forms("Токаеву", Language.RUSSIAN)
    ('Токаеву', 'Токаев', 'Токаева')
    >>> dictionary_forms("басшысының", Language.KAZAKH)
    ('басшысының', 'басшысы')
    """
    forms = [word]
    for ending, dictionary in _endings(language):
        if word.endswith(ending) and len(word) >= len(ending) + _SHORTEST_STEM:
            stem = word[: len(word) - len(ending)]
            forms += [stem + one for one in dictionary]
    return tuple(dict.fromkeys(forms))


def is_form_of(word: str, dictionary_word: str, language: Language) -> bool:
    """Tell whether a word of a text may be a case of a dictionary word; letters compare without regard to case.

    >>> is_form_of("главе", "Глава", Language.RUSSIAN)
    True
    """
    folded = dictionary_word.lower()
    return any(form == folded for form in dictionary_forms(word.lower(), language))
