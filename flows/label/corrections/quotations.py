"""Corrections of which quotations there are, where they begin and end, and of what kind: applied to what the rules found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from flows.label.corrections.places import BETWEEN_PARTS, Unplaced, nearest_beside, places_meant, quotation_meant, words_in
from flows.label.corrections.said import Came, Said
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.marks import marked_passages
from flows.segment.document import Document
from schemas.columns import Span
from schemas.words import Mistake, Outcome, QuotationKind

Parts = tuple[Span, ...]


class Corrected(NamedTuple):
    """The quotations of a text after its corrections, and what came of each; indices are those of `found`."""

    found: list[FoundQuotation]
    came: list[Came]


class Draft(NamedTuple):
    """Quotations while they are corrected: None where one went, new ones at the end."""

    document: Document
    quotations: list[FoundQuotation | None]

    def meant(self, said: Said) -> int | None:
        """Return the index of the quotation that a correction is about; None where there is none, Unplaced where that cannot be told."""
        places = places_meant(self.document.text, said.words, said.span, said.occurrence)
        return quotation_meant(self.document.text, places, self.contents)

    @property
    def contents(self) -> list[Parts]:
        """The content of each quotation, none of one that went."""
        return [quotation.content if quotation else () for quotation in self.quotations]


def corrected_quotations(document: Document, found: Sequence[FoundQuotation], said: Iterable[Said]) -> Corrected:
    """Return the quotations of a text as people corrected them, ordered by the first code point of their content."""
    draft = Draft(document, list(found))
    came = [_came(draft, one) for wrong in WAYS for one in said if one.wrong is wrong]
    return _ordered(draft, came)


def _came(draft: Draft, said: Said) -> Came:
    try:
        return WAYS[said.wrong](draft, said)
    except Unplaced as error:
        return Came(said, Outcome.UNFIT, detail=str(error))


def _without(draft: Draft, said: Said) -> Came:
    """Take away what is no quotation; what is quoted within it stays, within whatever it lies in."""
    index = draft.meant(said)
    gone = draft.quotations[index] if index is not None else None
    if index is None or gone is None:
        return Came(said, Outcome.AGREED)
    draft.quotations[index] = None
    for place, other in enumerate(draft.quotations):
        if other and other.nested_in == index:
            draft.quotations[place] = other._replace(nested_in=gone.nested_in)
    return Came(said, Outcome.APPLIED, 1, found=str(gone.kind))


def _with(draft: Draft, said: Said) -> Came:
    """Add a quotation that was missed, or give one that was found its right words, cue and source."""
    text = draft.document.text
    places = places_meant(text, said.words, said.span, said.occurrence)
    index = quotation_meant(text, places, draft.contents)
    if index is None and len(places) > 1:
        raise Unplaced(f"its words stand in {len(places)} places; give a span or an occurrence")
    old = draft.quotations[index] if index is not None else None
    content = _with_both_marks(draft.document, _nearest_to(places, old))
    cue, source = ((nearest_beside(text, words, content) if words else ()) for words in (said.cue, said.source))
    if index is not None and old is not None and not (cue and _lies_in(cue, old.content)):  # with its cue, it is quoted within that one
        return _cut_anew(draft, said, index, old._replace(content=content, cue=cue or old.cue, source=source or old.source))
    kind, verbatim = _kind_and_marks(draft.document, content)
    draft.quotations.append(FoundQuotation(kind, content, verbatim, cue, source, nested_in=_holder(draft, content)))
    return Came(said, Outcome.APPLIED, 1, len(draft.quotations) - 1)


def _cut_anew(draft: Draft, said: Said, index: int, new: FoundQuotation) -> Came:
    """Give a quotation that was found other words, cue or source; where its words are the same, a comma at an end is no correction."""
    text, old = draft.document.text, draft.quotations[index]
    if old is None or all(
        words_in(text, a) == words_in(text, b) for a, b in ((new.content, old.content), (new.cue, old.cue), (new.source, old.source))
    ):
        return Came(said, Outcome.AGREED, quotation=index)
    kind, verbatim = _kind_and_marks(draft.document, new.content)
    draft.quotations[index] = new._replace(kind=kind, verbatim=verbatim)
    return Came(said, Outcome.APPLIED, 1, index, BETWEEN_PARTS.join(text[slice(*span)] for span in old.content))


def _nearest_to(places: Sequence[Parts], quotation: FoundQuotation | None) -> Parts:
    start = quotation.content[0].start if quotation else 0
    return min(places, key=lambda place: abs(place[0].start - start))


def _with_both_marks(document: Document, content: Parts) -> Parts:
    """Return a content each of whose parts holds both marks of a passage at its end, where it holds one of them."""
    passages = [passage for of_one in marked_passages(document.text, document.paragraphs) for passage in of_one]
    return tuple(
        Span(
            min([part.start, *(one.span.start for one in passages if one.content.start == part.start and one.span.end <= part.end)]),
            max([part.end, *(one.span.end for one in passages if one.content.end == part.end and part.start <= one.span.start)]),
        )
        for part in content
    )


def _lies_in(inner: Parts, outer: Parts) -> bool:
    return any(span.start <= inner[0].start and inner[-1].end <= span.end for span in outer)


def _holder(draft: Draft, content: Parts) -> int | None:
    """Return the index of the smallest quotation in one part of which a content lies."""
    holding = [
        (span.end - span.start, index)
        for index, quotation in enumerate(draft.quotations)
        if quotation and len(words_in(draft.document.text, quotation.content)) > len(words_in(draft.document.text, content))
        for span in quotation.content
        if span.start <= content[0].start and content[-1].end <= span.end
    ]
    return min(holding)[1] if holding else None


def _kind_and_marks(document: Document, content: Parts) -> tuple[QuotationKind, Parts]:
    """Return the kind of a content by the marks around its words, and its marked words."""
    passages = [
        passage.content for of_one in marked_passages(document.text, document.paragraphs) for passage in of_one if not passage.depth
    ]
    within = (Span(max(span.start, one.start), min(span.end, one.end)) for span in content for one in passages)
    marked = tuple(sorted({span for span in within if span.start < span.end and words_in(document.text, [span])}))
    words = words_in(document.text, content)
    if words and words == words_in(document.text, marked):
        return QuotationKind.DIRECT, content
    return (QuotationKind.MIXED if marked else QuotationKind.INDIRECT), marked


def _of_kind(draft: Draft, said: Said) -> Came:
    """Give a quotation its right kind, and the marked words that go with it."""
    index = draft.meant(said)
    quotation = draft.quotations[index] if index is not None else None
    if index is None or quotation is None:
        raise Unplaced("no quotation stands there")
    kind = QuotationKind(said.right or "")
    if quotation.kind is kind:
        return Came(said, Outcome.AGREED, quotation=index)
    marked = quotation.verbatim or _kind_and_marks(draft.document, quotation.content)[1]
    if kind is QuotationKind.MIXED and not marked:
        raise Unplaced("no words of it stand within marks, as some of a mixed one do")
    verbatim = {QuotationKind.DIRECT: quotation.content, QuotationKind.INDIRECT: ()}.get(kind, marked)
    draft.quotations[index] = quotation._replace(kind=kind, verbatim=verbatim)
    return Came(said, Outcome.APPLIED, 1, index, str(quotation.kind))


# In this order: what is found by now is cut, then what is left or came has a kind.
WAYS: Mapping[Mistake, Callable[[Draft, Said], Came]] = MappingProxyType(
    {Mistake.NOT_A_QUOTATION: _without, Mistake.MISSED: _with, Mistake.KIND: _of_kind}
)


def _ordered(draft: Draft, came: Iterable[Came]) -> Corrected:
    """Return the quotations in their order again, with every index that points at one."""
    kept = [(quotation.content[0].start, index) for index, quotation in enumerate(draft.quotations) if quotation]
    order = [index for _, index in sorted(kept)]
    new_of = {old: new for new, old in enumerate(order)}
    found = [quotation for index in order if (quotation := draft.quotations[index])]
    return Corrected(
        [one if one.nested_in is None else one._replace(nested_in=_outside(one.nested_in, draft, new_of)) for one in found],
        [one if one.quotation is None else one._replace(quotation=new_of.get(one.quotation)) for one in came],
    )


def _outside(index: int | None, draft: Draft, new_of: Mapping[int, int]) -> int | None:
    """Return the new index of a quotation, or of the one around it where it is gone."""
    return None if index is None else new_of.get(index)
