"""Case endings of Russian and Kazakh names and roles: from a form in a text back to the forms a list may hold."""

from functools import lru_cache

from flows.lists import word_list
from schemas.words import Language

_PACKAGE = "flows.label.speakers"
_SHORTEST_STEM = 2


def _endings(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Read a list of `ending = dictionary endings` lines, longest ending first; `-` stands for no ending."""
    rules = []
    for line in word_list(_PACKAGE, name):
        ending, _, dictionary = line.partition("=")
        rules.append((ending.strip(), tuple("" if one == "-" else one for one in dictionary.split())))
    return tuple(sorted(rules, key=lambda rule: -len(rule[0])))


@lru_cache(maxsize=1)
def _all_endings() -> dict[Language, tuple[tuple[str, tuple[str, ...]], ...]]:
    return {
        Language.ENGLISH: (),
        Language.RUSSIAN: _endings("endings.ru.txt"),
        Language.KAZAKH: _endings("endings.kk.txt"),
    }


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
    for ending, dictionary in _all_endings()[language]:
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
