"""By what a word is found: itself in Latin letters, its one spelling of all, and what its forms share.

A page does the same with what is searched for, by the same rules, which `as_data` hands to it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from flows.label.speakers.identity import in_latin, latin_letters
from flows.label.speakers.spellings import SPELLINGS, Rules, rewritten
from flows.languages.pack import pack, packs
from flows.publish.pages.interface import LANGUAGES, interface
from schemas.words import Language

# A word may have an ending behind another one: plural, whose it is, case.
ENDINGS_OF_A_WORD = 3
# Letters that a text may write without their marks, before any other rule.
ALIKE = {"ё": "е"}


@lru_cache(maxsize=200_000)
def keys_of_word(word: str, language: str) -> tuple[str, ...]:
    """Return the keys of a word in small letters that stands in a text of a language.

    >>> keys_of_word("воды", "ru"), keys_of_word("вода", "ru")
    (('vody', 'vod'), ('voda', 'vod'))
    >>> keys_of_word("tokayev", "en")
    ('tokayev', 'tokaev')
    """
    alike = word.translate(_ALIKE)
    plain = in_latin(alike)
    found = (plain, rewritten(plain, SPELLINGS), rewritten(in_latin(stem(alike, language)), SPELLINGS))
    return tuple(dict.fromkeys(key for key in found if key))


def stem(word: str, language: str) -> str:
    """Return what the forms of a word have in common, as the endings of its language tell.

    >>> stem("судың", "kk")
    'су'
    """
    rules = inflections(language)
    for _ in range(ENDINGS_OF_A_WORD if rules else 0):
        word = rewritten(word, rules)
    return word


@cache
def inflections(language: str) -> Rules:
    """Return the rules that take one ending off a word; none where a language lists no endings."""
    rows = sorted(pack(Language(language)).rows("inflections"), key=lambda row: (int(row[1]), -len(row[0]), row[0]))
    endings = {int(least): [re.escape(ending) for ending, _ in some] for least, some in groupby(rows, key=lambda row: row[1])}
    return tuple((f"(?<={'.' * least})(?:{'|'.join(some)})$", "") for least, some in endings.items())


def months() -> dict[str, int]:
    """Return each name of a month, as a key is spelt → its number: as texts and as the interfaces name it."""
    found = {in_latin(form): int(number) for one in packs() for form, number in one.rows("months")}
    for names in (interface(language)["page"][form] for language in LANGUAGES for form in ("months", "months_alone")):
        found |= {in_latin(name): number for number, name in enumerate(names.split(), start=1)}
    return found


def as_data() -> dict[str, Any]:
    """Return the rules for a page's script."""
    return {
        "alike": ALIKE,
        "letters": latin_letters(),
        "spellings": SPELLINGS,
        "inflections": {one.language: inflections(one.language) for one in packs() if inflections(one.language)},
        "endings": ENDINGS_OF_A_WORD,
        "months": months(),
    }


_ALIKE = str.maketrans(ALIKE)
