"""A quotation as found in a text, before anybody asks who the source is."""

from typing import NamedTuple

from schemas.columns import Span
from schemas.words import QuotationKind


class FoundQuotation(NamedTuple):
    """One act of saying; every span is code points into the text of the document, in order."""

    kind: QuotationKind
    content: tuple[Span, ...]
    """The words said, without the marks around them; a subordinate clause with its `that`."""
    verbatim: tuple[Span, ...] = ()
    """The marked words within the content."""
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    addressee: tuple[Span, ...] = ()
    cue_lemma: str | None = None
    is_relayed: bool = False
    nested_in: int | None = None
    """Index, in the same list, of the quotation within which this one is quoted."""
