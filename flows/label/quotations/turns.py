"""The turns of a text that is no report, each as one direct quotation, and what is quoted from others within them.

Such a text has no frame of reporting: who speaks is told by its layout, so a turn has no cue, and its source is its label.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from flows.label.form.labelled import are_names
from flows.label.form.labels import LONGEST_LABEL
from flows.label.form.marked import marked_layout
from flows.label.form.words import forms
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.transcripts import turns_as_laid_out, turns_in
from flows.label.quotations.turn import Turn
from flows.languages.letters import plain
from flows.languages.pack import pack
from flows.segment.document import Document
from schemas.columns import Span
from schemas.words import Form, QuotationKind

Finder = Callable[[Document], list[FoundQuotation]]
"""How the quotations of a report are found in some language."""


def turns_of(document: Document) -> list[Turn]:
    """Return the turns of a text in order, none for a report; every content span lies within one paragraph."""
    if document.form is Form.REPORT:
        return []
    if document.labels:
        own = pack(document.language)
        layout = marked_layout(document, own)
        return turns_as_laid_out(document.text, layout, own, has_headings=False)
    return turns_in(document.text, document.paragraphs, document.form, pack(document.language))


def find_turns(document: Document, find_reported: Finder) -> list[FoundQuotation]:
    """Return the quotations of a text that is no report, ordered by the first code point of their content.

    Each turn is a direct quotation without cue, its label the source. Within it stands, as nested, what `find_reported` finds of marked
    words with a cue and a source other than the speaker. What stands before the first turn, an introduction, is read as a report.
    """
    turns = turns_of(document)
    if not turns:
        return find_reported(document)
    content = [span for turn in turns for span in turn.content]
    first = content[0].start
    before = [paragraph for paragraph in document.paragraphs if paragraph.end <= first and not _lists_names(document.text, paragraph)]
    found = find_reported(_narrowed(document, before)) if before else []
    own = [FoundQuotation(QuotationKind.DIRECT, turn.content, source=(turn.label,) if turn.label else ()) for turn in turns]
    quoted = _quoted_within(document, turns, find_reported(_narrowed(document, content)))
    return _in_order(found, own, quoted)


def _lists_names(text: str, paragraph: Span) -> bool:
    """Tell whether a paragraph of a head says who is there: `PARTICIPANTS: Senator Roe; Mayor Doe (Rivers)`."""
    colon = text.find(":", paragraph.start, min(paragraph.end, paragraph.start + LONGEST_LABEL))
    return 0 < colon < paragraph.end - 1 and are_names(text, Span(colon + 1, paragraph.end))


class _Quoted(NamedTuple):
    turn: int
    quotation: FoundQuotation


def _narrowed(document: Document, spans: Sequence[Span]) -> Document:
    """Return a document whose paragraphs are these spans, and whose sentences end where they do."""
    sentences: list[Span] = []
    starts = [sentence.start for sentence in document.sentences]
    for start, end in spans:
        place = max(bisect_right(starts, start) - 1, 0)
        while place < len(starts) and starts[place] < end:
            sentence = document.sentences[place]
            if sentence.end > start:
                sentences.append(Span(max(sentence.start, start), min(sentence.end, end)))
            place += 1
    return document._replace(form=Form.REPORT, paragraphs=tuple(spans), sentences=tuple(sentences))


def _quoted_within(document: Document, turns: Sequence[Turn], found: Iterable[FoundQuotation]) -> list[_Quoted]:
    """Return what is quoted from others within the turns: marked words with a cue and a source that is not the speaker."""
    starts = [turn.content[0].start for turn in turns]
    taken = {(turn.content[0].start, turn.content[-1].end) for turn in turns}
    quoted = []
    for quotation in found:
        if not (quotation.verbatim and quotation.cue and quotation.source) or _is_own(document, quotation.source[0]):
            continue
        pieces = (*quotation.content, *quotation.verbatim, *quotation.cue, *quotation.source, *quotation.addressee)
        place = bisect_right(starts, min(pieces).start) - 1
        ends = (quotation.content[0].start, quotation.content[-1].end)
        if place < 0 or ends in taken or not _holds(turns[place], pieces):
            continue
        taken.add(ends)
        quoted.append(_Quoted(place, quotation))
    return quoted


def _holds(turn: Turn, pieces: Iterable[Span]) -> bool:
    first, last = turn.content[0].start, turn.content[-1].end
    return all(first <= piece.start and piece.end <= last for piece in pieces)


def _is_own(document: Document, source: Span) -> bool:
    """Tell whether a source is the speaker: I, we, my words."""
    own = forms("first_person", pack(document.language))
    words = plain(document.text[source.start : source.end]).split()
    return bool(words) and (words[-1] in own.words or (len(words) == 1 and own.holds(words[0])))


def _in_order(reported: Sequence[FoundQuotation], own: Sequence[FoundQuotation], quoted: Sequence[_Quoted]) -> list[FoundQuotation]:
    """Return all quotations in the order of their content, each nested one with its turn's, or its holder's, place."""
    entries: list[tuple[FoundQuotation, int | None]] = [
        *((quotation, quotation.nested_in) for quotation in reported),
        *((quotation, None) for quotation in own),
        *((one.quotation, len(reported) + one.turn) for one in quoted),
    ]
    order = sorted(range(len(entries)), key=lambda n: (entries[n][0].content[0].start, -entries[n][0].content[-1].end, n))
    places = {n: place for place, n in enumerate(order)}
    holders = ((entries[n][0], entries[n][1]) for n in order)
    return [quotation._replace(nested_in=None if holder is None else places[holder]) for quotation, holder in holders]
