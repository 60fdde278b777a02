"""The listed persons by their names in spellings and scripts that the list does not hold: Toqaev for Tokayev."""

from collections.abc import Mapping
from functools import lru_cache

from flows.label.speakers.gazetteer import Person
from flows.label.speakers.identity import folded_name
from flows.label.speakers.known import Known
from flows.languages.pack import Pack, pack

Bearers = tuple[tuple[frozenset[str], Person], ...]


@lru_cache(maxsize=1)
def _by_surname(known: Known) -> Mapping[str, Bearers]:
    """Return the persons by the last word of each of their names, in the spelling that stands for all, with the words before it."""
    found: dict[str, dict[tuple[frozenset[str], str], Person]] = {}
    for person in known.persons.values():
        for name in person.names:
            *given, surname = (folded_name(word, pack(name.language)) for word in name.name.split())
            found.setdefault(surname, {})[frozenset(given), person.speaker_id] = person
    return {surname: tuple((given, person) for (given, _), person in people.items()) for surname, people in found.items()}


@lru_cache(maxsize=16_384)
def person_respelt(known: Known, name: str, written_in: Pack) -> Person | None:
    """Return the listed person whose name is another spelling of a name in its dictionary form; None where nobody's is, or several are.

    Of a first name or an initial beside the surname, the person's own must be one spelling.
    """
    *given, surname = (folded_name(word.rstrip("."), written_in) for word in name.split())
    fitting = {person.speaker_id: person for own, person in _by_surname(known).get(surname, ()) if not given or _given_fits(given[0], own)}
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def _given_fits(first: str, own: frozenset[str]) -> bool:
    return first in own or (len(first) == 1 and any(word.startswith(first) for word in own))
