"""The quotations of a text, in any language that the dataset holds."""

from flows.label.quotations.english import find_english
from flows.label.quotations.found import FoundQuotation
from flows.label.quotations.kazakh import find_kazakh
from flows.label.quotations.russian import find_russian
from flows.label.quotations.turns import find_turns
from flows.segment.document import Document
from schemas.words import Form, Language

FINDERS = {Language.ENGLISH: find_english, Language.RUSSIAN: find_russian, Language.KAZAKH: find_kazakh}


def find_quotations(document: Document) -> list[FoundQuotation]:
    """Return the quotations of a text, ordered by the first code point of their content."""
    finder = FINDERS[document.language]
    return finder(document) if document.form is Form.REPORT else find_turns(document, finder)
