"""Who may be meant by a source that fits several equally well: it stays unresolved, and they are named."""

from flows.label.speakers.case_forms import dictionary_forms
from flows.label.speakers.known import namesakes_named
from flows.label.speakers.name_forms import is_by_patronymic
from flows.label.speakers.names import Gender, fits, genders, name_key
from flows.label.speakers.scene import (
    MOST_CANDIDATES,
    Mention,
    MetSpeaker,
    Passed,
    Scene,
    gender_of,
    met,
    met_by_patronymic,
    within,
)
from schemas.columns import Span
from schemas.words import SpeakerKind

REACH = 1_200
"""How many code points before a pronoun those are named whom it may mean."""


def namesakes_meant(scene: Scene, span: Span) -> tuple[MetSpeaker, ...]:
    """Return the persons, two or more, whose name a source gives in part; of more than `MOST_CANDIDATES` it names nobody."""
    reading = scene.readings.get(span)
    name = reading.name if reading else None
    if reading is None or name is None:
        return ()
    if is_by_patronymic(name, scene.pack):
        found = met_by_patronymic(scene, name)
    elif " " in name:
        namesakes = map(met, namesakes_named(scene.known, name, scene.document.language))
        found = tuple(person for person in namesakes if fits(person.gender, reading.gender))
    else:
        found = _of_surname(scene, name, reading.gender) or _named_before(scene, name)
    return found if 1 < len(found) <= MOST_CANDIDATES else ()


def _of_surname(scene: Scene, name: str, gender: Gender) -> tuple[MetSpeaker, ...]:
    """Return the listed persons of a surname, in the order of the list."""
    language = scene.document.language
    found = {
        person.speaker_id: met(person)
        for form in dictionary_forms(name_key(name), scene.pack)
        for _, person in scene.known.by_last_word.get((language, form), ())
        if fits(person.gender, gender)
    }
    return tuple(found.values())


def _named_before(scene: Scene, surname: str) -> tuple[MetSpeaker, ...]:
    """Return whom an earlier source of that surname may mean that named several in full: Per Vik, and then Vik."""
    forms = set(dictionary_forms(name_key(surname), scene.pack))
    return next((people for people in scene.unsure.values() if name_key(people[0].name).split()[-1] in forms), ())


def persons_near(scene: Scene, span: Span, gender: Gender) -> tuple[MetSpeaker, ...]:
    """Return the persons named shortly before a pronoun for one person that nothing resolves, the nearest first."""
    if scene.document.text[slice(*span)].lower() not in genders(scene.pack, "pronoun_genders"):
        return ()
    before = Span(max(span.start - REACH, 0), span.start)
    places: list[Mention | Passed] = [*within(scene.mentions, before), *within(scene.passed, before)]
    places.sort(key=lambda one: -one.start)
    found = {
        one.person.speaker_id: one.person
        for one in places
        if one.person and one.person.kind is SpeakerKind.PERSON and fits(gender_of(scene, one), gender)
    }
    return tuple(found.values())[:MOST_CANDIDATES]
