"""The listed persons by their names in spellings and scripts that the list does not hold: Toqaev for Tokayev."""

from collections.abc import Mapping
from functools import lru_cache

from flows.label.speakers.gazetteer import Person
from flows.label.speakers.identity import folded_name
from flows.label.speakers.known import Known
from flows.languages.pack import Pack, pack

WORDS_WITH_PATRONYMIC = 3
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


def people_by_patronymic(known: Known, first: str, patronymic: str, written_in: Pack) -> frozenset[Person]:
    """Return the listed persons who have a first name and a patronymic, in whatever spelling."""
    return _by_patronymic(known).get((folded_name(first, written_in), folded_name(patronymic, written_in)), frozenset())


@lru_cache(maxsize=1)
def _by_patronymic(known: Known) -> Mapping[tuple[str, str], frozenset[Person]]:
    """Return the persons by the first two words of each of their names of three words."""
    found: dict[tuple[str, str], set[Person]] = {}
    for person in known.persons.values():
        for name in person.names:
            words = [folded_name(word, pack(name.language)) for word in name.name.split()]
            if len(words) == WORDS_WITH_PATRONYMIC:
                found.setdefault((words[0], words[1]), set()).add(person)
    return {key: frozenset(people) for key, people in found.items()}
