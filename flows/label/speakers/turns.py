"""Who speaks in the turns of a text: by their labels, by its head, or because the form says who alone speaks."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from flows.label.form.labels import key_of
from flows.label.form.layout import APART, Part
from flows.label.quotations.turn import Turn
from flows.label.speakers.heads import HeadPerson, persons_of_head
from flows.label.speakers.identity import speaker_id_within
from flows.label.speakers.labels import read_label
from flows.label.speakers.names import WORD, PhraseReading, name_key
from flows.label.speakers.nouns import read_noun
from flows.label.speakers.others import SHORTEST_SURNAME, labelled_source, other_source
from flows.label.speakers.role_words import country_of, determiners
from flows.label.speakers.roles import by_role
from flows.label.speakers.scene import MetSpeaker, Scene, listed_as, met_under, principal, remember
from flows.label.speakers.spelling import spelt_in
from flows.languages.letters import plain
from flows.languages.pack import Pack
from flows.segment.document import Document
from schemas.columns import Span
from schemas.words import SpeakerKind


class Speaking(NamedTuple):
    """What the turns and the head of a text tell of who speaks."""

    labels: dict[Span, PhraseReading]
    """What each label says."""
    head: list[HeadPerson]
    """Whom the head names; before them, who is told beside the text to speak in it."""
    titled: tuple[HeadPerson, ...] = ()
    """Whom labels name behind a role: Prime Minister Roe."""
    answering: Turn | None = None
    """A turn of the only one who is named and does not ask, where others of their turns stand under a label for whoever answers."""
    stating: Turn | None = None
    """The first labelled turn of those who do not ask: whose the statement is that stands without a label above the questions."""


def speaking_in(document: Document, turns: Sequence[Turn], pack: Pack) -> Speaking:
    """Return what the labels of a text's turns and its head say; of a text without turns, nothing."""
    if not turns:
        return Speaking({}, [])
    answering = _answering(turns, document.text)
    text, head = document.text, _head(document, turns)
    labels = {turn.label: (text[slice(*turn.label)], turn.part) for turn in turns if turn.label}
    capitals = {word for words in (*(words for words, _ in labels.values()), head) for word in WORD.findall(words) if word.isupper()}
    spelt = spelt_in(text, capitals)
    readings = {known: read_label(*known, spelt, pack) for known in set(labels.values())}
    return Speaking(
        {label: readings[known] for label, known in labels.items()},
        [*_told(document, spelt, pack), *persons_of_head(head, spelt, pack)],
        tuple(_titled(readings)),
        answering,
        next(_answerers(turns), None),
    )


def _titled(readings: dict[tuple[str, Part | None], PhraseReading]) -> Iterator[HeadPerson]:
    """Yield the persons whom labels name together with a role."""
    for (label, _), reading in readings.items():
        if reading.name:
            words = set(map(plain, WORD.findall(label))) - set(map(plain, WORD.findall(reading.name)))
            if words:
                yield HeadPerson(reading, frozenset(words))


def _answering(turns: Sequence[Turn], text: str) -> Turn | None:
    own = [turn for turn in turns if not turn.is_question and turn.part not in APART]
    named = list(_answerers(turns))
    keys = {key_of(text[slice(*turn.label)]) for turn in named if turn.label}
    return named[0] if len(keys) == 1 and len(named) < len(own) else None


def _answerers(turns: Sequence[Turn]) -> Iterator[Turn]:
    return (turn for turn in turns if turn.label and not turn.is_question and turn.part not in (*APART, Part.ANSWER))


def _told(document: Document, spelt: dict[str, str], pack: Pack) -> Iterator[HeadPerson]:
    """Yield the person who is told beside a text to speak in it, where the name is a full one."""
    reading = read_label(document.speaker, Part.SPEAKER, spelt, pack) if document.speaker else None
    if reading and " " in (reading.name or ""):
        yield HeadPerson(reading._replace(is_person=True), frozenset())


def _head(document: Document, turns: Sequence[Turn]) -> str:
    """Return what stands before the first turn, with the heading above it."""
    first = min(turns[0].content[0].start, turns[0].label.start if turns[0].label else len(document.text))
    return "\n".join(filter(None, (document.title, document.text[:first])))


def surnames_of(speaking: Speaking) -> set[str]:
    """Return the last words of the names in labels, as they are looked up."""
    return {name_key(reading.name).split()[-1] for reading in speaking.labels.values() if reading.name}


def meet_turns(scene: Scene, speaking: Speaking) -> None:
    """Remember whom the head and the labels of a text name in full, those with initials last."""
    named = [person.reading for person in speaking.head]
    labels = [reading for reading in speaking.labels.values() if reading.is_person and " " in (reading.name or "")]
    for reading in (*named, *sorted(labels, key=lambda reading: "." in (reading.name or ""))):
        if _met(scene, reading, len(scene.document.text)) is None:
            remember(scene, reading)


def _own_turn(turn: Turn, speaking: Speaking) -> Turn | None:
    """Return a labelled turn of whoever answers in one that names nobody; None where several may."""
    if turn.part is not Part.ANSWER:
        return None
    return speaking.answering or (speaking.stating if turn.label is None else None)


def speaker_of_turn(scene: Scene, turn: Turn, speaking: Speaking) -> MetSpeaker | None:
    """Return who speaks in a turn, None where nothing tells."""
    if own := _own_turn(turn, speaking):
        return speaker_of_turn(scene, own, speaking)
    reading = speaking.labels.get(turn.label) if turn.label else None
    person = _labelled(scene, turn, reading, (*speaking.head, *speaking.titled)) if reading and turn.label else None
    if person or not turn.is_principal:
        return person
    return principal(scene) or (_first(scene, speaking.head) if reading is None or reading.name is None else None)


def source_of_turn(scene: Scene, turn: Turn, speaking: Speaking) -> MetSpeaker | None:
    """Return who speaks in a turn whose label names nobody that is known: Mr Speaker, a journalist, the audience."""
    if own := _own_turn(turn, speaking):
        return source_of_turn(scene, own, speaking)
    if turn.label is None:
        return None
    label, reading = scene.document.text[slice(*turn.label)], speaking.labels.get(turn.label)
    if turn.part is Part.AUDIENCE:
        noun = read_noun(label.lower(), scene.pack)
        return labelled_source(scene, label, SpeakerKind.GROUP if noun and noun.kind is SpeakerKind.GROUP else SpeakerKind.PERSON)
    if turn.part in APART or turn.part is Part.ANSWER or reading is None or (reading.name is None and reading.roles):
        return labelled_source(scene, label, SpeakerKind.OFFICE)
    if reading.name and " " not in reading.name and len(reading.name) >= SHORTEST_SURNAME:
        return MetSpeaker(speaker_id_within(scene.document.text_id, reading.name, scene.pack), reading.name, False, reading.gender)
    return other_source(scene, label, reading, turn.label.start)


def _labelled(scene: Scene, turn: Turn, reading: PhraseReading, head: Iterable[HeadPerson]) -> MetSpeaker | None:
    """Return whom a label means: by name, or by a role that somebody has in the head, or that is a listed office's."""
    if turn.label is None or reading.name:
        return _met(scene, reading, turn.content[0].start)
    if turn.part in APART or not reading.roles:
        return None
    phrase = scene.document.text[slice(*turn.label)]
    words = set(map(plain, WORD.findall(phrase)))
    own = words - determiners(scene.pack) or words
    fitting = {name_key(person.reading.name).split()[-1]: person for person in head if person.reading.name and own <= person.beside}
    if len(fitting) == 1:
        return _met(scene, next(iter(fitting.values())).reading, turn.content[0].start)
    # Of a meeting of many countries, The President is its own, whichever country a word within it names.
    is_placed = scene.document.country is not None or any(country_of(word, scene.pack) for word in words)
    return by_role(scene, phrase, reading, turn.label.start, may_be_listed=is_placed)


def _met(scene: Scene, reading: PhraseReading, before: int) -> MetSpeaker | None:
    return (
        (listed_as(scene, reading.name, reading.name) or met_under(scene, reading.name, reading.gender, before)) if reading.name else None
    )


def _first(scene: Scene, head: Sequence[HeadPerson]) -> MetSpeaker | None:
    return _met(scene, head[0].reading, len(scene.document.text)) if head else None
