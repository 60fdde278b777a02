"""Who the source of a quotation is: by name, by role on the day of the speech, by pronoun; unknown stays unknown."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.turn import Turn
from flows.label.quotations.turns import turns_of
from flows.label.speakers.declension import dictionary_forms
from flows.label.speakers.inflected import leaves_source_out
from flows.label.speakers.known import Known, holder_of_role, known, person_named
from flows.label.speakers.mentioned import OpeningName, full_names_in, name_key, opening_name, read_phrase, titled_names
from flows.label.speakers.names import PARTICLES, Gender, Reading, read_source, speaker_id_of
from flows.label.speakers.registry import Person, Registry
from flows.lists import word_list
from flows.segment.document import Document
from schemas.columns import Span
from schemas.words import Form, Language, SpeakerMethod

FORMER = frozenset(("former", "ex", "ex-president"))
CLOSING_NAME = re.compile(r"([^\W\d_a-zа-яё][\w.’'-]*(?: [^\W\d_a-zа-яё][\w.’'-]*){0,3})(?: \([^()]*\))?,? $")
RELATIVE_REACH = 80
FARTHEST_SUBJECT = 2
"""How many sentences back a pronoun may mean the person whose name opens one, besides its own."""
MOST_NAMESAKES = 5
NAMESAKE_REACH = 5_000
"""How many code points back a full name tells which of two namesakes is meant."""
FARTHEST_MENTION = 40
"""How many sources back a pronoun is followed."""


class Attribution(NamedTuple):
    """Who a quotation is by and to; None where that is not known."""

    speaker_id: str | None
    speaker_name: str | None
    method: SpeakerMethod | None
    addressee_id: str | None


class MetPerson(NamedTuple):
    """A person whom a text quotes or addresses."""

    speaker_id: str
    name: str
    """The preferred English name from the list, or the full name as the text gives it."""
    is_listed: bool
    gender: Gender


class Attributed(NamedTuple):
    """The attributions of a text's quotations, in their order, and the persons that they name, in the order of meeting."""

    attributions: tuple[Attribution, ...]
    persons: tuple[MetPerson, ...]


class _Mention(NamedTuple):
    start: int
    person: MetPerson | None
    """None for somebody whom the text does not name: a pronoun may mean them, and then means nobody known."""
    gender: Gender
    is_source: bool = True
    """False for somebody spoken to, whom a pronoun means only where no source fits it."""


class _Scene(NamedTuple):
    """What is known while a text is read."""

    document: Document
    known: Known
    readings: dict[Span, Reading]
    people: dict[str, MetPerson]
    """By the full name, and by the surname for whoever was met last under it."""
    namesakes: dict[str, list[MetPerson]]
    """By the surname, in the order of meeting."""
    by_role: dict[str, MetPerson]
    """By a role that a source gives the person."""
    titled: dict[str, MetPerson | None]
    """By a role that the text gives the person elsewhere; empty until it is asked for."""
    mentions: list[_Mention]
    learned: dict[str, Gender]
    """The gender that a pronoun told of a person whose name tells none, by the person's id."""
    listed: dict[str, Person | None]
    """The listed person whom a phrase names, so that each phrase is looked up once."""


def attribute(document: Document, found: Sequence[FoundQuotation], registry: Registry) -> Attributed:
    """Return who each quotation is by and to; a source that names a group, an office nobody is known to hold, or nobody, gives None."""
    scene = _Scene(document, known(registry), {}, {}, {}, {}, {}, [], {}, {})
    sources = {quotation.source[0] for quotation in found if quotation.source}
    spans = sorted({span for quotation in found for span in (*quotation.source[:1], *quotation.addressee[:1])})
    turns = {turn.content: turn for turn in turns_of(document)}
    _meet(scene, sorted({*spans, *(turn.speaker for turn in turns.values() if turn.speaker)}))
    _meet_speakers(scene, turns.values())
    resolved: dict[Span, tuple[MetPerson, SpeakerMethod]] = {}
    for span in spans:
        answer = _resolve(scene, span)
        if answer:
            resolved[span] = answer
            gender = _pronouns(document.language).get(document.text[span.start : span.end].lower(), "either")
            if answer[0].gender == "either" and gender != "either":
                scene.learned[answer[0].speaker_id] = gender
            scene.mentions.append(_Mention(span.start, answer[0], answer[0].gender, span in sources))
        elif (reading := scene.readings.get(span)) and _is_one_person(reading):
            scene.mentions.append(_Mention(span.start, None, reading.gender, span in sources))
    persons: dict[str, MetPerson] = {}
    attributions = []
    for quotation in found:
        speaker = resolved.get(quotation.source[0]) if quotation.source else None
        if not quotation.cue and quotation.content in turns:
            speaker = _speaker_of_turn(scene, turns[quotation.content])
        elif leaves_source_out(document.text, quotation, document.language):
            before = _antecedent(scene, quotation.cue[0], "either")
            speaker = (before, SpeakerMethod.PRONOUN) if before else None
        addressee = resolved.get(quotation.addressee[0]) if quotation.addressee else None
        if addressee and addressee[1] is SpeakerMethod.PRONOUN:
            addressee = None
        for answer in (speaker, addressee):
            if answer:
                persons.setdefault(answer[0].speaker_id, answer[0])
        attributions.append(
            Attribution(
                speaker[0].speaker_id if speaker else None,
                speaker[0].name if speaker else None,
                speaker[1] if speaker else None,
                addressee[0].speaker_id if addressee else None,
            )
        )
    return Attributed(tuple(attributions), tuple(persons.values()))


def _meet_speakers(scene: _Scene, turns: Iterable[Turn]) -> None:
    """Remember whom the labels of turns name in full: who asks may be a newspaper, the others are persons."""
    for turn in turns:
        reading = scene.readings.get(turn.speaker) if turn.speaker and not turn.is_question else None
        if reading and reading.name and " " in reading.name and name_key(reading.name) not in scene.people:
            _remember(scene, MetPerson(speaker_id_of(reading.name), reading.name, False, reading.gender))


def _speaker_of_turn(scene: _Scene, turn: Turn) -> tuple[MetPerson, SpeakerMethod] | None:
    """Return whom a turn's label names; without one that does, the person whom the text is about, where the form says that they speak."""
    answer = _resolve(scene, turn.speaker) if turn.speaker in scene.readings and turn.speaker else None
    person = answer[0] if answer else _principal(scene) if turn.is_principal else None
    return (person, SpeakerMethod.SPEECH) if person else None


def _principal(scene: _Scene) -> MetPerson | None:
    principal = scene.known.persons.get(scene.document.principal_speaker_id or "")
    return principal and MetPerson(principal.speaker_id, scene.known.preferred[principal.speaker_id], True, principal.gender)


def _is_one_person(reading: Reading) -> bool:
    """Tell whether a source that nobody is known for is a single person: a spokesman, Smith."""
    return reading.name is not None or any(not role.endswith("s") for role in reading.roles)


def _meet(scene: _Scene, spans: Sequence[Span]) -> None:
    """Read every source that is no pronoun, and remember the persons that they name in full."""
    text, language = scene.document.text, scene.document.language
    surnames: set[str] = set()
    for span in spans:
        phrase = text[span.start : span.end]
        if phrase.lower() in _pronouns(language):
            continue
        reading = read_phrase(phrase, language)
        scene.readings[span] = reading
        if reading.name is None:
            continue
        listed = _listed(scene, phrase)
        if listed is None and reading.is_person and " " in reading.name:
            _remember(scene, MetPerson(speaker_id_of(reading.name), reading.name, False, reading.gender))
        elif listed is None and " " not in reading.name:
            surnames.add(name_key(reading.name))
    missing = surnames - scene.people.keys()
    if missing:
        for reading in full_names_in(text, missing, language):
            _remember(scene, _person_read(reading))


def _remember(scene: _Scene, person: MetPerson) -> None:
    words = name_key(person.name).split()
    if scene.people.setdefault(name_key(person.name), person) is person:
        scene.namesakes.setdefault(words[-1], []).append(person)
    scene.people.setdefault(words[-1], person)
    if len(words) > 2 and words[-2] in PARTICLES:
        scene.people.setdefault(" ".join(words[-2:]), person)


def _nearest_namesake(scene: _Scene, surname: str, gender: Gender, before: int) -> MetPerson | None:
    """Return the person of a surname whom the text last named in full before a place; a title's gender rules others out."""
    fitting = [person for person in scene.namesakes.get(name_key(surname), ())[:MOST_NAMESAKES] if _fits(person.gender, gender)]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    text = scene.document.text
    return max(fitting, key=lambda person: text.rfind(person.name, max(before - NAMESAKE_REACH, 0), before))


def _resolve(scene: _Scene, span: Span) -> tuple[MetPerson, SpeakerMethod] | None:
    text, language = scene.document.text, scene.document.language
    phrase = text[span.start : span.end]
    gender = _pronouns(language).get(phrase.lower())
    if gender is not None:
        person = _antecedent(scene, span, gender) if phrase.lower() != "who" else _named_right_before(scene, span)
        return (person, SpeakerMethod.PRONOUN) if person else None
    reading = scene.readings[span]
    listed = _listed(scene, phrase)
    if listed is not None:
        person = MetPerson(listed.speaker_id, scene.known.preferred[listed.speaker_id], True, listed.gender)
        _learn_roles(scene, reading, person)
        return person, SpeakerMethod.NAME
    if reading.name is not None:
        met = scene.people.get(name_key(reading.name))
        if " " not in reading.name and len(scene.namesakes.get(name_key(reading.name), ())) > 1:
            met = _nearest_namesake(scene, reading.name, reading.gender, span.start)
        elif met is None and " " not in reading.name:
            met = next(
                (scene.people[name_key(form)] for form in dictionary_forms(reading.name, language) if name_key(form) in scene.people), None
            )
        if met and not _fits(met.gender, reading.gender):
            met = None  # Mr. Baker, where the text names Maria Baker alone
        if met:
            _learn_roles(scene, reading, met)
        return (met, SpeakerMethod.NAME) if met else None
    return _by_role(scene, phrase, reading)


def _learn_roles(scene: _Scene, reading: Reading, person: MetPerson) -> None:
    """Remember the roles that a phrase gives a person: the Hungarian prime minister, the prime minister, the minister."""
    for role in reading.roles:
        for shorter in _shorter_roles(role):
            scene.by_role[shorter] = person


def _shorter_roles(role: str) -> list[str]:
    """Return a role with fewer and fewer of its first words; a former office is no office."""
    words = role.split()
    if words[0] in FORMER:
        return [role]
    return [" ".join(words[first:]) for first in range(len(words))]


def _by_role(scene: _Scene, phrase: str, reading: Reading) -> tuple[MetPerson, SpeakerMethod] | None:
    document = scene.document
    holder = holder_of_role(scene.known, phrase, document)
    if holder is not None:
        return MetPerson(holder.speaker_id, scene.known.preferred[holder.speaker_id], True, holder.gender), SpeakerMethod.ROLE
    is_definite = phrase[:4].lower() == "the " or document.language is not Language.ENGLISH
    if not is_definite or len(reading.roles) != 1 or "," in phrase:
        return None
    words = phrase.split()
    if len(words) > len(reading.roles[0].split()) + 1 and document.language is Language.ENGLISH:
        return None  # the mayor of Aktau: more than the role alone
    met = scene.by_role.get(reading.roles[0]) or _titled_before(scene, reading.roles[0], phrase)
    return (met, SpeakerMethod.ROLE) if met else None


def _titled_before(scene: _Scene, role: str, phrase: str) -> MetPerson | None:
    """Return the person whom the text, though no source, names with a title: Prime Minister Jane Roe came. The prime minister said …"""
    if scene.document.language is not Language.ENGLISH:
        return None
    if not scene.titled:
        scene.titled[phrase] = None  # the text is read once
        for reading in titled_names(scene.document.text):
            person = _person_of(scene, reading.name or "")
            if person is None and reading.is_person and " " in (reading.name or ""):
                person = _person_read(reading)
            for one in reading.roles if person else ():
                scene.titled.update((shorter, person) for shorter in _shorter_roles(one) if shorter not in scene.titled)
    return scene.titled.get(role)


def _antecedent(scene: _Scene, span: Span, gender: Gender) -> MetPerson | None:
    """Return the nearest source before a pronoun that fits it; where there is none, the person whom the text is about."""
    last = bisect_left(scene.mentions, span.start, key=lambda mention: mention.start)
    before = scene.mentions[last - 1].start if last else -1
    subject = _subject_since(scene, before, span.start, gender)
    if subject:
        return subject
    spoken_to: _Mention | None = None
    for place in range(last - 1, max(last - FARTHEST_MENTION, 0) - 1, -1):
        mention = scene.mentions[place]
        if not _fits(_gender_of(scene, mention), gender):
            continue
        if mention.is_source:
            return mention.person
        spoken_to = spoken_to or mention
    if spoken_to:
        return spoken_to.person
    principal = _principal(scene) if scene.document.form is Form.REPORT else None  # who speaks is not the one whom the speaker calls he
    return principal if principal and _fits(principal.gender, gender) else None


def _gender_of(scene: _Scene, mention: _Mention) -> Gender:
    learned = scene.learned.get(mention.person.speaker_id) if mention.person else None
    return learned or mention.gender


def _named_right_before(scene: _Scene, span: Span) -> MetPerson | None:
    """Return the person whose name stands right before a relative pronoun: Dina Omarova, who said."""
    before = scene.document.text[max(span.start - RELATIVE_REACH, 0) : span.start]
    name = CLOSING_NAME.search(before)
    return _person_of(scene, name.group(1)) if name else None


def _subject_since(scene: _Scene, after: int, before: int, gender: Gender) -> MetPerson | None:
    """Return the person whose name opens the last sentence that is no source's and stands between two places: Baker came home. He said …"""
    sentences = scene.document.sentences
    place = bisect_left(sentences, before, key=lambda sentence: sentence.start) - 1
    for sentence in reversed(sentences[max(place - FARTHEST_SUBJECT, 0) : place + 1]):
        if sentence.start <= after:
            return None
        opening = opening_name(scene.document.text, sentence)
        person = (_person_of(scene, opening.name) or _met_in_passing(scene, opening)) if opening else None
        if person and _fits(person.gender, gender):
            return person
    return None


def _met_in_passing(scene: _Scene, opening: OpeningName) -> MetPerson | None:
    """Return a person who is no source, but named in full with a title or a trade: Judge Jane Roe came. She said …"""
    if scene.document.language is not Language.ENGLISH:
        return None
    reading = read_source(opening.name)
    if not reading.name or " " not in reading.name or not (reading.is_person or opening.is_described):
        return None
    return _person_read(reading)


def _person_read(reading: Reading) -> MetPerson:
    """Return a person who is no listed one, by the name that a phrase gives."""
    name = reading.name or ""
    return MetPerson(speaker_id_of(name), name, False, reading.gender)


def _listed(scene: _Scene, phrase: str) -> Person | None:
    if phrase not in scene.listed:
        scene.listed[phrase] = person_named(scene.known, phrase, scene.document.language)
    return scene.listed[phrase]


def _person_of(scene: _Scene, name: str) -> MetPerson | None:
    """Return the person, listed or met, whom a name at the start of a sentence means."""
    listed = _listed(scene, name)
    if listed:
        return MetPerson(listed.speaker_id, scene.known.preferred[listed.speaker_id], True, listed.gender)
    return scene.people.get(name_key(name)) or scene.people.get(name_key(name.rsplit(maxsplit=1)[-1]))


def _fits(person: Gender, pronoun: Gender) -> bool:
    return "either" in (person, pronoun) or person == pronoun


def _pronouns(language: Language) -> dict[str, Gender]:
    """Return the pronouns of a language that stand for one person, with their gender."""
    found = _PRONOUNS.get(language)
    if found is None:
        found = _PRONOUNS[language] = {}
        for line in word_list("flows.label.speakers", "pronouns.txt"):
            code, gender, *forms = line.split()
            if code == language:
                found.update((form, "female" if gender == "female" else "male" if gender == "male" else "either") for form in forms)
    return found


_PRONOUNS: dict[Language, dict[str, Gender]] = {}
