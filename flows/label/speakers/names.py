"""What a source phrase says of a person."""

import re
from functools import cache
from typing import Literal, NamedTuple, cast

from flows.languages.pack import Pack

Gender = Literal["female", "male", "either"]
CAPITAL = "[{}]".format("".join(letter for letter in map(chr, range(0x2000)) if letter.isupper()))
"""A class of all capital letters of the scripts of Europe and their neighbours, for patterns."""
# К.-Ж. · Th. · O’Neill
WORD = re.compile(r"[^\W\d_]\.(?:-?[^\W\d_]\.)*|(?:[A-Z]h|Chr|Wm|Y[aeu])\.(?=[ -])|[^\W_]+(?:[-‑'’][^\W_]+)*")
POSSESSIVE = re.compile(r"['’]s?$")


class PhraseReading(NamedTuple):
    """What one source phrase says."""

    name: str | None
    """The person's name as written, without titles; None where the phrase names nobody."""
    roles: tuple[str, ...]
    """The roles that it gives the person, in small letters, each without its article and in its dictionary form."""
    gender: Gender
    is_person: bool
    """True where a title, a role, a first name or an age shows that the name is a person's."""
    shown: str | None = None
    """The name with the nickname that stands in marks within it; None where none does."""


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
