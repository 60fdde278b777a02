"""What the labels read: a text with its paragraphs and sentences, and what is known of it beforehand."""

from datetime import date
from typing import NamedTuple

from schemas.columns import Span
from schemas.words import Form, Language


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
