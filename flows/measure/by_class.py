"""How often a quotation that was found is one, by its kind and cue, and its speaker the right one, by how the speaker was resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from flows.label.quotations.cue_class import cue_class
from flows.label.quotations.found import FoundQuotation
from flows.label.speakers.attribute import Attribution
from flows.label.speakers.identity import is_within
from flows.label.speakers.phrases import MARKED
from flows.measure.agreement import MATCHED, words_of
from flows.segment.document import Document, language_at
from schemas.words import CueClass, QuotationKind, SpeakerKind, SpeakerMethod

FEWEST = 10
"""On how many quotations the figure of a class must rest."""
RIGHT = "of those found, a quotation"
SPEAKER_BY = "speaker right, by"
RIGHTLY_OPEN = "speaker left open, rightly"


class Judged(NamedTuple):
    """A quotation that was found, held against the marks of a text."""

    kind: QuotationKind
    cue_class: CueClass
    method: SpeakerMethod | None
    is_one: bool
    """Whether it matches a marked one, by at least half of their words."""
    has_right_speaker: bool
    """Whether its speaker, or that it has none, is as marked; False where it is no quotation."""


def judged(
    document: Document, found: Sequence[FoundQuotation], said_by: Sequence[Attribution], quotes: Sequence[dict[str, Any]]
) -> Iterator[Judged]:
    """Yield what the marks say of each quotation that was found."""
    true = [(words_of(document.text, marked["content"]), marked.get("speaker")) for marked in quotes]
    for quotation, said in zip(found, said_by, strict=True):
        words = words_of(document.text, quotation.content)
        overlap, speaker = max(((_overlap(words, one), speaker) for one, speaker in true), default=(0.0, None), key=itemgetter(0))
        is_one = overlap >= MATCHED
        language = language_at(document, quotation.content[0].start) or document.language
        of = cue_class(document.text, quotation, language)
        yield Judged(quotation.kind, of, said.method, is_one, is_one and speaker in person_told(said, document.text_id))


def person_told(said: Attribution, text_id: str) -> set[str | None]:
    """Return the id and the name of the person whom an attribution gives; None where it gives nobody, or a source without a full name.

    A name with a nickname in it is also that name without it, one with initials also without spaces: gold texts are marked so.
    """
    if said.speaker_kind is not SpeakerKind.PERSON or is_within(text_id, said.speaker_id or ""):
        return {None}
    name = said.speaker_name or ""
    return {said.speaker_id, said.speaker_name, " ".join(MARKED.sub(" ", name).split()), name.replace(". ", ".")}


def _overlap(some: frozenset[int], others: frozenset[int]) -> float:
    return len(some & others) / len(some | others) if some and others else 0.0


def by_class(
    document: Document, found: Sequence[FoundQuotation], said_by: Sequence[Attribution], quotes: Sequence[dict[str, Any]]
) -> Counter[str]:
    """Return one document's counts: `<class>` and `<class> right`, of those found, and of those that are quotations for the speakers."""
    total: Counter[str] = Counter()
    has_speakers = all("speaker" in marked for marked in quotes)
    for one in judged(document, found, said_by, quotes):
        for name in (f"{one.kind}", f"{one.kind} by {one.cue_class}"):
            total[name] += 1
            total[f"{name} right"] += one.is_one
        if one.is_one and has_speakers:
            total[f"method {one.method or 'none'}"] += 1
            total[f"method {one.method or 'none'} right"] += one.has_right_speaker
    return total
