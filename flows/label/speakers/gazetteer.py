"""The persons and offices that are known beforehand, as plain values; `flows/fetch/` reads them from their files."""

from datetime import date
from typing import Literal, NamedTuple

from schemas.words import Language


class Name(NamedTuple):
    """One form of a name in one language, in its dictionary case."""

    language: Language
    name: str
    is_preferred: bool


class Term(NamedTuple):
    """One term of an office; `until_on` is None while it lasts."""

    office: str
    from_on: date
    until_on: date | None


class Person(NamedTuple):
    """A listed person."""

    speaker_id: str
    gender: Literal["female", "male"]
    wikidata_id: str | None
    names: tuple[Name, ...]
    terms: tuple[Term, ...]


class OfficeDeclared(NamedTuple):
    """A listed office: its country (ISO 3166-1 alpha-2, upper case) and the words that stand for it, without article."""

    office: str
    country: str
    names: tuple[Name, ...]


class Gazetteer(NamedTuple):
    """All listed persons and offices."""

    persons: tuple[Person, ...] = ()
    offices: tuple[OfficeDeclared, ...] = ()


LANGUAGES = tuple(Language)


def preferred_name(person: Person) -> str:
    """Return the name that the dataset shows for a listed person: the preferred one of the first language that has one, else any.

    The languages come in the order of `Language`; the person's id stands for one without names.
    """
    preferred = sorted((name for name in person.names if name.is_preferred), key=lambda name: LANGUAGES.index(name.language))
    return next((name.name for name in (*preferred, *person.names)), person.speaker_id)
