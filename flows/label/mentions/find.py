"""The named things of a text, each with its kind."""

from collections.abc import Iterator, Sequence, Set

from flows.label.mentions.candidates import Candidate, candidates_of
from flows.label.mentions.entities import entities_of, entity_of
from flows.label.mentions.found import FoundMention
from flows.label.mentions.kinds import Told, kinds_told
from flows.label.mentions.names import is_acronym, is_given
from flows.label.mentions.spans import whole_span
from flows.label.mentions.words import kind_told, place_named
from flows.label.speakers.case_forms import dictionary_forms
from flows.label.speakers.gazetteer import Gazetteer
from flows.label.speakers.name_forms import surname_forms
from flows.label.speakers.scene import MetSpeaker
from flows.languages.pack import Pack, pack
from flows.segment.document import Document, parts_of
from schemas.columns import Span
from schemas.words import MentionKind

NOBODY = Gazetteer()
LONGEST_LABEL = 120
"""Code points; a paragraph whose first colon stands later has no label."""


def find_mentions(document: Document, persons: Sequence[MetSpeaker] = (), gazetteer: Gazetteer = NOBODY) -> list[FoundMention]:
    """Return the named things of a text, in its order and without overlap; `persons` are the speakers whom the text has."""
    return [
        FoundMention(span, kind, entity_of(document.text[slice(*span)], kind, entities))
        for part in parts_of(document)
        if (entities := entities_of(persons, gazetteer, pack(part.language)))
        for span, kind in _of_part(part, pack(part.language))
    ]


def _of_part(document: Document, pack: Pack) -> list[tuple[Span, MentionKind]]:
    told = _without_labels(document, kinds_told(list(candidates_of(document, pack)), document.text, pack))
    met = {form for one, kind in told if kind is MentionKind.PERSON for form in _parts_of_name(one.words, pack)}
    usual = {one.words: kind for one, kind in told if kind is not None}
    found: list[tuple[Span, MentionKind]] = []
    for one, kind in told:
        settled = MentionKind.PERSON if _is_of_person(one, kind, met, pack) else kind
        if settled is None and not one.beside.opens:
            settled = usual.get(one.words) or _joined(one, found, pack)
        if settled is not None and (not found or one.span.start >= found[-1][0].end):
            found.append((whole_span(document.text, one, settled, pack), settled))
    return found


def _places_in_labels(document: Document) -> frozenset[int]:
    """Return the code points in capitals before a colon at the beginning of a paragraph: PRIME MINISTER: We will build it."""
    ends = ((start, document.text.find(":", start, min(end, start + LONGEST_LABEL))) for start, end in document.paragraphs)
    return frozenset(at for start, end in ends if end > start and document.text[start:end].isupper() for at in range(start, end))


def _without_labels(document: Document, told: Sequence[Told]) -> list[Told]:
    """Return names with their kinds; a word in a label that is an abbreviation by its capitals alone is of none."""
    labels = _places_in_labels(document)
    return [(one, None if one.span.start in labels and _is_abbreviation(one, kind) else kind) for one, kind in told]


def _is_abbreviation(one: Candidate, kind: MentionKind | None) -> bool:
    return kind is MentionKind.ORGANISATION and len(one.words) == 1 and is_acronym(one.words[0])


def _joined(one: Candidate, found: Sequence[tuple[Span, MentionKind]], pack: Pack) -> MentionKind | None:
    """Return the kind of the name that a word joins to one of which nothing else is known: eGov and | eOtinish."""
    is_joined = one.beside.before in pack.words("joining") and bool(found)
    return found[-1][1] if is_joined and one.span.start - found[-1][0].end == len(one.beside.before) + 2 else None


def _is_of_person(one: Candidate, kind: MentionKind | None, met: Set[str], pack: Pack) -> bool:
    """Tell whether a single word is a part of a name that the text gives in full, in any case."""
    if len(one.words) > 1 or kind not in (None, MentionKind.PLACE) or met.isdisjoint(dictionary_forms(one.words[0], pack)):
        return False
    return not _is_told(one.words[0], pack)


def _parts_of_name(words: tuple[str, ...], pack: Pack) -> Iterator[str]:
    """Yield the forms of the first and the last word of a person's full name that are no places."""
    if len(words) > 1 and (is_given(words[0], pack) or surname_forms(words[-1], pack) or "has_cases" not in pack.flags):
        for word in (words[0], words[-1]):
            if not _is_told(word, pack):
                yield from dictionary_forms(word, pack)


def _is_told(word: str, pack: Pack) -> bool:
    return place_named((word,), pack) is not None or kind_told(word, "within", pack) is not None
