"""A cleaned text is cut into paragraphs and sentences, and the language of each paragraph is told."""

from __future__ import annotations

from typing import NamedTuple

from flows.label.language.stretches import ToldLanguage, languages_of, stretches_of
from flows.segment.document import Document, without_foreign
from flows.segment.paragraphs import paragraph_spans
from flows.segment.sentences import sentence_spans
from schemas.columns import Span
from schemas.words import Language


class Cut(NamedTuple):
    """A text cut into paragraphs and sentences, and the language of each paragraph."""

    document: Document
    """What the labels read: without the paragraphs of languages that are not held."""
    paragraphs: tuple[Span, ...]
    languages: tuple[ToldLanguage, ...]
    sentences_of: tuple[list[Span], ...]
    """The sentences of each paragraph."""


def cut_of(text: str, language: Language) -> Cut:
    """Return a text cut into paragraphs and sentences, each by the rules of its language."""
    paragraphs = tuple(paragraph_spans(text))
    told = tuple(languages_of(text, paragraphs, language))
    sentences_of = tuple(sentence_spans(text, span, one.read_as or language) for span, one in zip(paragraphs, told, strict=True))
    sentences = tuple(span for spans in sentences_of for span in spans)
    document = Document(text, language, paragraphs, sentences, stretches=stretches_of(paragraphs, told, language))
    return Cut(without_foreign(document), paragraphs, told, sentences_of)
