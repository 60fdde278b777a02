"""Whether letters make words of any language: those of a scan that was read in the wrong script do not."""

from flows.label.language.detector import likeness
from flows.label.language.letters import CROWDED, evidence

# A text is looked at in so many pieces of so many code points, evenly spread.
PIECES = 12
PIECE_CHARACTERS = 400
LEAST_LETTERS = 100
LEAST_WORDS = 15
# The mean logarithm of the probability of three letters in a row: news in languages with a profile have -7.7 and more, scans of Arabic
# that were read as Latin letters -8.4 and less.
LIKENESS_FROM = -8.1
TELLING_UP_TO = 0.05
"""The share of words that tell some language, up to which none is told."""
UNREADABLE_FROM = 2 / 3
"""The share of the pieces that must be unreadable."""


def is_unreadable(text: str) -> bool:
    """Say whether a text is one of Latin letters that make no words; False where it is too short to tell.

    It costs some hundredths of a second: ask of a text whose language words and letters leave open.
    """
    step = max(PIECE_CHARACTERS, len(text) // PIECES)
    told = [
        found for start in range(0, len(text), step) if (found := _is_piece_unreadable(text[start : start + PIECE_CHARACTERS])) is not None
    ]
    return bool(told) and sum(told) >= UNREADABLE_FROM * len(told)


def _is_piece_unreadable(piece: str) -> bool | None:
    """Say whether a piece makes no words, or None where it is too short to tell."""
    seen = evidence(piece)
    if seen.script != CROWDED:
        return False
    if seen.letters < LEAST_LETTERS or seen.words < LEAST_WORDS:
        return None
    if max(seen.telling.values(), default=0) > TELLING_UP_TO * seen.words:
        return False
    return likeness(piece, seen.script) < LIKENESS_FROM
