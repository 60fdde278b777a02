"""What a person says is wrong, as plain values; `flows/fetch/` reads it from files, and the rules take it in."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from schemas.columns import Span
from schemas.words import Mistake, Outcome

NOTHING = "none"
"""What is right where nothing is: nobody who can be told, no title, no day."""
DIGITS = 12


class Said(NamedTuple):
    """One correction as its row says it; what the row leaves out is None."""

    source_id: str
    """The source that names its file."""
    wrong: Mistake
    corrected_by: str
    corrected_on: date
    reason: str
    speech_id: str | None = None
    words: str | None = None
    span: Span | None = None
    occurrence: int | None = None
    """Which of the places where the words stand is meant, from 1."""
    speaker_id: str | None = None
    """The person who is not one, or not this one."""
    right: str | None = None
    cue: str | None = None
    source: str | None = None

    @property
    def about(self) -> tuple[object, ...]:
        """Return what it is about: two corrections that are about the same must say the same."""
        return (self.wrong, self.speech_id, self.words, self.span, self.occurrence, self.speaker_id)

    @property
    def correction_id(self) -> str:
        """Return the key of its row: a function of what it says, not of who says it, when and why."""
        said = repr((str(self.wrong), *self.about[1:], self.right, self.cue, self.source))
        return f"{self.source_id}.c{sha256(said.encode()).hexdigest()[:DIGITS]}"


class Came(NamedTuple):
    """What came of a correction in one text."""

    said: Said
    outcome: Outcome
    rows: int = 0
    """How many quotations, or speeches, say something else because of it."""
    quotation: int | None = None
    """The index of the quotation that it is about."""
    found: str | None = None
    """What the rules say where it was applied."""
    detail: str | None = None
    """Why nothing came of it."""


def sentences_of(outcomes: Iterable[tuple[Outcome, str, str | None]]) -> list[str]:
    """Return how many corrections came to what, and a sentence on each of which nothing came; none where there are no corrections.

    Of each correction: what it came to, its file and line, and why nothing came of it.
    """
    outcomes = list(outcomes)
    if not outcomes:
        return []
    counts = Counter(outcome for outcome, _, _ in outcomes)
    told = ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome])
    return [f"corrections: {told}", *(f"  {where}: {why}" for _, where, why in outcomes if why)]


def whole_words(words: str) -> re.Pattern[str]:
    """Return the pattern of words where no letter or figure continues them."""
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def by_whom(said: Sequence[Said]) -> tuple[str | None, str | None]:
    """Return who corrected a row, and why, each name and reason once; None and None where nobody did."""
    who = dict.fromkeys(one.corrected_by for one in said)
    why = dict.fromkeys(one.reason for one in said)
    return "; ".join(who) or None, "; ".join(why) or None
