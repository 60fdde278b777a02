"""Who the source of a quotation is: by name, by role on the day of the speech, by pronoun; unknown stays unknown."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence, Set
from itertools import islice
from typing import NamedTuple

from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.turns import turns_of
from flows.label.speakers.candidates import namesakes_meant, persons_near
from flows.label.speakers.descriptions import by_description
from flows.label.speakers.gazetteer import Gazetteer
from flows.label.speakers.identity import is_within
from flows.label.speakers.known import known
from flows.label.speakers.name_forms import is_given
from flows.label.speakers.named_next import named_next
from flows.label.speakers.names import Gender, genders, name_key
from flows.label.speakers.nouns import is_source_noun
from flows.label.speakers.others import other_antecedent, other_source, pronoun_classes
from flows.label.speakers.phrases import leaves_source_out, names_two, read_phrase, without_clause
from flows.label.speakers.pronouns import antecedent, learn_genders, named_right_before
from flows.label.speakers.role_words import is_role, person_cases, words_of
from flows.label.speakers.roles import by_role
from flows.label.speakers.scene import (
    Hint,
    Mention,
    MetSpeaker,
    Scene,
    known_or_met,
    learn_roles,
    listed,
    listed_as,
    met_under,
    pass_by,
    people_under,
    remember,
    remember_of_long_list,
)
from flows.label.speakers.turns import meet_turns, source_of_turn, speaker_of_turn, speaking_in, surnames_of
from flows.languages.pack import Pack, pack
from flows.segment.document import Document, language_at
from schemas.columns import Span
from schemas.words import Language, QuotationKind, SpeakerKind, SpeakerMethod

__all__ = ["Attributed", "Attribution", "MetSpeaker", "attribute"]


class Attribution(NamedTuple):
    """Who a quotation is by and to; None where that is not known."""

    speaker_id: str | None
    speaker_name: str | None
    speaker_kind: SpeakerKind | None
    method: SpeakerMethod | None
    addressee_id: str | None
    candidates: tuple[MetSpeaker, ...] = ()
    """Who may say it, where the source fits several equally well; the likeliest first."""


class Attributed(NamedTuple):
    """The attributions of a text's quotations, in their order, and the persons that they name, in the order of meeting."""

    attributions: tuple[Attribution, ...]
    persons: tuple[MetSpeaker, ...]


MOST_REMEMBERED = 60
"""How many sources before an object pronoun it may mean."""
MOST_NESTED = 40
"""How many quotations within a turn are passed over in search of the next turn."""
Answer = tuple[MetSpeaker, SpeakerMethod]
Scenes = Mapping[Language, Scene]
"""A scene for each language of a text: they share all that was met, and each reads words by its own rules."""


def attribute(document: Document, found: Sequence[FoundQuotation], gazetteer: Gazetteer) -> Attributed:
    """Return who each quotation is by and to: a person, or what else the source is; None where it tells nobody."""
    if not found:
        return Attributed((), ())
    scenes = _scenes(document, found, gazetteer)
    said_in, resolved = _read(document, found, scenes)
    persons: dict[str, MetSpeaker] = {}
    attributions: list[Attribution] = []
    speakers: list[Answer | None] = []
    for quotation in found:
        scene = _scene_at(scenes, quotation.content[0])
        speaker, addressed = _speaker(scene, quotation, said_in, resolved), _addressed(quotation, resolved)
        if _is_of_class(scene, quotation, "self"):
            speaker = _outer(quotation, speakers) or speaker
        elif _is_of_class(scene, quotation, "hearer"):
            speaker = _next_to_speak(quotation, found, said_in) or speaker
        elif speaker and _is_outer_speaker(quotation, found, attributions, speaker[0]):
            speaker = None
        candidates = scene.unsure.get(quotation.source[0], ()) if quotation.source and not speaker else ()
        persons.update({person.speaker_id: person for person in (speaker and speaker[0], addressed, *candidates) if person})
        speakers.append(speaker)
        attributions.append(_attribution(speaker, addressed)._replace(candidates=candidates))
    return Attributed(tuple(attributions), tuple(persons.values()))


def _is_of_class(scene: Scene, quotation: FoundQuotation, name: str) -> bool:
    """Tell whether a source is a pronoun of a class: `self` for whoever speaks (I, we), `hearer` for whoever is spoken to (you)."""
    phrase = scene.document.text[slice(*quotation.source[0])].lower() if quotation.source else ""
    return name in pronoun_classes(scene.pack).get(phrase, ())


def _next_to_speak(
    quotation: FoundQuotation, found: Sequence[FoundQuotation], said_in: Mapping[tuple[Span, ...], MetSpeaker | None]
) -> Answer | None:
    """Return who is told, within somebody's turn, what they said: whoever speaks in the next one, where it is another person."""
    outer = quotation.nested_in
    if outer is None or outer >= len(found) or found[outer].content not in said_in:
        return None
    here = said_in[found[outer].content]
    behind = islice(found, outer + 1, outer + 1 + MOST_NESTED)
    after = next((said_in[one.content] for one in behind if one.nested_in is None and one.content in said_in), None)
    is_other = after is not None and after.kind is SpeakerKind.PERSON and (here is None or here.speaker_id != after.speaker_id)
    return (after, SpeakerMethod.PRONOUN) if after is not None and is_other else None


def _outer(quotation: FoundQuotation, speakers: Sequence[Answer | None]) -> Answer | None:
    """Return the speaker of the quotation within which somebody speaks of what they said themselves."""
    outer = speakers[quotation.nested_in] if quotation.nested_in is not None and quotation.nested_in < len(speakers) else None
    return (outer[0], SpeakerMethod.PRONOUN) if outer else None


def _read(
    document: Document, found: Sequence[FoundQuotation], scenes: Scenes
) -> tuple[dict[tuple[Span, ...], MetSpeaker | None], dict[Span, Answer]]:
    """Return who speaks in each turn, by its content, and whom each source and addressee means."""
    turns = turns_of(document)
    own = scenes[document.language] if document.language in scenes else next(iter(scenes.values()))
    speaking = speaking_in(document, turns, own.pack)
    sources = {quotation.source[0] for quotation in found if quotation.source}
    sources |= {quotation.addressee[0] for quotation in found if _is_asked_subject(quotation)}
    spans = sorted(sources.union(*(quotation.addressee[:1] for quotation in found)) - speaking.labels.keys())
    for language, scene in scenes.items():
        _meet(scene, [span for span in spans if language_at(document, span.start) is language], surnames_of(speaking))
        scene.passed.sort(key=lambda passed: passed.start)
        learn_genders(scene)
    meet_turns(own, speaking)
    said_in = {turn.content: speaker_of_turn(own, turn, speaking) or source_of_turn(own, turn, speaking) for turn in turns}
    return said_in, _resolved(scenes, spans, sources - _within_words(found))


def _within_words(found: Sequence[FoundQuotation]) -> set[Span]:
    """Return the sources within what somebody says of others: the text goes on with who says it, unless they only pass it on."""
    outer = {
        quotation.source[0]: found[quotation.nested_in]
        for quotation in found
        if quotation.source and quotation.nested_in is not None and quotation.nested_in < len(found)
    }
    return {one for one, around in outer.items() if around.source and not around.is_relayed and around.kind is not QuotationKind.DIRECT}


def _is_asked_subject(quotation: FoundQuotation) -> bool:
    """Tell whether who is spoken to goes on to act in the sentence: Asked about it, | X | left; Asked by Y about it, | X | left."""
    if not quotation.addressee or not quotation.source:
        return bool(quotation.addressee)
    is_behind = not quotation.cue or quotation.cue[0].start < quotation.addressee[0].start  # not: жолды Асановқа тапсырды
    return is_behind and quotation.source[0].end <= quotation.content[0].start and quotation.content[-1].end <= quotation.addressee[0].start


def _scenes(document: Document, found: Sequence[FoundQuotation], gazetteer: Gazetteer) -> Scenes:
    languages = dict.fromkeys(stretch.language for stretch in document.stretches if stretch.language) or {document.language: None}
    shared = Scene(document, pack(document.language), known(gazetteer), {}, {}, {}, [], {}, [], {}, {}, _said(found))
    for language in languages:
        own = [one for one in found if language_at(document, one.content[0].start) is language]
        shared.hints.update(_hints(document.text, own, pack(language)))
    return {language: shared._replace(document=document._replace(language=language), pack=pack(language)) for language in languages}


def _scene_at(scenes: Scenes, span: Span) -> Scene:
    """Return the scene of the language in which a span is read."""
    if len(scenes) == 1:
        (scene,) = scenes.values()
        return scene
    document = next(iter(scenes.values())).document
    return scenes[language_at(document, span.start) or document.language]


def _addressed(quotation: FoundQuotation, resolved: dict[Span, Answer]) -> MetSpeaker | None:
    person, method = resolved.get(quotation.addressee[0], (None, None)) if quotation.addressee else (None, None)
    return person if person and person.kind is SpeakerKind.PERSON and method in (SpeakerMethod.NAME, SpeakerMethod.ROLE) else None


def _attribution(speaker: Answer | None, addressed: MetSpeaker | None) -> Attribution:
    addressee_id = addressed.speaker_id if addressed else None
    if speaker is None:
        return Attribution(None, None, None, None, addressee_id)
    return Attribution(speaker[0].speaker_id, speaker[0].name, speaker[0].kind, speaker[1], addressee_id)


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


def _hints(text: str, found: Sequence[FoundQuotation], pack: Pack) -> dict[Span, Hint]:
    """Return what the cues of a text tell of their sources, where words have cases."""
    governing, hers, his = (pack.patterns[name] for name in ("governing_cue", "female_verb", "male_verb"))
    hints: dict[Span, Hint] = {}
    if "has_cases" not in pack.flags:
        return hints
    for quotation in found:
        if quotation.source and quotation.cue:
            cue = text[slice(*quotation.cue[0])].lower()
            is_oblique = governing.fullmatch(cue) is not None
            gender: Gender = "either" if is_oblique else "female" if hers.search(cue) else "male" if his.search(cue) else "either"
            hints.setdefault(quotation.source[0], Hint(gender, is_oblique))
    return hints


def _speaker(
    scene: Scene, quotation: FoundQuotation, said_in: dict[tuple[Span, ...], MetSpeaker | None], resolved: dict[Span, Answer]
) -> Answer | None:
    if not quotation.cue and quotation.content in said_in:
        person = said_in[quotation.content]
        return (person, SpeakerMethod.SPEECH) if person else None
    if leaves_source_out(scene.document.text, quotation, scene.pack):
        before = antecedent(scene, quotation.cue[0].start, "either")
        return (before, SpeakerMethod.PRONOUN) if before else None
    return resolved.get(quotation.source[0]) if quotation.source else None


def _is_outer_speaker(
    quotation: FoundQuotation, found: Sequence[FoundQuotation], before: Sequence[Attribution], speaker: MetSpeaker
) -> bool:
    """Tell whether what is quoted within somebody's own words would be given to that same speaker: it is somebody else's."""
    outer = quotation.nested_in
    if outer is None or outer >= len(before) or found[outer].kind is not QuotationKind.DIRECT:
        return False
    return speaker.speaker_id == before[outer].speaker_id


def _phrase(scene: Scene, span: Span) -> str:
    """Return a source as it is read: without what only stresses it, Rusk | herself; a noun that is nobody's name in small letters."""
    phrase = scene.document.text[slice(*span)]
    if phrase[:1].isupper() and phrase.isalpha() and _is_trade(phrase, scene.pack) and not _is_name(scene, phrase):
        return phrase.lower()  # Сантехник
    before, _, last = phrase.rpartition(" ")
    return before if before and last in words_of(scene.pack, "reflexive") else phrase


def _is_trade(word: str, pack: Pack) -> bool:
    return bool(person_cases(word, pack)) and not is_role(word, pack) and is_source_noun(word, pack) is None


def _is_name(scene: Scene, word: str) -> bool:
    return is_given(word, scene.pack) or bool(people_under(scene, word, "either")) or listed(scene, word) is not None


def _meet(scene: Scene, spans: Sequence[Span], speaking: Set[str]) -> None:
    """Read every source that is no pronoun, and remember the persons that the text names in full."""
    written = (scene.document.text[slice(*span)] for span in spans)
    surnames = {name_key(name) for phrase in written if (name := read_phrase(phrase, scene.pack).name) and " " not in name}
    pass_by(scene, surnames | speaking)  # first: a source may name by an initial whom the text has named in full
    for span in spans:
        phrase = _phrase(scene, span)
        if phrase.lower() in genders(scene.pack, "pronoun_genders"):
            continue
        hint = scene.hints.get(span, Hint())
        reading = read_phrase(phrase, scene.pack, hint.is_oblique, hint.gender)
        reading = scene.readings[span] = reading._replace(gender=hint.gender) if reading.gender == "either" else reading
        person = listed_as(scene, phrase, reading.name)
        if person is not None:
            remember_of_long_list(scene, reading.name or phrase, person)
        elif reading.is_person and " " in (reading.name or "") and _by_name(scene, span) is None:
            remember(scene, reading)


def _resolved(scenes: Scenes, spans: Sequence[Span], sources: set[Span]) -> dict[Span, Answer]:
    """Return whom the sources and addressees of a text mean, in the order in which a reader meets them."""
    resolved: dict[Span, Answer] = {}
    for span in spans:
        scene = _scene_at(scenes, span)
        answer = _resolve(scene, span)
        if answer is None and (candidates := namesakes_meant(scene, span)):
            scene.unsure[span] = candidates
        answer = answer or (None if span in scene.unsure else _other(scene, span))
        if answer is None and span not in scene.unsure and (candidates := persons_near(scene, span, _told_gender(scene, span))):
            scene.unsure[span] = candidates
        if answer:
            resolved[span] = answer
            _learn_gender(scene, span, answer[0])
        if mention := _mention(scene, span, answer, is_source=span in sources):
            scene.mentions.append(mention)
    return resolved


def _other(scene: Scene, span: Span) -> Answer | None:
    """Return who a source is that means no person whom the text or the list knows."""
    phrase = _phrase(scene, span)
    if phrase.lower() in pronoun_classes(scene.pack) or phrase.lower() in genders(scene.pack, "pronoun_genders"):
        found, method = other_antecedent(scene, phrase, span.start), SpeakerMethod.PRONOUN
    else:
        reading = scene.readings.get(span) or read_phrase(phrase, scene.pack)
        found = other_source(scene, phrase, reading, span.start)
        is_name = found and (not is_within(scene.document.text_id, found.speaker_id))
        method = SpeakerMethod.NAME if is_name else SpeakerMethod.PHRASE
    return (found, method) if found else None


def _mention(scene: Scene, span: Span, answer: Answer | None, *, is_source: bool) -> Mention | None:
    """Return what later pronouns and roles are to know of a source; None where it tells nothing."""
    if answer and answer[0].kind is SpeakerKind.PERSON and answer[1] is not SpeakerMethod.PHRASE:
        return Mention(span.start, answer[0], answer[0].gender, is_source)
    reading = scene.readings.get(span)
    gender, roles = (reading.gender, reading.roles) if reading else ("either", ())
    if answer or (reading and (reading.name or roles)):
        return Mention(span.start, None, gender, is_source, roles, answer[0] if answer else None)
    return None


def _learn_gender(scene: Scene, span: Span, speaker: MetSpeaker) -> None:
    told = _told_gender(scene, span)
    if speaker.gender == "either" and told != "either":
        scene.learned[speaker.speaker_id] = told


def _told_gender(scene: Scene, span: Span) -> Gender:
    """Return the gender that a pronoun or the cue beside it tells."""
    told = genders(scene.pack, "pronoun_genders").get(scene.document.text[slice(*span)].lower(), "either")
    return told if told != "either" else scene.hints.get(span, Hint()).gender


def _resolve(scene: Scene, span: Span) -> Answer | None:
    phrase = _phrase(scene, span)
    if phrase.lower() in genders(scene.pack, "pronoun_genders"):
        person, method = _by_pronoun(scene, phrase, span), SpeakerMethod.PRONOUN
    elif names_two(phrase, scene.pack):
        return None
    elif scene.readings[span].name is None and listed(scene, phrase) is None:
        main = without_clause(phrase, scene.pack)
        role = by_role(scene, main, scene.readings[span], span.start)
        told = _told_gender(scene, span)
        described = scene.readings[span] if told == "either" else scene.readings[span]._replace(gender=told)
        told_so = role or by_description(scene, main, described, span.start)
        person, method = told_so or named_next(scene, phrase, described, span.start), SpeakerMethod.ROLE
        if person and not told_so:
            learn_roles(scene, described.roles, person)
    else:
        person, method = known_or_met(scene, phrase, scene.readings[span], span.start), SpeakerMethod.NAME
        if person:
            learn_roles(scene, scene.readings[span].roles, person)
    return (person, method) if person else None


def _by_name(scene: Scene, span: Span) -> MetSpeaker | None:
    reading = scene.readings[span]
    return met_under(scene, reading.name, reading.gender, span.start) if reading.name else None


def _by_pronoun(scene: Scene, phrase: str, span: Span) -> MetSpeaker | None:
    """Return whom a pronoun means, or a role that stands for whoever speaks: спикер Сената, where the text has one."""
    if phrase.lower() in words_of(scene.pack, "relative"):
        return named_right_before(scene, span)
    gender, reading = _told_gender(scene, span), read_phrase(phrase, scene.pack)
    bearer = by_role(scene, phrase, reading._replace(gender=gender), span.start) if reading.roles else None
    return bearer or antecedent(_without_who_speaks(scene, phrase, span.start), span.start, gender)


def _without_who_speaks(scene: Scene, phrase: str, place: int) -> Scene:
    """Return a scene without the last source where a pronoun is an object of its sentence, as nobody so speaks to himself.

    A guest asked | her. – but not: Kim said so. According to | him, it rains.
    """
    is_object = "head_last" in scene.pack.flags and phrase.lower() in words_of(scene.pack, "object-pronoun", "her")
    sentences = scene.document.sentences
    start = sentences[bisect_right(sentences, place, key=lambda one: one.start) - 1].start if is_object else 0
    is_own = is_object and bool(scene.mentions) and scene.mentions[-1].start >= start
    return scene._replace(mentions=scene.mentions[-MOST_REMEMBERED:-1]) if is_own else scene
