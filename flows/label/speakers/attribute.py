"""Who the source of a quotation is: by name, by role on the day of the speech, by pronoun; unknown stays unknown."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.turn import Turn
from flows.label.quotations.turns import turns_of
from flows.label.speakers.case_forms import dictionary_forms
from flows.label.speakers.known import known
from flows.label.speakers.mentioned import full_names_in, name_key
from flows.label.speakers.names import CAPITAL, Gender, Reading, fits, genders, read_source, speaker_id_of
from flows.label.speakers.passing import names_in
from flows.label.speakers.phrases import leaves_source_out, read_inflected
from flows.label.speakers.pronouns import antecedent, named_right_before
from flows.label.speakers.registry import Registry
from flows.label.speakers.roles import by_role, learn_english_roles
from flows.label.speakers.scene import (
    Mention,
    MetPerson,
    Scene,
    learn_roles,
    listed,
    met,
    met_under,
    nearest_namesake,
    pass_by,
    person_read,
    principal,
    remember,
)
from flows.languages.pack import Pack, pack
from flows.segment.document import Document
from schemas.columns import Span
from schemas.words import QuotationKind, SpeakerMethod

__all__ = ["Attributed", "Attribution", "MetPerson", "attribute"]


class Attribution(NamedTuple):
    """Who a quotation is by and to; None where that is not known."""

    speaker_id: str | None
    speaker_name: str | None
    method: SpeakerMethod | None
    addressee_id: str | None


class Attributed(NamedTuple):
    """The attributions of a text's quotations, in their order, and the persons that they name, in the order of meeting."""

    attributions: tuple[Attribution, ...]
    persons: tuple[MetPerson, ...]


class _Hint(NamedTuple):
    """What a cue tells of its source."""

    gender: Gender
    is_oblique: bool | None


Answer = tuple[MetPerson, SpeakerMethod]


def attribute(document: Document, found: Sequence[FoundQuotation], registry: Registry) -> Attributed:
    """Return who each quotation is by and to; a source that names a group, an office nobody is known to hold, or nobody, gives None."""
    if not found:
        return Attributed((), ())
    scene = Scene(document, pack(document.language), known(registry), {}, {}, {}, {}, {}, [], {}, {}, [], {}, _said(found))
    turns = {turn.content: turn for turn in turns_of(document)}
    spans = sorted({span for quotation in found for span in (*quotation.source[:1], *quotation.addressee[:1])})
    hints = _hints(scene, found)
    _meet(scene, sorted({*spans, *(turn.speaker for turn in turns.values() if turn.speaker)}), hints)
    _meet_speakers(scene, turns.values())
    resolved = _resolved(scene, spans, hints, {quotation.source[0] for quotation in found if quotation.source})
    persons: dict[str, MetPerson] = {}
    attributions: list[Attribution] = []
    for quotation in found:
        speaker = _speaker(scene, quotation, turns, resolved)
        if speaker and quotation.nested_in is not None and _is_outer_speaker(quotation, found, attributions, speaker):
            speaker = None
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


def _said(found: Sequence[FoundQuotation]) -> list[Span]:
    """Return what stands within marks, in order and without overlap."""
    spans = sorted(
        span for one in found for span in (one.content if one.kind is QuotationKind.DIRECT else one.verbatim) if one.nested_in is None
    )
    apart: list[Span] = []
    for span in spans:
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return apart


def _hints(scene: Scene, found: Sequence[FoundQuotation]) -> dict[Span, _Hint]:
    """Return what the cues of a text tell of their sources."""
    governing, hers, his = (scene.pack.patterns[name] for name in ("governing_cue", "female_verb", "male_verb"))
    hints: dict[Span, _Hint] = {}
    for quotation in found if "has_cases" in scene.pack.flags else ():
        if quotation.source and quotation.cue:
            cue = scene.document.text[slice(*quotation.cue[0])].lower()
            is_oblique = governing.fullmatch(cue) is not None
            gender: Gender = "either" if is_oblique else "female" if hers.search(cue) else "male" if his.search(cue) else "either"
            hints.setdefault(quotation.source[0], _Hint(gender, is_oblique))
    return hints


def _speaker(scene: Scene, quotation: FoundQuotation, turns: dict[tuple[Span, ...], Turn], resolved: dict[Span, Answer]) -> Answer | None:
    if not quotation.cue and quotation.content in turns:
        return _speaker_of_turn(scene, turns[quotation.content])
    if leaves_source_out(scene.document.text, quotation, scene.pack):
        before = antecedent(scene, quotation.cue[0].start, "either")
        return (before, SpeakerMethod.PRONOUN) if before else None
    return resolved.get(quotation.source[0]) if quotation.source else None


def _is_outer_speaker(quotation: FoundQuotation, found: Sequence[FoundQuotation], before: Sequence[Attribution], speaker: Answer) -> bool:
    """Tell whether what is quoted within somebody's own words would be given to that same speaker: it is somebody else's."""
    outer = quotation.nested_in
    if outer is None or outer >= len(before) or found[outer].kind is not QuotationKind.DIRECT:
        return False
    return speaker[0].speaker_id == before[outer].speaker_id


def _meet_speakers(scene: Scene, turns: Iterable[Turn]) -> None:
    """Remember whom the labels of turns name in full: who asks may be a newspaper, the others are persons."""
    for turn in turns:
        reading = scene.readings.get(turn.speaker) if turn.speaker and not turn.is_question else None
        if reading and reading.name and " " in reading.name and name_key(reading.name) not in scene.people:
            remember(scene, MetPerson(speaker_id_of(reading.name), reading.name, False, reading.gender))


def _speaker_of_turn(scene: Scene, turn: Turn) -> Answer | None:
    """Return whom a turn's label names; without one that does, the person whom the text is about, where the form says that they speak."""
    answer = _resolve(scene, turn.speaker, None) if turn.speaker in scene.readings and turn.speaker else None
    person = answer[0] if answer else principal(scene) if turn.is_principal else None
    return (person, SpeakerMethod.SPEECH) if person else None


def _is_one_person(reading: Reading) -> bool:
    """Tell whether a source that nobody is known for is a single person: a spokesman, Smith."""
    return reading.name is not None or any(not role.endswith("s") for role in reading.roles)


def _meet(scene: Scene, spans: Sequence[Span], hints: dict[Span, _Hint]) -> None:
    """Read every source that is no pronoun, and remember the persons that the text names in full."""
    text, language, pronouns = scene.document.text, scene.document.language, genders(scene.pack, "pronoun_genders")
    has_cases = "has_cases" in scene.pack.flags
    surnames: set[str] = set()
    if has_cases:
        pass_by(scene, names_in(scene.document))  # first: a source may name by an initial whom the text has named in full
    for span in spans:
        phrase = text[span.start : span.end]
        if phrase.lower() in pronouns:
            continue
        hint = hints.get(span)
        reading = read_inflected(phrase, scene.pack, hint and hint.is_oblique) if has_cases else read_source(phrase)
        if hint and reading.gender == "either":
            reading = reading._replace(gender=hint.gender)
        scene.readings[span] = reading
        if reading.name is None or listed(scene, phrase) is not None:
            continue
        if reading.is_person and " " in reading.name:
            if not has_cases or met_under(scene, reading.name, reading.gender, span.start) is None:
                remember(scene, person_read(reading))
        elif " " not in reading.name:
            surnames.add(name_key(reading.name))
    missing = surnames - scene.people.keys() if not has_cases else ()
    if missing:
        for reading in full_names_in(text, missing, language):
            remember(scene, person_read(reading))


def _resolved(scene: Scene, spans: Sequence[Span], hints: dict[Span, _Hint], sources: set[Span]) -> dict[Span, Answer]:
    """Return whom the sources and addressees of a text mean, in the order in which a reader meets them."""
    resolved: dict[Span, Answer] = {}
    text, pronouns = scene.document.text, genders(scene.pack, "pronoun_genders")
    for span in spans:
        hint = hints.get(span)
        answer = _resolve(scene, span, hint)
        reading = scene.readings.get(span)
        if answer:
            resolved[span] = answer
            told = pronouns.get(text[span.start : span.end].lower(), "either")
            if told == "either" and hint:
                told = hint.gender
            if answer[0].gender == "either" and told != "either":
                scene.learned[answer[0].speaker_id] = told
            scene.mentions.append(Mention(span.start, answer[0], answer[0].gender, span in sources))
        elif reading and _is_one_person(reading):
            scene.mentions.append(Mention(span.start, None, reading.gender, span in sources, reading.roles))
    return resolved


def _resolve(scene: Scene, span: Span, hint: _Hint | None) -> Answer | None:
    phrase = scene.document.text[span.start : span.end]
    gender = genders(scene.pack, "pronoun_genders").get(phrase.lower())
    if gender is not None:
        if gender == "either" and hint:
            gender = hint.gender
        if phrase.lower() in scene.pack.of_class.get("relative", ()):
            person = named_right_before(scene, span)
        else:
            person = _as_role(scene, phrase, gender, span.start) or antecedent(scene, span.start, gender)
        return (person, SpeakerMethod.PRONOUN) if person else None
    reading = scene.readings[span]
    if "has_cases" in scene.pack.flags and _joined(scene.pack).fullmatch(phrase):
        return None
    by_list = listed(scene, phrase)
    if by_list is not None:
        person = met(scene, by_list)
        _learn(scene, reading, person)
        return person, SpeakerMethod.NAME
    if reading.name is None:
        person = by_role(scene, phrase, reading, span.start)
        return (person, SpeakerMethod.ROLE) if person else None
    person = _by_name(scene, reading, span.start)
    if person:
        _learn(scene, reading, person)
    return (person, SpeakerMethod.NAME) if person else None


def _as_role(scene: Scene, phrase: str, gender: Gender, place: int) -> MetPerson | None:
    """Return whom a role means that stands for whoever speaks, where the text has somebody of that role: спикер Сената."""
    reading = read_inflected(phrase, scene.pack)
    return by_role(scene, phrase, reading._replace(gender=gender), place) if reading.roles else None


def _learn(scene: Scene, reading: Reading, person: MetPerson) -> None:
    if "has_cases" not in scene.pack.flags:
        learn_english_roles(scene, reading, person)
    else:
        learn_roles(scene, reading.roles, person)


def _by_name(scene: Scene, reading: Reading, place: int) -> MetPerson | None:
    name = reading.name or ""
    if "has_cases" in scene.pack.flags:
        return met_under(scene, name, reading.gender, place)
    person = scene.people.get(name_key(name))
    namesakes = scene.namesakes.get(name_key(name), ())
    if " " not in name and len(namesakes) > 1:
        fitting = [one for one in namesakes[:5] if fits(one.gender, reading.gender)]
        person = nearest_namesake(scene, fitting, place)
    elif person is None and " " not in name:
        forms = dictionary_forms(name, scene.pack)
        person = next((scene.people[name_key(form)] for form in forms if name_key(form) in scene.people), None)
    return person if person and fits(person.gender, reading.gender) else None  # Mr. Baker, where the text names Maria Baker alone


@cache
def _joined(pack: Pack) -> re.Pattern[str]:
    """Return the pattern of two persons who speak together and are no one person: Ахметов и Ким · Асанов пен Серікова."""
    joining = "|".join(map(re.escape, sorted(pack.words("joining"))))
    return re.compile(rf".*[^\W\d_][\w-]+ (?:{joining}) {CAPITAL}[\w-]+(?: {CAPITAL}[\w-]+)?")
