"""What a source phrase says of a person, and the id that a name alone gives."""

import re
import unicodedata
from functools import cache, lru_cache
from hashlib import sha256
from typing import Literal, NamedTuple, cast

from flows.languages.pack import Pack

Gender = Literal["female", "male", "either"]
CAPITAL = "[{}]".format("".join(letter for letter in map(chr, range(0x2000)) if letter.isupper()))
"""A class of all capital letters of the scripts of Europe and their neighbours, for patterns."""
WORD = re.compile(r"(?:[^\W\d_]\.)+|[^\W_]+(?:[-‑'’][^\W_]+)*")
POSSESSIVE = re.compile(r"['’]s?$")
ID_HASH_LENGTH = 8
LONGEST_SLUG = 100


class PhraseReading(NamedTuple):
    """What one source phrase says."""

    name: str | None
    """The person's name as written, without titles; None where the phrase names nobody."""
    roles: tuple[str, ...]
    """The roles that it gives the person, in small letters, each without its article and in its dictionary form."""
    gender: Gender
    is_person: bool
    """True where a title, a role, a first name or an age shows that the name is a person's."""


@lru_cache(maxsize=4096)
def speaker_id_within(text_id: str, name: str) -> str:
    """Return the id of somebody whom one text alone knows by what it calls them: of two texts' ministers, neither is the other.

    >>> speaker_id_within("gazette.budget", "minister")
    'minister-dd7a3cc7'
    """
    short = sha256(text_id.encode()).hexdigest()[:ID_HASH_LENGTH]
    return f"{speaker_id_of(name.lower())}-{short}"


@lru_cache(maxsize=4096)
def speaker_id_of(name: str) -> str:
    """Return the id of a person who is known by a name alone: the same for the same name, whatever the text.

    >>> speaker_id_of("Murat Nurtleu")
    'murat-nurtleu'
    >>> speaker_id_of("François Hollande")
    'francois-hollande-61cd7e10'
    """
    composed = unicodedata.normalize("NFC", name).replace("’", "'")
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", composed.lower()) if not unicodedata.combining(letter))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    is_whole = composed.isascii() and len(slug) <= LONGEST_SLUG
    if is_whole and slug:
        return slug
    short = sha256(composed.encode()).hexdigest()[:ID_HASH_LENGTH]
    return f"{slug[:LONGEST_SLUG].strip('-') or 'person'}-{short}"


def name_key(name: str) -> str:
    """Return a name as it is looked up: O’Neill and O'Neill, de Blasio and De Blasio are one."""
    return name.replace("’", "'").casefold()


def fits(person: Gender, other: Gender) -> bool:
    """Tell whether two genders may be those of one person."""
    return "either" in (person, other) or person == other


@cache
def genders(pack: Pack, listed: str) -> dict[str, Gender]:
    """Return the words of a list of a language with their gender."""
    found: dict[str, Gender] = {}
    for gender, *words in pack.rows(listed):
        for word in words:
            found[word] = "either" if found.get(word, gender) != gender else cast(Gender, gender)
    return found
