"""Texts as the labels read them, for tests: paragraphs and sentences cut by the project's own rules."""

from flows.segment.document import Document
from flows.segment.paragraphs import paragraph_spans
from flows.segment.sentences import sentence_spans
from schemas.words import Language


def document_of(text: str, language: Language = Language.ENGLISH) -> Document:
    """Return a text with its paragraphs and sentences."""
    paragraphs = paragraph_spans(text)
    sentences = [sentence for paragraph in paragraphs for sentence in sentence_spans(text, paragraph, language)]
    return Document(text, language, tuple(paragraphs), tuple(sentences))
