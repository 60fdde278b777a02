"""Whom a role means whom a text names only further on, as news begins: The governor vetoed the bill. “…,” Jane Roe said."""

from bisect import bisect_right

from flows.label.speakers.descriptions import AGE_BEHIND
from flows.label.speakers.known import person_of
from flows.label.speakers.names import PhraseReading, fits
from flows.label.speakers.nouns import read_noun
from flows.label.speakers.others import other_source
from flows.label.speakers.role_words import words_of
from flows.label.speakers.scene import MetSpeaker, Passed, Scene, known_or_met, within
from schemas.columns import Span
from schemas.words import SpeakerKind

REACH = 1_500
MOST_SOURCES = 400
"""A text with more sources is no news."""
MOST_BREAKS = 2
"""How many paragraphs may begin between a role and the name."""
MOST_LINES_BEFORE = 6
"""How many paragraphs, with the heading, the date and the byline, may stand before the first of a text."""


def named_next(scene: Scene, phrase: str, reading: PhraseReading, place: int) -> MetSpeaker | None:
    """Return the person of whom a text says next, by the name alone, what it said by a role: somebody new, of whom it tells no other one.

    A man who stole from a club said so. Kim Roe, 58, … – The governor vetoed it. “…,” Jane Roe said.
    """
    first = phrase.lower().partition(" ")[0]
    if first not in words_of(scene.pack, "article") or len(scene.readings) > MOST_SOURCES:
        return None
    noun = read_noun(phrase, scene.pack)
    if not reading.roles and (noun is None or noun.kind not in (SpeakerKind.OFFICE, SpeakerKind.PERSON)):
        return None
    end = place + len(phrase)
    is_again = scene.pack.patterns["indefinite"].fullmatch(first) is None
    if not is_again and not _begins_text(scene, place):
        return None
    person = _next_source(scene, end) if is_again else _next_aged(scene, end)
    return person if person and _is_unknown(scene, person, end) and fits(person.gender, reading.gender) else None


def _next_source(scene: Scene, end: int) -> MetSpeaker | None:
    """Return who is the next source with a name or a role, where it is a full name alone and the text names nobody else before it."""
    span = min((span for span, one in scene.readings.items() if span.start >= end and (one.name or one.roles)), default=None)
    if span is None or not _is_full_name(scene, span) or not _is_near(scene, end, span.start):
        return None
    name, reading = scene.document.text[slice(*span)], scene.readings[span]
    person = known_or_met(scene, name, reading, span.start) or other_source(scene, name, reading, span.start)
    others = (one for one in within(scene.passed, Span(end, span.start)) if not _is_said(scene, one))
    is_person = person is not None and person.kind is SpeakerKind.PERSON
    return person if is_person and not any(one.person != person for one in others) else None


def _is_full_name(scene: Scene, span: Span) -> bool:
    """Tell whether a source is a name of several words and nothing else."""
    written = scene.document.text[slice(*span)]
    return " " in written and scene.readings[span].name == written


def _next_aged(scene: Scene, end: int) -> MetSpeaker | None:
    """Return whom the text names next, at the beginning of a paragraph and with an age behind the name."""
    one = next((one for one in within(scene.passed, Span(end, end + REACH)) if not _is_said(scene, one)), None)
    if one is None or not _is_near(scene, end, one.start) or scene.document.text[one.start - 1] != "\n":
        return None
    return one.person if AGE_BEHIND.match(scene.document.text, one.end) else None


def _is_said(scene: Scene, one: Passed) -> bool:
    at = bisect_right(scene.said, one.start, key=lambda said: said.start) - 1
    return at >= 0 and one.end <= scene.said[at].end + 1


def _is_unknown(scene: Scene, person: MetSpeaker, end: int) -> bool:
    """Tell whether a text names somebody nowhere before a place, and neither it nor the list tells an office of theirs."""
    listed = person_of(scene.known, person.speaker_id)
    before = Span(0, end)
    is_passed = any(one.person == person for one in within(scene.passed, before))
    is_named = is_passed or any(one.person == person for one in within(scene.mentions, before))
    return not is_named and not scene.roles.get(person.speaker_id) and not (listed and listed.terms)


def _begins_text(scene: Scene, place: int) -> bool:
    """Tell whether a place stands in one of the first paragraphs of a text and opens it."""
    before = scene.document.text[:place]
    return before[-1:] in ("", "\n") and len(before.split("\n\n", MOST_LINES_BEFORE + 1)) <= MOST_LINES_BEFORE + 1


def _is_near(scene: Scene, end: int, start: int) -> bool:
    """Tell whether a name begins in the paragraph of what ended before it, or in the next one."""
    return scene.document.text.count("\n\n", end, start) < MOST_BREAKS
