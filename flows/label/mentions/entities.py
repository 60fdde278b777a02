"""Whom or what a name stands for: a speaker whom the text has or the lists hold, a country, a capital."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flows.label.mentions.words import place_named
from flows.label.speakers.case_forms import dictionary_forms
from flows.label.speakers.gazetteer import Gazetteer
from flows.label.speakers.identity import speaker_id_of
from flows.label.speakers.known import Known, known, person_named
from flows.label.speakers.name_forms import read_name
from flows.label.speakers.names import POSSESSIVE, WORD, name_key
from flows.label.speakers.scene import MetSpeaker
from flows.languages.pack import Pack
from schemas.words import MentionKind, SpeakerKind


class Entities(NamedTuple):
    """Who may be named in a text of a language."""

    known: Known
    pack: Pack
    ids: frozenset[str]
    """The ids of the speakers whom the text has."""
    by_surname: Mapping[str, str | None]
    """The persons among them by their surnames, in small letters; None where several share one."""


def entities_of(persons: Sequence[MetSpeaker], gazetteer: Gazetteer, pack: Pack) -> Entities:
    """Return who may be named in a text that has these speakers."""
    by_surname: dict[str, str | None] = {}
    for person in persons:
        if person.kind is SpeakerKind.PERSON:
            surname = name_key(person.name).split()[-1]
            by_surname[surname] = person.speaker_id if by_surname.get(surname, person.speaker_id) == person.speaker_id else None
    return Entities(known(gazetteer), pack, frozenset(person.speaker_id for person in persons), by_surname)


def entity_of(text: str, kind: MentionKind, among: Entities) -> str | None:
    """Return the id of what a name of a kind stands for; None where that is not known."""
    words = tuple(POSSESSIVE.sub("", word) for word in WORD.findall(text))
    if not words:
        return None
    if kind is MentionKind.PLACE:
        return place_named(words, among.pack) or None
    if kind is MentionKind.PERSON:
        return _person(words, among)
    speaker_id = speaker_id_of(" ".join(words), among.pack)
    return speaker_id if speaker_id in among.ids else None


def _person(words: tuple[str, ...], among: Entities) -> str | None:
    """Return the id of the person of a name: of the one listed, else of the one speaker whom it may mean."""
    listed = person_named(among.known, " ".join(words), among.pack.language)
    if listed:
        return listed.speaker_id
    if len(words) > 1:
        for hint in (None, True):
            speaker_id = speaker_id_of(" ".join(read_name(words, among.pack, hint).words), among.pack)
            if speaker_id in among.ids:
                return speaker_id
        return None
    forms = dictionary_forms(name_key(words[0]), among.pack)
    return next((found for form in forms if (found := among.by_surname.get(form))), None)
