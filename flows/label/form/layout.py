"""How a text is laid out in turns: where each begins, who is named there, and who asks."""

from typing import NamedTuple

from schemas.columns import Span
from schemas.words import Form


class Start(NamedTuple):
    """The place where somebody begins to speak."""

    line: int
    """The line's number."""
    at: int
    """The first code point of the words: after the label or the dash. Where the label stands alone on its line, that line's end."""
    label: Span | None = None
    """The words that name who speaks, without the colon."""
    key: str = ""
    """What is the same where the same person speaks again; empty where that cannot be told."""
    is_question: bool = False


class Layout(NamedTuple):
    """A text's turns: each goes on to the next start; what stands before the first is a heading or an introduction."""

    form: Form
    lines: tuple[Span, ...]
    starts: tuple[Start, ...]
    only_questions_start: bool = False
    """True where nothing shows the beginning of an answer but that the question's line has ended."""
