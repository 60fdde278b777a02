"""The persons and offices that are known beforehand, as plain values; `flows/fetch/` reads them from their files."""

from typing import NamedTuple

from flows.label.speakers.people import NO_PEOPLE, People
from flows.label.speakers.persons import Membership, Name, Person, Term
from schemas.words import Language


class OfficeDeclared(NamedTuple):
    """A listed office: its country (ISO 3166-1 alpha-2, upper case) and the words that stand for it, without article."""

    office: str
    country: str
    names: tuple[Name, ...]
    institution: str | None = None


class PeopleList(NamedTuple):
    """A long list of persons: on which terms it is offered, and the line that a user of it must show; None where nothing says it."""

    list_id: str
    licence: str | None
    attribution: str | None
    url: str | None


class Gazetteer(NamedTuple):
    """All listed persons and offices."""

    persons: tuple[Person, ...] = ()
    offices: tuple[OfficeDeclared, ...] = ()
    people: People = NO_PEOPLE
    """The persons of long lists, whom a text must name in full once; one who stands in `persons` too counts as declared there."""
    lists: tuple[PeopleList, ...] = ()


__all__ = ["Gazetteer", "Membership", "Name", "OfficeDeclared", "People", "PeopleList", "Person", "Term", "person_of", "preferred_name"]

LANGUAGES = tuple(Language)


def preferred_name(person: Person) -> str:
    """Return the name that the dataset shows for a listed person: the preferred one of the first language that has one, else any.

    The languages come in the order of `Language`; the person's id stands for one without names.
    """
    preferred = sorted((name for name in person.names if name.is_preferred), key=lambda name: LANGUAGES.index(name.language))
    return next((name.name for name in (*preferred, *person.names)), person.speaker_id)


def person_of(gazetteer: Gazetteer, speaker_id: str) -> Person | None:
    """Return the listed person of an id, of whichever list."""
    own = next((person for person in gazetteer.persons if person.speaker_id == speaker_id), None)
    return own or gazetteer.people.person(speaker_id)
