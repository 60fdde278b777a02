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
LEADS = {"cp1252": bytes((0xC2, 0xC3, 0xC4, 0xC5, 0xD0, 0xD1)), "cp1251": bytes((0xD0, 0xD1))}
"""The first of the two bytes of Latin and Cyrillic letters in UTF-8, by the encoding in which they are read as letters of their own."""
SECOND_BYTES = bytes(range(0x80, 0xC0))
MAY_FOLLOW = frozenset("«»„“”‘’‚‹›–—…•·№ªº\u00a0")
"""Signs that may stand right behind a letter of a sound text."""
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
    if (_holds(text, _telling()) and _has(_misread(), text)) or (CAPITALS.search(text) and _has(_inverted(), text)):
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
def _misread() -> re.Pattern[str]:
    """Return the pattern of a letter's two bytes as an encoding of one byte reads them: `Ð°`."""
    return re.compile("|".join(f"[{leads.decode(name)}][{re.escape(_second(name))}]" for name, leads in LEADS.items()))


@cache
def _telling() -> str:
    """Return the characters without one of which no text has been misread so."""
    return "".join(map(_second, LEADS))


def _second(encoding: str) -> str:
    """Return what the second bytes of letters are in an encoding: but for what may follow a letter, and for letters that are held."""
    held = {letter for language in Language for letter in alphabets()[language.value]}
    return "".join(one for one in SECOND_BYTES.decode(encoding, "ignore") if one not in MAY_FOLLOW and one.lower() not in held)


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
