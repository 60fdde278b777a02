"""What seems damaged in a cleaned text and could not be undone for sure: told to the data's readers, never a change of the text."""

import re
from functools import cache
from itertools import islice

from flows.languages.letters import alphabets
from schemas.words import Damage, Language

LEAST_SIGNS = 3
"""So many signs of one kind of damage tell it; fewer may be a slip, a formula or a brand."""

UNKNOWN_CHARACTER = "\ufffd"
# "Мини?тр": a letter that an encoding did not know
LOST_LETTER = re.compile(r"\?(?<=[^\W\d_]\?)(?=[^\W\d_])")
# In an address a question mark stands behind one of these.
OF_ADDRESS = frozenset("/=@.")
LONGEST_ADDRESS = 300
# "Ð°Ñ€Ñ‚", "РєСЂС": the first of two bytes of a letter, as cp1252 or cp1251 reads it, before what begins or goes on no word
AFTER_1252 = "¡¢£¤¥¦§¨©¬\u00ad®¯°±²³´µ¶¸¹º¼½¾¿€ƒ†‡ˆ‰Š‹ŒŽ˜™š›œžŸ"
AFTER_1251 = "ЂЃѓ†‡€‰ЉЊЌЋЏђ™љњќћџЎўЈ¤¦§©¬®°±µ¶ЅѕјҐ"
MISREAD_AFTER = AFTER_1252 + AFTER_1251
MISREAD = re.compile(f"[ÂÃÄÅÐÑ][{AFTER_1252}]|[РС][{AFTER_1251}]")
# "| do not", "~ but": what a scanner made of a letter or a spot
SIGNS = "|\\~^¦¬"
STRAY_SIGN = re.compile(r"[|\\~^¦¬]{1,3}(?<!\S[|\\~^¦¬])(?= [^\W\d_A-ZА-Я])")
LEAST_CAPITALS = 4
"""So many capitals behind a small letter are no abbreviation: KOI8 that was read as cp1251 has them."""
CAPITALS = re.compile(f"[А-Я]{{{LEAST_CAPITALS}}}")


def damage_of(text: str) -> Damage | None:
    """Return what seems damaged in a text, of several kinds the first that `Damage` names; None where nothing does.

    >>> damage_of("Мини?тр от?рыл но?ый мост.")
    <Damage.LOST_LETTERS: 'lost-letters'>
    """
    if UNKNOWN_CHARACTER in text or ("?" in text and _has_lost_letters(text)):
        return Damage.LOST_LETTERS
    if (_holds(text, MISREAD_AFTER) and _has(MISREAD, text)) or (CAPITALS.search(text) and _has(_inverted(), text)):
        return Damage.MISREAD
    if _holds(text, _small(is_latin=True)) and _holds(text, _small(is_latin=False)) and _mixed().search(text):
        return Damage.MIXED_SCRIPTS
    return Damage.SCAN_ERRORS if _holds(text, SIGNS) and _has(STRAY_SIGN, text) else None


def _holds(text: str, characters: str) -> bool:
    """Say whether any of some characters stands in a text, many times faster than a pattern could."""
    return any(map(text.__contains__, characters))


def _has(sign: re.Pattern[str], text: str) -> bool:
    return sum(1 for _ in islice(sign.finditer(text), LEAST_SIGNS)) == LEAST_SIGNS


def _has_lost_letters(text: str) -> bool:
    lost = (place for place in LOST_LETTER.finditer(text) if not _is_in_address(text, place.start()))
    return sum(1 for _ in islice(lost, LEAST_SIGNS)) == LEAST_SIGNS


def _is_in_address(text: str, place: int) -> bool:
    """Say whether a question mark stands in an address of the web."""
    before = text[max(0, place - LONGEST_ADDRESS) : place].split()
    return bool(before) and not OF_ADDRESS.isdisjoint(before[-1])


@cache
def _inverted() -> re.Pattern[str]:
    """Return the pattern of a Cyrillic word whose small letters are capitals, and the other way round: `оПХБЕР`."""
    small = _small(is_latin=False)
    return re.compile(f"(?<![^\\W\\d_])[{small}][{small.upper()}]{{{LEAST_CAPITALS},}}")


@cache
def _mixed() -> re.Pattern[str]:
    """Return the pattern of two small letters of two scripts beside each other."""
    latin, other = _small(is_latin=True), _small(is_latin=False)
    return re.compile(f"[{latin}][{other}]|[{other}][{latin}]")


@cache
def _small(*, is_latin: bool) -> str:
    """Return the small letters of the languages that are held and write so."""
    letters = {letter for language in Language for letter in alphabets()[language.value]}
    return "".join(sorted(letter for letter in letters if letter.isalpha() and letter.isascii() == is_latin))
