"""The quotations of a text, in any language that the dataset holds."""

from flows.label.quotations.english import find_english
from flows.label.quotations.found import FoundQuotation
from flows.segment.document import Document
from schemas.words import Language


def find_quotations(document: Document) -> list[FoundQuotation]:
    """Return the quotations of a text, ordered by the first code point of their content."""
    if document.language is Language.ENGLISH:
        return find_english(document)
    return []
