"""What the labels read: a text with its paragraphs and sentences, and what is known of it beforehand."""

from bisect import bisect_left, bisect_right
from datetime import date
from typing import NamedTuple

from schemas.columns import Span
from schemas.words import Form, Language


class Stretch(NamedTuple):
    """Where paragraphs of one language begin; the next stretch begins behind their last."""

    start: int
    language: Language | None
    """None where the dataset does not hold it: nothing is labelled there."""


class Document(NamedTuple):
    """One text as the labels see it; all spans are code points into `text`, in order and without overlap."""

    text: str
    language: Language
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    form: Form = Form.REPORT
    spoken_on: date | None = None
    country: str | None = None
    """The country whose offices a bare role means (ISO 3166-1 alpha-2), where the source says so."""
    principal_speaker_id: str | None = None
    """The person whose words the text is about, where the source says so."""
    title: str | None = None
    """The heading that stood above the text, where it is no part of it."""
    speaker: str | None = None
    """The name of the person whose words the text is about, as it is told beside the text."""
    text_id: str = ""
    """What tells the text from others: it stands in the ids of those whom the text alone knows."""
    labels: frozenset[str] = frozenset()
    """What is known to begin a turn, before a colon: the markup of a sitting says so."""
    chairs: frozenset[str] = frozenset()
    """Those of them that stand for whoever presides."""
    unspoken: frozenset[str] = frozenset()
    """Whole paragraphs that the markup of a sitting gives to nobody."""
    stretches: tuple[Stretch, ...] = ()
    """Where the text changes its language, in order; empty where it has one."""


def language_at(document: Document, at: int) -> Language | None:
    """Return the language in which a code point is read; None where it is none that is held."""
    place = bisect_right(document.stretches, at, key=lambda stretch: stretch.start) - 1
    return document.stretches[place].language if place >= 0 else document.language


def read_in(document: Document) -> list[Span]:
    """Return the stretches of a text that are read in the document's own language."""
    stretches = document.stretches or (Stretch(0, document.language),)
    ends = (*(stretch.start for stretch in stretches[1:]), len(document.text))
    return [Span(one.start, end) for one, end in zip(stretches, ends, strict=True) if one.language is document.language]


def parts_of(document: Document) -> list[Document]:
    """Return the paragraphs of each stretch as a document in its language; those of one that is not held are left out."""
    if not document.stretches:
        return [document]
    starts = [stretch.start for stretch in document.stretches]
    parts = []
    for place, stretch in enumerate(document.stretches):
        end = starts[place + 1] if place + 1 < len(starts) else len(document.text)
        paragraphs, sentences = (_between(spans, stretch.start, end) for spans in (document.paragraphs, document.sentences))
        if stretch.language is not None and paragraphs:
            parts.append(document._replace(language=stretch.language, paragraphs=paragraphs, sentences=sentences, stretches=()))
    return parts


def without_foreign(document: Document) -> Document:
    """Return a document without the paragraphs and sentences of languages that are not held."""
    if all(stretch.language is not None for stretch in document.stretches):
        return document
    parts = parts_of(document)
    return document._replace(
        paragraphs=tuple(span for part in parts for span in part.paragraphs),
        sentences=tuple(span for part in parts for span in part.sentences),
    )


def _between(spans: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    first, after = (bisect_left(spans, place, key=lambda span: span.start) for place in (start, end))
    return spans[first:after]
