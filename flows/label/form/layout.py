"""How a text is laid out in turns: where each begins, who is named there, and what part they have."""

from enum import StrEnum
from typing import NamedTuple

from schemas.columns import Span
from schemas.words import Form


class Part(StrEnum):
    """What part somebody has in a text of several turns."""

    QUESTION = "question"
    """Stands for whoever asks."""
    ANSWER = "answer"
    """Stands for whoever answers."""
    ASKER = "asker"
    """Somebody whose trade is to ask: a journalist, a host."""
    CHAIR = "presiding"
    """Whoever presides and gives the floor."""
    AUDIENCE = "audience"
    """One of many who is not told."""
    SPEAKER = "speaker"
    """Somebody with a role or a title."""
    NAMED = "named"
    """Somebody with a name."""
    LOOSE = "loose"
    """Words that may name somebody, if they come again."""


ANONYMOUS = frozenset((Part.QUESTION, Part.ANSWER, Part.AUDIENCE))
"""The parts whose labels are nobody's name."""
APART = frozenset((Part.QUESTION, Part.ASKER, Part.CHAIR, Part.AUDIENCE))
"""The parts of those who are never the one whom a text is about."""


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
    part: Part | None = None
    """What the label tells of the part of whoever speaks."""


class Layout(NamedTuple):
    """A text's turns: each goes on to the next start; what stands before the first is a heading or an introduction."""

    form: Form
    lines: tuple[Span, ...]
    starts: tuple[Start, ...]
    only_questions_start: bool = False
    """True where nothing shows the beginning of an answer but that the question's line has ended."""
