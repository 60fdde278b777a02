"""A listed person, as plain values: names, terms of office, memberships."""

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


class Membership(NamedTuple):
    """A stretch of time in a party, a chamber or both; a day is None where it is not known, or not yet there."""

    party: str | None
    chamber: str | None
    from_on: date | None
    until_on: date | None


class Person(NamedTuple):
    """A listed person."""

    speaker_id: str
    gender: Literal["female", "male", "either"]
    """`either` where the list does not tell it."""
    wikidata_id: str | None
    names: tuple[Name, ...]
    terms: tuple[Term, ...]
    birth_year: int | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2, upper case."""
    memberships: tuple[Membership, ...] = ()
    list_id: str | None = None
    """The long list that the person stands in; None for one of a file of one's own."""
