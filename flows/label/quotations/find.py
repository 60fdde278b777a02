"""The quotations of a text, in any language that the dataset holds."""

import re

from flows.label.quotations.analytic.find import find_analytic
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.inflected.find import find_inflected
from flows.label.quotations.turns import find_turns
from flows.label.quotations.verb_final.find import find_verb_final
from flows.languages.pack import pack
from flows.segment.document import Document, parts_of
from schemas.columns import Span
from schemas.words import Form, QuotationKind

WORD = re.compile(r"\w")
FINDERS = {"analytic": find_analytic, "inflected": find_inflected, "verb-final": find_verb_final}
"""How the quotations of a report are found, by the grammar of its language."""


def find_quotations(document: Document) -> list[FoundQuotation]:
    """Return the quotations of a text, ordered by the first code point of their content."""
    found = find_reported(document) if document.form is Form.REPORT else find_turns(document, find_reported)
    return sound(document.text, found)


def find_reported(document: Document) -> list[FoundQuotation]:
    """Return the quotations of a report: of each stretch of one language by its rules, in their order."""
    found: list[FoundQuotation] = []
    for part in parts_of(document):
        before = len(found)
        for quotation in FINDERS[pack(part.language).grammar](part):
            holder = quotation.nested_in
            found.append(quotation if holder is None else quotation._replace(nested_in=before + holder))
    return found


def sound(text: str, found: list[FoundQuotation]) -> list[FoundQuotation]:
    """Return the quotations that keep what the dataset promises of each, whatever odd text the finders met.

    Every span but a cue (`:` may be one) holds a letter or digit, content is never empty, the kind fits the marked words,
    and a nested quotation lies within its outer one.
    """
    worded = [quotation if _has_words(text, quotation) else _with_words(text, quotation) for quotation in found]
    places: dict[int, int] = {}
    kept: list[FoundQuotation] = []
    for index, quotation in enumerate(worded):
        if quotation.content:
            places[index] = len(kept)
            kept.append(quotation)
    return [
        quotation if quotation.nested_in is None else quotation._replace(nested_in=_outer(quotation, quotation.nested_in, worded, places))
        for quotation in kept
    ]


def _has_words(text: str, found: FoundQuotation) -> bool:
    """Tell whether a quotation keeps its promise as it stands, as nearly all do."""
    search = WORD.search
    for start, end in (*found.content, *found.verbatim, *found.source, *found.addressee):
        if not search(text, start, end):
            return False
    return bool(found.verbatim) or found.kind is not QuotationKind.MIXED


def _with_words(text: str, found: FoundQuotation) -> FoundQuotation:
    verbatim = _worded(text, found.verbatim)
    return found._replace(
        kind=QuotationKind.INDIRECT if found.kind is QuotationKind.MIXED and not verbatim else found.kind,
        content=_worded(text, found.content),
        verbatim=verbatim,
        source=_worded(text, found.source),
        addressee=_worded(text, found.addressee),
    )


def _worded(text: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(span for span in spans if WORD.search(text, *span))


def _outer(quotation: FoundQuotation, holder: int, found: list[FoundQuotation], places: dict[int, int]) -> int | None:
    """Return the new place of the quotation within which this one lies, None where it lies within none."""
    if holder not in places:
        return None
    outer = found[holder].content
    lies_within = outer[0].start <= quotation.content[0].start and quotation.content[-1].end <= outer[-1].end
    return places[holder] if lies_within else None
