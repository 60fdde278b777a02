"""Very many listed persons, arranged for looking up without reading them all: bytes that can be mapped from a file.

The bytes are four numbers; the keys in order, each the hash of what is looked up (an id, the last word of a name, an office) with the
person that it leads to; where each person's line begins; and the lines: JSON, one a person. A look-up is a bisection, and reads the few
lines that it finds.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Any
from zlib import crc32

from flows.label.speakers.persons import Membership, Name, Person, Term
from schemas.words import Language

MAGIC = 0x32_45_4C_50_4F_45_50_52
NUMBER_BYTES = 8
HEADER = 4 * NUMBER_BYTES
PLACE_BITS = 32
BY_ID, BY_LAST_WORD, BY_OFFICE = "i", "l", "o"
ENCODED = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=date.isoformat, separators=(",", ":")).encode


def people_bytes(people: Iterable[Person]) -> bytes:
    """Return persons arranged for looking up; the same persons in the same order give the same bytes, on machines of one byte order."""
    keys: list[int] = []
    lines: list[bytes] = []
    for place, person in enumerate(people):
        lines.append(ENCODED(person).encode())
        keys += [crc32(key.encode()) << PLACE_BITS | place for key in _keys(person)]
    starts = array("Q", accumulate(map(len, lines), initial=0))
    header = array("Q", (MAGIC, len(keys), len(lines), starts[-1]))
    return b"".join([*(numbers.tobytes() for numbers in (header, array("Q", sorted(keys)), starts)), *lines])


@dataclass(frozen=True, eq=False)
class People:
    """Persons of long lists; equal to itself alone, and told from others by the hash of what it was made of."""

    sha256: str
    content: bytes | memoryview = field(repr=False)

    def __len__(self) -> int:
        return len(self._starts) - 1 if self.content else 0

    def person(self, speaker_id: str) -> Person | None:
        """Return the person of an id."""
        return next((person for person in self._under(BY_ID, speaker_id) if person.speaker_id == speaker_id), None)

    def bearing(self, language: Language, last_word: str) -> list[tuple[tuple[str, ...], Person]]:
        """Return the persons who have a name in a language that ends with a word in small letters, each with that name's words."""
        return [
            (words, person)
            for person in self._under(BY_LAST_WORD, last_word)
            for name in person.names
            if name.language is language and (words := tuple(name.name.lower().split()))[-1] == last_word
        ]

    def named(self, name: str) -> list[Person]:
        """Return the persons who bear a name as a whole, without regard to case."""
        sought = name.casefold()
        found = self._under(BY_LAST_WORD, name.lower().rpartition(" ")[2])
        return [person for person in found if any(one.name.casefold() == sought for one in person.names)]

    def holders(self, office: str) -> list[Person]:
        """Return the persons who have a term of an office."""
        return [person for person in self._under(BY_OFFICE, office) if any(term.office == office for term in person.terms)]

    @cached_property
    def _numbers(self) -> memoryview:
        whole = memoryview(self.content)
        return whole[: len(whole) - len(whole) % NUMBER_BYTES].cast("Q")

    @cached_property
    def _keys(self) -> memoryview:
        return self._numbers[4 : 4 + self._numbers[1]]

    @cached_property
    def _starts(self) -> memoryview:
        first = 4 + self._numbers[1]
        return self._numbers[first : first + self._numbers[2] + 1]

    @cached_property
    def _lines(self) -> memoryview:
        return memoryview(self.content)[len(self.content) - self._numbers[3] :]

    def _under(self, kind: str, key: str) -> Iterator[Person]:
        if not self.content:
            return
        first, keys = crc32(f"{kind} {key}".encode()) << PLACE_BITS, self._keys
        at = bisect_left(keys, first)
        while at < len(keys) and keys[at] < first + (1 << PLACE_BITS):
            place = keys[at] - first
            yield _person(bytes(self._lines[self._starts[place] : self._starts[place + 1]]))
            at += 1


NO_PEOPLE = People("", b"")


def is_whole(content: bytes | memoryview) -> bool:
    """Tell whether bytes are persons arranged for looking up, to the last of them."""
    if len(content) < HEADER:
        return False
    magic, keys, people, line_bytes = memoryview(content)[:HEADER].cast("Q")
    return magic == MAGIC and len(content) == HEADER + NUMBER_BYTES * (keys + people + 1) + line_bytes


def _keys(person: Person) -> Iterator[str]:
    yield f"{BY_ID} {person.speaker_id}"
    for word in {name.name.lower().rpartition(" ")[2] for name in person.names}:
        yield f"{BY_LAST_WORD} {word}"
    for office in {term.office for term in person.terms}:
        yield f"{BY_OFFICE} {office}"


def _person(line: bytes) -> Person:
    speaker_id, gender, wikidata_id, names, terms, birth_year, country, memberships, list_id = json.loads(line)
    return Person(
        speaker_id,
        gender,
        wikidata_id,
        tuple(Name(Language(language), name, preferred) for language, name, preferred in names),
        tuple(Term(office, date.fromisoformat(from_on), _day(until_on)) for office, from_on, until_on in terms),
        birth_year,
        country,
        tuple(Membership(party, chamber, _day(from_on), _day(until_on)) for party, chamber, from_on, until_on in memberships),
        list_id,
    )


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None
