"""What is known while the sources of a text are resolved: the persons met, where they are named, and what they are called."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flows.label.speakers.case_forms import dictionary_forms
from flows.label.speakers.known import Known, person_named
from flows.label.speakers.mentioned import name_key
from flows.label.speakers.names import PARTICLES, Gender, Reading, fits, speaker_id_of
from flows.label.speakers.passing import Named
from flows.label.speakers.registry import Person
from flows.languages.pack import Pack
from flows.segment.document import Document
from schemas.columns import Span

MOST_NAMESAKES = 5
NAMESAKE_REACH = 5_000
"""How many code points back a full name tells which of two namesakes is meant."""


class MetPerson(NamedTuple):
    """A person whom a text quotes or addresses."""

    speaker_id: str
    name: str
    """The preferred English name from the list, or the full name as the text gives it."""
    is_listed: bool
    gender: Gender


class Mention(NamedTuple):
    """Somebody who speaks or is spoken to, or whom the text names in passing."""

    start: int
    person: MetPerson | None
    """None for somebody whom the text does not name: a pronoun may mean them, and then means nobody known."""
    gender: Gender
    is_source: bool = True
    """False for somebody spoken to, whom a pronoun means only where no source fits it."""
    roles: tuple[str, ...] = ()
    """The roles that the place itself gives."""


class Passed(NamedTuple):
    """A place, no source, that names a person."""

    start: int
    end: int
    person: MetPerson
    is_subject: bool
    is_new: bool
    """True where the text names the person for the first time."""


class Scene(NamedTuple):
    """What is known while a text is read."""

    document: Document
    pack: Pack
    known: Known
    readings: dict[Span, Reading]
    people: dict[str, MetPerson]
    """By the full name, and by the surname for whoever was met last under it."""
    namesakes: dict[str, list[MetPerson]]
    """By the surname, in the order of meeting."""
    by_role: dict[str, MetPerson]
    """By a role that a source gives the person."""
    titled: dict[str, MetPerson | None]
    """By a role that the text gives the person elsewhere; empty until it is asked for. English alone."""
    mentions: list[Mention]
    learned: dict[str, Gender]
    """The gender that a pronoun told of a person whose name tells none, by the person's id."""
    listed: dict[str, Person | None]
    """The listed person whom a phrase names, so that each phrase is looked up once."""
    passed: list[Passed]
    """The persons whom a Russian or Kazakh text names in passing, in order."""
    roles: dict[str, list[str]]
    """The roles that a Russian or Kazakh text gives a person anywhere, by the person's id."""
    said: list[Span]
    """What stands within marks, in order: whom a speaker names is not whom the writer goes on to speak of."""


def met(scene: Scene, person: Person) -> MetPerson:
    """Return a listed person as one whom the text names."""
    return MetPerson(person.speaker_id, scene.known.preferred[person.speaker_id], True, person.gender)


def principal(scene: Scene) -> MetPerson | None:
    """Return the person whom the text is about, where its source says so."""
    person = scene.known.persons.get(scene.document.principal_speaker_id or "")
    return met(scene, person) if person else None


def listed(scene: Scene, phrase: str) -> Person | None:
    """Return the listed person whom a phrase names."""
    if phrase not in scene.listed:
        scene.listed[phrase] = person_named(scene.known, phrase, scene.document.language)
    return scene.listed[phrase]


def person_read(reading: Reading) -> MetPerson:
    """Return a person who is no listed one, by the name that a phrase gives."""
    name = reading.name or ""
    return MetPerson(speaker_id_of(name), name, False, reading.gender)


def person_of(scene: Scene, name: str) -> MetPerson | None:
    """Return the person, listed or met, whom a name at the start of a sentence means."""
    known_person = listed(scene, name)
    if known_person:
        return met(scene, known_person)
    return scene.people.get(name_key(name)) or scene.people.get(name_key(name.rsplit(maxsplit=1)[-1]))


def remember(scene: Scene, person: MetPerson) -> None:
    """Remember a person by the full name and by the surname."""
    words = name_key(person.name).split()
    if scene.people.setdefault(name_key(person.name), person) is person:
        scene.namesakes.setdefault(words[-1], []).append(person)
    scene.people.setdefault(words[-1], person)
    if len(words) > 2 and words[-2] in PARTICLES:
        scene.people.setdefault(" ".join(words[-2:]), person)


def nearest_namesake(scene: Scene, people: Sequence[MetPerson], before: int) -> MetPerson | None:
    """Return the one of some namesakes whom the text last named in full before a place."""
    if len(people) < 2:
        return people[0] if people else None
    if scene.passed:
        last = bisect_left(scene.passed, before, key=lambda place: place.start)
        for place in range(last - 1, max(last - 40, 0) - 1, -1):
            if scene.passed[place].person in people:
                return scene.passed[place].person
    text = scene.document.text
    return max(people, key=lambda person: text.rfind(person.name, max(before - NAMESAKE_REACH, 0), before))


def met_under(scene: Scene, name: str, gender: Gender, before: int) -> MetPerson | None:
    """Return the person met whom an inflected name means: a first name or an initial must be the person's own, and the gender fit."""
    *given, surname = name.split()
    for form in dictionary_forms(name_key(surname), scene.pack):
        people = [
            person
            for person in scene.namesakes.get(form, ())[:MOST_NAMESAKES]
            if fits(person.gender, gender) and _given_fits(given, person.name.split()[:-1], scene.pack)
        ]
        if people:
            return nearest_namesake(scene, people, before)
    return None


def _given_fits(given: Sequence[str], own: Sequence[str], pack: Pack) -> bool:
    if not given or not own:
        return True
    first, owned = name_key(given[0]), name_key(own[0])
    if first.endswith(".") or owned.endswith("."):
        return first[0] == owned[0]
    return owned in dictionary_forms(first, pack) or first in dictionary_forms(owned, pack)


def gender_of(scene: Scene, mention: Mention) -> Gender:
    """Return the gender of somebody mentioned, as the name or a pronoun told it."""
    learned = scene.learned.get(mention.person.speaker_id) if mention.person else None
    return learned or mention.gender


def pass_by(scene: Scene, names: Iterable[Named]) -> None:
    """Remember whom a Russian or Kazakh text names in passing, where, and with what titles."""
    places = list(names)
    sure = [place for place in places if place.is_subject] + [place for place in places if not place.is_subject]
    for place in sure:  # the nominative first: it gives the name in its dictionary form
        reading = place.reading
        if reading.is_person and listed(scene, " ".join(place.words)) is None and _met_at(scene, place) is None:
            remember(scene, person_read(reading))
    seen: set[str] = set()
    for place in places:
        known_person = listed(scene, " ".join(place.words))
        person = met(scene, known_person) if known_person else _met_at(scene, place)
        if person is None:
            continue
        is_subject = place.is_subject and not _is_declined(place, person)
        scene.passed.append(Passed(*place.span, person, is_subject, person.speaker_id not in seen))
        seen.add(person.speaker_id)
        learn_roles(scene, place.reading.roles, person)


def _met_at(scene: Scene, place: Named) -> MetPerson | None:
    return met_under(scene, place.reading.name or "", place.reading.gender, place.span.start)


def _is_declined(place: Named, person: MetPerson) -> bool:
    """Tell whether a surname alone stands in another case than the person's name: Ахметова, where Ахметов is met."""
    return len(place.words) == 1 and not person.is_listed and place.words[0] != person.name.split()[-1]


def learn_roles(scene: Scene, roles: Iterable[str], person: MetPerson) -> None:
    """Remember the roles that a place gives a person."""
    known_roles = scene.roles.setdefault(person.speaker_id, [])
    known_roles += [role for role in roles if role not in known_roles]
