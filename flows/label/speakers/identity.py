"""The id of somebody whom no list holds: a function of the name alone, the same in every spelling and script that people use for it."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import sha256
from typing import NamedTuple

from flows.label.speakers.name_forms import is_patronymic
from flows.label.speakers.spellings import PLAIN_LETTERS, SPELLINGS, rewritten
from flows.languages.pack import Pack, any_of, packs

ID_HASH_LENGTH = 8
OTHER_LATIN = str.maketrans(PLAIN_LETTERS)
LONGEST_SLUG = 100
NO_LETTER = re.compile(r"[^a-z0-9]+")
HYPHENS = re.compile(r"[‐‑‒–—-]")
SHORTEST_FOR_Y = 4
VOWELS = frozenset("aeiouy")


class Letters(NamedTuple):
    """The Latin letters for those of other scripts: of single ones, and of several that stand together."""

    single: dict[int, str]
    several: re.Pattern[str]
    of: dict[str, str]


@lru_cache(maxsize=16_384)
def speaker_id_of(name: str, pack: Pack | None = None) -> str:
    """Return the id of somebody who is known by a name alone: the same for the same name, whatever the text, its language and its script.

    `pack` is that of the language in which the name is written, where that is known: г is g in Russian, h in Ukrainian. Patronymics and
    initials between a first name and a surname are left out.

    >>> [speaker_id_of(name) for name in ("Murat Nurtleu", "François Hollande")]
    ['murat-nurtleu', 'francois-hollande']
    >>> {speaker_id_of(name) for name in ("Kassym-Jomart Tokayev", "Qasym-Jomart Toqaev", "Kasym\u2011Zhomart K. Tokaev")}
    {'kasym-jomart-tokaev'}
    """
    words = _shortened(name.split(), pack)
    return _whole(folded_name(" ".join(words), pack), name)


@lru_cache(maxsize=4096)
def full_speaker_id_of(name: str, pack: Pack | None = None) -> str:
    """Return the id of somebody whose patronymic tells them from a namesake of the same text."""
    return _whole(folded_name(name, pack), name)


@lru_cache(maxsize=4096)
def speaker_id_within(text_id: str, name: str, pack: Pack | None = None) -> str:
    """Return the id of somebody whom one text alone knows by what it calls them: of two texts' ministers, neither is the other.

    >>> speaker_id_within("gazette.budget", "minister")
    'minister-71308c46'
    """
    return f"{full_speaker_id_of(name.lower(), pack)}-{_short(text_id)}"


def is_within(text_id: str, speaker_id: str) -> bool:
    """Tell whether an id is one of somebody whom that text alone knows."""
    return speaker_id.endswith(f"-{_short(text_id)}")


def _whole(slug: str, name: str) -> str:
    """Return a slug as an id; what it lacks of a name that is too long, or in a script without a table, stands behind it as a hash."""
    is_whole = len(slug) <= LONGEST_SLUG and all(letter.isascii() for letter in slug)
    plain = NO_LETTER.sub("-", slug).strip("-")
    if is_whole and plain:
        return plain
    return f"{plain[:LONGEST_SLUG].strip('-') or 'person'}-{_short(unicodedata.normalize('NFC', name))}"


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:ID_HASH_LENGTH]


def _shortened(words: Sequence[str], pack: Pack | None) -> Sequence[str]:
    """Return a name without what stands between its first word and its last and is a patronymic or an initial."""
    if len(words) < 3 or words[0].endswith("."):
        return words
    known = (pack,) if pack else packs()
    middle = [word for word in words[1:-1] if not any(is_patronymic(word, one) for one in known) and len(word) > 1]
    return (words[0], *middle, words[-1])


@lru_cache(maxsize=16_384)
def folded_name(name: str, pack: Pack | None = None) -> str:
    """Return a name in small Latin letters, a word after a hyphen, in the one of its spellings that stands for all.

    >>> folded_name("Yerlan Zhumabayev")
    'erlan-jumabaev'
    """
    words = [word for word in re.split(r"[\s-]+", HYPHENS.sub("-", name)) if word]
    return "-".join(_folded(word, pack, is_last=at + 1 == len(words)) for at, word in enumerate(words))


def in_latin(word: str, pack: Pack | None = None) -> str:
    """Return a word in small Latin letters without marks, as far as its script has a table.

    >>> in_latin("Тоқаев")
    'tokaev'
    """
    low = word.casefold().replace("’", "'")
    if not low.isascii() or pack is not None:
        letters = _letters(pack)
        low = letters.several.sub(lambda found: letters.of[found.group()], low).translate(letters.single).translate(OTHER_LATIN)
    if not low.isascii():
        low = "".join(letter for letter in unicodedata.normalize("NFKD", low) if not unicodedata.combining(letter))
    return low


def latin_letters() -> dict[str, str]:
    """Return letters of other scripts → the Latin ones for them, as `in_latin` takes them where no language is told."""
    return {**_letters(None).of, **PLAIN_LETTERS}


@lru_cache(maxsize=65_536)
def _folded(word: str, pack: Pack | None, *, is_last: bool) -> str:
    low = in_latin(word, pack)
    spelt = rewritten(low.strip(".,"), SPELLINGS)
    is_yi = not is_last and len(spelt) >= SHORTEST_FOR_Y and spelt.endswith("i") and spelt[-2] not in VOWELS
    return f"{spelt[:-1]}y" if is_yi else spelt  # Dmitri


@cache
def _letters(pack: Pack | None) -> Letters:
    """Return the Latin letters for those of other scripts: as the language of a name writes them, else as the first that has a table."""
    rows = [row for one in reversed(packs()) for row in one.rows("romanised") if row[0].isalpha()]
    of = {letters: "" if latin == "-" else latin for letters, latin in (*rows, *(pack.rows("romanised") if pack else ()))}
    several = re.compile(any_of(letters for letters in of if len(letters) > 1))
    return Letters(str.maketrans({letter: latin for letter, latin in of.items() if len(letter) == 1}), several, of)
