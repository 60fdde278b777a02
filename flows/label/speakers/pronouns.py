"""Whom a pronoun means: the nearest source that fits it, or whom the sentences since then speak of."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from flows.label.quotations.tokens import plain
from flows.label.speakers.agents import agents
from flows.label.speakers.mentioned import OpeningName, opening_name
from flows.label.speakers.names import Gender, fits, read_source
from flows.label.speakers.phrases import WORD, read_inflected
from flows.label.speakers.role_words import is_person_role
from flows.label.speakers.roles import by_role
from flows.label.speakers.scene import Mention, MetPerson, Passed, Scene, gender_of, person_of, person_read, principal
from flows.languages.pack import Pack
from schemas.columns import Span
from schemas.words import Form

CLOSING_NAME = re.compile(r"([^\W\d_a-zа-яё][\w.’'-]*(?: [^\W\d_a-zа-яё][\w.’'-]*){0,3})(?: \([^()]*\))?,? $")
RELATIVE_REACH = 80
FARTHEST_SUBJECT = 2
"""How many sentences back a pronoun may mean the person whom one is about, besides its own."""
FARTHEST_MENTION = 40
"""How many sources back a pronoun is followed."""
MOST_SENTENCES_SAID = 40
ROLE_REACH = 120
REACH_TOGETHER = 120
WITHIN_SENTENCE = re.compile(r"[^.!?]*+")


def antecedent(scene: Scene, place: int, gender: Gender) -> MetPerson | None:
    """Return whom a pronoun at a place means; where no source fits, the person whom the text is about."""
    last = bisect_left(scene.mentions, place, key=lambda mention: mention.start)
    if "has_cases" not in scene.pack.flags:
        before = scene.mentions[last - 1].start if last else -1
        subject = _subject_since(scene, before, place, gender)
        if subject:
            return subject
    else:
        is_told, person = _told_of(scene, place, gender)
        if is_told:
            return person
    return _source_before(scene, last, gender)


def _source_before(scene: Scene, last: int, gender: Gender) -> MetPerson | None:
    spoken_to: Mention | None = None
    for place in range(last - 1, max(last - FARTHEST_MENTION, 0) - 1, -1):
        mention = scene.mentions[place]
        if not fits(gender_of(scene, mention), gender):
            continue
        if mention.is_source:
            return mention.person
        spoken_to = spoken_to or mention
    if spoken_to:
        return spoken_to.person
    person = principal(scene) if scene.document.form is Form.REPORT else None  # who speaks is not the one whom the speaker calls he
    return person if person and fits(person.gender, gender) else None


def _told_of(scene: Scene, place: int, gender: Gender) -> tuple[bool, MetPerson | None]:
    """Return whom the last sentences before a place speak of, and whether they speak of somebody who fits."""
    sentences = scene.document.sentences
    at = bisect_right(sentences, place, key=lambda sentence: sentence.start) - 1
    steps = 0
    for index in range(at, max(at - MOST_SENTENCES_SAID, -1), -1):
        sentence = sentences[index]
        if index < at and _is_said(scene, sentence.start + 1, sentence.end - 1):
            continue
        found = _of_sentence(scene, Span(sentence.start, min(sentence.end, place)), gender, steps)
        if found is not None:
            return True, found[0]
        steps += 1
        if steps > FARTHEST_SUBJECT:
            break
    return False, None


def _of_sentence(scene: Scene, sentence: Span, gender: Gender, steps: int) -> tuple[MetPerson | None] | None:
    """Return whom one sentence speaks of in a way that fits; None where it speaks of nobody who does."""
    first = bisect_left(scene.mentions, sentence.start, key=lambda mention: mention.start)
    last = bisect_left(scene.mentions, sentence.end, key=lambda mention: mention.start)
    sources = [mention for mention in scene.mentions[first:last] if mention.is_source]
    for mention in reversed(sources):
        if fits(gender_of(scene, mention), gender):
            return (mention.person,)
    named = _passed_in(scene, sentence)
    subjects = [one for one in named if one.is_subject]
    fitting = [one for one in subjects if fits(_gender(scene, one.person), gender)]
    if fitting:
        return (None if _are_together(scene, fitting) else fitting[0].person,)
    if subjects or sources:
        return None
    role = _role_subject(scene, sentence, gender)
    if role is not None:
        return role
    new = {one.person.speaker_id: one.person for one in named if one.is_new and fits(_gender(scene, one.person), gender)}
    return (next(iter(new.values())),) if steps < 2 and len(new) == 1 else None


def _gender(scene: Scene, person: MetPerson) -> Gender:
    return scene.learned.get(person.speaker_id) or person.gender


def _passed_in(scene: Scene, sentence: Span) -> Sequence[Passed]:
    first = bisect_left(scene.passed, sentence.start, key=lambda one: one.start)
    last = bisect_left(scene.passed, sentence.end, key=lambda one: one.start)
    return [one for one in scene.passed[first:last] if not _is_said(scene, one.start, one.end)]


def _is_said(scene: Scene, start: int, end: int) -> bool:
    """Tell whether a stretch lies within words that somebody is quoted with."""
    place = bisect_right(scene.said, start, key=lambda span: span.start) - 1
    return place >= 0 and end <= scene.said[place].end + 1


def _are_together(scene: Scene, people: Sequence[Passed]) -> bool:
    """Tell whether two persons are the subject together, so that a pronoun for one tells neither: Ахметов и Ким приехали."""
    if len({one.person.speaker_id for one in people}) < 2:
        return False
    between = scene.document.text[people[0].end : people[1].start]
    is_near = len(between) <= REACH_TOGETHER and WITHIN_SENTENCE.fullmatch(between) is not None
    return is_near and not scene.pack.words("joining").isdisjoint(between.split())


def _role_subject(scene: Scene, sentence: Span, gender: Gender) -> tuple[MetPerson | None] | None:
    """Return the person of a role that opens a sentence as its subject: Министр приехал в Актау. По его словам, …"""
    text, is_last = scene.document.text, "head_last" in scene.pack.flags
    words = list(WORD.finditer(text, sentence.start, min(sentence.end, sentence.start + ROLE_REACH)))
    for index, word in enumerate(words[: 6 if is_last else 3]):
        low = plain(word.group())
        if not is_last and low not in agents(scene.pack):
            continue
        if not is_person_role(low, scene.pack) or _is_said(scene, word.start(), word.end()):
            continue
        phrase = _phrase(text, words, index, scene.pack)
        reading = read_inflected(phrase, scene.pack)
        if not fits(reading.gender, gender):
            return None
        person = by_role(scene, phrase, reading, word.start())
        if person is None:
            return (None,) if reading.roles and not index else None
        return (person,) if fits(_gender(scene, person), gender) else None
    return None


def _phrase(text: str, words: Sequence[re.Match[str]], index: int, pack: Pack) -> str:
    """Return the role whose main noun is the word of that index, with the words that may narrow it."""
    if "head_last" in pack.flags:
        return text[words[max(index - 2, 0)].start() : words[index].end()]
    end = index + 1
    for word in words[index + 1 : index + 4]:
        if not pack.patterns["genitive"].fullmatch(word.group().lower()) or text[words[end - 1].end()] != " ":
            break
        end += 1
    return text[words[index].start() : words[end - 1].end()]


def named_right_before(scene: Scene, span: Span) -> MetPerson | None:
    """Return the person whose name stands right before a relative pronoun: Dina Omarova, who said."""
    if "has_cases" in scene.pack.flags:
        last = bisect_left(scene.passed, span.start, key=lambda one: one.start) - 1
        if last >= 0 and scene.document.text[scene.passed[last].end : span.start].strip() in (",", ""):
            return scene.passed[last].person
        return None
    before = scene.document.text[max(span.start - RELATIVE_REACH, 0) : span.start]
    name = CLOSING_NAME.search(before)
    return person_of(scene, name.group(1)) if name else None


def _subject_since(scene: Scene, after: int, before: int, gender: Gender) -> MetPerson | None:
    """Return the person whose name opens the last sentence that is no source's and stands between two places: Baker came home. He said …"""
    sentences = scene.document.sentences
    place = bisect_left(sentences, before, key=lambda sentence: sentence.start) - 1
    for sentence in reversed(sentences[max(place - FARTHEST_SUBJECT, 0) : place + 1]):
        if sentence.start <= after:
            return None
        opening = opening_name(scene.document.text, sentence)
        person = (person_of(scene, opening.name) or _met_in_passing(opening)) if opening else None
        if person and fits(person.gender, gender):
            return person
    return None


def _met_in_passing(opening: OpeningName) -> MetPerson | None:
    """Return a person who is no source, but named in full with a title or a trade: Judge Jane Roe came. She said …"""
    reading = read_source(opening.name)
    if not reading.name or " " not in reading.name or not (reading.is_person or opening.is_described):
        return None
    return person_read(reading)
